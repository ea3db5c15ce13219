"""What datasets a store has, and their tables as frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.sources.forms import quoted
from detente.sources.names import cow_numbers
from detente.sources.registry import EVENTS, dataset, datasets

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyRelation

    from detente.store.database import Store


@dataclass(frozen=True, slots=True)
class Present:
    """A dataset as a store has it: a row of `imports` that holds."""

    name: str
    version: str
    source: str
    rows: int
    first_year: int | None
    last_year: int | None
    citation: str
    licence: str
    imported: datetime


def present(store: Store) -> dict[str, list[Present]]:
    """The imports that hold, by dataset; several for one that is put together from several files."""
    rows = store.connection.execute(
        "SELECT import, name, version, source, rows, first_year, last_year, citation, licence, imported FROM imports "
        "WHERE superseded IS NULL ORDER BY name, import"
    ).fetchall()
    found: dict[str, list[Present]] = {}
    for number, *row in rows:
        held = Present(*row)
        entry = datasets().get(held.name)
        if entry and entry.part:  # another file may have taken the place of some of its rows
            left = store.connection.execute(f"SELECT count(*) FROM {entry.table} WHERE import = ?", [number]).fetchall()
            held = replace(held, rows=left[0][0])
        found.setdefault(held.name, []).append(held)
    return found


def has(store: Store, name: str) -> bool:
    """Whether a dataset is there."""
    return dataset(name).name in present(store)


def relation(store: Store, name: str, columns: Sequence[str] | None = None) -> DuckDBPyRelation:
    """A dataset's table as a relation of DuckDB, columns as in docs/datasets.md.

    Raises
    ------
    DetenteError
        There is no such dataset, it has not been imported, or it has no such column.
    """
    entry = dataset(name)
    if not has(store, entry.name):
        raise DetenteError(
            f"{store.path}: the dataset {entry.name} is not there; "
            f"get it with `detente import {entry.name} --db {store.path}`"
        )
    known = [column.name for column in entry.columns]
    unknown = [column for column in columns or () if column not in known]
    if unknown:
        raise DetenteError(f"{entry.name} has no column {unknown[0]!r}; it has {', '.join(known)}")
    chosen = ", ".join(quoted(column) for column in (columns or known))
    return store.connection.sql(f"SELECT {chosen} FROM {entry.table}")


def load(store: Store, name: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
    """A dataset's table as a Polars frame; errors as `relation`."""
    return relation(store, name, columns).pl()


def as_one_state(rows: pl.DataFrame, code: str, columns: Sequence[str], keys: Sequence[str]) -> pl.DataFrame:
    """A state's rows under the numbers that it had before, brought under its present one.

    Parameters
    ----------
    rows
        A dataset's rows, or some of them.
    code
        The state, as `detente.ontology.states` knows it. Germany is 255 in all rows then, and 260 (1955-1990) in none.
    columns
        Those with COW numbers: `ccode`, or `ccode1` and `ccode2`.
    keys
        What a row is about beside them: `year` or `rcid`. Where two numbers have a row (COW Trade has both in 1990,
        and the one without a value) the row with more values is kept, of equal ones that of the present number.
    """
    import polars as pl

    number, *former = cow_numbers(code) or (None,)
    if not former or not rows.filter(pl.any_horizontal(pl.col(columns).is_in(former))).height:
        return rows
    values = [name for name in rows.columns if name not in (*columns, *keys)]
    order = {
        "_empty": pl.sum_horizontal(pl.lit(0), *(pl.col(name).is_null().cast(pl.Int64) for name in values)),
        "_former": pl.any_horizontal(pl.col(columns).is_in(former)),
    }
    return (
        rows.with_columns(**order)
        .sort(*order, maintain_order=True)
        .with_columns(
            pl.when(pl.col(name).is_in(former)).then(number).otherwise(pl.col(name)).cast(rows.schema[name]).alias(name)
            for name in columns
        )
        .unique([*columns, *keys], keep="first", maintain_order=True)
        .drop(*order)
    )


def citations(store: Store, names: Iterable[str]) -> list[str]:
    """What to cite for datasets that were used: a line each, with the version that is there.

    Names that are not there are left out, so that a caller may name all that it looked for.
    """
    there = present(store)
    lines = []
    for name in dict.fromkeys(names):
        known = name if name in EVENTS or name in there else dataset(name).name
        held = there.get(known, [])
        if not held:
            continue
        title = datasets()[known].title if known in datasets() else EVENTS.get(known, known)
        versions = ", ".join(dict.fromkeys(item.version for item in held if item.version))
        said = f"{title}, version {versions}" if versions else title
        lines.append(f"{said}. {held[-1].citation}")
    return lines
