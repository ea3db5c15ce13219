"""`detente code`: texts into records."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import Inputs, OutDir, Published, Workers
from detente.cli.output import SUFFIXES, Format, check_not_an_input, check_place, format_of, identities, records_to
from detente.cli.run import Run
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.record import Record
    from detente.text import Document


class Engine(StrEnum):
    """What the work is done with."""

    local = "local"
    spark = "spark"


class Scope(StrEnum):
    """Which events are coded."""

    international = "international"
    all = "all"


@dataclass(frozen=True)
class Coder:
    """Codes a document and keeps what was asked for. Goes to worker processes, so it holds nothing but its settings."""

    scope: str = "international"
    dyad: tuple[str, str] | None = None
    min_confidence: float = 0.0

    def __call__(self, document: Document) -> list[Record]:
        """The records of a document."""
        from detente.coding.coder import code as code_document

        wanted = set(self.dyad or ())
        return [
            record
            for record in code_document(document, scope=self.scope)
            if record.confidence >= self.min_confidence and wanted <= record.involved
        ]


def code(
    inputs: Inputs,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="OUT",
            help="File for all records; - or none: standard output.",
            show_default=False,
        ),
    ] = None,
    out_dir: OutDir = None,
    form: Annotated[
        Format | None,
        typer.Option(
            "--format", help="How records are written; by default as OUT's name says, else jsonl.", show_default=False
        ),
    ] = None,
    published: Published = "",
    scope: Annotated[Scope, typer.Option(help="'all' codes domestic and one-sided events too.")] = Scope.international,
    dyad: Annotated[
        tuple[str, str] | None,
        typer.Option(
            metavar="A B", help="Only records that touch both states (code, COW number or name).", show_default=False
        ),
    ] = None,
    min_confidence: Annotated[
        float, typer.Option(min=0.0, max=1.0, metavar="X", help="Only records at least this sure.")
    ] = 0.0,
    workers: Workers = 1,
    resume: Annotated[
        bool, typer.Option("--resume", help="Leave out inputs whose file is already in DIR (after an interruption).")
    ] = False,
    engine: Annotated[
        Engine, typer.Option(help="'spark': INPUT OUTPUT are paths that Spark reads and writes (docs/scale.md).")
    ] = Engine.local,
    master: Annotated[
        str,
        typer.Option(metavar="URL", help="Spark's master; by default all cores of this machine.", show_default=False),
    ] = "",
) -> None:
    """Read texts into records: events, agreements, statuses, positions, figures, offices, memberships."""
    if engine is Engine.spark:
        if output is not None or out_dir is not None or form is not None or workers != 1:
            raise DetenteError(
                "--engine spark INPUT OUTPUT writes tables; -o, --out-dir, --format, --workers are not for it"
            )
        _with_spark(inputs, published, scope, _pair(dyad), min_confidence, resume=resume, master=master)
        return
    if master:
        raise DetenteError("--master goes with --engine spark")
    if output is not None and out_dir is not None:
        raise DetenteError("-o and --out-dir exclude each other: one file for all, or one for each")
    if resume and out_dir is None:
        raise DetenteError("--resume needs --out-dir: what is done is told by the files that are there")
    codes = _pair(dyad)
    form = form or format_of(output)
    to_stdout = out_dir is None and (output is None or str(output) == "-")
    run = Run(inputs, published, workers, show_progress=not (to_stdout and sys.stdout.isatty()))
    coder = Coder(scope.value, codes, min_confidence)

    def write(target: Path | None, results: Iterator[tuple[Document, list[Record]]]) -> None:
        with records_to(target, form) as out:
            for _, records in results:
                out.write(records)
                if to_stdout:
                    sys.stdout.flush()

    if out_dir is not None:
        run.into_folder(out_dir, SUFFIXES[form], coder, write, resume=resume)
    else:
        if output is not None and not to_stdout:
            check_place(output)
            check_not_an_input(output, identities(run.sources))
        results = run.results(coder)
        first = next(results, None)
        if first is not None:  # where nothing could be read, nothing is written
            write(output, chain([first], results))
    raise typer.Exit(run.report.status)


def _pair(dyad: tuple[str, str] | None) -> tuple[str, str] | None:
    """The codes of the two states asked for."""
    if dyad is None:
        return None
    from detente.ontology.states import find_state

    codes = (find_state(dyad[0]).code, find_state(dyad[1]).code)
    if codes[0] == codes[1]:
        raise DetenteError(f"{dyad[0]} and {dyad[1]} are the same state ({codes[0]}); a dyad is two")
    return codes


def _with_spark(
    inputs: list[str],
    published: str,
    scope: Scope,
    dyad: tuple[str, str] | None,
    min_confidence: float,
    *,
    resume: bool,
    master: str,
) -> None:
    """INPUT OUTPUT through Spark. Bad lines are counted and told, and are no failure: a corpus has some."""
    import time

    from detente.spark.engine import code_corpus
    from detente.spark.session import session
    from detente.spark.worker import Coder as Worker
    from detente.text.day import day

    if len(inputs) != 2:
        raise DetenteError(f"--engine spark takes INPUT and OUTPUT, not {len(inputs)} paths; quote a pattern")
    source, target = inputs
    coder = Worker(scope.value, dyad, min_confidence, day(published, "--published") if published else "")

    def say(line: str) -> None:
        print(f"detente: {line}", file=sys.stderr, flush=True)

    with session(master) as spark:
        begun = time.monotonic()
        done = code_corpus(spark, source, target, coder, resume=resume, note=lambda message: say(f"note: {message}"))
        seconds = time.monotonic() - begun
    for file, reason, line in done.examples:
        say(f"{file}: {reason}: {line[:60]}")
    if done.problems > len(done.examples):
        say(f"{done.problems - len(done.examples)} more like these; all are in {target.rstrip('/')}/problems")
    say(
        f"{done.stories} stories with {done.records} records written to {target} in {seconds:.0f} s"
        f"; {done.problems} lines left out"
    )
