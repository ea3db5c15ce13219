"""Progress on standard error, and only where somebody is looking: nothing is shown to a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.cli.inputs import Report
from detente.show.visible import visible

Begin = Callable[[int, str], None]
Begun = Callable[[str], None]


@contextmanager
def progress(total: int, report: Report, *, hidden: bool = False) -> Iterator[Begin]:
    """Gives a function to call with the number and name of each input as it is begun."""
    if hidden or not sys.stderr.isatty():
        yield lambda number, name: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task("reading", total=total)
        plainly = report.say
        report.say = lambda line: console.print(visible(line), markup=False, highlight=False, soft_wrap=True)
        try:
            yield lambda number, name: shown.update(task, completed=number, description=name[-40:])
        finally:
            report.say = plainly


@contextmanager
def counting(sources: list[str], report: Report) -> Iterator[tuple[Begun, Callable[[int], None]]]:
    """Progress by documents: how many are done, how many a second, and the time that is left.

    Gives two functions: one to call with the name of each input as it is begun, one with the number of documents done.
    A file of news counts as many documents as it has lines; how many come from standard input nobody knows.
    """
    if not sys.stderr.isatty():
        yield (lambda name: None), (lambda number: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    speed = TextColumn("{task.fields[speed]}", markup=False)
    name_column = TextColumn("{task.description}", markup=False)
    columns = (name_column, BarColumn(), MofNCompleteColumn(), speed, TimeRemainingColumn(elapsed_when_finished=True))
    total = None if "-" in sources else sum(map(_documents_in, sources))
    with Progress(*columns, console=console, transient=True, speed_estimate_period=60) as shown:
        task = shown.add_task("reading", total=total, speed="")
        plainly = report.say
        report.say = lambda line: console.print(visible(line), markup=False, highlight=False, soft_wrap=True)

        def done(number: int) -> None:
            speed = shown.tasks[0].speed
            shown.update(task, completed=number, speed=f"{speed:.1f} documents/s" if speed else "")

        try:
            yield (lambda name: shown.update(task, description=name[-40:])), done
        finally:
            report.say = plainly


def _documents_in(source: str) -> int:
    """How many documents an input holds, told without reading them."""
    if not source.lower().endswith((".jsonl", ".ndjson")):
        return 1
    try:
        with Path(source).open("rb") as file:
            return max(1, sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b"")))
    except OSError:
        return 1
