"""The chronology of two states: a line a happening, with all its sources, its best date and where they disagree.

Texts and other coders' events are never mixed unasked: lines come from texts; events of GDELT, ICEWS or POLECAT come
only when they are named, each as it was coded, with its coder as provenance.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from detente.record import Record, edtf
from detente.store.database import Store
from detente.store.differences import Difference
from detente.store.happenings import told
from detente.store.reading import Stored, stored

if TYPE_CHECKING:
    import polars as pl

State = Literal["", "accepted", "corrected"]


@dataclass(frozen=True)
class Line:
    """A happening: the record that leads it (store/best.py), all that tell it, and what they disagree on.

    `date` is EDTF, at the precision of the best source. `differences` name documents by their origin.
    """

    happening: str
    date: str
    lead: Stored
    tellings: tuple[Stored, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def record(self) -> Record:
        """The record that leads."""
        return self.lead.record

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that tell it, the leading one first; two versions of one document are one source."""
        return tuple(dict.fromkeys(each.document.origin for each in (self.lead, *self.tellings)))

    @property
    def confidence(self) -> float:
        """The best confidence among those who tell it; 1 where a person accepted or corrected it."""
        return 1.0 if self.reviewed else max(each.record.confidence for each in self.tellings)

    @property
    def reviewed(self) -> State:
        """What people decided about it: "corrected", "accepted" or nothing."""
        states = {each.reviewed for each in self.tellings}
        return "corrected" if "corrected" in states else "accepted" if "accepted" in states else ""

    @property
    def disputed(self) -> bool:
        """Whether of a record that tells it as many reviewers hold another decision."""
        return any(each.disputed for each in self.tellings)


@dataclass
class Chronology:
    """The lines of two states in the order of time, and what was left out.

    `rejected` counts records that are left out since a reviewer rejected them, though as many hold another decision.
    """

    dyad: tuple[str, str]
    lines: list[Line]
    events: pl.DataFrame | None = None
    undated: int = 0
    as_of: str = ""
    without_day: int = 0
    rejected: int = 0
    records: bool = False  # a line is a record
    notes: list[str] = field(default_factory=list)


def within(date_: str, first: date | None, last: date | None) -> bool:
    """Whether an EDTF date can lie between two days; no date can be told to.

    >>> within("199X", date(1992, 1, 1), None), within("1991", date(1992, 1, 1), None), within("", None, None)
    (True, False, True)
    """
    if first is None and last is None:
        return True
    found = edtf.bounds(date_)
    if found is None:
        # Before Christ there are no days to compare: such a date is before any first day, and before any last day.
        return bool(date_) and edtf.valid(date_) and first is None
    low, high = found
    return (first is None or high is None or high >= first) and (last is None or low is None or low <= last)


def ordered(lines: Iterable[Line]) -> list[Line]:
    """In the order of time (see `edtf.sort_key`); then as the sources have them."""
    return sorted(
        lines,
        key=lambda line: (edtf.sort_key(line.date), line.lead.document.document, line.record.start, line.happening),
    )


def single(stored: Sequence[Stored]) -> list[Line]:
    """Each report as a line of its own."""
    return ordered(Line(each.happening, each.record.date, each, (each,)) for each in stored)


def lines(stored: Iterable[Stored]) -> list[Line]:
    """A line for each happening that these records tell."""
    return ordered(Line(each.id, each.date, each.best, each.records, each.disagreements) for each in told(stored))


def chronology(
    store: Store,
    dyad: tuple[str, str],
    *,
    first: date | None = None,
    last: date | None = None,
    kinds: Sequence[str] = (),
    types: Sequence[str] = (),
    min_confidence: float = 0.0,
    sources: Sequence[str] = (),
    third: str | None = None,
    as_of: str = "",
    reviewed: bool = False,
    records: bool = False,
) -> Chronology:
    """What the texts tell of two states, a line a happening, or with `records` a line a record.

    Confidence, sources, kinds and the like choose the records that a happening is made of; `first` and `last` choose
    happenings by their best date, so that none loses a source for a date told vaguely. A happening passes where its
    date can lie between the days; the undated are then left out and counted.
    """
    chosen = stored(store, dyad=dyad, kinds=kinds, types=types, min_confidence=min_confidence, sources=sources,
                    third=third, as_of=as_of or None, with_rejected=True)  # fmt: skip
    rejected = sum(each.disputed for each in chosen if each.reviewed == "rejected")
    chosen = [each for each in chosen if each.reviewed != "rejected"]
    found = single(chosen) if records else lines(chosen)
    if reviewed:
        found = [line for line in found if line.reviewed]
    asked = first is not None or last is not None
    return Chronology(
        dyad, [line for line in found if within(line.date, first, last)],
        undated=sum(not line.date for line in found) if asked else 0,
        as_of=as_of, without_day=without_day(store, dyad) if as_of else 0, rejected=rejected,
        records=records,
    )  # fmt: skip


def without_day(store: Store, dyad: tuple[str, str]) -> int:
    """How many documents that tell of both states do not say when they were published: `as_of` leaves them out."""
    row = store.connection.execute(
        """
        SELECT count(DISTINCT d.document) FROM documents d JOIN records r USING (document)
        WHERE d.published IS NULL AND d.superseded IS NULL AND r.superseded IS NULL
          AND (r.document, r.record) IN (SELECT (document, record) FROM participants WHERE code = ?)
          AND (r.document, r.record) IN (SELECT (document, record) FROM participants WHERE code = ?)
        """,
        list(dyad),
    ).fetchone()
    return int(row[0]) if row else 0


def coded_events(
    store: Store,
    dyad: tuple[str, str],
    coders: Sequence[str],
    *,
    first: date | None = None,
    last: date | None = None,
    types: Sequence[str] = (),
    limit: int = 0,
) -> tuple[pl.DataFrame, int]:
    """Other coders' events between two states in the order of days, and how many there are without the limit."""
    from detente.store.counts import dyad_events, number_of_events

    asked = (store, *dyad, first, last, types)
    found = dyad_events(*asked, coders=coders, statements=True, limit=limit or None)
    if not limit or found.height < limit:
        return found, found.height
    return found, number_of_events(*asked, coders=coders, statements=True)
