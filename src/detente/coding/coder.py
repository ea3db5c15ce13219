"""From a document to its records: annotate, read, complete.

`code` is the whole way. The reader says which records a sentence holds, with parties and date; the module of each kind
completes the fields that tables and rules know (form, value, level, office, ...).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from detente import __version__
from detente.coding import agreements, events, figures, fronted, headed, memberships, offices, positions, statuses
from detente.language import Sentence, annotate
from detente.reader.judgement import Judgement
from detente.reader.read import shipped
from detente.record.model import KINDS, Record
from detente.text import Document

CODER = f"detente {__version__}"
Complete = Callable[[Judgement, Sentence, str], dict[str, Any]]
COMPLETE: dict[str, Complete] = {
    "event": events.complete,
    "agreement": agreements.complete,
    "status": statuses.complete,
    "position": positions.complete,
    "figure": figures.complete,
    "office": offices.complete,
    "membership": memberships.complete,
}
_ACTS = ("event", "agreement", "status")  # what happens on a day; an office or a stance lasts
# Where the reader's label, first and second codes go.
FIELDS = {
    "event": ("type", "actors", "recipients"),
    "agreement": ("act", "parties", None),
    "status": ("status", "parties", None),
    "position": ("stance", "holder", "toward"),
    "figure": ("measure", "parties", None),
    "office": ("change", "state", None),
    "membership": ("change", "members", None),
}


def complete(judgement: Judgement, sentence: Sentence, text: str, *, doc: str = "", coder: str = "") -> Record | None:
    """A judgement completed to a record; None where a field that its kind needs is not to be had."""
    own = COMPLETE[judgement.kind](judgement, sentence, text)
    if not own:
        return None
    label, first, second = FIELDS[judgement.kind]
    fields: dict[str, Any] = {label: judgement.label, first: judgement.first}
    fields["date"] = fronted.date(judgement, sentence) if judgement.kind in _ACTS else judgement.date
    if judgement.kind == "office":
        fields["state"] = judgement.first[0] if judgement.first else ""
    if second:
        fields[second] = judgement.second
    start, end = judgement.span
    return KINDS[judgement.kind](
        doc=doc,
        start=sentence.start,
        end=sentence.end,
        evidence=text[sentence.start : sentence.end],
        trigger=text[start:end],
        confidence=round(judgement.score, 3),
        coder=coder,
        **(fields | own),
    )  # type: ignore[return-value]


def code(document: Document, *, scope: str = "international", prefilter: bool = True) -> list[Record]:
    """The records of a document, in the order of its text. The same document always gives the same records.

    `scope` "international" keeps to the codebook (two international actors); "all" also codes domestic and one-sided
    events. `prefilter` leaves out sentences that cannot hold a record; without it the records are the same.
    """
    sentences = annotate(document.text, published=document.published, title=document.title)
    found = shipped().judge(sentences, published=document.published, scope=scope, prefilter=prefilter)
    doc = document.id or document.sha256
    told = [complete(judgement, sentence, document.text, doc=doc, coder=CODER) for sentence, judgement in found]
    records = [record for record in told if record is not None]
    if more := headed.statuses(sentences, records):
        records = sorted([*records, *more], key=lambda record: record.start)
    return _once(records)


def _once(records: list[Record]) -> list[Record]:
    """The records without those that a sentence tells twice: a membership at a name and at its abbreviation, an
    agreement at its title and at the word for the act. The surest is kept.
    """
    best: dict[tuple[object, ...], Record] = {}
    for record in records:
        key: tuple[object, ...] = (record.id,)
        if record.kind in ("membership", "agreement"):
            own = record.model_dump(exclude={"id", "trigger", "confidence"}, mode="json")
            key = (record.kind, repr(sorted(own.items())))
        if key not in best or record.confidence > best[key].confidence:
            best[key] = record
    kept = {record.id for record in best.values()}
    return list({record.id: record for record in records if record.id in kept}.values())
