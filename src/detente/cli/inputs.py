"""What the user names as input: patterns and folders written out, and documents read with failures set apart."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.text import Document


class Report:
    """Tells, on standard error and a line each, what could not be done and what was assumed; counts the former."""

    def __init__(self) -> None:
        self.failures = 0
        self.say: Callable[[str], None] = _to_standard_error  # a progress display puts its own here

    def problem(self, error: DetenteError) -> None:
        """Something was not done: the exit status will say so."""
        for line in str(error).splitlines():
            self.failures += 1
            self.say(f"detente: {line}")

    def note(self, message: str) -> None:
        """Something was assumed."""
        self.say(f"detente: note: {message}")

    @property
    def status(self) -> int:
        """The exit status: 2 where anything failed."""
        return 2 if self.failures else 0


def _to_standard_error(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


def expand(inputs: Iterable[str], report: Report) -> list[str]:
    """Every input by its own name: a folder's texts in order of name, a pattern's matches; each once."""
    from detente.text.source import FORMATS, is_address

    found: dict[str, None] = {}
    for name in inputs:
        path = Path(name)
        if name == "-" or is_address(name):
            found[name] = None
        elif path.is_dir():
            inside = sorted(
                str(entry) for entry in path.rglob("*")
                if entry.suffix.lower() in FORMATS and entry.suffix and entry.is_file()
                and not any(part.startswith(".") for part in entry.relative_to(path).parts)
            )  # fmt: skip
            if not inside:
                report.problem(
                    DetenteError(f"{name}: no text in this folder; it wants .txt, .md, .html, .docx or .pdf")
                )
            found.update(dict.fromkeys(inside))
        elif not path.exists() and glob.has_magic(name):
            matches = sorted(match for match in glob.glob(name, recursive=True) if Path(match).is_file())  # noqa: PTH207
            if not matches:
                report.problem(DetenteError(f"{name}: nothing has such a name; check the pattern"))
            found.update(dict.fromkeys(matches))
        else:
            found[name] = None
    return list(found)


def documents(source: str, published: str, report: Report) -> Iterator[Document]:
    """The documents of one input; what cannot be read is reported, and the rest goes on."""
    from detente.text import read

    try:
        yield from read(source, published=published, note=report.note, problem=report.problem)
    except DetenteError as error:
        report.problem(error)
