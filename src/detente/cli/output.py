"""Where records go: one file, a file for each input, or standard output; files appear whole or not at all."""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

from detente.errors import DetenteError
from detente.show.visible import visible

if TYPE_CHECKING:
    from typing_extensions import Buffer

    from detente.record import Record
    from detente.record.model import Event


class Format(StrEnum):
    """How records are written."""

    jsonl = "jsonl"
    csv = "csv"
    parquet = "parquet"
    plover = "plover"


HELD = 20_000  # records that wait in memory for a part of a Parquet file
SUFFIXES = {Format.jsonl: ".jsonl", Format.csv: ".csv", Format.parquet: ".parquet", Format.plover: ".jsonl"}


def format_of(path: Path | None) -> Format:
    """The format that a file's name asks for."""
    return {".csv": Format.csv, ".parquet": Format.parquet}.get(path.suffix.lower() if path else "", Format.jsonl)


def check_place(path: Path) -> None:
    """Refuse a name under which no file can be: worth saying before an hour's reading, not after it."""
    if os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where the name is too long
        raise DetenteError(f"{path}: is a folder; name a file in it")
    if not os.path.isdir(path.parent):  # noqa: PTH112
        raise DetenteError(f"{path}: there is no folder {path.parent}; make it first (mkdir -p {path.parent})")


@contextmanager
def opened(path: Path | None) -> Iterator[BinaryIO]:
    """A place to write: standard output for None and `-`, else a file that takes its name only once it is whole."""
    if path is None or str(path) == "-":
        try:
            yield cast("BinaryIO", _Shown(sys.stdout.buffer)) if sys.stdout.isatty() else sys.stdout.buffer
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            drop_standard_output()
            reason = (error.strerror or str(error)).lower()
            raise DetenteError(f"standard output: cannot be written ({reason}); what is there is not whole") from error
        return
    try:
        check_place(path)
        if path.exists() and not path.is_file():
            with path.open("wb") as out:  # a device or pipe: nothing to replace
                yield out
            return
        from detente.record.atomic import atomic

        with atomic(path.resolve()) as out:  # what a link points to is replaced, not the link
            yield out
    except BrokenPipeError:
        raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DetenteError(f"{path}: cannot be written ({reason}); nothing of it was kept") from error


class _Shown(io.RawIOBase):
    """Standard output where it is a terminal: texts that others wrote come along in every format, and steer nothing."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, block: Buffer, /) -> int:
        """Bytes of UTF-8, whole characters at a time."""
        content = bytes(block)
        self.out.write(visible(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape"))
        return len(content)


def drop_standard_output() -> None:
    """Nobody takes what is still to be written: Python's own flush at the end would fail once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Writer(Protocol):
    """Takes records as they come; `finish` is called after the last one."""

    def write(self, records: list[Record]) -> None: ...  # noqa: D102
    def finish(self) -> None: ...  # noqa: D102


class _Lines:
    """JSON Lines and CSV."""

    def __init__(self, out: BinaryIO, form: Format) -> None:
        from detente.record import line
        from detente.record.tables import csv_header, csv_line

        self.out = out
        self.line = csv_line if form is Format.csv else lambda record: line(record) + "\n"
        if form is Format.csv:
            out.write(csv_header().encode())

    def write(self, records: list[Record]) -> None:
        """A line a record."""
        self.out.write("".join(map(self.line, records)).encode())

    def finish(self) -> None:
        """Nothing is held back."""


class _Plover:
    """PLOVER's JSON, a line an event. Records of other kinds have no place in PLOVER."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def write(self, records: list[Record]) -> None:
        """A line an event."""
        from detente.record import Event
        from detente.record.plover import plover_line

        events = [record for record in records if isinstance(record, Event)]
        self.out.write("".join(plover_line(event, actor_text=actor_text) + "\n" for event in events).encode())

    def finish(self) -> None:
        """Nothing is held back."""


class _Parquet:
    """One Parquet file. Polars writes a file in one go, so the rows wait on disk, not in memory."""

    def __init__(self, out: BinaryIO, stack: ExitStack) -> None:
        self.out = out
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="detente-")))
        self.parts: list[Path] = []
        self.held: list[Record] = []

    def write(self, records: list[Record]) -> None:
        """Keep records; a part goes to disk when there are many."""
        self.held += records
        if len(self.held) >= HELD:
            self._spill()

    def _spill(self) -> None:
        from detente.record.tables import frame

        part = self.folder / f"{len(self.parts):06}.parquet"
        frame(self.held).write_parquet(part)
        self.parts.append(part)
        self.held = []

    def finish(self) -> None:
        """Put the parts together."""
        from detente.record.tables import frame

        if not self.parts:
            frame(self.held).write_parquet(self.out)
            return
        import polars as pl

        self._spill()
        whole = self.folder / "whole"
        pl.scan_parquet(self.parts).sink_parquet(whole)
        with whole.open("rb") as file:
            while block := file.read(1 << 20):
                self.out.write(block)


@contextmanager
def records_to(path: Path | None, form: Format) -> Iterator[Writer]:
    """A writer of records in the format wanted; the file is there once the block has ended well."""
    if form is Format.parquet and (path is None or str(path) == "-") and sys.stdout.isatty():
        raise DetenteError("Parquet is not for a terminal; name a file with -o OUT.parquet")
    with ExitStack() as stack:
        out = stack.enter_context(opened(path))
        writer: Writer
        if form is Format.parquet:
            writer = _Parquet(out, stack)
        elif form is Format.plover:
            writer = _Plover(out)
        else:
            writer = _Lines(out, form)
        yield writer
        writer.finish()


def actor_text(event: Event, code: str) -> str:
    """The words of the evidence that mean this actor, else the actor's name."""
    from detente.language.actors import find_actors
    from detente.ontology.states import name_of

    for mention in find_actors(event.evidence):
        if mention.codes == (code,):
            return mention.text
    return name_of(code)


def identities(sources: Iterable[str]) -> frozenset[tuple[int, int]]:
    """What tells the inputs that are files from one another, whatever they are called."""
    return frozenset(identity for source in sources if (identity := _identity(source)))


def check_not_an_input(target: Path, inputs: frozenset[tuple[int, int]]) -> None:
    """Refuse to write over what is to be read; `inputs` are their `identities`."""
    if _identity(target) in inputs:
        raise DetenteError(f"{target}: is one of the inputs; write to another name")


def _identity(path: str | Path) -> tuple[int, int] | None:
    try:
        found = os.stat(path)  # noqa: PTH116
    except (OSError, ValueError):  # there is none, or it can be none
        return None
    return found.st_dev, found.st_ino
