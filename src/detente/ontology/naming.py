"""Every form that names an actor, out of the tables of states, organisations, groups and office holders."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
ALWAYS = (-9999, 9999)


@dataclass(frozen=True, slots=True)
class Form:
    """Words, the codes they mean, what kind of name they are, and the years in which they mean it."""

    form: str
    codes: tuple[str, ...]
    kind: str
    first: int = ALWAYS[0]
    last: int = ALWAYS[1]

    def fits(self, year: int | None, slack: int = 0) -> bool:
        """Whether the words mean this in a year, or within `slack` years of it; an unknown year fits."""
        return year is None or self.first - slack <= year <= self.last + slack


@dataclass(frozen=True, slots=True)
class Domestic:
    """A noun for an actor inside a state ("police", "rebels"); `code` is NSA or "" where it acts for the state."""

    form: str
    code: str


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a table of `ontology` as dictionaries of stripped strings."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield {key: (value or "").strip() for key, value in row.items() if key}


def _year(text: str, otherwise: int) -> int:
    return int(text) if text else otherwise


@cache
def forms() -> tuple[Form, ...]:
    """All forms: states, organisations, groups, persons in office."""
    found: list[Form] = []

    def add(form: str, codes: tuple[str, ...], kind: str, row: dict[str, str]) -> None:
        found.append(Form(form, codes, kind, _year(row["from"], ALWAYS[0]), _year(row["to"], ALWAYS[1])))

    for row in rows("actors.csv"):
        add(row["form"], (row["code"],), row["kind"], row)
    for row in rows("organisations.csv"):
        add(row["form"], (row["code"],), "organisation", row)
    for row in rows("groups.csv"):
        add(row["form"], tuple(row["codes"].split()), "group", row)
    for row in rows("not_actors.csv"):
        found.append(Form(row["form"], (), "none", *ALWAYS))
    for table in sorted(HERE.glob("persons_*.csv")):
        for row in rows(table.name):
            for form in dict.fromkeys(filter(None, [row["person"], *row["surname_forms"].split("|")])):
                add(form.strip(), (row["state"],), "person", row)
    return tuple(found)


@cache
def domestic() -> tuple[Domestic, ...]:
    """Nouns for actors inside a state."""
    return tuple(Domestic(row["form"], row["code"]) for row in rows("domestic.csv"))


@cache
def state_codes() -> frozenset[str]:
    """Codes of states, of today and of the past."""
    return frozenset(row["code"] for row in rows("states.csv"))


@cache
def _not_persons() -> frozenset[str]:
    return frozenset(form.form for form in forms() if form.kind not in ("person", "none"))


def is_actor(text: str) -> bool:
    """Whether a text names a state, organisation or group (and so is no person's name)."""
    return text in _not_persons()
