"""`detente restore`: the file of a relationship out of what `detente export` has written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def restore(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What export has written.", show_default=False)],
    db: Annotated[Path, typer.Option("--db", metavar="FILE", help="A new file.", show_default=False)],
) -> None:
    """Make the file of a relationship again. Hashes are checked; a FILE that holds something is never replaced."""
    from detente.store.exchange import restore as restore_store

    done = restore_store(folder, db)
    typer.echo(f"{db}: {done.tables} tables, {done.rows:,} rows, {done.records:,} records")
