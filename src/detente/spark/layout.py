"""What the Spark engine writes, and reading it back without Spark.

    OUTPUT/
        documents/part-*.parquet   a row a story that could be coded
        records/part-*.parquet     a row a record: the columns of `record.tables`, and `document`
        problems/part-*.parquet    a row a line that is no story, or a story that could not be coded
        _detente.json              who coded what and how; written last: where it stands, the rest is whole

| documents | |
|---|---|
| `document` | key to `records`: hash of the story's id and text |
| `id`, `title`, `text` | of the story |
| `published` | ISO day, or "" |
| `source` | its newspaper, else its file |
| `sha256` | of the text |
| `file` | path or address that it was read from |
| `records` | how many records it has |

| problems | |
|---|---|
| `file` | path or address |
| `reason` | what is wrong, as `detente code` says it |
| `line` | how the line begins, or the story's id |

`coded` gives back what `detente add` needs: each document with its records, file by file. `events` gives the frame of
events that the measures take.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.record.tables import COLUMNS

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

    from detente.record import Record
    from detente.text import Document

MARK = "_detente.json"
LAYOUT = 1
DOCUMENTS, RECORDS, PROBLEMS = "documents", "records", "problems"
DOCUMENT_COLUMNS = ("document", "id", "title", "published", "source", "sha256", "file", "text")
PROBLEM_COLUMNS = ("file", "reason", "line")


def record_struct() -> pa.DataType:
    """A record as an Arrow struct with the columns of `record.tables`."""
    import pyarrow as pa

    types = {
        "text": pa.string(), "codes": pa.list_(pa.string()), "count": pa.int64(), "number": pa.float64(),
        "day": pa.date32(),
    }  # fmt: skip
    return pa.struct([(name, types[kind]) for name, kind in COLUMNS.items()])


def row_schema() -> pa.Schema:
    """What a worker gives for a line of the input: a document with its records, or a problem."""
    import pyarrow as pa

    fields: list[Any] = [(name, pa.string()) for name in DOCUMENT_COLUMNS]
    fields += [(name, pa.string()) for name in PROBLEM_COLUMNS if name != "file"]
    return pa.schema([*fields, ("coded", pa.list_(record_struct()))])


@dataclass(frozen=True, slots=True)
class Coded:
    """A document that Spark has coded."""

    document: Document
    file: str
    records: tuple[Record, ...]


def is_output(path: str | Path) -> bool:
    """Whether a folder holds what the engine has written, whole."""
    return os.path.isfile(os.path.join(path, MARK))  # noqa: PTH113, PTH118 - Path raises where the name is too long


def about(folder: str | Path) -> dict[str, Any]:
    """Who coded what and how: layout, coder, scope, input, and how many stories, records and problems there are.

    Raises
    ------
    DetenteError
        There is no such folder, or its run has not ended.
    """
    mark = Path(folder) / MARK
    try:
        found: dict[str, Any] = json.loads(mark.read_text("utf-8"))
    except FileNotFoundError:
        raise DetenteError(
            f"{folder}: no whole output of `detente code --engine spark`; run that again with --resume"
        ) from None
    if found.get("layout", 0) > LAYOUT:
        raise DetenteError(f"{folder}: was made by a newer Détente; update this one")
    return found


def coded(folder: str | Path) -> Iterator[Coded]:
    """Each document with its records. They are joined by DuckDB, which takes to the disk what memory does not hold."""
    import duckdb

    from detente.record import KINDS
    from detente.text import Document

    about(folder)
    documents, records = (f"{folder}/{name}/*.parquet" for name in (DOCUMENTS, RECORDS))
    columns = [name for name in COLUMNS if name not in ("first_day", "last_day")]
    packed = ", ".join(f'"{name}" := r."{name}"' for name in columns)
    with duckdb.connect() as connection:
        cursor = connection.execute(
            "SELECT d.document, id, title, published, source, sha256, file, text, made FROM read_parquet(?) d "
            f'LEFT JOIN (SELECT document, list(struct_pack({packed}) ORDER BY "start", "end", id) AS made '
            "FROM read_parquet(?) r GROUP BY document) USING (document) ORDER BY d.file, d.document",
            [documents, records],
        )
        while rows := cursor.fetchmany(500):
            for _, name, title, published, source, sha256, file, text, made in rows:
                found = []
                for row in made or ():
                    model = KINDS[row["kind"]]
                    fields = {field: value for field, value in row.items() if field in model.model_fields}
                    found.append(model.model_validate(fields))
                document = Document(text, title, published, source, sha256, name)
                yield Coded(document, file, tuple(found))  # type: ignore[arg-type]


def events(folder: str | Path) -> pl.LazyFrame:
    """Events for measures, read as they are needed: a row for each pair of actor and recipient of each event.

    An act done together (no recipients) is one of each participant towards each other. Events without a date, and those
    that a text denies, foretells or thinks possible, are left out. Unlike `store.reading.events_frame` this knows no
    happenings: an act that ten stories tell is there ten times.

    Returns
    -------
    Columns day (first day), last_day, actor, recipient, type, mode, confidence, id (of the record), source.
    """
    import polars as pl

    about(folder)
    documents = pl.scan_parquet(f"{folder}/{DOCUMENTS}/*.parquet").select("document", "source")
    told = pl.scan_parquet(f"{folder}/{RECORDS}/*.parquet").filter(pl.col("kind") == "event", pl.col("aux") == "")
    sides = told.with_columns(
        day=pl.coalesce("first_day", "last_day"),
        actor=pl.col("actors"),
        recipient=pl.when(pl.col("recipients").list.len() > 0).then("recipients").otherwise("actors"),
    ).filter(pl.col("day").is_not_null(), pl.col("actor").list.len() > 0)
    pairs = sides.explode("actor").explode("recipient").filter(pl.col("actor") != pl.col("recipient"))
    columns = ("day", "last_day", "actor", "recipient", "type", "mode", "confidence", "id", "source")
    return pairs.join(documents, on="document").select(columns)
