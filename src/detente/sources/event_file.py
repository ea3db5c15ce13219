"""A file of another coder's events, as it is distributed: plain, gzipped or zipped, and larger than memory.

What a coder's file looks like is a `Layout`: the columns in their order and, for each column of the store's table of
events, the SQL expression that makes it of them. DuckDB's reader does the rest; no row passes through Python.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from detente.errors import DetenteError

_BLOCK = 1 << 20
_HEAD = 1 << 18  # bytes that are looked at to tell what a file is
_HEAD_LINES = 200

#: How files of events are named, inside an archive and outside.
TABLES = (".csv", ".tsv", ".tab", ".txt")


@dataclass(frozen=True, slots=True)
class Layout:
    """How a coder writes events.

    Parameters
    ----------
    coder, version
        As the store names them: "gdelt2", "2.0".
    columns
        All columns in their order; each is read as text unless `types` gives it another type. A line with more or
        fewer columns is malformed, and so is one whose typed columns do not hold what they should.
    fields
        SQL over those columns, all of type text unless said: `id`, `day` (date), `actor_code` and `recipient_code`
        (what `system` knows), `actor_raw`, `recipient_raw`, `goldstein` (number), `reports` (whole number),
        `publisher`, `story`, `url`, and either `cameo` or `type`, `mode` and `contexts`.
    system
        The codes of `actor_codes.csv` that actors are written in.
    header
        Whether the first line holds names, not an event.
    shortest
        Lines may end after this many columns (a coder that dropped the last ones in some of its files).
    whole
        SQL that tells a line that can be used, beyond the number of its columns and the types.
    rising
        Whether `id` is a number that rises from file to file.
    rows
        SQL that makes the relation `{rows}` into one row for each pair of actor and recipient.
    """

    coder: str
    version: str
    columns: tuple[str, ...]
    fields: Mapping[str, str]
    system: str
    types: Mapping[str, str] = field(default_factory=dict)
    date_format: str = "%Y-%m-%d"
    header: bool = False
    shortest: int = 0
    whole: str = "true"
    rows: str = "{rows}"
    rising: bool = False


@dataclass(frozen=True, slots=True)
class EventFile:
    """A file that can be read: `parts` are plain or gzipped texts on the disk, `head` the first lines of the first."""

    path: Path
    sha256: str
    head: tuple[str, ...]
    parts: tuple[Path, ...]
    compression: str  # as DuckDB says it: none | gzip


def sha256_of(path: Path) -> str:
    """The hash of the file as it lies there (of the archive, not of what is in it)."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DetenteError(f"{path}: cannot be read ({(error.strerror or str(error)).lower()})") from error


@contextmanager
def opened(path: Path, sha256: str) -> Iterator[EventFile]:
    """What is in a file; a zip archive is unpacked for as long as the block runs.

    Raises
    ------
    DetenteError
        The file cannot be read, is empty, or is a damaged archive.
    """
    with tempfile.TemporaryDirectory(prefix="detente-events-") as folder:
        try:
            start = _start(path)
            parts: tuple[Path, ...] = (path,)
            compression = "none"
            if start.startswith(b"PK\x03\x04"):
                parts = _unpacked(path, Path(folder))
            elif start.startswith(b"\x1f\x8b"):
                compression = "gzip"
            head = _head(parts[0], compression)
        except (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
            reason = (getattr(error, "strerror", None) or str(error)).lower()
            raise DetenteError(f"{path}: cannot be read ({reason}); fetch it again") from error
        if not head:
            raise DetenteError(f"{path}: is empty; there are no events in it")
        yield EventFile(path, sha256, head, parts, compression)


def _start(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(4)


def _unpacked(path: Path, folder: Path) -> tuple[Path, ...]:
    """The tables of an archive, block by block; what a Mac or a data archive adds to them is left out."""
    parts = []
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if _is_table(member.filename)]
        if not members:
            named = ", ".join(f"*{suffix}" for suffix in TABLES)
            raise DetenteError(f"{path}: this archive holds no file named {named}; unpack it and give the folder")
        for number, member in enumerate(sorted(members, key=lambda member: member.filename)):
            part = folder / f"{number:06}"
            with archive.open(member) as packed, part.open("wb") as plain:
                shutil.copyfileobj(packed, plain, _BLOCK)
            if part.stat().st_size:
                parts.append(part)
    if not parts:
        raise DetenteError(f"{path}: the files in this archive are empty; there are no events in it")
    return tuple(parts)


def _is_table(name: str) -> bool:
    path = Path(name)
    extra = path.name.startswith((".", "_")) or path.stem.lower() in ("manifest", "readme", "license")
    return path.suffix.lower() in TABLES and not extra and "__MACOSX" not in path.parts


def _head(part: Path, compression: str) -> tuple[str, ...]:
    """The first lines, without their ends. Read as Latin-1: only tabs, digits and names of columns matter."""
    with part.open("rb") as file:
        start = (
            zlib.decompressobj(31).decompress(file.read(_HEAD), _HEAD) if compression == "gzip" else file.read(_HEAD)
        )
    start = start.removeprefix(b"\xef\xbb\xbf")
    lines = start.decode("latin-1").split("\n")
    if len(start) >= _HEAD:
        lines.pop()  # it may have been cut
    return tuple([line.rstrip("\r") for line in lines if line.strip()][:_HEAD_LINES])


def lines_of(part: Path, compression: str) -> Iterator[bytes]:
    """All lines of a part, one after another, for the few that DuckDB could not take."""
    import gzip

    with gzip.open(part, "rb") if compression == "gzip" else part.open("rb") as stream:
        yield from stream


def most_common_width(head: Sequence[str]) -> int:
    """The number of columns that most lines have; of two the wider."""
    widths = [line.count("\t") + 1 for line in head]
    return max(set(widths), key=lambda width: (widths.count(width), width))


def header_names(line: str) -> list[str]:
    r"""The names of a header in one spelling: "Event ID", "event_id" and '"Event ID"' are the same.

    >>> header_names('"Event ID"\tevent_date')
    ['event id', 'event date']
    """
    return [" ".join(name.strip().strip('"').replace("_", " ").lower().split()) for name in line.split("\t")]


def missing_columns(names: Sequence[str], needed: Sequence[str]) -> str:
    """What a header lacks, in words for a message and with its columns as a coder spells them; "" if it lacks nothing.

    >>> missing_columns(["event date"], ["event id", "event date", "cameo code"])
    'its first line lacks the columns Event ID, CAMEO Code'
    """
    missing = [name.title().replace(" Id", " ID").replace("Cameo", "CAMEO") for name in needed if name not in names]
    return f"its first line lacks the column{'s' if len(missing) > 1 else ''} {', '.join(missing)}" if missing else ""
