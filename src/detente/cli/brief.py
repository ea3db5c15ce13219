"""`detente brief`: what texts, or all texts of a file of a relationship, say of two states, as one page to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import Published, Workers
from detente.cli.output import check_not_an_input, check_place, identities, opened
from detente.cli.run import Run
from detente.cli.states import AsOf, MinConfidence, State, moment, two
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.show.brief import Brief

PAGES = (".html", ".htm")
SUFFIXES = (*PAGES, ".md", ".markdown")


def brief(
    a: State,
    b: State,
    inputs: Annotated[
        list[str] | None,
        typer.Argument(metavar="[INPUT...]", help="Texts, as for `detente code`; none with --db.", show_default=False),
    ] = None,
    db: Annotated[
        Path | None,
        typer.Option(
            "--db", metavar="DB", help="Instead of texts: the file that `detente add` made.", show_default=False
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="A .html or .md file; - or none: Markdown on standard output.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOf = "",
    min_confidence: MinConfidence = 0.0,
    most: Annotated[
        int, typer.Option("--most", min=0, metavar="N", help="With --db: happenings at most, the best told; 0: all.")
    ] = 500,
    published: Published = "",
    workers: Workers = 1,
) -> None:
    """Write a brief on the relations of two states: one file, every line traceable to its sentences."""
    first, second = two(a, b, "a brief")
    stdout = output is None or str(output) == "-"
    suffix = ".md" if stdout or output is None else output.suffix.lower()
    if suffix not in SUFFIXES:
        raise DetenteError(f"{output}: a brief is written as .html or .md; end the name with one of them")
    if db is None and not inputs:
        raise DetenteError("a brief needs texts, or a file of a relationship: name texts, or --db DB")
    if db is not None and inputs:
        raise DetenteError("texts and --db exclude each other: `detente add` puts texts into the file")
    day = moment(as_of, "--as-of", last=True)
    if db is not None:
        if output is not None and not stdout:
            check_place(output)
            check_not_an_input(output, identities([str(db)]))
        from detente.show.stored_brief import build_stored
        from detente.store import open_store

        with open_store(db) as store:
            built = build_stored(store, first, second, as_of=day, min_confidence=min_confidence, most=most)
        _write(built, output, suffix)
        return
    run = Run(inputs or [], published, workers)
    if output is not None and not stdout:
        check_place(output)
        check_not_an_input(output, identities(run.sources))

    from detente.cli.code import Coder

    coded = list(run.results(Coder(min_confidence=min_confidence)))
    unknown = 0
    if day and coded:
        dated = [(document, records) for document, records in coded if document.published]
        unknown = len(coded) - len(dated)
        coded = [(document, records) for document, records in dated if document.published <= day]
        if not coded:
            raise DetenteError(f"none of the texts is known to be published by {day}; --published says when they were")
    if coded:
        from detente.show.brief import build

        built = build(first, second, coded)
        if day:
            built.known_on = day
        if unknown:
            built.notes.append(f"{unknown} texts are left out since nothing says when they were published.")
        _write(built, output, suffix)
    raise typer.Exit(run.report.status)


def _write(built: Brief, output: Path | None, suffix: str) -> None:
    page = built.html() if suffix in PAGES else built.markdown()
    with opened(output) as out:
        out.write(page.encode())
    if output is not None and str(output) != "-":
        typer.echo(str(output))
