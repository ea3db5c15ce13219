"""From the names and codes of states that datasets write to our codes and the COW numbers.

``names.csv`` has the spellings that the tables of the ontology do not know, and the spans of days in which a state
has another COW number than today.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def state_named(name: str) -> tuple[str, int | None] | None:
    """Our code and the COW number of a state that a dataset names; None: no state of ours.

    >>> state_named("China, P.R.: Mainland"), state_named("World")
    (('CHN', 710), None)
    """
    from detente.ontology.states import find_state

    special = {row["name"]: row for row in _rows() if row["name"]}
    row = special.get(name.strip())
    try:
        state = find_state(row["code"] if row else name)
    except DetenteError:
        return None
    return state.code, int(row["cow"]) if row and row["cow"] else state.cow


def register_names(connection: DuckDBPyConnection, names: Iterable[str]) -> list[str]:
    """Make the temporary tables `named` (name, iso3c, ccode, fixed) and `numbered` (iso3c, first, last, ccode).

    `fixed` is true where the name itself settles the COW number ("Federal Republic of Germany"). Names of no state
    of ours are returned, in order.
    """
    unknown = []
    fixed = {row["name"] for row in _rows() if row["name"] and row["cow"]}
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE named (name VARCHAR, iso3c VARCHAR, ccode SMALLINT, fixed BOOLEAN)"
    )
    rows = []
    for name in sorted({name for name in names if name}):
        found = state_named(name)
        if found is None:
            unknown.append(name)
        else:
            rows.append((name, *found, name.strip() in fixed))
    if rows:
        connection.executemany("INSERT INTO named VALUES (?, ?, ?, ?)", rows)
    connection.execute("CREATE OR REPLACE TEMP TABLE numbered (iso3c VARCHAR, first DATE, last DATE, ccode SMALLINT)")
    connection.executemany(
        "INSERT INTO numbered VALUES (?, ?, ?, ?)",
        [(row["code"], row["from"], row["to"], int(row["cow"])) for row in _rows() if not row["name"]],
    )
    return unknown


def ccode_then(named: str, day: str) -> str:
    """SQL for the COW number on a day, where `named` is the alias of a joined row of `named`."""
    return (
        f"CASE WHEN {named}.fixed THEN {named}.ccode ELSE coalesce((SELECT numbered.ccode FROM numbered "
        f"WHERE numbered.iso3c = {named}.iso3c AND {day} BETWEEN numbered.first AND numbered.last), {named}.ccode) END"
    )
