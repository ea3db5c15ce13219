"""`detente chronology`: what happened between two states, who says so, and whether they agree."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.frames import csv_bytes, format_named, json_bytes, markdown_bytes, on_paper, parquet_to
from detente.cli.output import check_place, opened
from detente.cli.states import AsOf, Db, MinConfidence, Output, State, actor, moment, patterns, two, types_of
from detente.show.visible import visible

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from detente.store import Store
    from detente.store.chronology import Chronology


class Form(StrEnum):
    """How a chronology is written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    md = "md"
    ics = "ics"
    timelinejs = "timelinejs"


class Events(StrEnum):
    """Whose events are shown beside the texts."""

    gdelt = "gdelt"
    icews = "icews"
    polecat = "polecat"
    all = "all"


FOR_PEOPLE = (Form.table, Form.md, Form.ics, Form.timelinejs)
DISPUTED = "reviewers do not agree on it"
MANY = 2_000  # lines that a person is shown, unless --limit says otherwise
HEADS = ("Date", "Who", "What", "Sources", "Confidence", "Told by")


def chronology(
    a: State,
    b: State,
    db: Db,
    first: Annotated[
        str,
        typer.Option("--from", metavar="DATE", help="From this day, month, year ... on (EDTF).", show_default=False),
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Up to this day, month, year ... (EDTF).", show_default=False)
    ] = "",
    types: Annotated[
        list[str] | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help="Event type or mode, form, act, status ... (CONSULT/visit, signed).",
            show_default=False,
        ),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option("--kind", metavar="KIND", help="event, agreement, status, position ...", show_default=False),
    ] = None,
    min_confidence: MinConfidence = 0.0,
    sources: Annotated[
        list[str] | None,
        typer.Option(
            "--source", metavar="NAME", help="Only documents with this in path or address.", show_default=False
        ),
    ] = None,
    third: Annotated[
        str,
        typer.Option("--third-party", metavar="C", help="Only what involves a third state too.", show_default=False),
    ] = "",
    as_of: AsOf = "",
    reviewed: Annotated[bool, typer.Option("--reviewed", help="Only what a person accepted or corrected.")] = False,
    events: Annotated[
        Events | None,
        typer.Option("--events", help="Other coders' imported events too, each as coded.", show_default=False),
    ] = None,
    records: Annotated[bool, typer.Option("--records", help="A line for each record, not for each happening.")] = False,
    spans: Annotated[
        bool, typer.Option("--spans", help="ics: what is dated to a month or a year, as a span of its days.")
    ] = False,
    limit: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Lines at most; 0: all. People are shown 2000.", show_default=False),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format", help="How it is written; by default as OUT's name says, else table.", show_default=False
        ),
    ] = None,
    output: Output = None,
) -> None:
    """List what happened between two states: a line a happening, with its sources and where they disagree."""
    from detente.store import open_store

    dyad = two(a, b)
    form = format_named(form, output, Form.table)
    if output is not None and str(output) != "-":
        check_place(output)
    most = limit if limit is not None else (MANY if form in FOR_PEOPLE else 0)
    low, high = moment(first, "--from"), moment(last, "--to", last=True)
    with open_store(db) as store:
        found = _found(
            store, dyad, low, high, types=types_of(types or []), kinds=kinds or [], min_confidence=min_confidence,
            sources=patterns(sources or []), third=third, as_of=moment(as_of, "--as-of", last=True), reviewed=reviewed,
            events=events, records=records, limit=most,
        )  # fmt: skip
        changed = _changed(store) if form is Form.ics else {}
    for note in found.notes:
        print(f"detente: note: {note}", file=sys.stderr)
    _write(found, form, output, most, spans=spans, changed=changed)


def _found(
    store: Store,
    dyad: tuple[str, str],
    low: str,
    high: str,
    *,
    events: Events | None,
    limit: int,
    third: str,
    **asked: Any,
) -> Chronology:
    from detente.store.chronology import chronology, coded_events

    first, last = (date.fromisoformat(day) if day else None for day in (low, high))
    found = chronology(store, dyad, first=first, last=last, third=actor(third) if third else None, **asked)
    if found.as_of and found.without_day:
        found.notes.append(
            f"{_count(found.without_day, 'document')} left out: not known when published (`add --published` says it)"
        )
    if found.undated:
        found.notes.append(
            f"{_count(found.undated, 'happening')} without a date left out; asked without dates they come last"
        )
    if found.rejected:
        found.notes.append(
            f"{_count(found.rejected, 'record')} left out that one reviewer rejected and another accepted; "
            "`detente review --disputed` shows them"
        )
    if events is None:
        return found
    whose = "other coders" if events is Events.all else events.value
    wanted_of_texts = [name for name, value in (("--source", asked["sources"]), ("--third-party", third),
                                                ("--reviewed", asked["reviewed"])) if value]  # fmt: skip
    if wanted_of_texts:
        found.notes.append(f"no events of {whose}, since {' and '.join(wanted_of_texts)} asks for texts")
        return found
    if asked["kinds"] and "event" not in asked["kinds"]:
        return found
    if asked["as_of"]:
        known = date.fromisoformat(asked["as_of"])
        last = min(last, known) if last else known
    from detente.sources.events import coders  # here: only who asks for other coders waits for the importers

    wanted = coders().values() if events is Events.all else [coders()[events.value]]
    stored = [each for coder in wanted for each in coder.stored]
    types = asked["types"]
    found.events, count = coded_events(store, dyad, stored, first=first, last=last, types=types, limit=limit)
    if not count:
        found.notes.append(f"no events of {whose} between the two in this file (`detente import` brings them)")
    elif count > found.events.height:
        found.notes.append(f"{count - found.events.height:,} more events of {whose} left out; --limit 0 gives all")
    return found


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _changed(store: Store) -> dict[str, datetime]:
    """When each document was last coded."""
    rows = store.connection.execute("SELECT document, max(added) FROM records GROUP BY document").fetchall()
    return {document: added.replace(tzinfo=UTC) for document, added in rows}


def _write(
    found: Chronology, form: Form, output: Path | None, most: int, *, spans: bool, changed: dict[str, datetime]
) -> None:
    from detente.show.rows import frame

    table = frame(found)
    if form in FOR_PEOPLE:
        import polars as pl

        table = table.filter(pl.col("part_of") == "")
    if most and table.height > most:
        print(f"detente: note: {table.height - most:,} lines more left out; --limit 0 gives all", file=sys.stderr)
        table = table.head(most)
    match form:
        case Form.parquet:
            parquet_to(table, output)
        case Form.csv:
            _bytes(csv_bytes(table), output)
        case Form.json:
            _bytes(json_bytes(table), output)
        case Form.md:
            _bytes(
                markdown_bytes(HEADS, [_cells(row) for row in table.iter_rows(named=True)], _above(found, table)),
                output,
            )
        case Form.ics:
            _calendar(found, table, output, spans=spans, changed=changed)
        case Form.timelinejs:
            _timeline(found, table, output)
        case _:
            on_paper(lambda console: _draw(console, found, table), output)


def _bytes(content: bytes, output: Path | None) -> None:
    with opened(output) as out:
        out.write(content)


def _heading(found: Chronology) -> str:
    from detente.ontology.states import name_of

    known = f", as known on {found.as_of}" if found.as_of else ""
    return f"{name_of(found.dyad[0])} and {name_of(found.dyad[1])}{known}"


def _counted(table: pl.DataFrame) -> str:
    """How many happenings; other coders' events are reports and counted apart."""
    coded = int((table["provenance"] != "texts").sum())
    told = _count(table.height - coded, "happening")
    return f"{told} and {_count(coded, 'event')} of other coders" if coded else told


def _above(found: Chronology, table: pl.DataFrame) -> list[str]:
    return [f"# {_heading(found)}", "", f"{_counted(table)}; dates are as exact as the sources."]


def _cells(row: dict[str, Any]) -> tuple[str, ...]:
    """A row for people: date, who, what with disagreements, how many sources, confidence, who tells it."""
    from detente.show.words import date_words

    what = "; ".join([row["what"], *(f"≠ {each}" for each in _differ(row))])
    told = ", ".join(row["documents"]) or row["provenance"]
    sure = "reviewed" if row["reviewed"] else "" if row["confidence"] is None else f"{row['confidence']:.2f}"
    return date_words(row["date"]) or "undated", row["who"], what, str(row["sources"]), sure, told


def _differ(row: dict[str, Any]) -> list[str]:
    """On what sources differ, and whether reviewers do."""
    return [*row["disagreements"], *([DISPUTED] if row["disputed"] else [])]


def _draw(console: Console, found: Chronology, table: pl.DataFrame) -> None:
    from rich.table import Table
    from rich.text import Text

    from detente.show.words import date_words

    if table.is_empty():
        console.print(Text(f"{_heading(found)}: nothing in this file that fits."))
        return
    narrow = console.width < 100
    shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    shown.add_column("Date", overflow="fold", max_width=16 if narrow else 24)
    shown.add_column("Who", overflow="fold", ratio=3)
    shown.add_column("What", overflow="fold", ratio=5)
    shown.add_column("Src", justify="right", no_wrap=True)
    shown.add_column("Sure", justify="right", no_wrap=True)
    mixed = table["provenance"].n_unique() > 1 or table["provenance"][0] != "texts"
    if mixed:
        shown.add_column("From", no_wrap=True)
    before = None
    for row in table.iter_rows(named=True):
        when = date_words(row["date"]) or "undated"
        what = Text(visible(row["what"]))
        for each in _differ(row):
            what.append(f"\n≠ {visible(each)}", style="yellow")
        sure = "✓" if row["reviewed"] else "" if row["confidence"] is None else f"{row['confidence']:.2f}"
        cells = [Text("″" if when == before else when), Text(row["who"]), what, Text(str(row["sources"])), Text(sure)]
        shown.add_row(*cells, *([Text(row["provenance"])] if mixed else []))
        before = when
    console.print(Text(_heading(found), style="bold"))
    console.print()
    console.print(shown)
    console.print()
    disputed = sum(bool(each) for each in table["disagreements"].to_list())
    several = sum(number > 1 for number in table["sources"])
    texts = {each for titles in table["documents"].to_list() for each in titles}
    parts = [_counted(table), f"{several:,} with several sources"]
    parts += [f"{disputed:,} on which they differ (≠)"] if disputed else []
    console.print(Text(f"{', '.join(parts)}; {_count(len(texts), 'document')}.", style="dim"))


def _calendar(
    found: Chronology, table: pl.DataFrame, output: Path | None, *, spans: bool, changed: dict[str, datetime]
) -> None:
    from detente.show.ics import Appointment, calendar

    when = {
        line.happening: max(changed[each.document.document] for each in line.tellings) for line in found.lines
    }  # fmt: skip
    began = datetime(1970, 1, 1, tzinfo=UTC)
    appointments = [
        Appointment(
            f"{'-'.join(sorted(found.dyad))}-{_ident(row, found)}", row["date"], f"{row['who']}: {row['what']}",
            "\n".join(_about(row)), when.get(row["happening"], began), row["url"],
        )
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    content, left = calendar(_heading(found), appointments, spans=spans)
    _bytes(content.encode(), output)
    if left:
        hint = "" if spans else "; --spans puts months, seasons and years in as spans"
        print(
            f"detente: note: {_count(left, 'happening')} left out of the calendar: not dated to the day{hint}",
            file=sys.stderr,
        )


def _ident(row: dict[str, Any], found: Chronology) -> str:
    """What names a line for good: its happening, or where each record has a line, its record."""
    return str(row["records"][0] if found.records and row["records"] else row["happening"])


def _about(row: dict[str, Any]) -> list[str]:
    """What stands below a line: how it is dated, the sentence, who tells it, where they differ."""
    from detente.show.words import date_words

    told = ", ".join(row["documents"]) or row["provenance"]
    sure = f"confidence {row['confidence']:.2f}" if row["confidence"] is not None else ""
    lines = [
        f"“{row['evidence']}”" if row["evidence"] else "",
        f"Dated: {date_words(row['date'])}" if row["date"] else "",
    ]
    lines += [f"Sources differ: {each}" for each in row["disagreements"]]
    lines += [f"{DISPUTED[:1].upper()}{DISPUTED[1:]}"] if row["disputed"] else []
    lines.append(f"Told by: {told}" + (f" ({row['reviewed'] or sure})" if row["reviewed"] or sure else ""))
    return [line for line in lines if line]


def _timeline(found: Chronology, table: pl.DataFrame, output: Path | None) -> None:
    from detente.show.timelinejs import Slide, dumped, timeline

    slides = [
        Slide(_ident(row, found), row["date"], f"{row['who']}: {row['what']}", tuple(_about(row)),
              _lane(row))
        for row in table.iter_rows(named=True)
    ]  # fmt: skip
    about = f"{_counted(table)}; dates are as exact as the sources."
    content, left = timeline(_heading(found), about, slides)
    _bytes(dumped(content).encode(), output)
    if left:
        print(f"detente: note: {_count(left, 'happening')} left out of the timeline: without a date", file=sys.stderr)


def _lane(row: dict[str, Any]) -> str:
    """The lane of a timeline that a line stands in, as in the brief; other coders' events have one for each coder."""
    from detente.show.timeline import LANES
    from detente.show.words import FRICTION

    if row["provenance"] != "texts":
        return str(row["provenance"])
    lane = {"status": "relationship", "agreement": "agreements", "event": "cooperation"}.get(row["kind"])
    if row["type"] == "CONSULT":
        lane = "visits"
    elif row["type"] in FRICTION:
        lane = "friction"
    return dict(LANES).get(lane or "", str(row["kind"]).capitalize())
