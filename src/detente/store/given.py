"""Records that were made elsewhere (`detente code` on another machine, people), to be stored with their texts.

Files of records name their document by the hash of its text or by the story's id, and hold no text. So the texts are
added as always, and a document that has records here is not coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from detente.errors import DetenteError
from detente.record import KINDS, Record, read_jsonl

if TYPE_CHECKING:
    from detente.text import Document


class Given:
    """Records by document. All are held in memory."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.by_doc: dict[str, list[Record]] = {}
        for record in records:
            self.by_doc.setdefault(record.doc, []).append(record)

    def of(self, document: Document) -> tuple[tuple[Record, ...], str] | None:
        """The records of a document and who made them; None where there are none.

        Raises
        ------
        DetenteError
            They are of another text: what they quote does not stand where they say.
        """
        found = self.by_doc.get(document.key)
        if not found:
            return None
        for record in found:
            if document.text[record.start : record.end] != record.evidence:
                raise DetenteError(
                    f"{document.source}: record {record.id} is of another text: it quotes "
                    f"{record.evidence[:40]!r} at {record.start}; give the text that was coded"
                )
        return tuple(found), ", ".join(sorted({record.coder for record in found} - {""})) or "given"


def read_given(paths: Iterable[str | Path]) -> Given:
    """The records of files as `detente code` writes them (.jsonl, .parquet), or of folders of such.

    Raises
    ------
    DetenteError
        A file is missing or holds anything else.
    """
    return Given(record for path in paths for file in _files(Path(path)) for record in _read(file))


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(file for file in path.rglob("*") if file.suffix in (".jsonl", ".parquet"))
        if not found:
            raise DetenteError(f"{path}: no records in this folder; it wants .jsonl or .parquet of `detente code`")
        return found
    if not path.is_file():
        raise DetenteError(f"{path}: no such file; check the path")
    if path.suffix not in (".jsonl", ".parquet"):
        raise DetenteError(f"{path}: records are read from .jsonl and .parquet; write them with `detente code`")
    return [path]


def _read(path: Path) -> Iterator[Record]:
    if path.suffix == ".jsonl":
        yield from read_jsonl(path)
        return
    import polars as pl

    try:
        rows = pl.read_parquet(path)
    except (pl.exceptions.PolarsError, OSError) as error:
        raise DetenteError(f"{path}: is no Parquet file; write records with `detente code`") from error
    for number, row in enumerate(rows.iter_rows(named=True), 1):
        try:
            model = KINDS[row["kind"]]
            yield model.model_validate({name: row[name] for name in model.model_fields})  # type: ignore[misc]
        except (KeyError, ValidationError) as error:
            raise DetenteError(f"{path}, row {number}: not a record; write records with `detente code`") from error
