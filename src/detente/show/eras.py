"""The eras of a chronology: turning points of the international system that every history uses.

They hold for any two states. Eras in which the sources tell little are joined with their neighbour; eras in which
they tell much are divided by decades (before 1800 by centuries).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from detente.show.words import first_year

# First year and name. 1815: Congress of Vienna; 1914–45: the world wars; 1992: the first year after the Soviet Union;
# 2014: the annexation of Crimea, after which the sources speak of a new rivalry of powers.
TURNS: tuple[tuple[int, str], ...] = (
    (0, "Before the Congress of Vienna"),
    (1815, "The long nineteenth century"),
    (1914, "The age of the world wars"),
    (1946, "The Cold War"),
    (1992, "After the Cold War"),
    (2014, "The present day"),
)
FEW = 3  # an era with fewer entries joins its neighbour
MANY = 10  # an era with more entries is divided

T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """A decade or a century of an era; `name` is "" where the era is not divided."""

    name: str
    entries: tuple[object, ...]


@dataclass(frozen=True)
class Era:
    """A named stretch of years with its entries in chronological order."""

    name: str
    first: int
    last: int
    parts: tuple[Part, ...]

    @property
    def years(self) -> str:
        """The years of the first and the last entry."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def anchor(self) -> str:
        """The fragment that links to this era."""
        return f"era-{self.first}"


def divide(entries: Sequence[T], date: Callable[[T], str]) -> list[Era]:
    """Dated entries, in chronological order, by era."""
    dated = [(year, entry) for entry in entries if (year := first_year(date(entry))) is not None]
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
        Era(_joined(names), held[0][0], held[-1][0], tuple(_parts(held)))
        for names, held in groups
    ]  # fmt: skip


def _joined(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return f"{names[0]} to {names[-1][0].lower()}{names[-1][1:]}"


def _parts(held: list[tuple[int, T]]) -> list[Part]:
    if len(held) <= MANY:
        return [Part("", tuple(entry for _, entry in held))]
    parts: dict[str, list[T]] = {}
    for year, entry in held:
        parts.setdefault(_span(year), []).append(entry)
    return [Part(name, tuple(entries)) for name, entries in parts.items()]


def _span(year: int) -> str:
    if year < 1800:
        return f"{year // 100 * 100}–{year // 100 * 100 + 99}"
    return f"{year // 10 * 10}s"
