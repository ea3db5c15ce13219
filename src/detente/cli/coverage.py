"""`detente coverage`: on which years, sides and kinds the sources are silent, or only one of them speaks."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.frames import Form, TableFormat, csv_bytes, format_named, json_bytes, markdown_bytes, on_paper
from detente.cli.output import opened
from detente.cli.states import AsOf, Db, MinConfidence, Output, State, moment, two

if TYPE_CHECKING:
    from rich.console import Console

    from detente.store.coverage import Coverage, Period

MANY = 60  # years that are shown one by one unless asked otherwise
BAR = 10  # letters of the longest bar
PLURALS = {"status": "statuses"}
LISTED = 12  # stretches that are named in words


class By(StrEnum):
    """How long a period is."""

    year = "year"
    decade = "decade"


def coverage(
    a: State,
    b: State,
    db: Db,
    by: Annotated[
        By | None, typer.Option("--by", help="A row a year or a decade; by default as it fits.", show_default=False)
    ] = None,
    first: Annotated[
        str, typer.Option("--from", metavar="YEAR", help="Begin with this year.", show_default=False)
    ] = "",
    last: Annotated[str, typer.Option("--to", metavar="YEAR", help="End with this year.", show_default=False)] = "",
    min_confidence: MinConfidence = 0.0,
    as_of: AsOf = "",
    form: Form = None,
    output: Output = None,
) -> None:
    """Show on which years, sides and kinds the sources are silent or only one speaks; happenings are counted."""
    from detente.show.rows import parts
    from detente.store import open_store
    from detente.store.chronology import lines, without_day
    from detente.store.coverage import coverage as coverage_of
    from detente.store.reading import stored

    dyad = two(a, b)
    form = format_named(form, output, TableFormat.table)
    begin, end = moment(first, "--from")[:4], moment(last, "--to", last=True)[:4]
    with open_store(db) as store:
        day = moment(as_of, "--as-of", last=True)
        told = lines(stored(store, dyad=dyad, min_confidence=min_confidence, as_of=day or None))
        unknown = without_day(store, dyad) if day else 0
    if unknown:
        what = f"{unknown:,} document{'' if unknown == 1 else 's'}"
        print(f"detente: note: {what} left out: not known when published", file=sys.stderr)
    twice = parts(told)  # that a treaty was signed is one happening, though it is an event and an agreement
    told = [line for line in told if line.happening not in twice]
    asked = {"first": int(begin) if begin else None, "last": int(end) if end else None}
    found = coverage_of(told, dyad, by=1, **asked)
    if by is By.decade or (by is None and len(found.periods) > MANY):
        found = coverage_of(told, dyad, by=10, **asked)
    if form is TableFormat.table:
        on_paper(lambda console: _draw(console, found), output)
        return
    rows = [_row(each, found.dyad) for each in found.periods]
    if form is TableFormat.md:
        heads = ("Years", "Happenings", "One source", *_side_names(found), "Kinds")
        cells = [
            (each.name, *map(str, (each.happenings, each.one_source, *_sides(each))), _kinds(each))
            for each in found.periods
        ]
        content = markdown_bytes(heads, cells, [f"# {_title(found)}", "", *(f"- {line}" for line in said(found))])
    elif form is TableFormat.csv:
        import polars as pl

        content = csv_bytes(pl.DataFrame(rows, infer_schema_length=None))
    else:
        import polars as pl

        about = {
            "states": list(found.dyad), "happenings": found.happenings, "undated": found.undated,
            "documents": found.documents, "silent": found.silent(), "single": found.single(), "said": said(found),
        }  # fmt: skip
        content = json_bytes(pl.DataFrame(rows, infer_schema_length=None), about)
    with opened(output) as out:
        out.write(content)


def _row(each: Period, dyad: tuple[str, str]) -> dict[str, Any]:
    from detente.record import KINDS

    a, b = dyad
    return {
        "first_year": each.first, "last_year": each.last, "happenings": each.happenings, "one_source": each.one_source,
        "touched": each.touched, "documents": len(each.documents), f"{a}_{b}": each.sides["a"],
        f"{b}_{a}": each.sides["b"], "joint": each.sides["joint"], "others": each.sides["others"],
        **{kind: each.kinds[kind] for kind in KINDS},
    }  # fmt: skip


def _title(found: Coverage) -> str:
    from detente.ontology.states import name_of

    return f"{name_of(found.dyad[0])} and {name_of(found.dyad[1])}: what the sources cover"


def _side_names(found: Coverage) -> tuple[str, str, str]:
    a, b = found.dyad
    return f"{a}→{b}", f"{b}→{a}", "Both"


def _sides(each: Period) -> tuple[int, int, int]:
    return each.sides["a"], each.sides["b"], each.sides["joint"]


def _kinds(each: Period) -> str:
    return ", ".join(
        f"{count} {kind if count == 1 else PLURALS.get(kind, kind + 's')}" for kind, count in each.kinds.most_common()
    )


def said(found: Coverage) -> list[str]:
    """What is missing, in words."""
    from detente.ontology.states import name_of

    if not found.years and not found.undated:
        return ["No source tells of the two."]
    a, b = map(name_of, found.dyad)
    lines = [f"{found.happenings:,} dated happening{'' if found.happenings == 1 else 's'}, {found.undated:,} undated, "
             f"from {found.documents:,} document{'' if found.documents == 1 else 's'}."]  # fmt: skip
    if silent := found.silent():
        lines.append(f"No source for {_spans(silent)}.")
    if found.documents == 1 and found.happenings:
        lines.append("All of it comes from one source.")
    elif single := found.single():
        lines.append(f"One source only for {_spans(single)}.")
    sides = found.silent_sides()
    for side, what in (("a", f"{a} does towards {b}"), ("b", f"{b} does towards {a}"), ("joint", "both do together")):
        if sides[side] and len(found.periods) > 1:
            lines.append(f"Nothing that {what} in {_spans(sides[side])}.")
    if kinds := found.silent_kinds():
        listed = kinds[0] if len(kinds) == 1 else f"{', '.join(kinds[:-1])} or {kinds[-1]}"
        lines.append(f"No {listed} at all.")
    return lines


def _spans(stretches: list[tuple[int, int]]) -> str:
    """1950–1953 and 1961; of many the longest, and how many more."""
    shown = stretches
    many = len(stretches) > LISTED + 1
    if many:
        longest = sorted(stretches, key=lambda each: (each[0] - each[1], each[0]))[:LISTED]
        shown = sorted(longest)
    named = [str(first) if first == last else f"{first}–{last}" for first, last in shown]
    if many:
        named.append(f"{len(stretches) - LISTED} shorter stretches")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"


def _draw(console: Console, found: Coverage) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(Text(_title(found), style="bold"))
    console.print()
    if found.periods:
        most = max(each.happenings for each in found.periods) or 1
        shown = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
        shown.add_column("Years", no_wrap=True)
        shown.add_column("", no_wrap=True)
        for name in ("Told", "1 src", *_side_names(found)):
            shown.add_column(name, justify="right", no_wrap=True)
        shown.add_column("Kinds", overflow="fold")
        for first, last, each in _rows(found):
            full = round(each.happenings * BAR / most)
            bar = "█" * max(full, bool(each.happenings)) or ("·" if each.touched else "")
            numbers = [str(number) if number else "" for number in (each.happenings, each.one_source, *_sides(each))]
            kinds = _kinds(each) or ("dated vaguely" if each.touched else "silent")
            years = str(first) if first == last else f"{first}–{last}"
            shown.add_row(*map(Text, (years, bar, *numbers, kinds)), style="" if each.happenings else "dim")
        console.print(shown)
        console.print()
    for line in said(found):
        console.print(Text(line))


def _rows(found: Coverage) -> Iterator[tuple[int, int, Period]]:
    """The periods; those without a happening of their own that follow one another, and are alike, as one."""
    held: tuple[int, int, Period] | None = None
    for each in found.periods:
        if held is not None and not each.happenings and each.silent == held[2].silent:
            held = held[0], each.last, each
            continue
        if held is not None:
            yield held
        held = None if each.happenings else (each.first, each.last, each)
        if each.happenings:
            yield each.first, each.last, each
    if held is not None:
        yield held
