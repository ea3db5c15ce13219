"""How commands that read texts go through them: all inputs, one after the other, failures set apart."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from detente.cli.batch import Item, mapped
from detente.cli.inputs import Report, documents, expand
from detente.cli.output import check_not_an_input, identities
from detente.cli.progress import progress
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.text import Document

T = TypeVar("T")


@dataclass
class Run:
    """One call of a command: its inputs, how they are read, and what failed."""

    inputs: list[str]
    published: str = ""
    workers: int = 1
    show_progress: bool = True
    report: Report = field(default_factory=Report)
    sources: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Check what is cheap to check, and write out the inputs."""
        if self.published:
            from detente.text.day import day

            self.published = day(self.published, "--published")
        self.sources = expand(self.inputs, self.report)

    def results(self, function: Callable[[Document], T]) -> Iterator[tuple[Document, T]]:
        """Each document with what the function made of it; what failed is reported instead."""
        for _, group in self._groups(function):
            yield from group

    def _groups(self, function: Callable[[Document], T]) -> Iterator[tuple[int, Iterator[tuple[Document, T]]]]:
        """The same, input by input; an input is given only if there is anything of it."""
        with progress(len(self.sources), self.report, hidden=not self.show_progress) as begin:

            def items() -> Iterator[Item]:
                for number, source in enumerate(self.sources):
                    begin(number, source)
                    for document in documents(source, self.published, self.report):
                        yield number, document
                    yield number, None

            outcomes = mapped(function, items(), self.workers)

            def of_one_input() -> Iterator[tuple[int, Document, T]]:
                for number, document, outcome in outcomes:
                    if document is None:
                        return
                    if isinstance(outcome, DetenteError):
                        self.report.problem(outcome)
                    else:
                        yield number, document, cast("T", outcome)

            for _ in self.sources:
                results = of_one_input()
                first = next(results, None)
                if first is not None:
                    number, document, outcome = first
                    yield (
                        number,
                        chain([(document, outcome)], ((document, outcome) for _, document, outcome in results)),
                    )
                for _ in results:  # whatever the caller did not take
                    pass

    def into_folder(
        self,
        folder: Path,
        suffix: str,
        function: Callable[[Document], T],
        write: Callable[[Path, Iterator[tuple[Document, T]]], None],
        *,
        resume: bool = False,
    ) -> None:
        """Call `write` for each input with its file in the folder and its results.

        Files appear only when they are whole, so that to `resume` is to leave out the inputs that have one.
        """
        targets = self._targets(folder, suffix)
        if resume:
            left = [
                (source, target) for source, target in zip(self.sources, targets, strict=True) if not target.exists()
            ]
            self.sources, targets = [source for source, _ in left], [target for _, target in left]
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise DetenteError(f"{folder}: no such folder can be made ({reason}); choose another --out-dir") from error
        for number, group in self._groups(function):
            try:
                write(targets[number], group)
            except DetenteError as error:
                self.report.problem(error)

    def _targets(self, folder: Path, suffix: str) -> list[Path]:
        """The file for each input; inputs that would take the place of another or of themselves are reported."""
        kept: dict[Path, str] = {}
        inputs = identities(self.sources)
        for source in self.sources:
            target = folder / f"{stem(source)}{suffix}"
            if target in kept:
                self.report.problem(
                    DetenteError(f"{source}: would be written to {target} as {kept[target]} is; rename one of them")
                )
                continue
            try:
                check_not_an_input(target, inputs)
            except DetenteError as error:
                self.report.problem(error)
                continue
            kept[target] = source
        self.sources = list(kept.values())
        return list(kept)


def stem(source: str) -> str:
    """The name of an input's output, without ending.

    >>> stem("texts/china.txt"), stem("https://example.org/wiki/China%E2%80%93Russia?x=1"), stem("-")
    ('china', 'China-E2-80-93Russia', 'stdin')
    """
    from detente.text.source import is_address

    if source == "-":
        return "stdin"
    if is_address(source):
        address = re.sub(r"[?#].*", "", source).rstrip("/")
        last = address.rsplit("/", 1)[-1]
        return re.sub(r"[^\w.-]+", "-", re.sub(r"\.(?:html?|txt|pdf|md|docx|wiki)$", "", last)) or "page"
    return Path(source).stem
