"""`detente brief`: what texts say of two states, as one page to hand on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import Inputs, Published, Workers
from detente.cli.output import check_not_an_input, check_place, identities, opened
from detente.cli.run import Run
from detente.errors import DetenteError

State = Annotated[str, typer.Argument(help="A state: code (CHN), COW number (710) or name.", show_default=False)]


def brief(
    a: State,
    b: State,
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="A .html or .md file; none: Markdown on standard output.",
            show_default=False,
        ),
    ] = None,
    published: Published = "",
    workers: Workers = 1,
) -> None:
    """Write a brief on the relations of two states: one file, every line traceable to its sentence."""
    from detente.ontology.states import find_state

    first, second = find_state(a).code, find_state(b).code
    if first == second:
        raise DetenteError(f"{a} and {b} are the same state ({first}); a brief is about two")
    suffix = output.suffix.lower() if output is not None else ".md"
    if suffix not in (".html", ".htm", ".md", ".markdown"):
        raise DetenteError(f"{output}: a brief is written as .html or .md; end the name with one of them")
    run = Run(inputs, published, workers)
    if output is not None:
        check_place(output)
        check_not_an_input(output, identities(run.sources))

    from detente.cli.code import Coder

    coded = list(run.results(Coder()))
    if coded:
        from detente.show.brief import build

        built = build(first, second, coded)
        page = built.html() if suffix in (".html", ".htm") else built.markdown()
        with opened(output) as out:
            out.write(page.encode())
        if output is not None:
            typer.echo(str(output))
    raise typer.Exit(run.report.status)
