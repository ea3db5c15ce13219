"""What the user names as input: patterns and folders written out, and documents read with failures set apart."""

from __future__ import annotations

import glob
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.show.visible import visible

if TYPE_CHECKING:
    from detente.text import Document


TOLD = 20  # bad lines of one file of news that are named one by one


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
    print(visible(line), file=sys.stderr, flush=True)


def expand(inputs: Iterable[str], report: Report) -> list[str]:
    """Every input by its own name: a folder's texts in order of name, a pattern's matches; each once."""
    from detente.spark.layout import is_output
    from detente.text.source import FORMATS, is_address

    found: dict[str, None] = {}
    for name in inputs:
        path = Path(name)
        if name == "-" or is_address(name) or is_output(path):
            found[name] = None
        elif path.is_dir():
            inside = sorted(
                str(entry) for entry in path.rglob("*")
                if entry.suffix.lower() in FORMATS and entry.suffix and entry.is_file() and _is_to_be_read(entry)
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


def _is_to_be_read(path: Path) -> bool:
    """Whether a .jsonl file in a folder is news: records lie beside their texts under such names."""
    if path.suffix.lower() not in (".jsonl", ".ndjson"):
        return True
    from detente.text.news import is_story

    try:
        with path.open("rb") as lines:
            return is_story(lines.readline())
    except OSError:
        return True  # reading it will say what is wrong


def documents(source: str, published: str, report: Report) -> Iterator[Document]:
    """The documents of one input; what cannot be read is reported, and the rest goes on."""
    from detente.text import read

    bad_lines = 0

    def problem(error: DetenteError) -> None:
        nonlocal bad_lines
        bad_lines += 1
        if bad_lines <= TOLD:
            report.problem(error)

    try:
        yield from read(source, published=published, note=report.note, problem=problem)
    except DetenteError as error:
        report.problem(error)
    except Exception as error:  # one file that a parser chokes on must not cost the user all the others
        report.problem(
            DetenteError(f"{source}: could not be read ({type(error).__name__}: {error}); please report this file")
        )
    if bad_lines > TOLD:
        report.problem(DetenteError(f"{source}: {bad_lines - TOLD} more lines like these could not be read"))
