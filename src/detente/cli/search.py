"""`detente search`: words looked for in the evidence and in the texts."""

from __future__ import annotations

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.frames import Form, TableFormat, csv_bytes, format_named, json_bytes, markdown_bytes, on_paper
from detente.cli.output import opened
from detente.cli.states import Db, Output, two
from detente.show.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

    from detente.store import Store
    from detente.store.search import Found


class Within(StrEnum):
    """Where to look."""

    evidence = "evidence"
    text = "text"
    both = "both"


def search(
    words: Annotated[
        str,
        typer.Argument(
            help='Words that must all be there; "a phrase", begin*, -not, one OR other.', show_default=False
        ),
    ],
    db: Db,
    dyad: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Only what names both states.", show_default=False),
    ] = None,
    within: Annotated[
        Within, typer.Option("--in", help="Sentences that records rest on, the texts, or both.")
    ] = Within.both,
    limit: Annotated[int, typer.Option(min=0, metavar="N", help="Hits of each sort at most; 0: all.")] = 20,
    form: Form = None,
    output: Output = None,
) -> None:
    """Look for words in the evidence of records and in the documents' texts, the best matches first."""
    from detente.store import open_store
    from detente.store.search import search as look

    form = format_named(form, output, TableFormat.table)
    pair = two(*dyad) if dyad else None
    with open_store(db) as store:
        found = look(store, words, dyad=pair, within=within.value, limit=limit, note=_note)
        rows = _rows(store, found)
    if form is TableFormat.table:
        on_paper(lambda console: _draw(console, words, found, rows), output)
        return
    if form is TableFormat.md:
        heads = ("Where", "Dated", "Words", "Document", "Records")
        cells = [(row["where"], row["dates"], _marked(row), row["title"], row["records"]) for row in rows]
        content = markdown_bytes(heads, cells)
    else:
        import polars as pl

        types = {name: pl.Int64 if name in ("start", "end") else pl.Float64 if name == "score" else pl.String
                 for name in _COLUMNS}  # fmt: skip
        frame = pl.DataFrame([{name: row[name] for name in _COLUMNS} for row in rows], schema=types, orient="row")
        content = csv_bytes(frame) if form is TableFormat.csv else json_bytes(frame)
    with opened(output) as out:
        out.write(content)


def _note(words: str) -> None:
    print(f"detente: note: {words}", file=sys.stderr, flush=True)


_COLUMNS = ("where", "score", "document", "title", "source", "published", "start", "end", "words", "dates", "kinds",
            "records")  # fmt: skip


def _rows(store: Store, found: Found) -> list[dict[str, Any]]:
    from detente.show.rows import title
    from detente.store.search import documents_of, records_at

    documents = documents_of(store, found.hits)
    records = records_at(store, found.hits)
    rows = []
    for hit in found.hits:
        document = documents[hit.document]
        held = records.get((hit.document, hit.start, hit.end), [])
        rows.append({
            "where": "evidence" if hit.coded else "text", "score": round(hit.score, 3), "document": document.doc,
            "title": title(document), "source": document.source, "published": document.published, "start": hit.start,
            "end": hit.end, "words": hit.words, "pieces": hit.pieces,
            "dates": " ".join(dict.fromkeys(each.date for each in held if each.date)),
            "kinds": " ".join(dict.fromkeys(getattr(each, "type", each.kind) for each in held)),
            "records": " ".join(each.id for each in held),
        })  # fmt: skip
    return rows


def _marked(row: dict[str, Any]) -> str:
    return "".join(f"«{run}»" if match else run for run, match in row["pieces"])


def _draw(console: Console, words: str, found: Found, rows: list[dict[str, Any]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from detente.show.words import date_words

    if not rows:
        console.print(Text(f"{words}: nothing in this file has these words."))
        return
    where = ""
    for row in rows:
        if row["where"] != where:
            where = row["where"]
            heading = (
                "In the evidence of records" if where == "evidence" else "In the texts, and in no record's evidence"
            )
            console.print(Text(heading, style="bold"))
            console.print()
        dates = ", ".join(date_words(date) for date in row["dates"].split()) if row["dates"] else ""
        when = f"{dates}  " if dates else "undated  " if where == "evidence" else ""
        published = f", {row['published']}" if row["published"] else ""
        head = Text.assemble((when, "bold"), visible(row["title"]), (published, "dim"))
        console.print(head)
        shown = Text()
        for run, match in row["pieces"]:
            shown.append(
                visible(run) if console.color_system or not match else f"«{visible(run)}»",
                style="bold yellow" if match else "",
            )
        console.print(Padding(shown, (0, 0, 0, 2)))
        if row["records"]:
            console.print(Text(f"  {row['kinds']}: {row['records']}", style="dim"))
        console.print()
    kept = {name: sum(row["where"] == name for row in rows) for name in ("evidence", "text")}
    said = []
    if found.sentences:
        said.append(f"{kept['evidence']:,} of {found.sentences:,} sentences of records")
    if kept["text"] or not found.sentences:
        said.append(f"{kept['text']:,} of {found.paragraphs:,} paragraphs")
    console.print(Text(f"{'; '.join(said)}.", style="dim"))
