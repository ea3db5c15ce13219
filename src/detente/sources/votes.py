"""Votes in the General Assembly of the United Nations, and ideal points made of them."""

from detente.sources.forms import Form

FORMS: tuple[Form, ...] = ()
