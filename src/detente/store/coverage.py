"""On which years, sides and kinds the sources of two states are silent, or only one of them speaks.

Counted are happenings, never reports: what ten newspapers tell is one. A happening is counted in the year or decade in
which all of its date lies. One whose date is wider than that (a decade, a war from 1914 to 1918) is not counted there,
but the years that it touches are not silent either: they are `touched`. The undated are counted apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from detente.record import KINDS, Event, Position, Record, edtf
from detente.store.chronology import Line

Side = Literal["a", "b", "joint", "others"]
SIDES: tuple[Side, ...] = ("a", "b", "joint", "others")


@dataclass
class Period:
    """A year or decade: how many happenings lie in it, of which side and kind, and how many only one source tells."""

    first: int
    last: int
    happenings: int = 0
    one_source: int = 0
    touched: int = 0
    sides: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """1953, or 1950–1959."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def silent(self) -> bool:
        """Whether no source tells anything."""
        return not self.happenings and not self.touched


@dataclass(frozen=True)
class Coverage:
    """The periods in order, without a gap; the undated; how many documents tell of the two in all."""

    dyad: tuple[str, str]
    periods: tuple[Period, ...]
    years: tuple[Period, ...]
    happenings: int
    undated: int
    documents: int
    told: frozenset[str] = frozenset()

    def silent(self) -> list[tuple[int, int]]:
        """Stretches of years of which no source tells."""
        return stretches(year.first for year in self.years if year.silent)

    def single(self) -> list[tuple[int, int]]:
        """Stretches of years of which one document alone tells (whether much or little)."""
        return stretches(year.first for year in self.years if len(year.documents) == 1)

    def silent_sides(self) -> dict[str, list[tuple[int, int]]]:
        """For each side the stretches of periods in which others act and it does not."""
        return {
            side: [
                (first, last)
                for first, last in _runs([(each.first, each.last) for each in self.periods
                                          if not each.sides[side] and not each.silent], self.periods)
            ]
            for side in ("a", "b", "joint")
        }  # fmt: skip

    def silent_kinds(self) -> list[str]:
        """Kinds of record of which there is none, dated or not; an office is one state's, and never of two."""
        return [kind for kind in KINDS if kind != "office" and kind not in self.told]


def coverage(
    lines: Sequence[Line], dyad: tuple[str, str], *, by: int = 10, first: int | None = None, last: int | None = None
) -> Coverage:
    """The coverage of the happenings of two states by periods of `by` years, from the first to the last year told.

    `first` and `last` are years to begin and end with instead; what lies outside is not counted.
    """
    dated = [(line, days) for line in lines if (days := _years(line.date)) is not None]
    told = [year for _, (low, high) in dated for year in (low, high) if year is not None]
    begin = first if first is not None else min(told, default=0)
    end = last if last is not None else max(told, default=-1)
    inside = [
        (line, (low, high)) for line, (low, high) in dated
        if (high is None or high >= begin) and (low is None or low <= end)
    ]  # fmt: skip
    years = [Period(year, year) for year in range(begin, end + 1)]
    periods = [Period(start, start + by - 1) for start in range(begin // by * by, end + 1, by)] if by > 1 else years
    for line, (low, high) in inside:
        for held, size in ((years, 1), (periods, by)) if by > 1 else ((years, 1),):
            _count(held, size, line, low, high, dyad)
    return Coverage(
        dyad, tuple(periods), tuple(years), len(inside), sum(not line.date for line in lines),
        len({origin for line in lines for origin in line.documents}), frozenset(line.record.kind for line in lines),
    )  # fmt: skip


def _count(
    periods: list[Period], size: int, line: Line, low: int | None, high: int | None, dyad: tuple[str, str]
) -> None:
    if not periods:
        return
    start = periods[0].first
    first = 0 if low is None else max(0, (low - start) // size)
    final = len(periods) - 1 if high is None else min(len(periods) - 1, (high - start) // size)
    if high is None:  # "since 1992" says something of 1992, and of later years only that it may go on
        final = min(first, final)
    if low is None:
        first = max(final, 0)
    documents = set(line.documents)
    for period in periods[first : final + 1]:
        period.documents |= documents
    if low is not None and high is not None and first == final:
        period = periods[first]
        period.happenings += 1
        period.one_source += len(documents) == 1
        period.sides[side(line.record, dyad)] += 1
        period.kinds[line.record.kind] += 1
    else:
        for period in periods[first : final + 1]:
            period.touched += 1


def _years(date: str) -> tuple[int | None, int | None] | None:
    found = edtf.bounds(date)
    if found is None or found == (None, None):
        return None
    first, last = found
    return (first.year if first else None), (last.year if last else None)


def side(record: Record, dyad: tuple[str, str]) -> Side:
    """Who acts towards whom: "a" towards b, "b" towards a, both jointly, or others towards them."""
    a, b = dyad
    if isinstance(record, Event):
        actors, recipients = set(record.actors), set(record.recipients)
    elif isinstance(record, Position):
        actors, recipients = set(record.holder), set(record.toward)
    else:
        return "joint"
    if {a, b} <= actors:
        return "joint"
    if a in actors and b in recipients:
        return "a"
    if b in actors and a in recipients:
        return "b"
    return "others"


def stretches(years: Iterable[int]) -> list[tuple[int, int]]:
    """Years as stretches, first and last.

    >>> stretches([1950, 1951, 1952, 1961])
    [(1950, 1952), (1961, 1961)]
    """
    found: list[tuple[int, int]] = []
    for year in years:
        if found and found[-1][1] == year - 1:
            found[-1] = found[-1][0], year
        else:
            found.append((year, year))
    return found


def _runs(kept: list[tuple[int, int]], periods: Sequence[Period]) -> list[tuple[int, int]]:
    """Periods that follow one another as one stretch; silent ones between them do not break it."""
    runs: list[tuple[int, int]] = []
    spans = set(kept)
    going = False
    for each in periods:
        span = (each.first, each.last)
        if span in spans:
            if going:
                runs[-1] = runs[-1][0], each.last
            else:
                runs.append(span)
            going = True
        elif not each.silent:
            going = False
    return runs
