"""Capitals and the distances between states."""

from detente.sources.forms import tidy

FORMS = (
    tidy("capitals", source="tidy extract of peacesciencer (cow_capitals)"),
    tidy("gw-capitals", source="tidy extract of peacesciencer (gw_capitals)"),
    tidy("minimum-distance", source="tidy extract of peacesciencer (cow_mindist)"),
    tidy("gw-minimum-distance", source="tidy extract of peacesciencer (gw_mindist)"),
)
