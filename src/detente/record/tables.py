"""Records as rows: one table for all seven kinds, a column for each field, empty where a kind has no such field.

The columns and their order are part of the format: new ones are added at the end only. `first_day` and `last_day` are
the days that the EDTF date can mean, for sorting and for queries; either is empty where the date leaves it open.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from detente.record.edtf import bounds
from detente.record.model import Record

if TYPE_CHECKING:
    import polars as pl

# column -> how it is typed: text, codes (a list of text), count, number, day
COLUMNS: dict[str, str] = {
    "id": "text", "doc": "text", "kind": "text", "start": "count", "end": "count", "date": "text", "first_day": "day",
    "last_day": "day", "type": "text", "mode": "text", "actors": "codes", "recipients": "codes", "aux": "text",
    "title": "text", "form": "text", "act": "text", "parties": "codes", "term_years": "number", "value": "number",
    "currency": "text", "status": "text", "level": "text", "change": "text", "holder": "codes", "issue": "text",
    "stance": "text", "toward": "codes", "measure": "text", "unit": "text", "bound": "text", "person": "text",
    "office": "text", "state": "text", "members": "codes", "organisation": "text", "trigger": "text",
    "evidence": "text", "confidence": "number", "coder": "text",
}  # fmt: skip


def row(record: Record) -> dict[str, Any]:
    """One record as a row: every column is there; a field that the kind does not have is None."""
    fields: dict[str, Any] = record.model_dump(mode="python")
    days = bounds(record.date)
    fields["first_day"], fields["last_day"] = days or (None, None)
    return {
        name: list(fields[name]) if kind == "codes" and fields.get(name) is not None else fields.get(name)
        for name, kind in COLUMNS.items()
    }


def csv_header() -> str:
    """The line with the names of the columns."""
    return _csv_line(COLUMNS)


def csv_line(record: Record) -> str:
    """One record as a line of CSV; several codes in a cell are joined by a space."""
    return _csv_line(map(_cell, row(record).values()))


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return " ".join(value)
    if isinstance(value, float):
        return f"{value:.15g}"
    return "" if value is None else value


def _csv_line(cells: Iterable[Any]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue()


def schema() -> dict[str, Any]:
    """The columns with their Polars types."""
    import polars as pl

    types = {"text": pl.String, "codes": pl.List(pl.String), "count": pl.Int64, "number": pl.Float64, "day": pl.Date}
    return {name: types[kind] for name, kind in COLUMNS.items()}


def frame(records: Iterable[Record]) -> pl.DataFrame:
    """Records as a Polars frame; `.to_pandas()` gives one of pandas."""
    import polars as pl

    return pl.DataFrame([row(record) for record in records], schema=schema(), orient="row")


def frames(records: Iterable[Record], size: int = 10_000) -> Iterator[pl.DataFrame]:
    """The same, in frames of at most `size` rows, for more records than memory holds."""
    batch: list[Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == size:
            yield frame(batch)
            batch = []
    if batch:
        yield frame(batch)
