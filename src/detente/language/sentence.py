"""What the steps of reading hand on: a sentence with the actors and dates that were found in it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that mean one or more actors.

    `kind`: name, adjective, people, capital, seat, organisation, group, person, pair ("the two countries"),
    pronoun, nsa, generic (police, students: an actor inside some state). `codes` is empty where it is not resolved.
    """

    start: int
    end: int
    text: str
    kind: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression, its EDTF value ("" where it cannot be resolved) and how it was read."""

    start: int
    end: int
    text: str
    edtf: str
    how: str = "full"


@dataclass(slots=True)
class Sentence:
    """A sentence of a document; every offset counts characters of `Document.text`."""

    start: int
    end: int
    text: str
    paragraph: tuple[int, int]
    heading: str = ""
    is_heading: bool = False
    mentions: list[Mention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)
