"""The brief of two states out of a store: from all documents that tell of both, each statement with its sources.

A store can hold more than anybody reads. A brief takes the happenings that are best told (by most sources, reviewed,
surest) up to a number, and says how many it left out; of the documents it takes those that tell them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.record import Office, Position, Record, edtf
from detente.show.brief import Brief, build
from detente.show.sections import measures
from detente.store.chronology import Line, lines, without_day
from detente.store.coded import coded
from detente.store.reading import events_frame, stored
from detente.store.reviews import decisions

if TYPE_CHECKING:
    from detente.store import Store

MOST = 500  # happenings that a brief tells
MAINLY = 0.25  # share of statements on both among those on either, from which on a document is about the two
BESIDE = 1_500  # statements on one of the two states that it takes along from the same documents


@dataclass(frozen=True)
class Text:
    """A document out of the store, as the brief wants it."""

    text: str
    title: str
    published: str
    source: str
    sha256: str


def build_stored(
    store: Store, a: str, b: str, *, as_of: str = "", min_confidence: float = 0.0, most: int = MOST
) -> Brief:
    """The brief of states `a` and `b` from a store; `most` is how many happenings it tells at most, 0 all."""
    told = stored(store, dyad=(a, b), min_confidence=min_confidence, as_of=as_of or None)
    every = lines(told)
    kept = every if not most or len(every) <= most else sorted(every, key=_worth)[:most]
    body = [each for line in kept for each in line.tellings]
    documents = {each.document.document: each.document for each in body}
    beside, more_beside = _beside(store, list(documents), {a, b}, min_confidence)
    held: dict[str, list[tuple[Record, str]]] = {document: [] for document in documents}
    for each in body:
        held[each.document.document].append((_judged(each.record, each.reviewed), each.happening))
    for document, record, happening in beside:
        held[document].append((record, happening))
    texts = {
        document: (text, sha256)
        for document, text, sha256 in store.connection.execute(
            "SELECT document, text, sha256 FROM documents WHERE document IN (SELECT unnest(?))", [list(documents)]
        ).fetchall()
    }
    order = sorted(documents.values(), key=lambda each: (each.published or "9999", each.doc))
    sources = [
        Text(texts[each.document][0], each.title, each.published, each.source, texts[each.document][1])
        for each in order
    ]  # fmt: skip
    records = [held[each.document] for each in order]
    numbers = {each.document: number for number, each in enumerate(order)}
    brief = build(
        a, b,
        [(source, [record for record, _ in rows]) for source, rows in zip(sources, records, strict=True)],
        happenings=[[happening for _, happening in rows] for rows in records],
        disputed=[(numbers[each.document.document], each.record.id) for each in body if each.disputed],
    )  # fmt: skip
    brief.reviewed = sum(bool(each.reviewed) for each in body)
    brief.known_on = as_of
    events = events_frame(store, (a, b), min_confidence=min_confidence, as_of=as_of or None)
    brief.charts = measures.drawn(a, b, events, told)
    if len(kept) < len(every):
        brief.notes.append(
            f"{len(every) - len(kept):,} of {len(every):,} happenings between the two are left out: those told by "
            "fewest sources and least surely. The chronology has them all."
        )
    if more_beside:
        brief.notes.append(
            f"{more_beside:,} statements on one of the two states and others are left out, most of them out of "
            "documents that are mainly about others."
        )
    if missing := without_day(store, (a, b)) if as_of else 0:
        one = missing == 1
        what = "1 document is" if one else f"{missing:,} documents are"
        brief.notes.append(f"{what} left out since nothing says when {'it was' if one else 'they were'} published.")
    return brief


def _worth(line: Line) -> tuple[object, ...]:
    """Smallest for what should be told first."""
    return -len(line.documents), not line.reviewed, -line.confidence, edtf.sort_key(line.date), line.happening


def _judged(record: Record, reviewed: str) -> Record:
    """What a person accepted or corrected is no longer the coder's guess."""
    return record.model_copy(update={"confidence": 1.0}) if reviewed else record


def _beside(
    store: Store, documents: list[str], pair: set[str], min_confidence: float
) -> tuple[list[tuple[str, Record, str]], int]:
    """What these documents tell of one of the two states only, and how much of it is left out.

    A document that is mainly about others (a history of one of the two and a third) is taken for what it says of the
    two, and for who held office; a document about the two also for positions, figures and third parties.
    """
    judged = decisions(store, documents)
    names = {
        (document, record): happening
        for document, record, happening in store.connection.execute(
            "SELECT document, record, happening FROM happenings WHERE document IN (SELECT unnest(?))", [documents]
        ).fetchall()
    }
    found = []
    out = 0
    for document, records in coded(store, documents).items():
        touching = []
        both = 0
        for record in records:
            decision = judged.get((document, record.id))
            if decision is not None:
                if decision.record is None:
                    continue
                record = _judged(decision.record, decision.reviewed)  # noqa: PLW2901
            if record.confidence >= min_confidence and record.involved & pair:
                if pair <= record.involved:
                    both += 1
                else:
                    touching.append((document, record, names.get((document, record.id), "")))
        if both < MAINLY * (both + len(touching)):
            kept = [each for each in touching if isinstance(each[1], Office)]
            out += len(touching) - len(kept)
            touching = kept
        found += touching
    if len(found) > BESIDE:
        found.sort(key=lambda each: (isinstance(each[1], Position), -each[1].confidence, each[0], each[1].start))
    return found[:BESIDE], out + max(0, len(found) - BESIDE)
