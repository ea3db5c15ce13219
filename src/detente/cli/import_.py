"""`detente import`: the field's datasets, and other coders' events, into the file of a relationship."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.store.database import Store


def import_(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A dataset as `detente datasets` lists them; gdelt, icews or polecat; all: whatever PATH holds.",
            show_default=False,
        ),
    ],
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[PATH]...",
            help="The file as distributed (.csv .txt .tab .dta .parquet .xml, .gz, .zip) or a folder; "
            "none: from its official address.",
            show_default=False,
        ),
    ] = None,
    db: Annotated[
        Path | None,
        typer.Option(
            "--db", metavar="FILE", help="The file to import to; made where there is none.", show_default=False
        ),
    ] = None,
    version: Annotated[
        str,
        typer.Option(metavar="V", help="What to call the version; by default as the file tells.", show_default=False),
    ] = "",
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Fetch anew what was fetched before and kept in the cache.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Read a file anew that is there already (after an update of Détente).")
    ] = False,
) -> None:
    """Import a dataset into a documented table, with its version, citation and licence.

    The same file twice changes nothing; another version takes the place of the one that is there.
    """
    if db is None:
        raise DetenteError("name the file to import to: --db FILE")
    from detente.sources.registry import EVENTS, dataset
    from detente.store.database import open_store

    name = name.strip()
    if name.lower() in EVENTS or name.lower() == "all":
        if not paths:
            what = "a folder or an archive" if name.lower() == "all" else "the files, or a folder that holds them"
            raise DetenteError(f"{name} is imported from files: give {what} as PATH")
        for path in paths:
            if not path.exists():
                raise DetenteError(f"{path}: there is no such file or folder")
    else:
        entry = dataset(name)
        if not paths:  # fetched before the store is opened: others can use it meanwhile
            from detente.sources.fetch import fetched

            files = [(path, address) for address, path in fetched(entry, refresh=refresh)]
    new = not db.exists()
    done = 0
    try:
        with open_store(db, write=True) as store:
            if name.lower() in EVENTS:
                done = _events(store, name.lower(), paths or [], version, again=again)
            elif name.lower() == "all":
                done = _all(store, paths or [], again=again)
            else:
                from detente.sources.importing import import_file

                for path, address in [(path, "") for path in paths or []] or files:
                    for one in import_file(store, entry.name, path, version=version, address=address, again=again):
                        done += 1
                        typer.echo(str(one))
    finally:
        if new and not done:  # no empty file stays behind
            db.unlink(missing_ok=True)


def _events(store: Store, name: str, paths: list[Path], version: str, *, again: bool) -> int:
    from detente.sources.events import import_events

    done = import_events(store, name, paths, version=version, again=again, on_file=lambda one: typer.echo(str(one)))
    return len(done)


def _all(store: Store, paths: list[Path], *, again: bool) -> int:
    from detente.sources.importing import Imported, import_all

    taken = left = 0
    for path in paths:
        for one in import_all(store, path, again=again):
            imported = isinstance(one, Imported)
            taken, left = taken + imported, left + (not imported)
            typer.echo(str(one), err=not imported)
    typer.echo(f"{taken} datasets imported, {left} files left out", err=True)
    return taken
