"""The rows of one transaction: documents and their records, gathered in order, then written table by table.

Rows go in as columns (one INSERT ... SELECT a table), so that a batch costs the same few statements whatever it holds.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from detente.record import KINDS, edtf
from detente.store.kinds import FIELDS, ROLES, TABLES
from detente.store.shelf import Known, Shelf

if TYPE_CHECKING:
    import polars as pl

    from detente.record import Record
    from detente.store.database import Store
    from detente.text import Document


@dataclass
class Batch:
    """What is to be written. `shelf` is kept up, so that each document finds the ones before it.

    inserted   documents that are new to the store: row, text, moment
    retired    documents of the store that another version follows, with the moment
    revised    documents of the store that have new records: row, moment
    records    the new records of inserted and revised documents, with the moment

    Each document has a moment of its own: what went together can be told from what only met in a batch.
    """

    shelf: Shelf
    inserted: dict[str, tuple[Known, Document, datetime]] = field(default_factory=dict)
    retired: dict[str, datetime] = field(default_factory=dict)
    revised: dict[str, tuple[Known, datetime]] = field(default_factory=dict)
    records: dict[str, tuple[list[Record], datetime]] = field(default_factory=dict)

    @property
    def touched(self) -> list[str]:
        """Every document whose records are others than before."""
        return list(dict.fromkeys([*self.inserted, *self.revised, *self.retired]))

    def insert(self, known: Known, document: Document, records: list[Record], moment: datetime) -> None:
        """A document that was not there."""
        self.shelf.put(known)
        self.inserted[known.document] = (known, document, moment)
        self.records[known.document] = (records, moment)

    def revise(self, known: Known, records: list[Record], moment: datetime) -> None:
        """New records for a document that is there, which is current from now on."""
        self.retired.pop(known.document, None)
        self.shelf.put(known)
        if known.document not in self.inserted:
            self.revised[known.document] = (known, moment)
        self.records[known.document] = (records, moment)

    def retire(self, known: Known, moment: datetime) -> None:
        """Another version follows this document."""
        self.shelf.retire(known, moment)
        if known.document not in self.inserted:
            self.retired[known.document] = moment


def write(store: Store, batch: Batch) -> None:
    """Write a batch; to be called within a transaction."""
    import polars as pl

    connection = store.connection

    def run(sql: str, rows: pl.DataFrame) -> None:
        if rows.height:
            connection.register("batch_rows", rows.to_arrow())
            try:
                connection.execute(sql)
            finally:
                connection.unregister("batch_rows")

    gone = {**batch.retired, **{key: moment for key, (_, moment) in batch.revised.items()}}
    moments = pl.DataFrame(
        {"document": list(gone), "moment": list(gone.values())}, schema={"document": pl.String, "moment": pl.Datetime}
    )
    run("UPDATE records SET superseded = moment FROM batch_rows AS b "
        "WHERE records.document = b.document AND records.superseded IS NULL", moments)  # fmt: skip
    retired = moments.filter(pl.col("document").is_in(list(batch.retired)))
    run("UPDATE documents SET superseded = moment FROM batch_rows AS b WHERE documents.document = b.document", retired)
    revised = pl.DataFrame(
        [
            (known.document, known.place, known.version, known.title, known.published or None, known.scope, known.coder,
             known.superseded)
            for known, _ in batch.revised.values()
        ],
        schema={"document": pl.String, "place": pl.String, "version": pl.Int32, "title": pl.String,
                "published": pl.String, "scope": pl.String, "coder": pl.String, "superseded": pl.Datetime},
        orient="row",
    )  # fmt: skip
    run("UPDATE documents SET place = b.place, version = b.version, title = b.title, published = b.published::DATE, "
        "scope = b.scope, coder = b.coder, superseded = b.superseded FROM batch_rows AS b "
        "WHERE documents.document = b.document", revised)  # fmt: skip
    run("INSERT INTO documents BY NAME SELECT * REPLACE (published::DATE AS published) FROM batch_rows",
        _document_rows(batch))  # fmt: skip
    # What hangs on the fields of a record alone is there if an earlier coder found the same record.
    known_too = bool(batch.revised)
    for table, rows in _record_rows(batch).items():
        new = f"ANTI JOIN {table} AS t ON t.document = b.document AND t.record = b.record"
        anti = new if known_too and table != "records" else ""
        run(f"INSERT INTO {table} BY NAME SELECT b.* FROM batch_rows AS b {anti}", rows)


def _document_rows(batch: Batch) -> pl.DataFrame:
    import polars as pl

    columns = {
        "document": pl.String, "doc": pl.String, "origin": pl.String, "place": pl.String, "version": pl.Int32,
        "news_id": pl.String, "title": pl.String, "source": pl.String, "published": pl.String, "sha256": pl.String,
        "text": pl.String, "scope": pl.String, "coder": pl.String, "added": pl.Datetime, "superseded": pl.Datetime,
    }  # fmt: skip
    rows = [
        (known.document, document.key, known.origin, known.place, known.version, known.news_id, known.title,
         document.source, known.published or None, known.sha256, document.text, known.scope, known.coder, added,
         known.superseded)
        for known, document, added in batch.inserted.values()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=columns, orient="row")


def _record_rows(batch: Batch) -> dict[str, pl.DataFrame]:
    """The rows of every table that records are spread over."""
    import polars as pl

    common: list[tuple[Any, ...]] = []
    sides: list[tuple[Any, ...]] = []
    own: dict[str, list[tuple[Any, ...]]] = {kind: [] for kind in KINDS}
    for key, (records, added) in batch.records.items():
        superseded = batch.inserted[key][0].superseded if key in batch.inserted else batch.revised[key][0].superseded
        for record in {record.id: record for record in records}.values():
            first, last = edtf.bounds(record.date) or (None, None)
            common.append((record.id, key, record.kind, record.start, record.end, record.evidence, record.trigger,
                           record.date, first, last, record.confidence, record.coder, added, superseded))  # fmt: skip
            own[record.kind].append((key, record.id, *(getattr(record, name) for name in FIELDS[record.kind])))
            for name, role in ROLES[record.kind].items():
                codes = getattr(record, name)
                for number, code in enumerate((codes,) if isinstance(codes, str) else codes):
                    if code or role != "state":  # a person's state may be unknown
                        sides.append((key, record.id, role, number, code))
    types: dict[str, Any] = {"term_years": pl.Float64, "value": pl.Float64}
    tables = {
        "records": pl.DataFrame(
            common,
            schema={
                "record": pl.String, "document": pl.String, "kind": pl.String, "start_char": pl.Int32,
                "end_char": pl.Int32, "evidence": pl.String, "trigger_words": pl.String, "date": pl.String,
                "first_day": pl.Date, "last_day": pl.Date, "confidence": pl.Float64, "coder": pl.String,
                "added": pl.Datetime, "superseded": pl.Datetime,
            },
            orient="row",
        ),
        "participants": pl.DataFrame(
            sides,
            schema={
                "document": pl.String, "record": pl.String, "role": pl.String, "place": pl.Int32, "code": pl.String,
            },
            orient="row",
        ),
    }  # fmt: skip
    for kind, rows in own.items():
        names = ("document", "record", *FIELDS[kind])
        schema = {name: types.get(name, pl.String) for name in names}
        tables[TABLES[kind]] = pl.DataFrame(rows, schema=schema, orient="row")
    return tables
