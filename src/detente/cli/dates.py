"""`detente dates`: every date expression of a text with its EDTF value."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from detente.cli.options import Inputs, OutDir, Published
from detente.cli.output import opened
from detente.cli.run import Run

if TYPE_CHECKING:
    from detente.text import Document


def date_lines(document: Document) -> list[dict[str, Any]]:
    """The date expressions of a document; of news each names its story."""
    from detente.language.dates import date_rows
    from detente.language.sentences import split

    headings = [(sentence.start, sentence.end) for sentence in split(document.text) if sentence.is_heading]
    found = date_rows(document.text, document.published, headings)
    return [{"doc": document.id, **row} for row in found] if document.id else found


def dates(inputs: Inputs, out_dir: OutDir = None, published: Published = "") -> None:
    """List every date expression with its span and its EDTF value, as JSON lines."""
    run = Run(inputs, published, show_progress=out_dir is not None or not sys.stdout.isatty())

    def write(target: Path | None, results: Iterator[tuple[Document, list[dict[str, Any]]]]) -> None:
        with opened(target) as out:
            for _, rows in results:
                out.write("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode())

    if out_dir is not None:
        run.into_folder(out_dir, ".jsonl", date_lines, write)
    else:
        write(None, run.results(date_lines))
    raise typer.Exit(run.report.status)
