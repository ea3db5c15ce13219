"""What runs in Spark's Python processes: lines in, documents with their records out, as one process would make them.

The reader is loaded once a process and kept (`reader.read.shipped` remembers it), and uses one thread: Spark runs as
many of these processes as there are cores.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from detente.errors import DetenteError
from detente.spark.layout import DOCUMENT_COLUMNS, row_schema

if TYPE_CHECKING:
    import pyarrow as pa

    from detente.text import Document

HEAD = 200  # characters of a bad line that are kept to find it by
STORY = ("id", "text", "date", "title", "source")


@dataclass(frozen=True, slots=True)
class Coder:
    """Codes batches of rows; goes to the workers, so it holds nothing but its settings.

    Rows have `file`, and either `line` (bytes of one line of JSON) or the fields of a story.
    """

    scope: str = "international"
    dyad: tuple[str, str] | None = None
    min_confidence: float = 0.0
    published: str = ""

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """For each batch of rows one of documents and problems, in `layout.row_schema`."""
        import pyarrow as pa

        schema = row_schema()
        for batch in batches:
            rows = [made for row in batch.to_pylist() for made in self.rows(row)]
            yield pa.RecordBatch.from_pylist(rows, schema=schema)

    def rows(self, given: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """What comes of one line: a row, or none where it is blank."""
        from detente.text.news import stories

        file = plain(given["file"])
        line = given["line"] if "line" in given else _line(given)
        if not line.strip():
            return
        problems: list[DetenteError] = []
        for document in stories([line], file, published=self.published, problem=problems.append):
            yield self._coded(document, file)
        for problem in problems:
            reason = str(problem).partition(", line 1: ")[2]
            yield {"file": file, "reason": reason, "line": line[: 4 * HEAD].decode("utf-8", "replace")[:HEAD]}

    def _coded(self, document: Document, file: str) -> dict[str, Any]:
        from detente.coding.coder import code
        from detente.record.tables import row

        try:
            records = code(document, scope=self.scope)
        except DetenteError as error:
            return {"file": file, "reason": str(error), "line": document.id}
        except Exception as error:  # one text must not cost the user all the others
            reason = f"could not be coded ({type(error).__name__}: {error}); please report this text"
            return {"file": file, "reason": reason, "line": document.id}
        wanted = set(self.dyad or ())
        kept = [each for each in records if each.confidence >= self.min_confidence and wanted <= each.involved]
        values = {name: getattr(document, name) for name in DOCUMENT_COLUMNS if name not in ("document", "file")}
        return {**values, "document": key_of(document), "file": file, "coded": [row(record) for record in kept]}


def key_of(document: Document) -> str:
    """What a document is called in the output: stories of one text under two ids are two documents."""
    return hashlib.sha256(f"{document.id}\0{document.sha256}".encode()).hexdigest()[:32]


def plain(file: str) -> str:
    """A local file's path as others write it: Spark has "file:///data/a%20b.jsonl"."""
    return unquote(re.sub("^file:/+", "/", file)) if file.startswith("file:/") else file


def _line(given: dict[str, Any]) -> bytes:
    """A row of Parquet as the line of JSON that says the same."""
    story = {name: given[name] for name in STORY if given.get(name) is not None}
    if "date" in story:
        story["date"] = str(story["date"])
    return json.dumps(story, ensure_ascii=False).encode("utf-8", "surrogatepass")
