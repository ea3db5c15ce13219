"""States, organisations and groups of states: who can be party to a relationship, and how texts name them.

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
def actor_words() -> frozenset[str]:
    """The words of all forms, whatever actor and years they have."""
    return frozenset(form.form for form in actor_forms())


@cache
def _forms_by_text() -> dict[str, tuple[ActorForm, ...]]:
    found: dict[str, list[ActorForm]] = {}
    for form in actor_forms():
        found.setdefault(form.form, []).append(form)
    return {text: tuple(forms) for text, forms in found.items()}


def codes_of(form: str, year: int | None = None) -> tuple[str, ...]:
    """The codes that a form stands for in a year, the likeliest first; more than one only for `ambiguous` forms.

    >>> codes_of("Republic of China", 1937), codes_of("Republic of China", 1971)
    (('CHN',), ('TWN',))
    """
    rows = _forms_by_text().get(form, ())
    return tuple(dict.fromkeys(row.code for row in rows if row.holds_in(year)))


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
def ambiguous() -> dict[str, tuple[str, ...]]:
    """Forms that mean several actors in the same years, by right; the likeliest code first."""
    return {row["form"]: tuple(row["codes"].split()) for row in _rows("ambiguous.csv")}


@cache
def _ambiguous_names() -> dict[str, tuple[str, ...]]:
    return {form.casefold(): codes for form, codes in ambiguous().items()}


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


def organisation_name(short: str) -> str:
    """The full name of the organisation that a membership record names by its short name."""
    codes = {name: code for code, name in SHORT_NAMES.items()}
    return name_of(codes.get(short, short))


@cache
def _by_number() -> dict[tuple[str, int], State]:
    found: dict[tuple[str, int], State] = {}
    for system in ("cow", "gw"):
        # Of two states with one number (345 is Yugoslavia and Serbia) the one that still exists is meant.
        for state in sorted(states(), key=lambda state: state.last is not None):
            number = getattr(state, system)
            if number is not None:
                found.setdefault((system, number), state)
    for key, (_, _, code) in _further_numbers().items():
        found.setdefault(key, _by_code()[code])
    return found


def state_of_number(number: int, *, system: str = "cow", year: int | None = None) -> State | None:
    """The state that a number stands for in the Correlates of War list ("cow") or Gleditsch and Ward's ("gw").

    Both lists give numbers of their own to states that the codebook codes as the one they became part of, such as
    Bavaria (245): these give that state's code, so that a dyad of two of them has one code on both sides. A number
    that passed from one code to another (345) is decided by the year.
    """
    first, last, code = _further_numbers().get((system, number), (0, 0, ""))
    if code and year is not None and first <= year <= last:
        return _by_code()[code]
    return _by_number().get((system, number))


@cache
def _further_numbers() -> dict[tuple[str, int], tuple[int, int, str]]:
    """First year, last year and code of the numbers that stand beside those of the states."""
    return {
        (row["system"], int(row["number"])): (int(row["from"]), int(row["to"]), row["code"])
        for row in _rows("numbers.csv")
    }


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
        if state := state_of_number(int(wanted)) or state_of_number(int(wanted), system="gw"):
            return state
        raise DetenteError(f"unknown state number {wanted}: give a COW or Gleditsch-Ward number, an ISO code or a name")
    if state := _by_code().get(wanted.upper()):
        return state
    if len(wanted) == 2:
        for state in states():
            if state.iso2 == wanted.upper():
                return state
    names = _by_name()
    for spelling in _spellings(wanted):
        if state := names.get(spelling):
            rivals = [_by_code()[code] for code in _ambiguous_names().get(spelling, ()) if code in _by_code()]
            if len(rivals) > 1:
                raise DetenteError(f"{text!r} may mean {' or '.join(map(str, rivals))}: give the code or the full name")
            return state
    raise DetenteError(f"unknown state {text!r}: {_suggestion(wanted.casefold())}")


def _spellings(name: str) -> Iterator[str]:
    """The name as given, then as lists turn it: "Korea, Republic of", "Iran (Persia)", "the Gambia"."""
    key = " ".join(name.casefold().replace(" & ", " and ").replace("’", "'").split())
    yield key
    yield key.removeprefix("the ")
    bare = key.partition(" (")[0]
    yield bare
    if ", " in key:
        head, _, tail = key.partition(" (")[0].rpartition(", ")
        tail = tail.removeprefix("the ")
        yield f"{tail} {head}"
        yield f"{tail.removesuffix(' the')} the {head}"
        yield head


def _suggestion(key: str) -> str:
    """What a misspelt name probably stands for: the usual names of states first, then all other forms."""
    proper = {state.name.casefold(): state for state in states()}
    for names in (proper, _by_name()):
        close = difflib.get_close_matches(key, names, n=8, cutoff=0.7)
        if close:
            # Swapped letters ("Chian") are likelier than other letters.
            best = min(close, key=lambda name: sorted(name) != sorted(key))
            return f"did you mean {names[best]}?"
    return "give an ISO code, a COW number or an English name"
