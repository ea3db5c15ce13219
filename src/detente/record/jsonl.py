"""Records in and out of JSON Lines, one record a line, in the codebook's field names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pydantic import ValidationError

from detente.errors import DetenteError
from detente.record.model import Record, adapter


def line(record: Record) -> str:
    """One record as a line of JSON, without the newline."""
    return record.model_dump_json()


def read_jsonl(path: str | Path) -> Iterator[Record]:
    """The records of a file; a line that is no record raises `DetenteError` with its number."""
    with Path(path).open(encoding="utf-8") as lines:
        for number, text in enumerate(lines, 1):
            if text.strip():
                try:
                    yield adapter.validate_json(text)
                except ValidationError as error:
                    raise DetenteError(f"{path}, line {number}: not a record: {error.errors()[0]['msg']}") from error


def write_jsonl(records: Iterable[Record], path: str | Path) -> None:
    """Write records beside the target and move them there whole: a failed run leaves the old file as it was."""
    from detente.record.atomic import atomic

    with atomic(path) as out:
        for record in records:
            out.write((line(record) + "\n").encode())
