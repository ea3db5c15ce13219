"""`detente add`: texts into the file of a relationship."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.batch import mapped
from detente.cli.code import Coder, Scope
from detente.cli.inputs import documents
from detente.cli.options import Inputs, Published, Workers
from detente.cli.progress import counting
from detente.cli.run import Run
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.cli.batch import Item
    from detente.store.adding import Added, Adder
    from detente.store.shelf import Incoming


def add(
    inputs: Inputs,
    db: Annotated[
        Path,
        typer.Option("--db", metavar="FILE", help="The file to add to; made where there is none.", show_default=False),
    ],
    published: Published = "",
    source: Annotated[
        str,
        typer.Option(metavar="NAME", help="Who published texts that do not say it (a newspaper).", show_default=False),
    ] = "",
    scope: Annotated[Scope, typer.Option(help="'all' codes domestic and one-sided events too.")] = Scope.international,
    workers: Workers = 1,
    records: Annotated[
        list[Path] | None,
        typer.Option(
            "--records",
            metavar="PATH",
            help="Records of these texts, made before: .jsonl or .parquet of 'detente code', or a folder of such.",
            show_default=False,
        ),
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option(
            "--batch",
            min=1,
            metavar="N",
            help="Documents stored together, and at most lost together; by default 200 or more.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read texts and store documents, records and evidence. What is there already is not read again.

    After an interruption the same command goes on where it ended.
    """
    run = Run(inputs, published, workers)
    with ExitStack() as stack:
        begun, done = stack.enter_context(counting(run.sources, run.report))
        adder: Adder | None = None

        def tick() -> None:
            if adder is not None:
                done(adder.settled)

        incoming = _incoming(run, source, scope.value, records or [], begun, tick)
        # A file is made only once there is something to put in it; one that is in use is told at once.
        first = None if db.exists() else next(incoming, None)
        if first is None and not db.exists():
            raise typer.Exit(run.report.status)

        from detente.store import open_store
        from detente.store.adding import Adder

        store = stack.enter_context(open_store(db, write=True))
        adder = Adder(store, batch, problem=run.report.problem)

        wanted: Iterator[Item] = adder.wanted(chain([first] if first else [], incoming))
        try:
            for number, document, outcome in mapped(Coder(scope.value), wanted, workers):
                assert document is not None
                if isinstance(outcome, DetenteError):
                    adder.failed(number)
                    run.report.problem(outcome)
                else:
                    adder.put(number, outcome or [])
                tick()
        finally:  # an interruption, too, keeps what has been read
            adder.flush()
    typer.echo(summary(adder.count))
    raise typer.Exit(run.report.status)


def _incoming(
    run: Run, source: str, scope: str, records: list[Path], begun: Callable[[str], None], tick: Callable[[], None]
) -> Iterator[Incoming]:
    """Every document of every input, with where it comes from, and its records where they are given."""
    from detente.coding.coder import CODER
    from detente.spark.layout import is_output
    from detente.store.given import read_given
    from detente.store.shelf import Incoming, place_of

    given = read_given(records)
    for each in run.sources:
        begun(each)
        if is_output(each):
            yield from _out_of_spark(each, source, run)
            continue
        for document in documents(each, run.published, run.report):
            place = place_of(each, document)
            told = document.id and document.source not in (each, str(Path(each)))  # a story that names its newspaper
            if source and not told:
                document = replace(document, source=source)  # noqa: PLW2901
            try:
                theirs, coder = given.of(document) or (None, CODER)
            except DetenteError as error:
                run.report.problem(error)
                continue
            yield Incoming(document, place, coder, scope, records=theirs)
            tick()


def _out_of_spark(folder: str, source: str, run: Run) -> Iterator[Incoming]:
    """Documents that `detente code --engine spark` has coded bring their records along."""
    from detente.spark.layout import about, coded
    from detente.store.shelf import Incoming, place_of

    made = about(folder)
    coder = made["coder"]
    if made["dyad"] or made["min_confidence"]:
        run.report.note(f"{folder}: holds only the records that were asked for (--dyad, --min-confidence)")
        coder += " (in part)"  # a text that is added itself is coded in full
    for each in coded(folder):
        document = each.document
        if source and document.source == each.file:
            document = replace(document, source=source)
        place = place_of(each.file, document)
        yield Incoming(document, place, coder, made["scope"], records=each.records)


def summary(count: Added) -> str:
    """What came of it, in a line.

    >>> from detente.store.adding import Added
    >>> summary(Added(new=3, known=1, records=12))
    '3 documents added, with 12 records; 1 already there'
    """
    there = count.known + count.retired
    if not count.written:
        line = "nothing new" + (f"; {_counted(there, 'document')} already there" if there else "")
    else:
        parts = [f"{_counted(count.new, 'document')} added"]
        parts += [
            f"{number} {word}" for number, word in ((count.version, "changed"), (count.recoded, "read again")) if number
        ]
        line = f"{', '.join(parts)}, with {_counted(count.records, 'record')}" + (
            f"; {there} already there" if there else ""
        )
    return f"{line}; {count.failed} could not be read" if count.failed else line


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'s' * (number != 1)}"
