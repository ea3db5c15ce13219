"""`detente import`: from a file in any of its forms to a documented table in the store.

What a file holds is told by its columns. Everything is done by SQL within one transaction a file: the table appears
whole, the import that it supersedes is marked, and a file that is no good changes nothing.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from detente.errors import DetenteError
from detente.sources.families import FORMS, forms_of
from detente.sources.files import Sheet, sheets, together
from detente.sources.forms import MACROS, Form, literal, quoted, select_sql
from detente.sources.registry import Dataset, dataset, datasets

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from detente.store.database import Store

SHOWN = 12  # columns that a message names


@dataclass
class Imported:
    """What became of one dataset.

    Parameters
    ----------
    name, version, source
        The dataset, its version ("" where nothing tells it), and the file or address that it came from.
    rows, first_year, last_year
        What was read.
    already
        The same file was there, and nothing was changed.
    replaced
        The version, or "" for one without, whose place it took; None: there was none.
    notes
        What a person should know, such as names that no state is known by.
    """

    name: str
    version: str
    source: str
    rows: int = 0
    first_year: int | None = None
    last_year: int | None = None
    already: bool = False
    replaced: str | None = None
    notes: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        what = f"{self.name}{f' {self.version}' if self.version else ''}"
        if self.already:
            return f"{what}: is there already, from the same file; nothing changed"
        years = f", {self.first_year}-{self.last_year}" if self.first_year is not None else ""
        said = [f"{what}: {self.rows:,} rows{years}"]
        if self.replaced is not None:
            said.append(f"in the place of version {self.replaced or '(not stated)'}")
        return "; ".join([*said, *self.notes])


@dataclass
class Skipped:
    """A file of a folder or an archive that was not taken, and why."""

    source: str
    why: str

    def __str__(self) -> str:
        return f"{self.source}: left out, {self.why}"


@dataclass
class _Source:
    """One thing to import: a sheet in one of its forms."""

    sheet: Sheet
    form: Form

    @property
    def label(self) -> str:
        return self.sheet.label

    @property
    def makes(self) -> tuple[str, ...]:
        return tuple(self.form.makes)


def import_file(
    store: Store, name: str, path: str | Path, *, version: str = "", address: str = "", again: bool = False
) -> list[Imported]:
    """Import one dataset from a file, an archive or a folder, with what the same file makes besides.

    Parameters
    ----------
    store
        Open for writing.
    name
        A dataset of ``datasets.toml``.
    path
        The file as distributed (CSV, tab-separated text, Stata, Parquet, XML, also gzipped or in a ZIP archive), or a
        folder that has it.
    version
        What to call its version; by default what the file, its name or its last year tells.
    address
        Where it was fetched from, in place of the path in `imports`.
    again
        Read a file anew that is there already: its form may be read better now.

    Raises
    ------
    DetenteError
        Nothing in it has the columns of the dataset: the message names those expected and those that came.
    """
    entry = dataset(name)
    path = Path(path)
    with _working(store) as work:
        found, other = _sources(path, forms_of(entry.name), work)
        chosen = [source for source in found if entry.name in source.makes]
        if not chosen:
            raise DetenteError(_expected(entry, path, other))
        if not entry.part and len(chosen) > 1:
            chosen = [_best(store, entry, chosen)]
        done: list[Imported] = []
        for source in chosen:
            done += _import(store, source, version, address or str(path.resolve()), again=again)
        return _joined(done)


def import_all(store: Store, path: str | Path, *, again: bool = False) -> Iterator[Imported | Skipped]:
    """Import all that a folder or an archive holds: of each dataset the newest version, the official form first."""
    path = Path(path)
    with _working(store) as work:
        found, other = _sources(path, FORMS, work)
        if not found:
            raise DetenteError(f"{path}: holds no dataset that is known; `detente datasets` lists them")
        taken: set[int] = set()
        for name in datasets():
            candidates = [source for source in found if name in source.makes]
            if candidates and not any(id(source) in taken for source in candidates):
                best = _best(store, datasets()[name], candidates)
                official = [source for source in candidates if source.form.official]
                together = datasets()[name].part and best in official
                taken.update(id(source) for source in (official if together else [best]))
        for source in found:
            if id(source) not in taken:
                yield Skipped(
                    source.label, f"another file is newer or nearer to the source for {', '.join(source.makes)}"
                )
                continue
            try:
                origin = str(path.resolve() / source.label if path.is_dir() else path)
                yield from _import(store, source, "", origin, again=again)
            except DetenteError as error:
                yield Skipped(source.label, str(error))
        for one in other:
            if isinstance(one, DetenteError):
                yield Skipped(*str(one).split(": ", 1)) if ": " in str(one) else Skipped("", str(one))
            else:
                yield Skipped(one.label, _unknown(one.label))


EVENT_FILES = {"gdelt": r"gdelt|\.export\.csv$", "icews": r"events.*\.tab$", "polecat": r"polecat"}


def _unknown(label: str) -> str:
    """Why a table is none of ours; files of events are imported by another name."""
    for coder, names in EVENT_FILES.items():
        if re.search(names, Path(label).name.lower()):
            return f"if it has events, `detente import {coder} PATH` takes it"
    return "its columns are those of no dataset that is known"


@contextmanager
def _working(store: Store) -> Iterator[Path]:
    store.connection.execute(MACROS)
    store.connection.execute("SET enable_progress_bar = false")
    with tempfile.TemporaryDirectory(prefix="detente-") as folder:
        yield Path(folder)
        store.connection.execute("DROP VIEW IF EXISTS temp.sheet")


def _sources(path: Path, forms: Sequence[Form], work: Path) -> tuple[list[_Source], list[Sheet | DetenteError]]:
    """What a path holds: what can be imported, and what cannot."""
    found: list[_Source] = []
    other: list[Sheet | DetenteError] = []
    for one in together(sheets(path, forms, work)):
        if isinstance(one, DetenteError) or not one.forms:
            other.append(one)
        else:
            found.append(_Source(one, one.forms[0]))
    return found, other


def _best(store: Store, entry: Dataset, sources: list[_Source]) -> _Source:
    """Of several files of one dataset: official or so called, then the latest year, the version, the official form."""
    import duckdb

    def rank(source: _Source) -> tuple[bool, int, tuple[int, ...], bool, int]:
        official = source.form.official
        try:
            with store.transaction() as connection:
                source.sheet.register(connection, source.form)
                rows = _rows_sql(connection, entry, source)
                count = connection.execute(f"SELECT count(*) FROM ({rows})").fetchall()[0][0]
                # Where there are no years, the longer one. (ATOP's archive has a shorter edition beside the whole.)
                last = _span(connection, entry, f"({rows})")[1] if entry.span else count
                version = _version(connection, entry, source, last)
        except (duckdb.Error, DetenteError):  # it is not the best; whoever asks for it is told why
            return False, 0, (), False, 0
        return official or _so_called(source), last or 0, _comparable(version), official, count

    return sources[0] if len(sources) == 1 else max(sources, key=rank)


def _so_called(source: _Source) -> bool:
    """Whether a file has the name that its form usually has: results of software may have the same columns."""
    return bool(source.form.hint) and source.form.hint in Path(source.label).stem.lower()


def _comparable(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version))


def _expected(entry: Dataset, path: Path, other: list[Sheet | DetenteError]) -> str:
    """One line: which columns were expected, which came."""
    if len(other) == 1 and isinstance(other[0], DetenteError):
        return str(other[0])
    forms = [form for form in forms_of(entry.name) if form.needs]
    ways = (
        " or ".join(_some(sorted(form.needs)) for form in forms[:2]) or "the XML files of the Office of the Historian"
    )
    tables = [one for one in other if isinstance(one, Sheet)]
    if not tables:
        return f"{path}: holds no table; {entry.name} needs a file with the columns {ways}; get it from {entry.find}"
    came = "; ".join(f"{one.label} has {_some(one.columns)}" for one in tables[:2])
    return f"{path}: is no file of {entry.name}: expected the columns {ways}; {came}"


def _some(columns: Sequence[str]) -> str:
    more = f" ... ({len(columns)} in all)" if len(columns) > SHOWN else ""
    shown = ("".join(letter if letter.isprintable() else "?" for letter in column[:40]) for column in columns[:SHOWN])
    return ", ".join(shown) + more


def _has(connection: DuckDBPyConnection, rows: str) -> dict[str, str]:
    """The types of columns by name."""
    found = connection.execute(f"DESCRIBE SELECT * FROM {rows}").fetchall()
    return {name.lower(): type_ for (name, type_, *_) in found}


def _rows_sql(connection: DuckDBPyConnection, entry: Dataset, source: _Source) -> str:
    select = source.form.makes[entry.name]
    return select_sql(entry, select, _has(connection, select.rows))


def _import(store: Store, source: _Source, version: str, origin: str, *, again: bool) -> list[Imported]:
    """All the tables that one source makes, in one transaction."""
    import duckdb

    try:
        with store.transaction() as connection:
            notes = source.sheet.register(connection, source.form)
            done = [_table(connection, dataset(name), source, version, origin, again=again) for name in source.makes]
            if not done[0].already:
                done[0].notes += notes
            return done
    except duckdb.Error as error:
        why = _culprit(store, source) or _readable(error)
        raise DetenteError(f"{source.label}: {why}; nothing of it was taken") from error


def _culprit(store: Store, source: _Source) -> str:
    """Which cell it was that is no number: DuckDB tells the text, but not the column."""
    import duckdb

    for name, select in source.form.makes.items():
        entry = dataset(name)
        try:
            with store.transaction() as connection:
                source.sheet.register(connection, source.form)
                has = _has(connection, select.rows)
                for column in entry.columns:
                    given = select.columns.get(column.name, column.name).lower()
                    if has.get(given) == "VARCHAR" and column.type not in ("VARCHAR", "DATE", "BOOLEAN"):
                        said = f"as_text({quoted(given)})"
                        found = connection.execute(
                            f"SELECT {said} FROM {select.rows} WHERE {said} IS NOT NULL "
                            f"AND TRY_CAST(replace({said}, ',', '') AS DOUBLE) IS NULL LIMIT 1"
                        ).fetchall()
                        if found:
                            return f"the column {given} has {str(found[0][0])[:60]!r} where a number is expected"
        except (duckdb.Error, DetenteError):
            return ""
    return ""


def _readable(error: Exception) -> str:
    """What DuckDB says of a file, in one line."""
    import duckdb

    if not isinstance(error, duckdb.Error):
        raise error
    text = str(error)
    if place := re.search(r"CSV Error on Line: (\d+)", text):
        if cells := re.search(r"Expected Number of Columns: (\d+)", text):
            return f"line {place[1]} has not the {cells[1]} cells that the header has (is the file whole?)"
        if "quote" in text:
            return f"line {place[1]} opens a quotation mark that is not closed (is the file whole?)"
        return f"line {place[1]} cannot be read"
    return re.sub(r"^[A-Za-z ]*Error: ", "", text.splitlines()[0])[:300]


def _table(
    connection: DuckDBPyConnection, entry: Dataset, source: _Source, version: str, origin: str, *, again: bool
) -> Imported:
    held = connection.execute(
        "SELECT version, sha256 FROM imports WHERE name = ? AND superseded IS NULL ORDER BY import", [entry.name]
    ).fetchall()
    for known, sha256 in held:
        if not again and sha256 == source.sheet.sha256 and version in ("", known):
            return Imported(entry.name, known, origin, already=True)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE arriving AS {_rows_sql(connection, entry, source)}")
    rows = connection.execute("SELECT count(*) FROM temp.arriving").fetchall()[0][0]
    if not rows:
        raise DetenteError(f"{source.label}: has the columns of {entry.name}, but no rows")
    first, last = _span(connection, entry, "temp.arriving")
    version = version or _version(connection, entry, source, last)
    number = connection.execute("SELECT coalesce(max(import), 0) + 1 FROM imports").fetchall()[0][0]
    if entry.part:
        _merge(connection, entry, number)
    else:
        connection.execute(f"CREATE OR REPLACE TABLE {entry.table} AS SELECT * FROM temp.arriving")
    replaced = _supersede(connection, entry, held)
    connection.execute(
        "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        [
            number,
            entry.name,
            version,
            origin,
            source.sheet.sha256,
            rows,
            first,
            last,
            entry.citation,
            entry.licence,
            _now(),
        ],
    )
    _describe(connection, entry)
    if entry.years_from:
        first, last = _years_of_others(connection, entry, number)
    connection.execute("DROP TABLE temp.arriving")
    return Imported(entry.name, version, origin, rows, first, last, replaced=replaced)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _merge(connection: DuckDBPyConnection, entry: Dataset, number: int) -> None:
    """Rows of a table that is put together from several files carry the number of their import."""
    connection.execute(
        f"CREATE TABLE IF NOT EXISTS {entry.table} AS "
        "SELECT *, CAST(NULL AS INTEGER) AS import FROM temp.arriving LIMIT 0"
    )
    part = quoted(entry.part)
    connection.execute(f"DELETE FROM {entry.table} WHERE {part} IN (SELECT {part} FROM temp.arriving)")
    connection.execute(f"INSERT INTO {entry.table} SELECT *, {number} FROM temp.arriving")


def _supersede(connection: DuckDBPyConnection, entry: Dataset, held: list[tuple[str, str]]) -> str | None:
    left = f"AND import NOT IN (SELECT DISTINCT import FROM {entry.table})" if entry.part else ""
    gone = connection.execute(
        f"UPDATE imports SET superseded = ? WHERE name = ? AND superseded IS NULL {left} RETURNING version",
        [_now(), entry.name],
    ).fetchall()
    return gone[-1][0] if held and gone else None


def _span(connection: DuckDBPyConnection, entry: Dataset, rows: str) -> tuple[int | None, int | None]:
    if not entry.span:
        return None, None
    found = connection.execute(f"SELECT min({entry.span[0]}), max({entry.span[1]}) FROM {rows} AS arriving").fetchall()
    return found[0]


def _years_of_others(connection: DuckDBPyConnection, entry: Dataset, number: int) -> tuple[int | None, int | None]:
    """Years that another table tells, where that one is there (votes have no date, roll calls have)."""
    needed = re.findall(r"(?:FROM|JOIN) (data_\w+)", entry.years_from)
    there = {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    if not there.issuperset(needed):
        return None, None
    found = connection.execute(entry.years_from).fetchall()[0]
    connection.execute("UPDATE imports SET first_year = ?, last_year = ? WHERE import = ?", [*found, number])
    return found[0], found[1]


def _version(connection: DuckDBPyConnection, entry: Dataset, source: _Source, last: int | None) -> str:
    """The version: what the last year tells, what the file says, what its name says, else nothing."""
    if source.sheet.version:
        return source.sheet.version
    if last in entry.by_last_year:
        return entry.by_last_year[last]
    if source.form.version:
        has = _has(connection, "sheet")
        if "version" in has:
            found = connection.execute(f"SELECT CAST({source.form.version} AS VARCHAR) FROM sheet").fetchall()
            if found[0][0]:
                return str(found[0][0])
    return version_in_name(source.label)


def version_in_name(label: str) -> str:
    """The version that a file's name tells.

    >>> version_in_name("dyadic_mid_4.03.csv"), version_in_name("atop5_1ddyr.csv"), version_in_name("p5v2018.csv")
    ('4.03', '5.1', '2018')
    >>> version_in_name("IdealpointestimatesAll_Jun2024.csv"), version_in_name("2025_9_19_ga_voting.csv")
    ('2024-06', '2025-09-19')
    """
    name = re.sub(r"^[0-9a-f]{8}-", "", Path(label).name.removesuffix(".gz"))  # as it is called in the cache
    name = name.rsplit(".", 1)[0] if "." in name else name
    if found := re.search(r"(?<!\d)((?:19|20)\d\d)[-_](\d{1,2})[-_](\d{1,2})(?!\d)", name):
        return f"{found[1]}-{int(found[2]):02}-{int(found[3]):02}"
    if found := re.search(r"(?<!\d)((?:19|20)\d\d)[-_](\d\d)(?!\d)", name):
        return f"{found[1]}-{found[2]}"
    months = "jan feb mar apr may jun jul aug sep oct nov dec".split()
    if found := re.search(rf"({'|'.join(months)})[a-z]*_?((?:19|20)\d\d)(?!\d)", name, re.IGNORECASE):
        return f"{found[2]}-{months.index(found[1].lower()) + 1:02}"
    if found := re.search(r"(?<!\d)(\d{1,2}(?:\.\d{1,2}){1,2})(?![\d.])", name):
        return found[1]
    if found := re.search(r"(?<!\d)(\d)_(\d{1,2})(?!\d)", name):
        return f"{found[1]}.{found[2]}"
    if found := re.search(r"(?<!\d)((?:19|20)\d\d)(?!\d)", name):
        return found[1]
    return ""


def _describe(connection: DuckDBPyConnection, entry: Dataset) -> None:
    """The dictionary stands in the file itself, for whoever opens it with other tools."""
    connection.execute(f"COMMENT ON TABLE {entry.table} IS {literal(f'{entry.title}. {entry.citation}')}")
    for column in entry.columns:
        connection.execute(f"COMMENT ON COLUMN {entry.table}.{quoted(column.name)} IS {literal(column.text)}")


def _joined(done: list[Imported]) -> list[Imported]:
    """Several files of one dataset are told as one."""
    out: dict[str, Imported] = {}
    for one in done:
        first = out.setdefault(one.name, one)
        if first is one:
            continue
        first.rows += one.rows
        first.already = first.already and one.already
        for years in (one.first_year, one.last_year):
            if years is not None:
                first.first_year = years if first.first_year is None else min(first.first_year, years)
                first.last_year = years if first.last_year is None else max(first.last_year, years)
        first.notes += [note for note in one.notes if note not in first.notes]
    return list(out.values())
