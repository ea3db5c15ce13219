"""Memberships of states in intergovernmental organisations.

The project's files are wide: one has a column an organisation, the other a column a country. Cells are 1 full member,
2 associate, 3 observer, 0 none, -1 the organisation or the state did not exist, -9 no data. ``igo_columns.csv`` names
the countries whose column is not their usual name written together, with their numbers in the Correlates of War
project's State System Membership List, v2016.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from detente.sources.forms import Select, Sql, form, literal, quoted, tidy

#: Columns of the organisations' file that are no country.
ABOUT = frozenset(
    "ioname orgname year sdate deaddate dead integrated replaced longorgname ionum igocode version "
    "accuracyofpre1965membershipdates sourcesandnotes imputed political social economic".split()
)


@cache
def _numbers() -> dict[str, int]:
    """COW numbers by the names of columns."""
    from detente.ontology.states import actor_forms, states

    found: dict[str, int] = {}
    numbers = {state.code: state.cow for state in states()}
    names = [(state.name, state.code) for state in states()]
    names += [(form.form, form.code) for form in actor_forms() if form.kind not in ("capital", "seat")]
    for name, code in names:
        number = numbers.get(code)
        if number is not None:
            found.setdefault(re.sub(r"[ .'’-]", "", name.lower()), number)
    with (Path(__file__).parent / "igo_columns.csv").open(encoding="utf-8", newline="") as file:
        found.update((row["column"], int(row["ccode"])) for row in csv.DictReader(file))
    return found


def _cells(columns: list[str], keep: str) -> str:
    """One row a cell that says something, `keep` beside it."""
    listed = ", ".join(map(quoted, columns))
    return (
        f"SELECT {keep}, column_name, TRY_CAST(cell AS INTEGER) AS cell FROM (UNPIVOT (SELECT {keep}, "
        f"COLUMNS([{', '.join(map(literal, columns))}])::VARCHAR FROM sheet_as_it_is) "
        f"ON {listed} INTO NAME column_name VALUE cell) WHERE TRY_CAST(cell AS INTEGER) IN (1, 2, 3, -9)"
    )


def by_state(columns: list[str]) -> str:
    """The file of state-years: a column an organisation."""
    igos = [name for name in columns if name not in ("ccode", "year", "state", "version")]
    return _cells(igos, "ccode, year")


def by_organisation(columns: list[str]) -> str:
    """The file of organisation-years: a column a country; the cells as a list, so that one sheet makes two tables."""
    countries = [name for name in columns if name in _numbers() and name not in ABOUT]
    cells = ", ".join(
        f"{{'ccode': {_numbers()[name]}, 'cell': TRY_CAST({quoted(name)} AS INTEGER)}}" for name in countries
    )
    about = ", ".join(quoted(name) for name in columns if name in ABOUT)
    return f"SELECT {about}, [{cells}] AS cells FROM sheet_as_it_is"


def by_dyad(columns: list[str]) -> str:
    """The file of dyad-years: a column an organisation, 1 where both are full members; counted."""
    about = ("ccode1", "ccode2", "year", "country1", "country2", "dyadid", "state1", "state2", "version")
    cells = ", ".join(quoted(name) for name in columns if name not in about and not name.startswith("column_"))
    return (
        "SELECT ccode1, ccode2, year, "
        f"len(list_filter([{cells}], lambda one: TRY_CAST(one AS INTEGER) = 1)) AS dyadigos FROM sheet_as_it_is"
    )


# -9 of this file stands for states that did not exist as well as for missing data: only memberships are taken.
MEMBERS = (
    "(SELECT lower(ioname) AS igo, year, unnest(list_filter(cells, lambda one: one.cell IN (1, 2, 3)), "
    "recursive := true) FROM sheet)"
)

FORMS = (
    form("official file of state-years (state_year_formatv3.csv) or that of igoR", "ccode year state aaaid aalco",
         {"igo": Select({"igo": "column_name", "membership": Sql("nullif(cell, -9)")})}, shape=by_state),
    form("official file of organisation-years (igo_year_formatv3.csv) or that of igoR",
         "ioname orgname year sdate ionum longorgname political",
         {"igo-organisations": Select({
             "igo": Sql("lower(as_text(ioname))"),
             "members": Sql("len(list_filter(cells, lambda one: one.cell = 1))"),
         })}, shape=by_organisation),
    form("official file of organisation-years (igo_year_formatv3.csv) or that of igoR",
         "ioname orgname year sdate ionum longorgname political",
         {"igo": Select(rows=MEMBERS, columns={"membership": Sql("cell")})}, official=False, shape=by_organisation),
    form("official file of dyad-years (dyadic_formatv3.csv)", "ccode1 ccode2 year aaaid aalco",
         {"igo-dyads": Select()}, shape=by_dyad),
    tidy("igo-dyads", source="tidy extract of peacesciencer (cow_igo_ndy)"),
    tidy("igo-counts", source="tidy extract of peacesciencer (cow_igo_sy)"),
)  # fmt: skip
