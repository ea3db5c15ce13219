"""`detente check`: what contradicts what, between texts, and between texts and datasets."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.frames import Form, TableFormat, csv_bytes, format_named, json_bytes, markdown_bytes, on_paper
from detente.cli.output import check_place, opened
from detente.cli.states import AsOf, Db, MinConfidence, Output, State, moment, two

if TYPE_CHECKING:
    import polars as pl
    from rich.console import Console

    from detente.store import Store
    from detente.store.contradictions import Contradiction
    from detente.store.reading import Stored

HEADS = ("What", "Why", "One says", "Another says")
# Records of one state that bear on its relations: told of with the other state or not.
OF_ONE = ("office", "membership")


def check(
    a: State,
    b: State,
    db: Db,
    what: Annotated[
        list[str] | None,
        typer.Option(
            "--what",
            metavar="WHAT",
            help="Only these: date, direction, denied, value, term, status, office, membership, figure, dataset "
            "(it speaks against a text), untold (only a dataset has it).",
            show_default=False,
        ),
    ] = None,
    min_confidence: MinConfidence = 0.0,
    as_of: AsOf = "",
    details: Annotated[
        bool, typer.Option("--details", help="Each visit and dispute that only a dataset has, not how many.")
    ] = False,
    form: Form = None,
    output: Output = None,
) -> None:
    """Say what contradicts what: between texts, what a dataset says against a text, and what only a dataset tells."""
    import polars as pl

    from detente.store import open_store

    dyad = two(a, b)
    form = format_named(form, output, TableFormat.table)
    if output is not None and str(output) != "-":
        check_place(output)
    _known(what or [])
    with open_store(db) as store:
        asked = {"min_confidence": min_confidence, "as_of": moment(as_of, "--as-of", last=True)}
        rows = [_row(each) for each in _between_texts(store, dyad, asked)]
        rows += against_datasets(store, dyad, asked, details=details)
    schema = dict.fromkeys(_COLUMNS, pl.String)
    table = pl.DataFrame([{name: row[name] for name in _COLUMNS} for row in rows], schema=schema)
    if what:
        table = table.filter(pl.col("what").is_in(what))
    if form is TableFormat.table:
        on_paper(lambda console: _draw(console, dyad, table), output)
        return
    if form is TableFormat.md:
        cells = [(row["what"], row["says"], _told(row, "one"), _told(row, "other")) for row in table.to_dicts()]
        content = markdown_bytes(HEADS, cells, [f"# {_heading(dyad, table)}"])
    else:
        content = csv_bytes(table) if form is TableFormat.csv else json_bytes(table)
    with opened(output) as out:
        out.write(content)


WHAT = ("date", "direction", "denied", "value", "term", "status", "office", "membership", "figure", "dataset",
        "untold")  # fmt: skip
_SIDE = ("record", "document", "source", "published", "date", "sentence")
_COLUMNS = ("what", "says", "happening", *(f"one_{name}" for name in _SIDE), *(f"other_{name}" for name in _SIDE))


def _known(what: list[str]) -> None:
    from detente.errors import DetenteError

    for each in what:
        if each not in WHAT:
            raise DetenteError(f"--what {each}: there is no such kind of contradiction; there are {', '.join(WHAT)}")


def _between_texts(store: Store, dyad: tuple[str, str], asked: dict[str, Any]) -> list[Contradiction]:
    from detente.store.contradictions import contradictions
    from detente.store.happenings import told
    from detente.store.reading import left_out, stored

    records = stored(store, dyad=dyad, **asked)
    for state in dyad:
        records += stored(store, third=state, kinds=OF_ONE, **asked)
    if missing := left_out(store, asked["as_of"] or None):
        print(f"detente: note: {missing:,} documents left out: not known when published", file=sys.stderr)
    unique = {(each.document.document, each.record.id): each for each in records}
    return contradictions(told(unique.values()))


def against_datasets(
    store: Store, dyad: tuple[str, str], asked: dict[str, Any], *, details: bool = False
) -> list[dict[str, str]]:
    """What the datasets of this file say against its texts, and what only they tell.

    Rows are as those between texts, with the dataset as the other side.

    The comparing is done by `detente.measures.against_data`; here it gets its frames. A dataset that is not in the
    file is passed over.
    """
    from detente.cli.against import findings

    rows = []
    asked = {"min_confidence": asked["min_confidence"], "as_of": asked["as_of"]}
    for each in findings(store, dyad, details=details, **asked):
        row = dict.fromkeys(_COLUMNS, "")
        what = "untold" if each.finding.verdict == "only data" else "dataset"
        row |= {"what": what, "says": each.finding.says, "other_document": each.finding.dataset,
                "other_sentence": each.finding.row, "other_source": each.citation}  # fmt: skip
        if each.record is not None:
            row |= _side("one", each.record)
        rows.append(row)
    return sorted(rows, key=lambda row: row["what"])  # what speaks against a text first


def _row(each: Contradiction) -> dict[str, str]:
    row = {"what": each.what, "says": each.says, "happening": each.happening}
    return row | _side("one", each.one) | _side("other", each.other)


def _side(name: str, each: Stored) -> dict[str, str]:
    values = (
        each.record.id, each.document.title or each.document.doc, each.document.source, each.document.published,
        each.record.date, " ".join(each.record.evidence.split()),
    )  # fmt: skip
    return {f"{name}_{column}": value for column, value in zip(_SIDE, values, strict=True)}


def _told(row: dict[str, str], side: str) -> str:
    """A side for a person: the sentence, who says it and when it was published."""
    about = ", ".join(part for part in (row[f"{side}_document"], row[f"{side}_published"]) if part)
    sentence = row[f"{side}_sentence"]
    return f"{sentence} ({about})" if sentence and about else sentence or about or "nothing"


def _heading(dyad: tuple[str, str], table: pl.DataFrame) -> str:
    from detente.ontology.states import name_of

    untold = sum(what == "untold" for what in table["what"])
    number = table.height - untold
    count = f"{number:,} contradiction{'' if number == 1 else 's'}" if number else "no contradiction"
    if untold:
        count += f", {untold:,} {'entry' if untold == 1 else 'entries'} that only datasets tell"
    return f"{name_of(dyad[0])} and {name_of(dyad[1])}: {count}"


def _draw(console: Console, dyad: tuple[str, str], table: pl.DataFrame) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console.print(Text(_heading(dyad, table), style="bold"))
    for row in table.iter_rows(named=True):
        console.print()
        console.print(Text.assemble((row["what"], "yellow"), ": ", row["says"]))
        for side in ("one", "other"):
            console.print(Padding(Text(_told(row, side)), (0, 0, 0, 2)))
