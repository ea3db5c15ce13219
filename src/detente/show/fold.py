"""Statements that tell the same happening, under one line.

Sources repeat themselves: a summary tells an act that the full story tells again, two documents tell the same visit.
Which statements are of one happening is said by `detente.store.happenings`, for texts in hand as for a store. What is
left here is which of them leads the line, and whether two titles name one instrument.

Dates are compatible when they are equal or when one contains the other and is no longer than a year: "2014" and
"21 May 2014" may be the same act, "the 1990s" and "1992" say too little to be sure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeVar

from detente.ontology.states import name_of
from detente.record import Record, edtf
from detente.show.evidence import Statement

YEAR = 366  # days
# Words that any two sentences of a history share.
_COMMON = frozenset(
    re.findall(r"\w+", "the and for with from that this which were was had has have its their his her two both into")
)

R = TypeVar("R", bound=Record)


def fold(statements: Sequence[Statement[R]]) -> list[list[Statement[R]]]:
    """Groups of statements of one happening, in the order given, each with its leader first, then the most precise."""
    groups: dict[object, list[Statement[R]]] = {}
    for statement in statements:
        groups.setdefault(statement.happening or id(statement), []).append(statement)
    return [sorted(group, key=_lead) for group in groups.values()]


def compatible(one: str, other: str) -> bool:
    """Whether two dates can be the same date told with different precision."""
    if one == other:
        return True
    first, second = _bounds(one), _bounds(other)
    if first is None or second is None or None in first or None in second:
        return False
    (low, high), (start, end) = sorted((first, second), key=_days, reverse=True)
    return _days((low, high)) <= YEAR and low <= start and end <= high  # type: ignore[operator]


_bounds = lru_cache(maxsize=8192)(edtf.bounds)  # a folding asks for the same dates over and over


def _days(span: edtf.Bounds) -> int:
    first, last = span
    return (last - first).days + 1 if first and last else 10**6


def shared(one: str, other: str, parties: frozenset[str] = frozenset()) -> float:
    """The share of the shorter text's content words that the other has too; names of the parties count for nothing."""
    names = _names(parties)
    first, second = ({word for word in _content(each) if word[:4] not in names} for each in (one, other))
    return len(first & second) / max(1, min(len(first), len(second)))


@lru_cache(maxsize=1024)
def _names(parties: frozenset[str]) -> frozenset[str]:
    # Four letters hold for the adjective too: China and Chinese, Russia and Russian.
    return frozenset(word[:4] for code in parties for word in name_of(code).lower().split())


@lru_cache(maxsize=4096)
def _content(sentence: str) -> frozenset[str]:
    # Six letters stand for the word: "signed" and "signing", "visit" and "visited" are the same here.
    found = re.findall(r"[^\W\d_]{3,}", sentence.lower())
    return frozenset(word[:6] for word in found if word not in _COMMON)


def _lead(statement: Statement[Record]) -> tuple[bool, int, float, int, int]:
    found = _bounds(statement.record.date)
    span = _days(found) if found else 10**7
    return not statement.leads, span, -statement.record.confidence, statement.source, statement.record.start
