"""What the reader says of a sentence, before tables complete it into a record."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Judgement:
    """One thing that the reader found.

    kind    kind of record
    label   event type | agreement act | status | stance | measure | change of office or membership
    anchor  span of the word that carries it (offsets in the document)
    span    the words around the anchor that belong to it: trigger, title, issue, number, person, organisation
    first   actors | parties | holder | members | state
    second  recipients | toward
    date    EDTF
    score   the reader's confidence, 0 to 1
    traits  mode, aux, change, ... where they apply
    """

    kind: str
    label: str
    anchor: tuple[int, int]
    span: tuple[int, int]
    first: tuple[str, ...] = ()
    second: tuple[str, ...] = ()
    date: str = ""
    score: float = 1.0
    traits: dict[str, str] = field(default_factory=dict)
