"""What a user asks of `detente measure`, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError

if TYPE_CHECKING:
    import polars as pl

    from detente.measures.score import By, Direction, Scale
    from detente.store import Store


@dataclass(frozen=True)
class Asked:
    """What a user asked for."""

    a: str
    b: str
    by: By = "year"
    source: str = "text"
    since: date | None = None
    until: date | None = None
    min_confidence: float = 0.0
    scale: Scale = "plover"
    direction: Direction = "joint"
    config: Path | None = None

    @property
    def names(self) -> tuple[str, str]:
        """The states' names."""
        from detente.ontology.states import name_of

        return name_of(self.a), name_of(self.b)

    @property
    def pair(self) -> str:
        """Whose acts are measured, in words."""
        first, second = self.names
        return {
            "joint": f"{first} and {second}",
            "a-to-b": f"{first} towards {second}",
            "b-to-a": f"{second} towards {first}",
        }[self.direction]

    @property
    def cow(self) -> tuple[int, int]:
        """The states' COW numbers of today."""
        return self.numbers[0][0], self.numbers[1][0]

    @property
    def numbers(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """All COW numbers that the two states have had, that of today first."""
        from detente.sources.names import cow_numbers

        for code in (self.a, self.b):
            if not cow_numbers(code):
                raise DetenteError(f"{code} has no COW number, and this measure's data know states by it")
        first, second = cow_numbers(self.a), cow_numbers(self.b)
        if first[0] == second[0]:
            raise DetenteError(f"{self.a} and {self.b} are one state by COW number ({first[0]}): give one and another")
        return first, second


@dataclass
class Result:
    """A measure of two states: rows, the unit, what was used and what has to be said of it, and its chart."""

    rows: pl.DataFrame
    unit: str
    title: str = ""
    used: list[str] = field(default_factory=list)  # datasets
    texts: int = 0  # documents of the store whose records were used
    notes: list[str] = field(default_factory=list)
    shown: tuple[str, ...] = ()  # the columns that a reader's table has room for; none: all
    chart: Callable[[Any], Any] | None = None  # Caption -> chart


@dataclass(frozen=True)
class Measure:
    """One name that `detente measure` knows."""

    name: str
    about: str
    unit: str
    needs: str
    run: Callable[[Store, Asked], Result]
    aliases: tuple[str, ...] = ()


def within_years(rows: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """The rows of the years asked for, by their column `year`."""
    import polars as pl

    if asked.since:
        rows = rows.filter(pl.col("year") >= asked.since.year)
    if asked.until:
        rows = rows.filter(pl.col("year") <= asked.until.year)
    return rows


def within_days(rows: pl.DataFrame, column: str, asked: Asked) -> pl.DataFrame:
    """The rows of the days asked for, by a column of dates."""
    import polars as pl

    if asked.since:
        rows = rows.filter(pl.col(column) >= asked.since)
    if asked.until:
        rows = rows.filter(pl.col(column) <= asked.until)
    return rows


def counted(number: int, noun: str) -> str:
    """A number of things in words: "1 event", "2 events"."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
