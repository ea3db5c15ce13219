"""States, organisations and groups of states: who can be party to a relationship, and under which names texts know them.

A state keeps one code through its history, as in the Correlates of War project (the Russian Empire, the Soviet Union
and the Russian Federation are ``RUS``), so a *form* - a name, an adjective, a people, a capital, a seat of
government - may carry the years in which it means that state: "Republic of China" is ``CHN`` to 1949 and ``TWN``
from 1950. Years are inclusive; an open end is ``None``.

The tables lie beside this file; ``SOURCES.toml`` says where their facts come from.
"""

from __future__ import annotations

import csv
import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from detente.errors import DetenteError

HERE = Path(__file__).parent

#: Codes of actors that are neither a state nor an organisation of ``organisations.csv``.
OTHER_NAMES = {"NSA": "non-state actor"}

#: The short name that a text's reader expects where the code itself had to differ from a state's ISO code.
SHORT_NAMES = {"NONALIGNED": "NAM", "ANDEAN": "CAN"}


@dataclass(frozen=True, slots=True)
class State:
    """A state with the numbers by which the field's datasets know it."""

    code: str
    iso2: str
    cow: int | None
    gw: int | None
    name: str
    first: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        return f"{self.name} ({self.code}{f', {self.cow}' if self.cow else ''})"


@dataclass(frozen=True, slots=True)
class ActorForm:
    """A form under which a text may name an actor, and the years for which the form means that actor."""

    form: str
    code: str
    kind: str
    first: int | None = None
    last: int | None = None

    def holds_in(self, year: int | None) -> bool:
        """Whether the form means this actor in `year`; a form is never excluded where the year is unknown."""
        return year is None or (self.first or year) <= year <= (self.last or year)


@dataclass(frozen=True, slots=True)
class Group:
    """A form that names several states at once ("the Baltic states")."""

    form: str
    codes: tuple[str, ...]
    first: int | None = None
    last: int | None = None

    def holds_in(self, year: int | None) -> bool:
        """Whether the group has these members in `year`."""
        return year is None or (self.first or year) <= year <= (self.last or year)


@dataclass(frozen=True, slots=True)
class DomesticForm:
    """A noun for somebody inside a state; `code` is ``NSA`` or, for those who act for their state, empty."""

    form: str
    kind: str
    code: str


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (HERE / table).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _number(text: str) -> int | None:
    return int(text) if text else None


@cache
def states() -> tuple[State, ...]:
    """All states, present and past, in the order of their codes."""
    return tuple(
        State(
            row["code"],
            row["iso2"],
            _number(row["cow"]),
            _number(row["gw"]),
            row["name"],
            _number(row["from"]),
            _number(row["to"]),
        )
        for row in _rows("states.csv")
    )


@cache
def actor_forms() -> tuple[ActorForm, ...]:
    """Every form of a state or an organisation, with its code and years."""
    return tuple(
        ActorForm(row["form"], row["code"], row["kind"], _number(row["from"]), _number(row["to"]))
        for table in ("actors.csv", "organisations.csv")
        for row in _rows(table)
    )


@cache
def groups() -> tuple[Group, ...]:
    """Forms that name several states at once."""
    return tuple(
        Group(row["form"], tuple(row["codes"].split()), _number(row["from"]), _number(row["to"]))
        for row in _rows("groups.csv")
    )


@cache
def domestic() -> tuple[DomesticForm, ...]:
    """Nouns for actors inside a state."""
    return tuple(DomesticForm(row["form"], row["kind"], row["code"]) for row in _rows("domestic.csv"))


@cache
def not_actors() -> frozenset[str]:
    """Longer names that hold an actor's form but name no actor ("Gulf of Mexico", "New England")."""
    return frozenset(row["form"] for row in _rows("not_actors.csv"))


@cache
def _by_code() -> dict[str, State]:
    return {state.code: state for state in states()}


@cache
def _organisation_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for row in _rows("organisations.csv"):
        names.setdefault(row["code"], row["form"])
    return names


@cache
def organisations() -> frozenset[str]:
    """Codes of organisations and of blocs that the codebook codes as one actor."""
    return frozenset(_organisation_names())


def name_of(code: str) -> str:
    """The usual English name of a state or an organisation; a code that no table knows is its own name."""
    state = _by_code().get(code)
    if state:
        return state.name
    return _organisation_names().get(code) or OTHER_NAMES.get(code, code)


def short_name(code: str) -> str:
    """The short name of an organisation as a membership record carries it ("NAM" for the Non-Aligned Movement)."""
    return SHORT_NAMES.get(code, code)


@cache
def _by_number() -> dict[int, State]:
    # A few numbers are shared: 345 is Yugoslavia and, in the COW list, Serbia after it. COW goes before GW, and of two
    # states with one number the one that still exists is meant.
    found: dict[int, State] = {}
    for numbers in ("cow", "gw"):
        for state in sorted(states(), key=lambda state: state.last is not None):
            number = getattr(state, numbers)
            if number is not None:
                found.setdefault(number, state)
    return found


@cache
def _by_name() -> dict[str, State]:
    found: dict[str, State] = {}
    for state in states():
        found.setdefault(state.name.casefold(), state)
    # Today's meaning of a form goes before a past one: "Vienna" is Austria's.
    for form in sorted(actor_forms(), key=lambda form: (form.last is not None, form.kind in ("capital", "seat"))):
        if form.code in _by_code():
            found.setdefault(form.form.casefold(), _by_code()[form.code])
    return found


def find_state(text: str) -> State:
    """The state meant by an ISO code, a COW or Gleditsch-Ward number, a name or an adjective.

    >>> find_state("710").code
    'CHN'
    """
    wanted = text.strip()
    if wanted.isdigit():
        if state := _by_number().get(int(wanted)):
            return state
        raise DetenteError(f"unknown state number {wanted}: give a COW or Gleditsch-Ward number, an ISO code or a name")
    if state := _by_code().get(wanted.upper()):
        return state
    if len(wanted) == 2:
        for state in states():
            if state.iso2 == wanted.upper():
                return state
    names = _by_name()
    key = wanted.casefold()
    if state := names.get(key) or names.get(key.removeprefix("the ")):
        return state
    close = difflib.get_close_matches(key, names, n=1, cutoff=0.7)
    hint = f"did you mean {names[close[0]]}?" if close else "give an ISO code, a COW number or an English name"
    raise DetenteError(f"unknown state {text!r}: {hint}")
