"""What a user asks of records: written as they write it, asked of a record in hand, or in SQL of the store's tables.

The two ways of asking say the same. SQL is for the many; a record in hand is asked where a review may have changed it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.errors import DetenteError
from detente.record import KINDS, Record, edtf
from detente.store.kinds import TABLES

# What `types` may name: the field that says which event, instrument, status ... it is; of events both as type/mode too.
LABELS: dict[str, tuple[str, ...]] = {
    "event": ("type", "mode"), "agreement": ("form", "act"), "status": ("status",), "position": ("stance",),
    "figure": ("measure",), "office": ("change",), "membership": ("change",),
}  # fmt: skip


@dataclass(frozen=True)
class Filter:
    """What is asked for; days are inclusive. Made by `filter_of`, which checks what a user wrote."""

    dyad: tuple[str, str] | None = None
    third: str | None = None
    kinds: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    min_confidence: float = 0.0
    sources: tuple[str, ...] = ()
    as_of: date | None = None

    @property
    def involved(self) -> tuple[str, ...]:
        """Every actor that a record must name."""
        return tuple(dict.fromkeys([*(self.dyad or ()), *([self.third] if self.third else [])]))

    def takes(self, record: Record) -> bool:
        """The same question asked of a record in hand (one that a review has corrected); its document is not asked."""
        if not set(self.involved) <= record.involved or (self.kinds and record.kind not in self.kinds):
            return False
        if self.types and not labels(record) & set(self.types):
            return False
        if self.since is None and self.until is None:
            return True
        days = edtf.bounds(record.date)
        if days is None:  # no date, or one before Christ
            return bool(record.date) and self.since is None
        first, last = days
        return not (self.since and last and last < self.since) and not (self.until and first and first > self.until)


def labels(record: Record) -> set[str]:
    """What `types` may call a record.

    >>> sorted(labels(KINDS["event"](type="CONSULT", mode="visit", start=0, end=1, actors=["CHN"], recipients=["RUS"])))
    ['CONSULT', 'CONSULT/visit', 'visit']
    """
    values = [str(getattr(record, name)) for name in LABELS[record.kind]]
    return {*values, "/".join(values)} - {""} if record.kind == "event" else set(values)


def filter_of(
    *,
    dyad: Sequence[str] | None = None,
    kinds: Collection[str] = (),
    types: Collection[str] = (),
    since: str | date | None = None,
    until: str | date | None = None,
    min_confidence: float = 0.0,
    sources: Collection[str] = (),
    third: str | None = None,
    as_of: str | date | None = None,
) -> Filter:
    """A filter out of what a user wrote.

    Raises
    ------
    DetenteError
        A kind that there is not, a date that is none, a dyad that is not two.
    """
    if dyad is not None and len(set(dyad)) != 2:
        raise DetenteError(f"a dyad is two different states, not {' '.join(dyad) or 'none'}")
    for kind in kinds:
        if kind not in KINDS:
            raise DetenteError(f"unknown kind {kind!r}: there are {', '.join(KINDS)}")
    return Filter(
        dyad=(dyad[0], dyad[1]) if dyad is not None else None,
        third=third or None,
        kinds=tuple(kinds),
        types=tuple(types),
        since=_day(since, 0),
        until=_day(until, 1),
        min_confidence=min_confidence,
        sources=tuple(sources),
        as_of=_day(as_of, 1),
    )


def _day(written: str | date | None, end: int) -> date | None:
    """The first (0) or last (1) day of a date as a user writes it: 1992, 1992-03, 1992-03-18."""
    if written is None or written == "":
        return None
    if isinstance(written, date):
        return written
    days = edtf.bounds(written)
    if days is None or days[end] is None:
        raise DetenteError(f"{written!r} is no date; write YYYY, YYYY-MM or YYYY-MM-DD")
    return days[end]


def documents_sql(wanted: Filter) -> tuple[str, list[Any]]:
    """The documents asked for, without their texts, and the values of the query's question marks."""
    conditions: list[str] = []
    values: list[Any] = []
    if wanted.as_of is None:
        conditions.append("superseded IS NULL")
        latest = ""
    else:
        conditions.append("published <= ?")
        values.append(wanted.as_of)
        latest = "QUALIFY row_number() OVER (PARTITION BY origin ORDER BY version DESC) = 1"
    sql = (
        "SELECT document, doc, origin, version, title, source, published, superseded AS gone FROM documents "
        f"WHERE {' AND '.join(conditions)} {latest}"
    )
    if wanted.sources:
        # Asked of the version current then: outside, so that an older one does not take its place.
        tests = []
        for name in wanted.sources:
            test = "GLOB" if set(name) & set("*?[") else "="
            tests.append(f"source {test} ? OR origin {test} ? OR doc {test} ?")
            values += [name] * 3
        sql = f"SELECT * FROM ({sql}) WHERE {' OR '.join(tests)}"
    return sql, values


def conditions_sql(wanted: Filter) -> tuple[list[str], list[Any]]:
    """What is asked of a row `r` of `records`, a condition each, and the values of their question marks."""
    conditions: list[str] = []
    values: list[Any] = []
    if wanted.kinds:
        conditions.append(f"r.kind IN ({', '.join('?' * len(wanted.kinds))})")
        values += wanted.kinds
    for code in wanted.involved:
        conditions.append("(r.document, r.record) IN (SELECT (document, record) FROM participants WHERE code = ?)")
        values.append(code)
    if wanted.types:
        marks = ", ".join("?" * len(wanted.types))
        of_kind = [
            f"SELECT (document, record) FROM {TABLES[kind]} WHERE {name} IN ({marks})"
            for kind, names in LABELS.items()
            for name in (*names, *(["type || '/' || mode"] if kind == "event" else []))
        ]
        conditions.append(f"(r.document, r.record) IN ({' UNION ALL '.join(of_kind)})")
        values += [value for _ in of_kind for value in wanted.types]
    if wanted.since is not None:
        conditions.append("r.date <> '' AND (r.last_day >= ? OR (r.last_day IS NULL AND r.first_day IS NOT NULL))")
        values.append(wanted.since)
    if wanted.until is not None:
        conditions.append("r.date <> '' AND (r.first_day <= ? OR r.first_day IS NULL)")
        values.append(wanted.until)
    if wanted.min_confidence > 0:
        conditions.append("r.confidence >= ?")
        values.append(wanted.min_confidence)
    return conditions, values
