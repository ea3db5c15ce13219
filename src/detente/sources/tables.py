"""What datasets a store has, and their tables as frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.sources.forms import quoted
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
