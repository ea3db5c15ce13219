"""Sentences, who is meant and when: everything that tables and rules know of a text before the reader reads it."""

from detente.language.annotate import annotate
from detente.language.sentence import DateMention, Mention, Sentence

__all__ = ["DateMention", "Mention", "Sentence", "annotate"]
