"""`detente changes`: what the file says of two states since a moment that it did not say before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.frames import Form, TableFormat, csv_bytes, format_named, json_bytes, markdown_bytes, on_paper
from detente.cli.output import opened
from detente.cli.states import Db, Output, State, moment, two
from detente.errors import DetenteError
from detente.show.visible import visible

if TYPE_CHECKING:
    from rich.console import Console

    from detente.store.changes import Change

WORDS = {
    "new": "New", "better": "Better dated", "redated": "Dated otherwise", "contradicted": "Contradicted",
    "settled": "No longer contradicted", "withdrawn": "Withdrawn", "confirmed": "Told by more",
}  # fmt: skip
_TICK = timedelta(microseconds=1)  # as fine as DuckDB keeps time
HEADS = ("Change", "Who", "What", "Before", "After", "Sentence", "Document")
_COLUMNS = ("change", "happening", "who", "what", "date_before", "date_after", "before", "after", "why", "evidence",
            "document", "source", "record")  # fmt: skip


def changes(
    a: State,
    b: State,
    db: Db,
    since: Annotated[
        str,
        typer.Option(
            "--since", metavar="DATE", help="What was added or decided on this day or later (UTC).", show_default=False
        ),
    ] = "",
    after: Annotated[
        str,
        typer.Option(
            "--after", metavar="DOCUMENT", help="What came after this document: path, title or id.", show_default=False
        ),
    ] = "",
    form: Form = None,
    output: Output = None,
) -> None:
    """Say which happenings are new, better dated, contradicted or withdrawn since a moment."""
    from detente.store import open_store
    from detente.store.changes import changes as changes_of
    from detente.store.moments import moment_of

    if bool(since) == bool(after):
        raise DetenteError("since when? give --since DATE or --after DOCUMENT, one of them")
    dyad = two(a, b)
    form = format_named(form, output, TableFormat.table)
    with open_store(db) as store:
        if after:
            then, called = moment_of(store, after)
            what = f"since “{called}” was added ({then:%Y-%m-%d %H:%M} UTC)"
        else:
            begins = _moment(since)
            then = begins - _TICK  # what was added in that very moment is part of what is new
            what = f"since {since}"
        found = changes_of(store, dyad, then)
    if form in (TableFormat.table, TableFormat.md):
        from detente.show.rows import parts

        twice = parts(list({each.line.happening: each.line for each in found}.values()))
        found = [each for each in found if each.line.happening not in twice]
    rows = [_row(each, dyad) for each in found]
    if form is TableFormat.table:
        seen = [{name: visible(value) for name, value in row.items()} for row in rows]
        on_paper(lambda console: _draw(console, dyad, visible(what), seen), output)
        return
    if form is TableFormat.md:
        cells = [(WORDS[row["change"]], row["who"], row["what"], row["before"], row["after"], row["evidence"],
                  row["document"]) for row in rows]  # fmt: skip
        content = markdown_bytes(HEADS, cells, [f"# {_title(dyad)}: what changed {what}"])
    else:
        import polars as pl

        frame = pl.DataFrame([{name: row[name] for name in _COLUMNS} for row in rows],
                             schema=dict.fromkeys(_COLUMNS, pl.String), orient="row")  # fmt: skip
        content = csv_bytes(frame) if form is TableFormat.csv else json_bytes(frame)
    with opened(output) as out:
        out.write(content)


def _moment(written: str) -> datetime:
    try:
        found = datetime.fromisoformat(written) if "T" in written or ":" in written else None
    except ValueError:
        found = None
    if found is not None:
        return found.astimezone(UTC).replace(tzinfo=None) if found.tzinfo else found
    return datetime.fromisoformat(moment(written, "--since"))


def _title(dyad: tuple[str, str]) -> str:
    from detente.ontology.states import name_of

    return f"{name_of(dyad[0])} and {name_of(dyad[1])}"


def _row(each: Change, dyad: tuple[str, str]) -> dict[str, Any]:
    from detente.ontology.states import name_of
    from detente.show.parties import who
    from detente.show.rows import title
    from detente.show.words import date_words, difference_words, record_words

    line = each.line
    before, after = each.before, each.after
    titles = {one.document.origin: title(one.document) for one in line.tellings}
    then = (date_words(before.date) or "undated") if before else "not told"
    now = (date_words(after.date) or "undated") if after else "no longer told"
    if each.difference is not None:
        said = difference_words(each.difference, lambda origin: titles.get(origin, origin))
        then, now = (said, "agreed") if each.kind == "settled" else ("agreed" if before else "not told", said)
    elif each.kind == "withdrawn":
        now = each.why
    elif each.kind == "confirmed" and before and after:
        then, now = (f"{len(one.documents)} source{'' if len(one.documents) == 1 else 's'}" for one in (before, after))
    return {
        "change": each.kind, "happening": line.happening, "who": who(line.record, dyad),
        "what": record_words(line.record, name_of), "date_before": before.date if before else "",
        "date_after": after.date if after else "", "before": then, "after": now, "why": each.why,
        "evidence": " ".join(each.by.record.evidence.split()), "document": title(each.by.document),
        "source": each.by.document.source, "record": each.by.record.id,
    }  # fmt: skip


def _draw(console: Console, dyad: tuple[str, str], what: str, rows: list[dict[str, Any]]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from detente.show.words import date_words

    console.print(Text(f"{_title(dyad)}: what changed {what}", style="bold"))
    if not rows:
        console.print(Text("Nothing."))
        return
    for kind, words in WORDS.items():
        held = [row for row in rows if row["change"] == kind]
        if not held:
            continue
        console.print()
        console.print(Text(f"{words} ({len(held)})", style="bold"))
        for row in held:
            date = date_words(row["date_after"] or row["date_before"]) or "undated"
            console.print(Padding(Text.assemble((date, "bold"), f"  {row['who']}: {row['what']}"), (0, 0, 0, 2)))
            if kind == "withdrawn":
                console.print(Padding(Text(row["why"]), (0, 0, 0, 4)))
            elif kind != "new":
                console.print(Padding(Text(f"{row['before']} → {row['after']}"), (0, 0, 0, 4)))
            console.print(Padding(Text(f"“{row['evidence']}” {row['document']}", style="dim"), (0, 0, 0, 4)))
