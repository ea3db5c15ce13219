"""Tables on the way out: one frame as CSV, JSON, Parquet or Markdown, or as a table for a person.

A CSV of what others wrote may be opened in a spreadsheet, which takes a text that begins with = + - or @ for a formula.
Such texts get an apostrophe in front, as spreadsheets themselves mark a text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from detente.cli.output import opened
from detente.cli.terminal import terminal
from detente.errors import DetenteError

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

FORMULA = r"^([=+\-@\t\r])"
LISTED = "; "  # between several things in one cell of a CSV
BY_NAME = {".csv": "csv", ".json": "json", ".parquet": "parquet", ".md": "md", ".markdown": "md", ".ics": "ics"}


F = TypeVar("F", bound=StrEnum)


class TableFormat(StrEnum):
    """How a table is written."""

    table = "table"
    csv = "csv"
    json = "json"
    md = "md"


Form = Annotated[
    TableFormat | None,
    typer.Option("--format", help="How it is written; by default as OUT's name says, else table.", show_default=False),
]


def format_named(wanted: F | None, output: Path | None, default: F) -> F:
    """The format asked for, else the one that the file's name asks for, else the default."""
    if wanted is not None:
        return wanted
    name = BY_NAME.get(output.suffix.lower()) if output is not None else None
    kind = type(default)
    return kind(name) if name in set(kind) else default


def csv_bytes(frame: pl.DataFrame) -> bytes:
    """A frame as CSV: lists in one cell, texts that a spreadsheet would compute with an apostrophe in front."""
    import polars as pl
    import polars.selectors as cs

    flat = frame.with_columns(pl.col(pl.List(pl.String)).list.join(LISTED))
    return flat.with_columns(cs.string().str.replace(FORMULA, "'$1")).write_csv().encode()


def json_bytes(frame: pl.DataFrame, about: dict[str, Any] | None = None) -> bytes:
    """A frame as JSON: a list of objects, or with `about` an object that ends with them as `rows`."""
    import json

    rows = frame.to_dicts()
    content = rows if about is None else {**about, "rows": rows}
    return (json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n").encode()


def parquet_to(frame: pl.DataFrame, output: Path | None) -> None:
    """A frame as one Parquet file."""
    if (output is None or str(output) == "-") and sys.stdout.isatty():
        raise DetenteError("Parquet is not for a terminal; name a file with -o OUT.parquet")
    with opened(output) as out:
        frame.write_parquet(out)


def markdown_bytes(heads: Sequence[str], rows: Sequence[Sequence[str]], above: Sequence[str] = ()) -> bytes:
    """A Markdown table; what stands in the cells is text, and no markup."""
    from detente.show.markdown_page import plain

    lines = [*above, *([""] if above else []), f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(plain(cell) for cell in row)} |" for row in rows]
    return ("\n".join(lines) + "\n").encode()


def on_paper(draw: Callable[[Console], None], output: Path | None) -> None:
    """What Rich draws, on the terminal in its width and colours; into a file or a pipe plain, 80 columns wide."""
    import io
    import os

    if (output is None or str(output) == "-") and sys.stdout.isatty():
        draw(terminal())
        return
    held = io.StringIO()
    width = int(os.environ.get("COLUMNS", "")) if os.environ.get("COLUMNS", "").isdigit() else 80
    draw(terminal(file=held, width=max(width, 40), color_system=None, force_terminal=False))
    text = "\n".join(line.rstrip() for line in held.getvalue().splitlines())
    with opened(output) as out:
        out.write((text + "\n").encode())
