"""The whole store as a folder of plain files, and back.

    DIR/
        datapackage.json    a Frictionless Data Package: files with their hashes, columns with types and meanings
        TABLE.parquet       every table, superseded rows and all
        records.jsonl       the current records after reviews, in the codebook's format

The Parquet files and datapackage.json are the backup; records.jsonl is for those who read JSON. Both ways the result
appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.record import line
from detente.record.atomic import beside
from detente.store.database import SCHEMA, first_line, open_store
from detente.store.dictionary import Table, dictionary
from detente.store.filters import filter_of
from detente.store.reading import each

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from detente.store.database import Store

PACKAGE = "datapackage.json"
RECORDS = "records.jsonl"
PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
# What a store holds that somebody has put there: a file in which all these are empty may be replaced.
CONTENT = ("documents", "reviews", "coded_events", "imports")
# DuckDB's types as Frictionless has them.
_TYPES = {
    "VARCHAR": "string", "JSON": "object", "BOOLEAN": "boolean", "DATE": "date", "TIMESTAMP": "datetime",
    "TIME": "time", "FLOAT": "number", "DOUBLE": "number",
}  # fmt: skip
_TYPE = re.compile(r"[A-Z][A-Z0-9_ ]*(?:\(\d+(?:, ?\d+)?\))?(?:\[\d*\])?")


@dataclass(frozen=True, slots=True)
class Summary:
    """What went out or came in."""

    tables: int
    rows: int
    records: int


def export(store: Store, folder: str | Path, *, more: Mapping[str, Table] | None = None) -> Summary:
    """Write every table and a data package that describes them into a new folder.

    `more` describes tables beyond those of schema.sql (the datasets').

    Raises
    ------
    DetenteError
        The folder is there and not empty, or cannot be written; nothing of it is left then.
    """
    import duckdb

    folder = Path(folder)
    _check_target(folder)
    try:
        with beside(folder) as held:
            made = held / "export"
            made.mkdir()
            summary = _export(store, made, {**dictionary(), **(more or {})})
            if folder.is_dir():
                folder.rmdir()
            made.rename(folder)
    except (OSError, duckdb.IOException) as error:
        raise _cannot_write(folder, error) from error
    return summary


def _check_target(folder: Path) -> None:
    if folder.is_dir():
        if any(folder.iterdir()):
            raise DetenteError(f"{folder}: is not empty; name a new folder")
    elif folder.exists():
        raise DetenteError(f"{folder}: is a file; name a new folder")
    if not folder.resolve().parent.is_dir():
        raise DetenteError(f"{folder}: there is no folder {folder.parent}; make it first (mkdir -p {folder.parent})")


def _cannot_write(place: Path, error: Exception) -> DetenteError:
    reason = (error.strerror if isinstance(error, OSError) else "") or str(error)
    return DetenteError(f"{place}: cannot be written ({first_line(reason)}); nothing of it was kept")


def _export(store: Store, folder: Path, described: Mapping[str, Table]) -> Summary:
    connection = store.connection
    imports = _imports(connection)
    resources: list[dict[str, Any]] = []
    total = 0
    for name in _tables(connection, described):
        path = folder / f"{name}.parquet"
        connection.execute(f"COPY {_quoted(name)} TO '{_escaped(path)}' (FORMAT parquet, COMPRESSION zstd)")
        [(rows,)] = connection.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchall()
        total += rows
        resources.append(_resource(connection, name, path, rows, described.get(name), imports.get(name, "")))
    records = 0
    with (folder / RECORDS).open("w", encoding="utf-8", newline="\n") as out:
        for one in each(store, filter_of()):
            out.write(line(one.record) + "\n")
            records += 1
    resources.append(
        {
            "name": "records-jsonl",
            "path": RECORDS,
            "title": "Records as JSON Lines",
            "description": "The current records, with what reviewers decided, in the codebook's field names. "
            "Made of the tables; not needed to restore them.",
            "format": "jsonl",
            "mediatype": "application/jsonl",
            "encoding": "utf-8",
            "bytes": (folder / RECORDS).stat().st_size,
            "hash": _hash(folder / RECORDS),
        }
    )
    package = {
        "$schema": PROFILE,
        "name": "detente-store",
        "title": "A record of relations between states",
        "description": "Documents, the records coded out of them, reviews, happenings, other coders' events and "
        "datasets, as Détente stores them. Foreign keys: (document, record) name a row of records, document one of "
        "documents.",
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "detente": {"schema": SCHEMA},
        "resources": resources,
    }
    (folder / PACKAGE).write_text(json.dumps(package, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Summary(len(resources) - 1, total, records)


def _tables(connection: DuckDBPyConnection, described: Mapping[str, Table]) -> list[str]:
    """The tables of the file: those that are described first, in that order."""
    sql = "SELECT table_name FROM duckdb_tables() WHERE NOT temporary AND NOT internal AND schema_name = 'main'"
    there = {name for (name,) in connection.execute(sql).fetchall()}
    return [*(name for name in described if name in there), *sorted(there - set(described))]


def _imports(connection: DuckDBPyConnection) -> dict[str, str]:
    """Table of a dataset -> version, citation and terms of what is in use."""
    rows = connection.execute(
        "SELECT name, version, citation, licence FROM imports WHERE superseded IS NULL ORDER BY import"
    ).fetchall()
    return {
        f"data_{name.replace('-', '_')}": f"{name} {version}. {citation} Terms: {licence}"
        for name, version, citation, licence in rows
    }


def _resource(
    connection: DuckDBPyConnection, name: str, path: Path, rows: int, table: Table | None, provenance: str
) -> dict[str, Any]:
    """A table's file as the data package describes it."""
    columns = connection.execute(
        "SELECT column_name, data_type, NOT is_nullable FROM duckdb_columns() "
        "WHERE table_name = ? AND schema_name = 'main' AND NOT internal ORDER BY column_index",
        [name],
    ).fetchall()
    fields = []
    for column, kind, required in columns:
        field: dict[str, Any] = {"name": column, "type": _frictionless_type(kind)}
        if table and column in table.columns:
            field["description"] = table.columns[column]
        if required:
            field["constraints"] = {"required": True}
        fields.append(field | {"duckdbType": kind})
    # Parquet has missing values of its own: an empty text is a text.
    schema: dict[str, Any] = {"fields": fields, "missingValues": []}
    if keys := _primary_key(connection, name):
        schema["primaryKey"] = keys
    return {
        "name": name,
        "type": "table",
        "path": path.name,
        "title": table.title if table else name,
        "description": " ".join(part for part in (table.about if table else "", provenance) if part) or name,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        # No "bytes": the specification's own tool (frictionless 5) does not count those of Parquet and objects to any.
        "rows": rows,
        "hash": _hash(path),
        "schema": schema,
    }


def _frictionless_type(kind: str) -> str:
    if kind.endswith("]"):
        return "array"
    if kind.startswith(("STRUCT", "MAP")):
        return "object"
    if kind.startswith("DECIMAL"):
        return "number"
    if kind.startswith("TIMESTAMP"):
        return "datetime"
    if kind.startswith("ENUM"):
        return "string"
    return _TYPES.get(kind, "integer" if "INT" in kind else "any")


def _primary_key(connection: DuckDBPyConnection, name: str) -> list[str]:
    rows = connection.execute(
        "SELECT constraint_column_names FROM duckdb_constraints() "
        "WHERE table_name = ? AND constraint_type = 'PRIMARY KEY'",
        [name],
    ).fetchall()
    return list(rows[0][0]) if rows else []


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return f"sha256:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def restore(folder: str | Path, db: str | Path) -> Summary:
    """Make a store out of what `export` has written.

    Raises
    ------
    DetenteError
        The folder holds no export, a file of it is missing or has been changed, or `db` holds something already.
        Nothing is left then.
    """
    import duckdb

    folder, db = Path(folder), Path(db)
    package = _package(folder)
    resources = [each for each in package["resources"] if each.get("type") == "table"]
    for resource in package["resources"]:
        _check_file(folder, resource)
    _check_replaceable(db)
    try:
        with beside(db) as held:
            made = held / "store.duckdb"
            with _named(made, db), open_store(made, write=True) as store:
                run = store.connection.execute
                rows = sum(_restore_table(store.connection, folder, resource) for resource in resources)
                [(records,)] = run("SELECT count(*) FROM records WHERE superseded IS NULL").fetchall()
                run("CHECKPOINT")
            made.replace(db)
    except duckdb.Error as error:
        raise DetenteError(
            f"{folder}: cannot be restored ({first_line(str(error))}); nothing of it was kept"
        ) from error
    except OSError as error:
        raise _cannot_write(db, error) from error
    return Summary(len(resources), rows, records)


def _package(folder: Path) -> dict[str, Any]:
    if not folder.is_dir():
        raise DetenteError(f"{folder}: there is no such folder; name one that `detente export` has made")
    try:
        package = json.loads((folder / PACKAGE).read_text("utf-8"))
        schema = package["detente"]["schema"]
        known = all(isinstance(each["path"], str) and each["name"] for each in package["resources"])
    except FileNotFoundError:
        raise DetenteError(f"{folder}: has no {PACKAGE}; name a folder that `detente export` has made") from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DetenteError(f"{folder / PACKAGE}: is not what `detente export` writes; take another copy") from error
    if not known or not isinstance(schema, int):
        raise DetenteError(f"{folder / PACKAGE}: is not what `detente export` writes; take another copy")
    if schema > SCHEMA:
        raise DetenteError(f"{folder}: was made by a newer Détente; update this one (pip install -U detente)")
    return dict(package)


def _check_file(folder: Path, resource: Mapping[str, Any]) -> None:
    path = folder / resource["path"]
    if Path(resource["path"]).name != resource["path"]:
        raise DetenteError(f"{folder / PACKAGE}: names a file outside of the folder; take another copy")
    if not path.is_file():
        raise DetenteError(f"{path}: is missing; take another copy of the export")
    try:
        found = _hash(path)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DetenteError(f"{path}: cannot be read ({reason}); check its permissions") from error
    if found != resource.get("hash"):
        raise DetenteError(f"{path}: is not as it was written (its hash differs); take another copy of the export")


def _check_replaceable(db: Path) -> None:
    if not db.exists():
        if not db.resolve().parent.is_dir():
            raise DetenteError(f"{db}: there is no folder {db.parent}; make it first (mkdir -p {db.parent})")
        return
    with open_store(db, write=True) as store:
        for table in CONTENT:
            if store.connection.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchall():
                raise DetenteError(f"{db}: holds {table} already; restore into a new file")


@contextmanager
def _named(made: Path, db: Path) -> Iterator[None]:
    """What goes wrong is told of the file that was asked for."""
    try:
        yield
    except DetenteError as error:
        raise DetenteError(str(error).replace(str(made), str(db))) from error


def _restore_table(connection: DuckDBPyConnection, folder: Path, resource: Mapping[str, Any]) -> int:
    name, source = resource["name"], f"read_parquet('{_escaped(folder / resource['path'])}')"
    if name in dictionary():
        connection.execute(f"DELETE FROM {_quoted(name)}")
        connection.execute(f"INSERT INTO {_quoted(name)} BY NAME SELECT * FROM {source}")
    else:
        columns = ", ".join(_column(each) for each in resource["schema"]["fields"])
        connection.execute(f"CREATE TABLE {_quoted(name)} ({columns})")
        connection.execute(f"INSERT INTO {_quoted(name)} BY NAME SELECT * FROM {source}")
    [(rows,)] = connection.execute(f"SELECT count(*) FROM {_quoted(name)}").fetchall()
    if rows != resource["rows"]:
        raise DetenteError(f"{folder / resource['path']}: has {rows} rows, not {resource['rows']}; take another copy")
    return int(rows)


def _column(field: Mapping[str, Any]) -> str:
    """A column's declaration. What a foreign file says goes into SQL only where it can be nothing but a type."""
    kind = field.get("duckdbType", "")
    if not _TYPE.fullmatch(kind):
        kind = "VARCHAR"
    required = " NOT NULL" if field.get("constraints", {}).get("required") else ""
    return f"{_quoted(field['name'])} {kind}{required}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _escaped(path: Path) -> str:
    return str(path).replace("'", "''")
