"""`detente datasets`: what can be imported, what is there, how to cite it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.frames import TableFormat

if TYPE_CHECKING:
    from detente.sources.tables import Present


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
    from detente.cli.output import opened
    from detente.sources.registry import EVENTS, dataset

    held = _held(db)
    if name.strip().lower() in EVENTS:
        content = _coder(name.strip().lower(), held, form, in_store=db is not None)
    elif name:
        content = _one(dataset(name).name, held, form, in_store=db is not None)
    else:
        content = _list(held, form, in_store=db is not None)
    with opened(output) as out:
        out.write(content)


def _held(db: Path | None) -> dict[str, list[Present]]:
    if db is None:
        return {}
    from detente.sources.tables import present
    from detente.store.database import open_store

    with open_store(db) as store:
        return present(store)


def _summary(name: str, held: dict[str, list[Present]]) -> dict[str, object]:
    """What a store has of a dataset; its parts together."""
    items = held.get(name, [])
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


def _list(held: dict[str, list[Present]], form: TableFormat, *, in_store: bool) -> bytes:
    import polars as pl

    from detente.cli.frames import csv_bytes, json_bytes
    from detente.sources.events import coders as known_coders
    from detente.sources.registry import EVENTS
    from detente.sources.registry import datasets as known

    rows: list[dict[str, object]] = []
    for entry in known().values():
        got = "fetched" if entry.address and not entry.never_fetch else "from a file"
        about = {"name": entry.name, "title": entry.title, "get": got}
        rows.append({**about, **_summary(entry.name, held), "citation": entry.citation, "licence": entry.licence})
    for name, title in EVENTS.items():
        coders = {key: items for key, items in held.items() if key.startswith(name)}
        joined = {name: [item for items in coders.values() for item in items]}
        facts = known_coders()[name]
        about = {"name": name, "title": title, "get": "from a file"}
        rows.append({**about, **_summary(name, joined), "citation": facts.citation, "licence": facts.licence})
    columns = (
        "name",
        "title",
        "get",
        "version",
        "rows",
        "first_year",
        "last_year",
        "imported",
        "citation",
        "licence",
        "source",
    )
    if form in (TableFormat.csv, TableFormat.json):
        frame = pl.DataFrame(rows, infer_schema_length=None).select(columns)
        return csv_bytes(frame) if form is TableFormat.csv else json_bytes(frame)
    heads = ["name", "what", "version", "rows", "years", "imported"] if in_store else ["name", "what", "how to get it"]
    cells = []
    for row in rows:
        if not in_store:
            cells.append([str(row["name"]), str(row["title"]), str(row["get"])])
        elif row["rows"] is not None:
            years = f"{row['first_year']}-{row['last_year']}" if row["first_year"] is not None else ""
            cells.append(
                [
                    str(row["name"]),
                    str(row["title"]),
                    str(row["version"]),
                    f"{row['rows']:,}",
                    years,
                    str(row["imported"])[:10],
                ]
            )
    return _table(heads, cells, form)


def _table(heads: list[str], cells: list[list[str]], form: TableFormat) -> bytes:
    if form is TableFormat.md:
        from detente.cli.frames import markdown_bytes

        return markdown_bytes(heads, cells)
    widths = [max(len(row[place]) for row in [heads, *cells]) for place in range(len(heads))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *cells]
    ]
    return ("\n".join(lines) + "\n").encode()


def _one(name: str, held: dict[str, list[Present]], form: TableFormat, *, in_store: bool) -> bytes:
    from detente.sources.families import described, forms_of
    from detente.sources.registry import dataset

    entry = dataset(name)
    forms = list(dict.fromkeys(described(one) for one in forms_of(name)))
    if form is TableFormat.json:
        import json

        about = {
            "name": name, "title": entry.title, "table": entry.table, "citation": entry.citation,
            "bibtex": entry.bibtex, "licence": entry.licence, "find": entry.find, "address": list(entry.address),
            "forms": forms, "note": entry.note, **(_summary(name, held) if in_store else {}),
            "columns": [{"name": column.name, "type": column.type, "text": column.text} for column in entry.columns],
        }  # fmt: skip
        return (json.dumps(about, ensure_ascii=False, indent=1) + "\n").encode()
    cells = [[column.name, column.type, column.text] for column in entry.columns]
    table = _table(["column", "type", "what it holds"], cells, form) if form is not TableFormat.csv else _csv(cells)
    if form is TableFormat.csv:
        return table
    fetch = (
        f"not fetched: {entry.never_fetch}" if entry.never_fetch else ", ".join(entry.address) or "none; from a file"
    )
    lines = [
        entry.title,
        "",
        f"table    {entry.table}",
        f"find     {entry.find}",
        f"address  {fetch}",
        f"licence  {entry.licence}",
    ]
    lines += [f"form     {one}" for one in forms]
    if entry.note:
        lines.append(f"note     {entry.note}")
    if in_store:
        summary = _summary(name, held)
        there = (
            f"{summary['rows']:,} rows, version {summary['version'] or 'not stated'}, imported {summary['imported']}"
            if summary["rows"] is not None
            else "not imported"
        )
        lines.append(f"here     {there}")
    lines += ["", "Cite", entry.citation, "", entry.bibtex, "", ""]
    return "\n".join(lines).encode() + table


def _coder(name: str, held: dict[str, list[Present]], form: TableFormat, *, in_store: bool) -> bytes:
    """Another coder of events: what it is, where a person finds it, how to cite it."""
    import json

    from detente.sources.events import coders

    about = coders()[name]
    facts = {"table": "coded_events", "covers": about.coverage, "find": about.find, "licence": about.licence}
    if in_store:
        summary = _summary(name, held)
        there = summary["rows"] is not None
        facts["here"] = f"{summary['rows']:,} events, imported {summary['imported']}" if there else "not imported"
    if form is TableFormat.json:
        whole = {"name": name, "title": about.title, **facts, "citation": about.citation, "bibtex": about.bibtex}
        return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()
    if form is TableFormat.csv:
        return _csv([[key, "VARCHAR", value] for key, value in facts.items()])
    lines = [about.title, "", *(f"{key:8} {value}" for key, value in facts.items())]
    return "\n".join([*lines, "", "Cite", about.citation, "", about.bibtex.strip(), ""]).encode()


def _csv(cells: list[list[str]]) -> bytes:
    import polars as pl

    from detente.cli.frames import csv_bytes

    return csv_bytes(pl.DataFrame(cells, schema=["column", "type", "text"], orient="row"))
