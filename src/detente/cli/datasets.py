"""`detente datasets`: what can be imported, what is there, how to cite it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.frames import TableFormat

if TYPE_CHECKING:
    from rich.console import Console

    from detente.sources.tables import Present

Held = dict[str, list["Present"]]


def datasets(
    name: Annotated[
        str,
        typer.Argument(metavar="[NAME]", help="One dataset, with its columns and how to cite it.", show_default=False),
    ] = "",
    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="FILE", help="Say what is in this file.", show_default=False),
    ] = None,
    form: Annotated[TableFormat, typer.Option("--format", help="How the list is written.")] = TableFormat.table,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="OUT", help="File to write; none: standard output.", show_default=False),
    ] = None,
) -> None:
    """List the datasets that can be imported; with --db what is there: version, rows, years, when, how to cite."""
    from detente.cli.frames import on_paper
    from detente.cli.output import opened
    from detente.sources.registry import EVENTS, dataset

    held = _held(db)
    wanted = name.strip().lower()
    if wanted:
        about, columns = _coder(wanted, held) if wanted in EVENTS else _dataset(dataset(wanted).name, held)
        content = _told(about, columns, form)
    else:
        rows = _rows(held or {})
        heads, cells = _cells(rows, in_store=held is not None)
        if form is TableFormat.table and output is None and sys.stdout.isatty():
            on_paper(lambda console: _draw(console, heads, cells), None)
            return
        content = _listed(rows, heads, cells, form)
    with opened(output) as out:
        out.write(content)


def _held(db: Path | None) -> Held | None:
    """What a store has; None: no store was asked about."""
    if db is None:
        return None
    from detente.sources.tables import present
    from detente.store.database import open_store

    with open_store(db) as store:
        return present(store)


def _summary(items: list[Present]) -> dict[str, Any]:
    """What a store has of a dataset; its parts together."""
    first = [item.first_year for item in items if item.first_year is not None]
    last = [item.last_year for item in items if item.last_year is not None]
    return {
        "version": ", ".join(dict.fromkeys(item.version for item in items if item.version)),
        "rows": sum(item.rows for item in items) if items else None,
        "first_year": min(first, default=None),
        "last_year": max(last, default=None),
        "imported": max((item.imported.isoformat(sep=" ", timespec="seconds") for item in items), default=""),
        "source": "; ".join(dict.fromkeys(item.source for item in items)),
    }


def _of_coder(name: str, held: Held) -> list[Present]:
    """The imports of a coder of events: GDELT 1.0 and 2.0 are one."""
    return [item for key, items in held.items() if key.startswith(name) for item in items]


def _rows(held: Held) -> list[dict[str, Any]]:
    from detente.sources.events import coders
    from detente.sources.registry import EVENTS
    from detente.sources.registry import datasets as known

    rows = []
    for entry in known().values():
        about = {"name": entry.name, "title": entry.title, "get": "fetched" if entry.address else "from a file"}
        cite = {"citation": entry.citation, "licence": entry.licence}
        rows.append(about | _summary(held.get(entry.name, [])) | cite)
    for name, title in EVENTS.items():
        about = {"name": name, "title": title, "get": "from a file"}
        cite = {"citation": coders()[name].citation, "licence": coders()[name].licence}
        rows.append(about | _summary(_of_coder(name, held)) | cite)
    return rows


def _cells(rows: list[dict[str, Any]], *, in_store: bool) -> tuple[list[str], list[list[str]]]:
    """The table for a person: all that there is to import, or what is in the store."""
    if not in_store:
        return ["name", "what", "how to get it"], [[row["name"], row["title"], row["get"]] for row in rows]
    return ["name", "what", "version", "rows", "years", "imported"], [
        [row["name"], row["title"], row["version"], f"{row['rows']:,}", _years(row), row["imported"][:10]]
        for row in rows
        if row["rows"] is not None
    ]


def _years(row: dict[str, Any]) -> str:
    return f"{row['first_year']}-{row['last_year']}" if row["first_year"] is not None else ""


def _listed(rows: list[dict[str, Any]], heads: list[str], cells: list[list[str]], form: TableFormat) -> bytes:
    import polars as pl

    from detente.cli.frames import csv_bytes, json_bytes

    if form in (TableFormat.csv, TableFormat.json):
        frame = pl.DataFrame(rows, infer_schema_length=None)
        return csv_bytes(frame) if form is TableFormat.csv else json_bytes(frame)
    return _table(heads, cells, form)


def _draw(console: Console, heads: list[str], cells: list[list[str]]) -> None:
    from rich.table import Table

    table = Table(*heads, box=None, pad_edge=False, header_style="bold")
    for row in cells:
        table.add_row(*row)
    console.print(table)


def _table(heads: list[str], cells: list[list[str]], form: TableFormat) -> bytes:
    if form is TableFormat.md:
        from detente.cli.frames import markdown_bytes

        return markdown_bytes(heads, cells)
    lines = [heads, *cells]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    drawn = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return ("\n".join(line.rstrip() for line in drawn) + "\n").encode()


def _dataset(name: str, held: Held | None) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """All about one dataset, and its columns."""
    from detente.sources.families import described, forms_of
    from detente.sources.registry import dataset

    entry = dataset(name)
    about = {
        "name": name,
        "title": entry.title,
        "table": entry.table,
        "find": entry.find,
        "address": list(entry.address) or [f"not fetched: {entry.never_fetch}" if entry.never_fetch else "from a file"],
        "licence": entry.licence,
        "forms": list(dict.fromkeys(described(form) for form in forms_of(name))),
        "note": entry.note,
        "citation": entry.citation,
        "bibtex": entry.bibtex,
    }
    if held is not None:
        about |= _summary(held.get(name, []))
    return about, [{"name": column.name, "type": column.type, "text": column.text} for column in entry.columns]


def _coder(name: str, held: Held | None) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """All about another coder of events; the columns of its table are those of `coded_events`."""
    from detente.sources.events import coders

    coder = coders()[name]
    about = {
        "name": name,
        "title": coder.title,
        "table": "coded_events",
        "covers": coder.coverage,
        "find": coder.find,
        "licence": coder.licence,
        "citation": coder.citation,
        "bibtex": coder.bibtex.strip(),
    }
    if held is not None:
        about |= _summary(_of_coder(name, held))
    return about, []


def _told(about: dict[str, Any], columns: list[dict[str, str]], form: TableFormat) -> bytes:
    import json

    if form is TableFormat.json:
        return (json.dumps(about | {"columns": columns}, ensure_ascii=False, indent=1) + "\n").encode()
    if form is TableFormat.csv:
        import polars as pl

        from detente.cli.frames import csv_bytes

        facts = [{"name": key, "type": "", "text": str(value)} for key, value in about.items()]
        return csv_bytes(pl.DataFrame(columns or facts))
    lines = [about["title"], ""]
    for key in ("table", "covers", "find", "address", "licence", "forms", "note"):
        said = about.get(key, "")
        lines += [f"{key:8} {one}" for one in (said if isinstance(said, list) else [said]) if one]
    if "rows" in about:
        there = f"{about['rows']:,} rows" if about["rows"] is not None else "not imported"
        there += f", {years}" if (years := _years(about)) else ""
        more = f", version {about['version'] or 'not stated'}, imported {about['imported']}"
        lines.append(f"here     {there}{more if about['rows'] is not None else ''}")
    lines += ["", "Cite", about["citation"], "", about["bibtex"], ""]
    cells = [[column["name"], column["type"], column["text"]] for column in columns]
    table = b"\n" + _table(["column", "type", "what it holds"], cells, form) if cells else b""
    return "\n".join(lines).encode() + table
