"""The command line. A command is a file; what goes wrong for the user is said once, here, and ends with status 2."""

from __future__ import annotations

import signal
import sys
from typing import Annotated

import typer

from detente.cli.add import add
from detente.cli.brief import brief
from detente.cli.changes import changes
from detente.cli.check import check
from detente.cli.chronology import chronology
from detente.cli.code import code
from detente.cli.coverage import coverage
from detente.cli.datasets import datasets
from detente.cli.dates import dates
from detente.cli.export import export
from detente.cli.import_ import import_
from detente.cli.measure import measure
from detente.cli.output import drop_standard_output
from detente.cli.record import record
from detente.cli.restore import restore
from detente.cli.review import review
from detente.cli.search import search
from detente.errors import DetenteError
from detente.show.visible import visible

app = typer.Typer(
    help="Détente reads accounts of the relations between states into a dated, sourced, coded record.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("code")(code)
app.command("add")(add)
app.command("brief")(brief)
app.command("dates")(dates)
app.command("import")(import_)
app.command("datasets")(datasets)
app.command("chronology")(chronology)
app.command("check")(check)
app.command("changes")(changes)
app.command("coverage")(coverage)
app.command("measure")(measure)
app.command("record")(record)
app.command("search")(search)
app.command("review")(review)
app.command("export")(export)
app.command("restore")(restore)


def _version(wanted: bool) -> None:
    if wanted:
        import detente

        typer.echo(f"detente {detente.__version__}")
        raise typer.Exit


@app.callback()
def _detente(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """Détente reads accounts of the relations between states into a dated, sourced, coded record."""


def main() -> None:
    """What the `detente` command calls."""
    # As Ctrl-C: nothing half-written stays.
    before = signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        app()
    except DetenteError as error:
        typer.echo(f"detente: {visible(str(error))}", err=True)
        sys.exit(2)
    except BrokenPipeError:  # `detente code ... | head`: the reader has had enough
        drop_standard_output()
        sys.exit(0)
    finally:
        signal.signal(signal.SIGTERM, before)
