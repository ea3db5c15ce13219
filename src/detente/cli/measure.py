"""`detente measure`: a measure of two states, as a table or a chart, with what it rests on."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.output import check_place, opened
from detente.cli.states import Db, MinConfidence, Output, State, moment, two
from detente.errors import DetenteError

if TYPE_CHECKING:
    from rich.console import Console

    from detente.cli.measured import Asked, Result
    from detente.store import Store


SHORT = 16  # letters of a cell that is never broken


class Form(StrEnum):
    """How a measure is written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"
    md = "md"


class Period(StrEnum):
    """The length of a period."""

    year = "year"
    quarter = "quarter"
    month = "month"


class Coder(StrEnum):
    """Whose events are measured."""

    text = "text"
    gdelt = "gdelt"
    icews = "icews"
    polecat = "polecat"


class Scale(StrEnum):
    """The scale that events are scored on."""

    plover = "plover"
    goldstein = "goldstein"
    coder = "coder"


class Direction(StrEnum):
    """Whose acts are measured."""

    joint = "joint"
    there = "a-to-b"
    back = "b-to-a"


def _listed(wanted: bool) -> None:
    if wanted:
        from detente.cli.measured import MEASURES

        for each in MEASURES:
            other = f" (also: {', '.join(each.aliases)})" if each.aliases else ""
            typer.echo(f"{each.name}{other}\n    {each.about}\n    unit: {each.unit}\n    needs: {each.needs}")
        raise typer.Exit


def measure(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="Which measure; --list explains each.", show_default=False)
    ],
    a: State,
    b: Annotated[str, typer.Argument(help="Another state.", show_default=False)],
    db: Db,
    by: Annotated[Period, typer.Option("--by", help="Length of a period, of measures of events.")] = Period.year,
    source: Annotated[
        Coder, typer.Option("--source", help="Whose events: coded from your texts, or imported.")
    ] = Coder.text,
    first: Annotated[
        str, typer.Option("--from", metavar="DATE", help="From this day, month or year on.", show_default=False)
    ] = "",
    last: Annotated[
        str, typer.Option("--to", metavar="DATE", help="Up to this day, month or year.", show_default=False)
    ] = "",
    direction: Annotated[Direction, typer.Option(help="Both ways, or what one does to the other.")] = Direction.joint,
    scale: Annotated[
        Scale, typer.Option(help="Scores of events: by type, by type and mode, or those they came with.")
    ] = Scale.plover,
    min_confidence: MinConfidence = 0.0,
    config: Annotated[
        Path | None,
        typer.Option(
            "--config", metavar="TOML", help="cooperation: indicators and weights of your own.", show_default=False
        ),
    ] = None,
    form: Annotated[
        Form | None,
        typer.Option(
            "--format", help="How it is written; by default as OUT's name says, else table.", show_default=False
        ),
    ] = None,
    output: Output = None,
    chart: Annotated[
        Path | None,
        typer.Option("--chart", metavar="FILE", help="Draw it too: .html, .svg or .png.", show_default=False),
    ] = None,
    list_: Annotated[
        bool,
        typer.Option(
            "--list", callback=_listed, is_eager=True, help="Explain each measure, with its unit and data, and end."
        ),
    ] = False,
) -> None:
    """Measure a relationship: score, level, stock, turning points, ladder, alignment, trade, votes, cooperation."""
    from detente.cli.frames import format_named
    from detente.cli.measured import Asked, measure_named
    from detente.store import open_store

    wanted = measure_named(name)
    state, other = two(a, b)
    form = format_named(form, output, Form.table)
    for place in (output, chart):
        if place is not None and str(place) != "-":
            check_place(place)
    suffix = _suffix(chart)
    since, until = moment(first, "--from"), moment(last, "--to", last=True)
    asked = Asked(
        state,
        other,
        by.value,
        source.value,
        _day(since),
        _day(until),
        min_confidence,
        scale.value,
        direction.value,
        config,
    )
    with open_store(db) as store:
        result = wanted.run(store, asked)
        result.notes += _covers(store, result, asked)
        cited = _cited(store, result)
        if chart is not None:
            _draw(result, chart, suffix, cited, wanted.name)
    _write(result, form, output, wanted.name, asked, cited)


def _suffix(chart: Path | None) -> str:
    if chart is None:
        return ""
    from detente.show.chart_files import suffix_of

    return suffix_of(chart)


def _day(written: str) -> Any:
    from datetime import date

    return date.fromisoformat(written) if written else None


def _covers(store: Store, result: Result, asked: Asked) -> list[str]:
    """What years the datasets cover, where years were asked for that they do not, or where nothing was found."""
    from detente.sources.tables import present

    there, notes = present(store), []
    for name in dict.fromkeys(result.used):
        spans = [(each.first_year, each.last_year) for each in there.get(name, ())]
        known = [(first, last) for first, last in spans if first is not None and last is not None]
        if not known:
            continue
        first, last = min(first for first, _ in known), max(last for _, last in known)
        beyond = (asked.since and asked.since.year < first) or (asked.until and asked.until.year > last)
        if beyond or result.rows.is_empty():
            notes.append(f"{name} covers {first}-{last}; what lies outside is missing")
    return notes


def _cited(store: Store, result: Result) -> list[str]:
    from detente.sources.tables import citations

    return citations(store, result.used)


def _sources(result: Result, cited: list[str]) -> str:
    """Where the data come from, in one line for a chart."""
    texts = [f"{result.texts} text{'' if result.texts == 1 else 's'} coded by Détente"] if result.texts else []
    return "; ".join([*texts, *(line.split(". ")[0] for line in cited)])


def _draw(result: Result, chart: Path, suffix: str, cited: list[str], name: str) -> None:
    from detente.show.chart_files import write
    from detente.show.sheet import Caption

    if result.chart is None:
        raise DetenteError(f"{name} is a table and has no chart; leave --chart out")
    drawn = result.chart(Caption(result.title, result.unit, _sources(result, cited)))
    with opened(chart) as out:
        write(drawn, out, suffix)
    typer.echo(str(chart), err=True)


def _write(result: Result, form: Form, output: Path | None, name: str, asked: Asked, cited: list[str]) -> None:
    from detente.cli.frames import csv_bytes, json_bytes, markdown_bytes, on_paper, parquet_to

    notes = [*result.notes, *(f"cite: {line}" for line in cited)]
    if form is Form.table:
        on_paper(lambda console: _print(console, result, asked, notes), output)
        return
    if form is Form.md:
        heads, rows = _cells(result, asked.by)
        content = markdown_bytes(
            [_headed(head) for head in heads], rows, above=[f"# {result.title}", "", f"Unit: {result.unit}."]
        )
        with opened(output) as out:
            out.write(content + "".join(f"\n{note[0].upper()}{note[1:]}\n" for note in notes).encode())
        return
    if form is Form.json:
        about = {
            "measure": name,
            "a": asked.a,
            "b": asked.b,
            "by": asked.by,
            "title": result.title,
            "unit": result.unit,
            "datasets": result.used,
            "cite": cited,
            "notes": result.notes,
        }
        with opened(output) as out:
            out.write(json_bytes(result.rows, about))
        return
    if form is Form.parquet:
        parquet_to(result.rows, output)
    else:
        with opened(output) as out:
            out.write(csv_bytes(result.rows))
    for note in [f"unit: {result.unit}", *notes]:  # what a table of data cannot say itself
        typer.echo(note, err=True)


def _print(console: Console, result: Result, asked: Asked, notes: list[str]) -> None:
    from rich.table import Table
    from rich.text import Text

    heads, rows = _cells(result, asked.by)
    console.print(Text(result.title, style="bold"))
    console.print(Text(result.unit, style="dim"))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        number = result.rows[head].dtype.is_numeric()
        short = max([len(_headed(head)), *(len(row[place]) for row in rows)]) <= SHORT
        table.add_column(_headed(head), justify="right" if number else "left", no_wrap=number or short, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console.print(table)
    for note in notes:
        console.print(Text(note, style="dim"))


def _headed(column: str) -> str:
    """What a column is called in a reader's table: short, so that eighty columns hold the obligations of ATOP."""
    return column.removeprefix("atop_")


def _cells(result: Result, by: str) -> tuple[list[str], list[list[str]]]:
    """Heads and cells for a reader: numbers rounded, the ids of records left to the formats for machines."""
    rows = result.rows
    shown = list(result.shown) or [name for name in rows.columns if name != "ids"]
    if "period" in shown and by != "quarter":
        import polars as pl

        rows = rows.with_columns(pl.col("period").dt.to_string("%Y" if by == "year" else "%Y-%m"))
    return shown, [[_cell(value) for value in row] for row in rows.select(shown).iter_rows()]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}" if abs(value) < 1 else f"{value:.2f}"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
