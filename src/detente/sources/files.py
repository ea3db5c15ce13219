"""Files as they are distributed, made readable for DuckDB: archives unpacked, encodings and line ends mended.

Official files come as CSV, as tab-separated text without a header, with lines that end in CR, in Latin-1, gzipped, in
archives within archives, as Stata files, with some lines of words before the header. What leaves this module is a
`Sheet`: one table with the names of its columns in lower case, and a way to read it in SQL.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.sources.forms import Form, literal, quoted
from detente.sources.names import add_states

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

TEXT = {".csv", ".tsv", ".tab", ".txt", ".dat"}
READ = TEXT | {".parquet", ".dta", ".xml"}
#: What people have and we do not read, with what to do.
NOT_READ = {
    ".xlsx": "an Excel file: save it as CSV",
    ".xls": "an Excel file: save it as CSV",
    ".sav": "an SPSS file: take the CSV or Stata file of the dataset",
    ".rda": "an R file: write it as CSV or Parquet in R",
    ".rdata": "an R file: write it as CSV or Parquet in R",
    ".rds": "an R file: write it as CSV or Parquet in R",
}
#: Folders that are passed over: what software made of datasets may have the very columns of a dataset.
RESULTS = {"oracle"}
DELIMITERS = (",", "\t", ";", "|")
PREAMBLE = 60  # lines of words that may stand before the header
LARGEST = 8 << 30  # bytes that an archive may unpack to


@dataclass
class Sheet:
    """One table of a file: where it stands, its columns in lower case, the forms that it may have."""

    label: str  # the file's name, for messages and for a version in it
    path: Path  # readable as it is
    sha256: str  # of the file as it was distributed (of the member, in an archive)
    columns: list[str] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)  # the likeliest first
    delimiter: str = ","
    skip: int = 0
    frame: pl.DataFrame | None = None  # of files that are no tables (XML)
    version: str = ""

    def register(self, connection: DuckDBPyConnection, form: Form) -> list[str]:
        """Make the view `sheet` of this table, all columns as text or as the file has typed them; notes on it."""
        suffix = self.path.suffix.lower()
        if self.frame is not None:
            connection.register("sheet_of_frame", self.frame)
            rows = "SELECT * FROM sheet_of_frame"
        elif suffix == ".parquet":
            names = [name for (name, *_) in connection.execute(f"DESCRIBE SELECT * FROM {self._parquet()}").fetchall()]
            named = ", ".join(f"{quoted(name)} AS {quoted(low)}" for name, low in zip(names, self.columns, strict=True))
            rows = f"SELECT {named} FROM {self._parquet()}"
        elif suffix == ".dta":
            connection.register("sheet_of_frame", _stata(self.path).rename_columns(self.columns))
            rows = "SELECT * FROM sheet_of_frame"
        else:
            rows = f"SELECT * FROM {self._csv()}"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW sheet_as_it_is AS {rows}")
        shaped = form.shape(self.columns) if form.shape else "SELECT * FROM sheet_as_it_is"
        labelled = f"SELECT *, {literal(self.label)} AS file_label FROM ({shaped})"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW sheet_shaped AS {labelled}")
        return add_states(connection, form.states)

    def _parquet(self) -> str:
        return f"read_parquet({literal(str(self.path))})"

    def _csv(self) -> str:
        columns = ", ".join(f"{literal(name)}: 'VARCHAR'" for name in self.columns)
        return (
            f"read_csv({literal(str(self.path))}, auto_detect=false, header=false, skip={self.skip}, "
            f"delim={literal(self.delimiter)}, quote='\"', escape='\"', new_line='\\n', null_padding=false, "
            f"strict_mode=true, columns={{{columns}}})"
        )


def sheets(path: Path, forms: Sequence[Form], work: Path) -> Iterator[Sheet | DetenteError]:
    """Each table in a file, an archive or a folder, with the forms that it may have; files that fail as errors.

    Parameters
    ----------
    path
        What the user gave.
    forms
        The forms looked for; a table of none of them comes with an empty list.
    work
        A folder for unpacked and mended files, which the caller removes.
    """
    if path.is_dir():
        for inner in sorted(item for item in path.rglob("*") if item.is_file()):
            if any(part.startswith(".") or part in RESULTS for part in inner.relative_to(path).parts):
                continue
            yield from _of_file(inner, str(inner.relative_to(path)), forms, work)
        return
    if not path.exists():
        raise DetenteError(f"{path}: there is no such file or folder")
    yield from _of_file(path, path.name, forms, work)


def _of_file(
    path: Path, label: str, forms: Sequence[Form], work: Path, depth: int = 0
) -> Iterator[Sheet | DetenteError]:
    try:
        suffix = path.suffix.lower()
        if suffix == ".zip":
            if depth > 2:
                raise DetenteError(f"{label}: has too many archives within archives; unpack it")
            for member in _unpacked(path, label, work):
                yield from _of_file(member, f"{label}/{member.name}", forms, work, depth + 1)
        elif suffix == ".gz":
            yield from _of_file(_gunzipped(path, label, work), label.removesuffix(path.suffix), forms, work, depth)
        elif suffix in NOT_READ:
            raise DetenteError(f"{label}: is {NOT_READ[suffix]}")
        elif suffix in READ:
            yield _sheet(path, label, forms, work)
        elif depth == 0:
            raise DetenteError(f"{label}: is none of the kinds that are read ({', '.join(sorted(READ))}, .gz, .zip)")
    except DetenteError as error:
        yield error
    except OSError as error:
        yield DetenteError(f"{label}: cannot be read ({(error.strerror or str(error)).lower()})")


def _unpacked(path: Path, label: str, work: Path) -> list[Path]:
    """The members of an archive as files; names are flattened, so that none can leave the folder."""
    folder = work / f"{len(list(work.iterdir())):04}"
    folder.mkdir()
    out: list[Path] = []
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir()]
            if sum(member.file_size for member in members) > LARGEST:
                raise DetenteError(f"{label}: unpacks to more than {LARGEST >> 30} GB; unpack it and give the file")
            for member in members:
                name = PurePosixPath(member.filename.replace("\\", "/"))
                kept = Path(name.name).suffix.lower()
                if name.name.startswith(".") or "__MACOSX" in name.parts or kept not in READ | {".zip", ".gz"}:
                    continue
                target = folder / f"{len(out):04}" / name.name
                target.parent.mkdir()
                with archive.open(member) as source, target.open("wb") as copy:
                    shutil.copyfileobj(source, copy, 1 << 20)
                out.append(target)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise DetenteError(f"{label}: is a broken archive ({error}); get it anew") from error
    return out


def _gunzipped(path: Path, label: str, work: Path) -> Path:
    folder = work / f"{len(list(work.iterdir())):04}"
    folder.mkdir()
    target = folder / path.stem
    try:
        with gzip.open(path) as source, target.open("wb") as copy:
            shutil.copyfileobj(source, copy, 1 << 20)
    except (gzip.BadGzipFile, zlib.error, EOFError) as error:
        raise DetenteError(f"{label}: is a broken archive ({error}); get it anew") from error
    return target


def _sheet(path: Path, label: str, forms: Sequence[Form], work: Path) -> Sheet:
    sha256 = hash_of(path)
    suffix = path.suffix.lower()
    if suffix == ".parquet":
        columns = _lowered(_parquet_names(path, label))
        sheet = Sheet(label, path, sha256, columns)
    elif suffix == ".dta":
        sheet = Sheet(label, path, sha256, _lowered(_stata(path, label).column_names))
    elif suffix == ".xml":
        from detente.sources.visits import entries

        root, frame, changed = entries(path, label)
        return Sheet(
            label,
            path,
            sha256,
            frame.columns,
            [form for form in forms if form.xml == root],
            frame=frame,
            version=changed,
        )
    else:
        return _text_sheet(mended(path, label, work), label, sha256, forms)
    sheet.forms = _fitting(forms, frozenset(sheet.columns), label)
    return sheet


def _parquet_names(path: Path, label: str) -> list[str]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return list(pq.read_schema(path).names)
    except (pa.ArrowException, OSError) as error:
        raise DetenteError(f"{label}: is no Parquet file that can be read ({str(error).splitlines()[0]})") from error


def _stata(path: Path, label: str = "") -> pa.Table:
    import pyarrow as pa

    try:
        import pandas as pd
    except ImportError as error:
        raise DetenteError(
            f"{label or path.name}: Stata files need pandas (pip install 'detente[pandas]'); or give the CSV"
        ) from error
    try:
        frame = pd.read_stata(path, convert_categoricals=False)
    except (ValueError, KeyError, EOFError, struct.error) as error:
        raise DetenteError(f"{label or path.name}: is no Stata file that can be read ({error})") from error
    return pa.Table.from_pandas(frame, preserve_index=False)


def _lowered(names: Sequence[str]) -> list[str]:
    """Names as forms have them: lower case, no blanks around, each once, none empty."""
    out: list[str] = []
    for number, name in enumerate(names):
        low = " ".join(str(name).strip().strip('"').split()).lower()
        out.append(low if low and low not in out else f"column_{number}")
    return out


def _fitting(forms: Sequence[Form], columns: frozenset[str], label: str) -> list[Form]:
    """The forms that a table may have: those that a word in its name speaks for first, then the most exact."""
    fitting = [form for form in forms if form.fits(columns)]
    low = label.lower()
    return sorted(fitting, key=lambda form: (-(form.hint != "" and form.hint in low), -len(form.needs)))


def _text_sheet(path: Path, label: str, sha256: str, forms: Sequence[Form]) -> Sheet:
    """Find the header: the first line that has all the columns of some form."""
    lines = _first_lines(path)
    if not any(line.strip() for line in lines):
        raise DetenteError(f"{label}: is empty")
    for form in forms:
        if form.hint and form.headerless and form.hint not in label.lower():
            continue
        # A line of names may stand above after all: the form leaves it out by its rows.
        if form.headerless and any(re.fullmatch(form.headerless, line.rstrip("\n")) for line in lines[:2]):
            columns = [f"field_{number}" for number in range(1, lines[0].count(form.delimiter) + 2)]
            return Sheet(label, path, sha256, columns, [form], form.delimiter, 0)
    for skip, line in enumerate(lines):
        for delimiter in DELIMITERS:
            if delimiter not in line:
                continue
            columns = _lowered(next(csv.reader([line.rstrip("\n")], delimiter=delimiter), []))
            if fitting := _fitting(forms, frozenset(columns), label):
                return Sheet(label, path, sha256, columns, fitting, delimiter, skip + 1)
    first = next(line for line in lines if line.strip())
    delimiter = max(DELIMITERS, key=first.count)
    return Sheet(label, path, sha256, _lowered(next(csv.reader([first.strip("\n")], delimiter=delimiter), [])))


def _first_lines(path: Path) -> list[str]:
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        return [file.readline(1 << 20) for _ in range(PREAMBLE)]


def mended(path: Path, label: str, work: Path) -> Path:
    """The text as UTF-8 with lines that end in LF: the file itself where it is that already."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    encoding = _encoding(path, head)
    cr = b"\r" in head
    if encoding == "utf-8" and not cr and not head.startswith(codecs.BOM_UTF8):
        return path
    folder = work / f"{len(list(work.iterdir())):04}"
    folder.mkdir()
    target = folder / path.name
    try:
        with (
            path.open(encoding=encoding, newline=None) as source,
            target.open("w", encoding="utf-8", newline="\n") as out,
        ):
            shutil.copyfileobj(source, out, 1 << 20)
    except UnicodeDecodeError as error:
        raise DetenteError(f"{label}: is no text ({error.reason} at byte {error.start})") from error
    return target


def _encoding(path: Path, head: bytes) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return name
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        # Windows' Latin-1; its five holes are what they are in Latin-1, as browsers read it.
        try:
            with path.open(encoding="cp1252") as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            return "latin-1"
        return "cp1252"
    return "utf-8"


def together(found: Iterable[Sheet | DetenteError]) -> Iterator[Sheet | DetenteError]:
    """The same tables, those of XML files of one kind as one table."""
    import polars as pl

    of_xml: dict[str, list[Sheet]] = {}
    for one in found:
        if isinstance(one, Sheet) and one.frame is not None and one.forms:
            of_xml.setdefault(one.forms[0].xml, []).append(one)
        else:
            yield one
    for kind in of_xml.values():
        hashes = hashlib.sha256("".join(sorted(one.sha256 for one in kind)).encode())
        frame = pl.concat(one.frame for one in kind if one.frame is not None)
        version = max(one.version for one in kind)
        label = kind[0].label if len(kind) == 1 else f"{len(kind)} files of {kind[0].forms[0].xml}"
        sha256 = kind[0].sha256 if len(kind) == 1 else hashes.hexdigest()
        yield Sheet(label, kind[0].path, sha256, frame.columns, kind[0].forms, frame=frame, version=version)


def hash_of(path: Path) -> str:
    """The sha256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
