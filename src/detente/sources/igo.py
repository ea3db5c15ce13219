"""Memberships of states in intergovernmental organisations."""

from detente.sources.forms import tidy

FORMS = (
    tidy("igo-dyads", source="tidy extract of peacesciencer (cow_igo_ndy)"),
    tidy("igo-counts", source="tidy extract of peacesciencer (cow_igo_sy)"),
)
