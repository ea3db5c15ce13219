"""The eras of a chronology: turning points of the international system that every history uses.

They hold for any two states. Eras in which the sources tell little are joined with their neighbour; eras in which
they tell much are divided by decades (before 1800 by centuries).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from detente.show.words import date_words, first_year, precision

# First year and name. 1815: Congress of Vienna; 1914–45: the world wars; 1992: the first year after the Soviet Union;
# 2014: the annexation of Crimea, after which the sources speak of a new rivalry of powers.
TURNS: tuple[tuple[int, str], ...] = (
    (-(10**4), "Before the Congress of Vienna"),
    (1815, "The long nineteenth century"),
    (1914, "The age of the world wars"),
    (1946, "The Cold War"),
    (1992, "After the Cold War"),
    (2014, "The present day"),
)
FEW = 3  # an era with fewer entries joins its neighbour
MANY = 10  # an era with more entries is divided


class Dated(Protocol):
    """Anything with an EDTF date."""

    @property
    def date(self) -> str:
        """When it happened."""


T = TypeVar("T", bound=Dated)


@dataclass(frozen=True)
class Part(Generic[T]):
    """A decade or a century of an era; `name` is "" where the era is not divided."""

    name: str
    entries: tuple[T, ...]


@dataclass(frozen=True)
class Era(Generic[T]):
    """A named stretch of time with its entries in chronological order."""

    name: str
    years: str
    first: int
    last: int
    parts: tuple[Part[T], ...]

    @property
    def anchor(self) -> str:
        """The fragment that links to this era."""
        return f"era-{self.first}"


def divide(entries: Sequence[T]) -> list[Era[T]]:
    """Dated entries, in chronological order, by era."""
    dated = [(year, entry) for entry in entries if (year := first_year(entry.date)) is not None]
    groups: list[tuple[list[str], list[tuple[int, T]]]] = []
    for position, (start, name) in enumerate(TURNS):
        end = TURNS[position + 1][0] if position + 1 < len(TURNS) else 10**4
        held = [(year, entry) for year, entry in dated if start <= year < end]
        if held and groups and (len(held) < FEW or len(groups[-1][1]) < FEW):
            groups[-1][0].append(name)
            groups[-1][1].extend(held)
        elif held:
            groups.append(([name], held))
    return [
        Era(_joined(names), years([entry.date for _, entry in held]), held[0][0], held[-1][0], tuple(_parts(held)))
        for names, held in groups
    ]


def years(dates: Sequence[str], *, to_the_end: bool = False) -> str:
    """From the first to the last of dates: years, or the source's own word where it is vaguer.

    Intervals count with their beginning, or `to_the_end`.
    """
    if not dates:
        return ""
    starts, ends = map(opening, dates), map(closing if to_the_end else opening, dates)
    first = _year(min(starts, key=lambda date: first_year(date) or 0))
    last = _year(max(ends, key=lambda date: first_year(date) or 0))
    if first == last:
        return first
    return f"{first}–{last}" if (first + last).isdigit() else f"{first} to {last}"


def opening(date: str) -> str:
    """The beginning of an interval, or its end where only that is told; any other date as it is."""
    start, _, end = date.partition("/")
    return end if start in ("", "..") else start


def closing(date: str) -> str:
    """The end of an interval, or its beginning where no end is told; any other date as it is."""
    start, _, end = date.partition("/")
    return start if end in ("", "..") else end


def _year(date: str) -> str:
    if precision(date) == "vague" and "-" not in date.lstrip("-"):
        return date_words(date)
    year = first_year(date) or 0
    return str(year) if year > 0 else f"{1 - year} BC"


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{names[0]} to {names[-1][0].lower()}{names[-1][1:]}"


def _parts(held: list[tuple[int, T]]) -> list[Part[T]]:
    if len(held) <= MANY:
        return [Part("", tuple(entry for _, entry in held))]
    parts: dict[str, list[T]] = {}
    for year, entry in held:
        parts.setdefault(_span(year), []).append(entry)
    return [Part(name, tuple(entries)) for name, entries in parts.items()]


def _span(year: int) -> str:
    if year <= 0:
        return date_words(f"-{-year // 100:02}XX")
    if year < 1800:
        return f"{year // 100 * 100}–{year // 100 * 100 + 99}"
    return f"{year // 10 * 10}s"
