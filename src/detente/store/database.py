"""The one DuckDB file that holds a relationship's documents, records, reviews and datasets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from detente.errors import DetenteError

if TYPE_CHECKING:
    import polars as pl
    from duckdb import DuckDBPyConnection

    from detente.record import Record
    from detente.store.adding import Added
    from detente.store.reading import Stored
    from detente.text import Document

SCHEMA = 1
_MAGIC = slice(8, 12)  # where a DuckDB file says b"DUCK"
# Nothing is fetched from the network behind the user's back.
_SETTINGS: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": "false"}


class Store:
    """An open file. `connection` is DuckDB's own, for whoever writes SQL (docs/store.md describes the tables).

    >>> with detente.open("relations.duckdb") as store:  # doctest: +SKIP
    ...     store.frame("agreement", ("China", "Russia"), since="1991")
    """

    def __init__(self, path: Path, connection: DuckDBPyConnection) -> None:
        self.path = path
        self.connection = connection

    def stored(self, dyad: Sequence[str | int] | None = None, **filters: Any) -> list[Stored]:
        """Records with their documents, in chronological order; the filters are those of `store.reading.stored`.

        A dyad is two states, each by code, COW number or name.
        """
        from detente.store.reading import stored

        return stored(self, dyad=_codes(dyad), **filters)

    def records(self, dyad: Sequence[str | int] | None = None, **filters: Any) -> list[Record]:
        """The same without documents."""
        return [one.record for one in self.stored(dyad, **filters)]

    def frame(self, kind: str, dyad: Sequence[str | int] | None = None, **filters: Any) -> pl.DataFrame:
        """One kind of record as a Polars frame, a row a record; `.to_pandas()` gives one of pandas."""
        from detente.store.reading import frame

        return frame(self, kind, dyad=_codes(dyad), **filters)

    def events(self, dyad: Sequence[str | int] | None = None, **filters: Any) -> pl.DataFrame:
        """Events as the measures take them: a row for each happening and pair of actor and recipient."""
        from detente.store.reading import events_frame

        return events_frame(self, _codes(dyad), **filters)

    def documents(self, *, with_superseded: bool = False) -> pl.DataFrame:
        """The documents, without their texts, in the order in which they were added."""
        where = "" if with_superseded else "WHERE superseded IS NULL"
        return self.connection.sql(f"SELECT * EXCLUDE (text) FROM documents {where} ORDER BY added, document").pl()

    def text(self, document: str) -> str:
        """The text of a document, named by its key (`StoredDocument.document`).

        Raises
        ------
        DetenteError
            There is no such document.
        """
        # All of a result is fetched, here and elsewhere: DuckDB refuses other work while one is open.
        rows = self.connection.execute("SELECT text FROM documents WHERE document = ?", [document]).fetchall()
        if not rows:
            raise DetenteError(f"{self.path}: holds no document {document}")
        return str(rows[0][0])

    def add(
        self,
        documents: Iterable[Document],
        *,
        scope: str = "international",
        code: Callable[[Document], list[Record]] | None = None,
        coder: str = "",
    ) -> Added:
        """Code and store documents, as `detente.read` gives them; what is there is left alone.

        `code` and `coder` (its name and version) put another coder in the place of Détente's own.
        """
        from detente.store.adding import add

        if scope not in ("international", "all"):
            raise DetenteError(f"unknown scope {scope!r}: write 'international' or 'all'")
        if code is None:
            from detente.coding.coder import CODER
            from detente.coding.coder import code as code_document

            return add(self, documents, lambda document: code_document(document, scope=scope), coder=CODER, scope=scope)
        if not coder:
            raise DetenteError("a coder needs a name and a version, such as coder='mine 1.0'")
        return add(self, documents, code, coder=coder, scope=scope)

    def close(self) -> None:
        """Close the file; what was committed is on the disk."""
        self.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[DuckDBPyConnection]:
        """All of what the block writes, or nothing of it.

        Raises
        ------
        DetenteError
            The disk is full or cannot be written; what was committed before is whole.
        """
        import duckdb

        try:
            self.connection.execute("BEGIN TRANSACTION")
            try:
                yield self.connection
            except BaseException:
                with suppress(duckdb.Error):  # there is nothing to take back where DuckDB has ended it itself
                    self.connection.execute("ROLLBACK")
                raise
            self.connection.execute("COMMIT")
        except duckdb.Error as error:
            if not _is_of_the_disk(error):
                raise
            raise DetenteError(
                f"{self.path}: cannot be written ({first_line(str(error))}); what was stored before is whole: "
                "make room, and run the same command again"
            ) from error


def _codes(dyad: Sequence[str | int] | None) -> tuple[str, str] | None:
    """Two states' codes, however they were written."""
    if dyad is None:
        return None
    from detente.ontology.states import find_state, organisations

    if isinstance(dyad, str) or len(dyad) != 2:
        raise DetenteError(f"a dyad is two states, such as ('China', 'Russia'), not {dyad!r}")
    first, second = (each if each in organisations() else find_state(str(each)).code for each in dyad)
    return str(first), str(second)


def open_store(path: str | Path, *, write: bool = False) -> Store:
    """Open a file of Détente; with `write`, make it where there is none.

    Any number of processes may read a file at once; while one writes, no other can open it.

    Raises
    ------
    DetenteError
        There is no such file, it is no file of Détente, another process has it open, or a newer version made it.
    """
    import duckdb

    path = Path(path)
    _check_place(path, write=write)
    try:
        connection = duckdb.connect(str(path), read_only=not write, config=_SETTINGS)
    except duckdb.Error as error:
        raise DetenteError(f"{path}: {_why_not_opened(str(error), write=write)}") from error
    try:
        _check(path, connection, write=write)
    except duckdb.Error as error:
        connection.close()
        full = "no space left on device" in str(error).lower()
        reason = "cannot be written" if full or "write" in str(error).lower() else "is damaged"
        raise DetenteError(f"{path}: {reason} ({first_line(str(error))}); take another file, or a backup") from error
    except BaseException:
        connection.close()
        raise
    return Store(path, connection)


def _check_place(path: Path, *, write: bool) -> None:
    """Say what is wrong with a name before DuckDB does: it would look for other engines' files on the network."""
    try:
        if path.is_dir():
            raise DetenteError(f"{path}: is a folder; name a file in it, such as {path / 'relations.duckdb'}")
        if path.exists():
            if not path.is_file():
                raise DetenteError(f"{path}: is no regular file; name another one")
            with path.open("rb") as file:
                head = file.read(16)
            if not head:
                raise DetenteError(f"{path}: is an empty file; remove it, or name another one")
            if head[_MAGIC] != b"DUCK":
                raise DetenteError(f"{path}: is no DuckDB file; name another one")
            return
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DetenteError(f"{path}: cannot be opened ({reason}); check its name and permissions") from error
    if not write:
        raise DetenteError(f"{path}: there is no such file; `detente add FILE... --db {path}` makes it")
    if not path.parent.is_dir():
        raise DetenteError(f"{path}: there is no folder {path.parent}; make it first (mkdir -p {path.parent})")


def _why_not_opened(message: str, *, write: bool) -> str:
    if "lock" in message and (found := re.search(r"\(PID (\d+)\)", message)):
        does = "is using it" if write else "is writing to it"
        return f"another process ({found[1]}) {does}; wait until it has ended, or end it"
    if "lock" in message:
        return "another process is using it; wait until it has ended, or end it"
    if "ermission denied" in message or "ead-only file system" in message:
        return "may not be written here (permission denied); copy it to a folder of your own"
    if "no space left on device" in message.lower():
        return "cannot be written (no space left on device); make room, or take another disk"
    if "newer version" in message or "storage version" in message:
        return "was made by a newer DuckDB; update this one (pip install -U duckdb)"
    return f"is damaged, or no DuckDB file ({first_line(message)}); take another file, or a backup"


def _check(path: Path, connection: DuckDBPyConnection, *, write: bool) -> None:
    tables = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not tables:
        if not write:
            raise DetenteError(f"{path}: holds nothing yet; `detente add FILE... --db {path}` fills it")
        connection.execute("BEGIN TRANSACTION")
        connection.execute(files("detente.store").joinpath("schema.sql").read_text("utf-8"))
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", [str(SCHEMA)])
        connection.execute("COMMIT")
        return
    if not {"meta", "documents", "records"} <= tables:
        raise DetenteError(f"{path}: is a DuckDB file, but not one of Détente; name another file")
    rows = connection.execute("SELECT value FROM meta WHERE key = 'schema'").fetchall()
    if not rows or not str(rows[0][0]).isdigit():
        raise DetenteError(f"{path}: is a DuckDB file, but not one of Détente; name another file")
    if int(rows[0][0]) > SCHEMA:
        raise DetenteError(f"{path}: was made by a newer Détente; update this one (pip install -U detente)")


def _is_of_the_disk(error: Exception) -> bool:
    """Whether an error of DuckDB says that something cannot be written, rather than that a query is wrong."""
    import duckdb

    if isinstance(error, (duckdb.IOException, duckdb.OutOfMemoryException, duckdb.FatalException)):
        return True
    return isinstance(error, duckdb.TransactionException) and "write" in str(error).lower()


def first_line(message: str) -> str:
    """DuckDB's own words, without what it calls the error."""
    if full := re.search(r"no space left on device", message, re.IGNORECASE):
        return full[0].lower()
    line = message.splitlines()[0] if message else "no reason given"
    while (short := re.sub(r"^[A-Za-z ]*Error: |^Failed to commit: ", "", line)) != line:
        line = short
    return line[:1].lower() + line[1:]
