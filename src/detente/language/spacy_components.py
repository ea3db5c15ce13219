"""Détente's findings inside a spaCy pipeline: `nlp.add_pipe("detente_records")`.

Thin components around the functions that Détente itself uses; spaCy is an extra (`pip install detente[spacy]`) that
nothing else needs. Spans are widened to whole tokens where the two disagree about what a token is.

    nlp = spacy.blank("en")
    nlp.add_pipe("detente_actors")     # doc.spans["detente_actors"], a span's label is its codes
    nlp.add_pipe("detente_dates")      # doc.spans["detente_dates"], a span's label is its EDTF date
    nlp.add_pipe("detente_records")    # doc._.detente_records
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

Component = Callable[[Doc], Doc]


def _set_spans(doc: Doc, key: str, found: Iterable[tuple[int, int, str]]) -> None:
    spans = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in found)
    doc.spans[key] = SpanGroup(doc, name=key, spans=[span for span in spans if span is not None])


@Language.factory("detente_actors", assigns=["doc.spans"])
def make_actors(nlp: Language, name: str) -> Component:
    """Who is meant: `doc.spans["detente_actors"]`, labelled with actor codes ("CHN", "CHN RUS", "" unresolved)."""
    from detente.language.annotate import annotate

    def add_actors(doc: Doc) -> Doc:
        found = (mention for sentence in annotate(doc.text) for mention in sentence.mentions)
        _set_spans(doc, "detente_actors", ((m.start, m.end, " ".join(m.codes)) for m in found))
        return doc

    return add_actors


@Language.factory("detente_dates", assigns=["doc.spans"], default_config={"published": ""})
def make_dates(nlp: Language, name: str, published: str) -> Component:
    """When: `doc.spans["detente_dates"]`, labelled with EDTF dates. `published` fixes "last month" in news."""
    from detente.language.dates import find_dates

    def add_dates(doc: Doc) -> Doc:
        found = find_dates(doc.text, published)
        _set_spans(doc, "detente_dates", ((d.start, d.end, d.edtf) for d in found))
        return doc

    return add_dates


@Language.factory(
    "detente_records", assigns=["doc._.detente_records"], default_config={"published": "", "scope": "international"}
)
def make_records(nlp: Language, name: str, published: str, scope: str) -> Component:
    """The records of the text: `doc._.detente_records`."""
    if not Doc.has_extension("detente_records"):
        Doc.set_extension("detente_records", default=())

    def add_records(doc: Doc) -> Doc:
        records: Any = _code(doc.text, published=published, scope=scope)
        doc._.detente_records = tuple(records)
        return doc

    return add_records


def _code(text: str, **options: str) -> Any:
    """`detente.code`: the package's front door, since this room stands below the one that codes."""
    import detente

    return detente.code(text, **options)
