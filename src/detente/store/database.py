"""The one DuckDB file that holds a relationship's documents, records, reviews and datasets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Self

from detente.errors import DetenteError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SCHEMA = 1


class Store:
    """An open file. `connection` is DuckDB's own, for whoever writes SQL."""

    def __init__(self, path: Path, connection: DuckDBPyConnection) -> None:
        self.path = path
        self.connection = connection

    def text(self, document: str) -> str:
        """The text of a document, named by its key (`StoredDocument.document`).

        Raises
        ------
        DetenteError
            There is no such document.
        """
        row = self.connection.execute("SELECT text FROM documents WHERE document = ?", [document]).fetchone()
        if row is None:
            raise DetenteError(f"{self.path}: holds no document {document}")
        return str(row[0])

    def close(self) -> None:
        """Close the file; what was committed is on the disk."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[DuckDBPyConnection]:
        """All of what the block writes, or nothing of it."""
        self.connection.execute("BEGIN TRANSACTION")
        try:
            yield self.connection
        except BaseException:
            self.connection.execute("ROLLBACK")
            raise
        self.connection.execute("COMMIT")


def open_store(path: str | Path, *, write: bool = False) -> Store:
    """Open a file of Détente; with `write`, make it where there is none.

    Raises
    ------
    DetenteError
        There is no such file, it is no file of Détente, another process is writing to it, or a newer version made it.
    """
    import duckdb

    path = Path(path)
    if not write and not path.exists():
        raise DetenteError(f"{path}: there is no such file; `detente add FILE... --db {path}` makes it")
    if not path.parent.is_dir():
        raise DetenteError(f"{path}: there is no folder {path.parent}; make it first")
    made_here = not path.exists()
    try:
        connection = duckdb.connect(str(path), read_only=not write)
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise DetenteError(f"{path}: another process is using it; wait until it has ended, or end it") from error
        raise DetenteError(f"{path}: is no DuckDB file that can be read; name another one") from error
    except duckdb.Error as error:
        raise DetenteError(f"{path}: cannot be opened ({str(error).splitlines()[0]}); name another file") from error
    try:
        _check(path, connection, write=write, made_here=made_here)
    except BaseException:
        connection.close()
        raise
    return Store(path, connection)


def _check(path: Path, connection: DuckDBPyConnection, *, write: bool, made_here: bool) -> None:
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if "meta" not in tables:
        if tables or not write:
            raise DetenteError(f"{path}: is a DuckDB file, but not one of Détente; name another file")
        if made_here or not tables:
            connection.execute("BEGIN TRANSACTION")
            connection.execute(files("detente.store").joinpath("schema.sql").read_text("utf-8"))
            connection.execute("INSERT INTO meta VALUES ('schema', ?)", [str(SCHEMA)])
            connection.execute("COMMIT")
        return
    row = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    if row is None or int(row[0]) > SCHEMA:
        raise DetenteError(f"{path}: was made by a newer Détente; update this one")
