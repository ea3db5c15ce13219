"""What a brief is made of: lines with the numbers of the sentences that they rest on."""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.show import words
from detente.show.evidence import Ref

UNCERTAIN = 0.5  # below it the coder's own figure says: more likely wrong than right
UNDATED = "undated"
FEW = 8  # sources that the head of a brief names one by one; more have a section of their own


@dataclass(frozen=True)
class Line:
    """A line of the brief: its fragment, the sentences it rests on, the best confidence among its statements.

    `more` is how many further sentences say it, which have no number of their own; `differs` says on what its sources
    (or reviewers) differ: who differs, and on what.
    """

    id: str
    refs: tuple[Ref, ...]
    confidence: float
    more: int = field(default=0, kw_only=True)
    differs: tuple[tuple[str, str], ...] = field(default=(), kw_only=True)

    @property
    def doubt(self) -> str:
        """The confidence in figures where the line is marked uncertain, else ""."""
        return doubt(self.confidence)


@dataclass(frozen=True)
class Act:
    """One coded act of an entry: between whom, what in plain words, PLOVER's code, its lane on the timeline."""

    who: str
    what: str
    code: str
    lane: str
    confidence: float

    @property
    def doubt(self) -> str:
        """The confidence in figures where the act is marked uncertain, else ""."""
        return doubt(self.confidence)


@dataclass(frozen=True)
class Entry(Line):
    """What a sentence tells for one date."""

    date: str
    acts: tuple[Act, ...]
    quote: tuple[tuple[str, bool], ...]
    again: bool = False  # the entry before has the same date

    @property
    def when(self) -> str:
        """The date in words."""
        return words.date_words(self.date)

    @property
    def vague(self) -> bool:
        """Whether the source dates it no better than a decade, a season or "about"."""
        return words.precision(self.date) == "vague"


@dataclass(frozen=True)
class Row(Line):
    """A row of a table: its cells in the order of the table's columns."""

    cells: tuple[str, ...]
    date: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Rung(Row):
    """A level of partnership: how many steps up the ladder it stands, as far as the sources tell."""

    step: int = 0


@dataclass(frozen=True)
class Cell:
    """What one statement puts into a field of a matrix."""

    text: str
    line: Line


@dataclass(frozen=True)
class MatrixRow:
    """A row of a matrix: the issue or organisation, and for each column what is said."""

    name: str
    cells: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Group:
    """Rows or entries under a heading of their own: a state's offices, a third party's acts, a question of the day."""

    name: str
    rows: tuple[Row, ...] = ()
    entries: tuple[Entry, ...] = ()


def doubt(confidence: float) -> str:
    """A confidence in figures where it is too low to go unmarked, else ""."""
    return f"{confidence:.2f}" if confidence < UNCERTAIN else ""


def when(date: str) -> str:
    """A date for a table's cell."""
    return words.date_words(date) or UNDATED
