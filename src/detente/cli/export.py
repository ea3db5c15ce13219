"""`detente export`: the file of a relationship as plain files that anything reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder.", show_default=False)],
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="The file of a relationship.", show_default=False)],
) -> None:
    """Write every table as Parquet, the records as JSON Lines, and a data package that describes all columns.

    `detente restore` makes the same file of it again.
    """
    from detente.sources.registry import datasets
    from detente.store import open_store
    from detente.store.dictionary import Table
    from detente.store.exchange import export as export_store

    more = {
        entry.table: Table(entry.title, entry.note, {column.name: column.text for column in entry.columns})
        for entry in datasets().values()
    }
    with open_store(db) as store:
        done = export_store(store, folder, more=more)
    typer.echo(f"{folder}: {done.tables} tables, {done.rows:,} rows, {done.records:,} records")
