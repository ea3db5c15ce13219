"""From the names and codes of states that datasets write to our codes and the COW numbers.

``names.csv`` has the spellings that the tables of the ontology do not know, and the spans of days in which a state
has another COW number than today. The spellings are those of the datasets that `detente import` reads (World Bank, IMF,
unvotes, Office of the Historian); the numbers and days are those of the Correlates of War project's State System
Membership List, v2016.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NAMED = 5  # unknown names that a note gives


@dataclass(frozen=True)
class States:
    """A column of a file that names states: adds `iso3c`, `iso2` and `ccode` with a suffix to the sheet.

    Parameters
    ----------
    column
        Where the name or code stands.
    suffix
        Of the three columns that are added.
    day
        SQL for the day that decides between the COW numbers that a state has had; "" for the present one.
    or_named
        A second column to try where the first is not known.
    codes_only
        The column has codes: "WLD" is not looked for among names.
    """

    column: str
    suffix: str
    day: str = ""
    or_named: str = ""
    codes_only: bool = False


@cache
def _rows() -> tuple[dict[str, str], ...]:
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def _special() -> dict[str, dict[str, str]]:
    return {row["name"]: row for row in _rows() if row["name"]}


@cache
def state_named(name: str) -> tuple[str, int | None] | None:
    """Our code and the COW number of a state that a dataset names; None: no state of ours.

    >>> state_named("China, P.R.: Mainland"), state_named("World")
    (('CHN', 710), None)
    """
    from detente.ontology.states import find_state

    row = _special().get(name.strip())
    try:
        state = find_state(row["code"] if row else name)
    except DetenteError:
        return None
    return state.code, int(row["cow"]) if row and row["cow"] else state.cow


@cache
def cow_numbers(code: str) -> tuple[int, ...]:
    """The COW numbers of a state: the present one first, then those that it had before, as the Federal Republic's.

    >>> cow_numbers("DEU"), cow_numbers("FRA"), cow_numbers("HKG")
    ((255, 260), (220,), ())
    """
    from detente.ontology.states import find_state

    number = find_state(code).cow
    former = [int(row["cow"]) for row in _rows() if not row["name"] and row["code"] == code]
    return tuple(dict.fromkeys([number, *former])) if number is not None else ()


def add_states(connection: DuckDBPyConnection, wanted: Iterable[States]) -> list[str]:
    """Make the view `sheet` of `sheet_shaped`, with our codes beside the names; notes on names of no state of ours."""
    wanted, notes = list(wanted), []
    if not wanted:
        connection.execute("CREATE OR REPLACE TEMP VIEW sheet AS SELECT * FROM sheet_shaped")
        return []
    spans = [(row["code"], row["from"], row["to"], int(row["cow"])) for row in _rows() if not row["name"]]
    _table(connection, "numbered", "iso3c VARCHAR, first DATE, last DATE, ccode SMALLINT", spans)
    for place, one in enumerate(wanted):
        second = f'as_text("{one.or_named}")' if one.or_named else "CAST(NULL AS VARCHAR)"
        found = connection.execute(
            f'SELECT as_text("{one.column}") AS name, {second} AS other, count(*) '
            "FROM sheet_shaped GROUP BY ALL ORDER BY ALL"
        ).fetchall()
        rows: list[tuple[object, ...]] = []
        unknown: dict[str, int] = {}
        for name, other, count in found:
            state = _state(name, one) or (_state(other, one) if other else None)
            if state is None:
                unknown[name or other or "(empty)"] = unknown.get(name or other or "(empty)", 0) + count
            else:
                fixed = bool(_special().get(name or "", {}).get("cow"))
                rows.append((name, other, state[0], _iso2().get(state[0]), state[1], fixed))
        table = f"named_{place}"
        columns = "name VARCHAR, other VARCHAR, iso3c VARCHAR, iso2 VARCHAR, ccode SMALLINT, fixed BOOLEAN"
        _table(connection, table, columns, rows)
        ccode = f"{table}.ccode"
        joined = ""
        if one.day:
            ccode = f"CASE WHEN {table}.fixed THEN {table}.ccode ELSE coalesce(then_{place}.ccode, {table}.ccode) END"
            joined = (
                f" LEFT JOIN numbered AS then_{place} ON then_{place}.iso3c = {table}.iso3c "
                f"AND {one.day} BETWEEN then_{place}.first AND then_{place}.last"
            )
        inner = "sheet_shaped" if place == 0 else f"sheet_with_{place - 1}"
        outer = "sheet" if place == len(wanted) - 1 else f"sheet_with_{place}"
        other_is = f' AND {table}.other IS NOT DISTINCT FROM as_text({inner}."{one.or_named}")' if one.or_named else ""
        connection.execute(
            f"CREATE OR REPLACE TEMP VIEW {outer} AS SELECT {inner}.*, {table}.iso3c AS iso3c{one.suffix}, "
            f"{table}.iso2 AS iso2{one.suffix}, {ccode} AS ccode{one.suffix} FROM {inner} LEFT JOIN {table} "
            f'ON {table}.name = as_text({inner}."{one.column}"){other_is}{joined}'
        )
        if unknown:
            names = ", ".join(list(unknown)[:NAMED]) + (", ..." if len(unknown) > NAMED else "")
            rows_of = sum(unknown.values())
            notes.append(f"{rows_of:,} rows name no state of ours ({len(unknown)} names in {one.column}: {names})")
    return notes


def _table(connection: DuckDBPyConnection, name: str, columns: str, rows: Sequence[tuple[object, ...]]) -> None:
    """A small temporary table, rows in one statement: one a statement takes milliseconds each."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({columns})")
    if rows:
        marks = ", ".join("(" + ", ".join("?" * len(row)) + ")" for row in rows)
        connection.execute(f"INSERT INTO {name} VALUES {marks}", [value for row in rows for value in row])


def _state(name: str | None, one: States) -> tuple[str, int | None] | None:
    if not name:
        return None
    found = state_named(name)
    return found if not one.codes_only or (found and found[0] == name) else None


@cache
def _iso2() -> dict[str, str]:
    from detente.ontology.states import states

    return {state.code: state.iso2 for state in states()}
