"""Progress on standard error, and only where somebody is looking: nothing is shown to a file or a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from detente.cli.inputs import Report

Begin = Callable[[int, str], None]


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
        report.say = lambda line: console.print(line, markup=False, highlight=False, soft_wrap=True)
        try:
            yield lambda number, name: shown.update(task, completed=number, description=name[-40:])
        finally:
            report.say = plainly
