"""Events of other coders (GDELT, ICEWS, POLECAT) into the store's `coded_events`.

A file goes through four steps, all of them set-based in DuckDB, in memory that does not grow with the file:

1. `read_csv` reads it into a temporary table; lines that do not have the coder's columns are counted, not fatal.
2. Joins with small tables turn CAMEO codes into PLOVER's types and modes and countries into states.
3. Events that the store has already (the same coder and id) make way for the new ones: files of a coder overlap.
4. The rows are written in the order of dyad and day, with the file's row in `imports`, in one transaction.
"""

from __future__ import annotations

import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.sources import gdelt, icews, polecat
from detente.sources.actor_codes import actor_codes
from detente.sources.event_file import TABLES, EventFile, Layout, lines_of, opened, sha256_of
from detente.sources.forms import literal
from detente.store.sorting import sort_events, unsorted_share

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from polars import DataFrame

    from detente.store import Store

#: By the name under which `detente import` knows them.
CODERS: Mapping[str, Callable[[Sequence[str]], Layout]] = {
    "gdelt": gdelt.layout,
    "icews": icews.layout,
    "polecat": polecat.layout,
}
MEMORY = "1GB"
SHOWN = 5  # malformed lines that are named
_REJECTS = 1_000_000  # malformed values that are kept for counting
_NOTHING = "\x01"  # stands for "no column here"; an empty column is an empty text
_SUFFIXES = (*TABLES, ".gz", ".zip")

_REASONS = {
    "MISSING COLUMNS": "too few columns",
    "TOO MANY COLUMNS": "too many columns",
    "LINE SIZE OVER MAXIMUM": "too long",
    "INVALID ENCODING": "no readable characters",
}


@dataclass(frozen=True, slots=True)
class Coder:
    """What there is to know of a coder: a section of coders.toml."""

    name: str
    title: str
    stored: Sequence[str]
    coverage: str
    citation: str
    licence: str
    find: str
    tables: str
    bibtex: str


@cache
def coders() -> Mapping[str, Coder]:
    """The coders by the name under which `detente import` knows them."""
    with Path(__file__).with_name("coders.toml").open("rb") as file:
        return {name: Coder(name, **fields) for name, fields in tomllib.load(file).items()}


@dataclass(frozen=True, slots=True)
class MalformedLine:
    """A line that is no event: its number in the file, from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportedEvents:
    """What became of one file.

    Parameters
    ----------
    path, coder
        The file, and the coder as the store names it ("gdelt1", "gdelt2", "icews", "polecat").
    number
        The row of `imports`.
    rows
        Events that were written; 0 where `already`.
    already
        The same file (by its hash) was in the store, and nothing was changed.
    replaced, repeated
        Events that the store had from an earlier file; events that the file has more than once (the last one counts).
    malformed, first_malformed
        How many lines were left out, and the first of them.
    unknown_codes, unknown_events
        Codes of countries, and of events, that no table knows, with the number of times; such events are kept.
    first_day, last_day
        Of the events.
    """

    path: Path
    coder: str
    number: int
    rows: int = 0
    already: bool = False
    replaced: int = 0
    repeated: int = 0
    malformed: int = 0
    first_malformed: tuple[MalformedLine, ...] = ()
    unknown_codes: Mapping[str, int] = field(default_factory=dict)
    unknown_events: Mapping[str, int] = field(default_factory=dict)
    first_day: date | None = None
    last_day: date | None = None

    def __str__(self) -> str:
        if self.already:
            return f"{self.path}: is in the store already (import {self.number}); nothing changed"
        said = [f"{self.path}: {self.rows:,} events of {self.coder}"]
        if self.first_day:
            said.append(f"{self.first_day} to {self.last_day}")
        if self.replaced:
            said.append(f"{self.replaced:,} of them replace earlier ones")
        if self.repeated:
            said.append(f"{self.repeated:,} repeated in the file")
        if self.malformed:
            named = "; ".join(f"line {bad.line} {bad.reason}" for bad in self.first_malformed)
            lines = "line" if self.malformed == 1 else "lines"
            said.append(f"{self.malformed:,} malformed {lines} left out" + (f" ({named})" if named else ""))
        if self.unknown_codes:
            said.append(f"unknown countries: {', '.join(self.unknown_codes)}")
        if self.unknown_events:
            said.append(f"unknown event codes: {', '.join(self.unknown_events)}")
        return ", ".join(said)


def import_events(
    store: Store,
    name: str,
    paths: Sequence[str | Path],
    *,
    version: str = "",
    again: bool = False,
    memory: str = MEMORY,
    on_file: Callable[[ImportedEvents], None] | None = None,
) -> list[ImportedEvents]:
    """Take files of another coder's events into the store; each file is a transaction of its own.

    Parameters
    ----------
    store
        Open for writing.
    name
        "gdelt" (1.0 and 2.0 are told apart by their columns), "icews" or "polecat".
    paths
        Files, plain, gzipped or zipped, and folders of such files. A file that the store has already changes nothing.
    version
        For the row of `imports`; GDELT's is that of the file.
    again
        Read a file anew that the store has already (its codes may be mapped better now).
    memory
        What DuckDB may use meanwhile; what does not fit waits on the disk.
    on_file
        Called after each file.

    Raises
    ------
    DetenteError
        A file is none of this coder's, or cannot be read. Files before it are in the store, nothing of it is.
    """
    if name not in CODERS:
        raise DetenteError(f"no coder {name!r}; there are {', '.join(CODERS)}")
    done = []
    highest: dict[str, int] = {}
    with _limits(store.connection, memory):
        for path in _files(paths):
            one = _import_file(store, name, path, version=version, again=again, highest=highest)
            done.append(one)
            if on_file:
                on_file(one)
        if unsorted_share(store) > 0.5:
            sort_events(store)
    return done


def _files(paths: Sequence[str | Path]) -> Iterator[Path]:
    for path in map(Path, paths):
        if path.is_dir():
            found = sorted(p for p in path.iterdir() if p.is_file() and p.suffix.lower() in _SUFFIXES)
            if not found:
                raise DetenteError(f"{path}: this folder holds no file named {', '.join('*' + s for s in _SUFFIXES)}")
            yield from found
        elif path.is_file():
            yield path
        else:
            raise DetenteError(f"{path}: there is no such file")


@contextmanager
def _limits(connection: DuckDBPyConnection, memory: str) -> Iterator[None]:
    (before,) = _one(connection, "SELECT current_setting('memory_limit')")
    connection.execute(f"SET memory_limit = '{memory}'")
    try:
        yield
    finally:
        connection.execute(f"SET memory_limit = '{before}'")


def _import_file(
    store: Store, name: str, path: Path, *, version: str, again: bool, highest: dict[str, int]
) -> ImportedEvents:
    connection = store.connection
    sha256 = sha256_of(path)
    (known,) = _one(
        connection,
        "SELECT max(import) FROM imports WHERE name = ? AND sha256 = ? AND superseded IS NULL",
        [name, sha256],
    )
    if known and not again:
        return ImportedEvents(path, name, known, already=True)
    with opened(path, sha256) as file:
        try:
            layout = CODERS[name](file.head)
        except DetenteError as error:
            raise DetenteError(f"{path}: {error}") from error
        try:
            malformed = _stage(connection, file, layout)
            repeated = _drop_repeated(connection)
            unknown = _unknown(connection, layout)
            with store.transaction():
                number = _next_import(connection)
                if known:
                    _supersede(connection, known)
                replaced = _drop_older(connection, layout, highest)
                _write(connection, layout, number)
                rows, first, last = _one(connection, "SELECT count(*), min(day_), max(day_) FROM incoming")
                if not rows:
                    raise DetenteError(f"{path}: holds no event that can be read ({_named(malformed)})")
                about = coders()[name]
                connection.execute(
                    "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL)",
                    [
                        number, name, layout.version or version, str(path.absolute()), sha256, rows, first.year,
                        last.year, about.citation, about.licence, datetime.now(UTC).replace(tzinfo=None),
                    ],
                )  # fmt: skip
            _keep_highest(connection, layout, highest)
        finally:
            _drop_temporary(connection)
    return ImportedEvents(
        path, layout.coder, number, rows, False, replaced, repeated, malformed[0], malformed[1], *unknown, first, last
    )


def _one(connection: DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> tuple[Any, ...]:
    """The one row of a query."""
    (row,) = connection.execute(sql, list(parameters)).fetchall()
    return tuple(row)


def _named(malformed: tuple[int, tuple[MalformedLine, ...]]) -> str:
    return "; ".join(f"line {bad.line} {bad.reason}" for bad in malformed[1]) or "it is empty"


def _read_csv(parts: Sequence[Path], compression: str, layout: Layout, *, rejects: bool = True) -> str:
    """DuckDB's reader as SQL. All is said, nothing guessed: the same file gives the same rows."""
    names = ", ".join(literal(str(part)) for part in parts)
    columns = ", ".join(f"'{name}': '{layout.types.get(name, 'VARCHAR')}'" for name in layout.columns)
    options = [
        f"[{names}]",
        "delim = '\t', quote = '', escape = '', auto_detect = false, strict_mode = true",
        f"columns = {{{columns}}}",
        f"header = {str(layout.header).lower()}",
        f"dateformat = '{layout.date_format}'",
        f"nullstr = '{_NOTHING}'",
        f"compression = '{compression}'",
        f"null_padding = {str(layout.shortest > 0).lower()}",
        "ignore_errors = true",
    ]
    if rejects:
        options.append("store_rejects = true, rejects_table = 'incoming_errors', rejects_scan = 'incoming_scans'")
        options.append(f"rejects_limit = {_REJECTS}")
    return f"read_csv({', '.join(options)})"


def _selected(layout: Layout, source: str) -> str:
    """The rows of a file with the store's columns, before any table is joined."""
    fields = dict(layout.fields)
    for column in ("cameo", "type", "mode", "contexts"):
        fields.setdefault(column, "''")
    whole = f"({layout.whole})"
    if layout.shortest:
        whole += f" AND {layout.columns[layout.shortest - 1]} IS NOT NULL"
    columns = ", ".join(f"{sql} AS {name}_" for name, sql in fields.items())
    return f"SELECT {columns}, {whole} AS whole_ FROM {layout.rows.format(rows=source)}"


def _stage(connection: DuckDBPyConnection, file: EventFile, layout: Layout) -> tuple[int, tuple[MalformedLine, ...]]:
    """Read the file into the temporary table `incoming`; the malformed lines, their number and the first of them."""
    import duckdb

    try:
        source = _read_csv(file.parts, file.compression, layout)
        connection.execute(f"CREATE TEMP TABLE incoming AS {_selected(layout, source)}")
        repaired = _read_misencoded(connection, file, layout)
    except (duckdb.InvalidInputException, duckdb.IOException, duckdb.ConversionException) as error:
        raise DetenteError(f"{file.path}: cannot be read ({str(error).splitlines()[0]}); fetch it again") from error
    lines = connection.execute(
        "SELECT line, arg_min(error_type, error_type = 'CAST'), arg_min(column_name, column_idx) FROM incoming_errors "
        + ("WHERE error_type <> 'INVALID ENCODING' " if repaired else "")
        + f"GROUP BY file_id, line ORDER BY file_id, line LIMIT {SHOWN}"
    ).fetchall()
    first = [MalformedLine(line, _reason(kind, name, layout)) for line, kind, name in lines]
    count = _one(
        connection,
        "SELECT count(DISTINCT (file_id, line)), count(*) FROM incoming_errors "
        + ("WHERE error_type <> 'INVALID ENCODING'" if repaired else ""),
    )
    if count[1] >= _REJECTS:
        raise DetenteError(f"{file.path}: has more malformed lines than can be counted; is it a file of this coder?")
    (short,) = _one(connection, "SELECT count(*) FROM incoming WHERE NOT whole_")
    if short:
        connection.execute("DELETE FROM incoming WHERE NOT whole_")
        first = sorted({*first, *_short_lines(file, layout)}, key=lambda bad: bad.line)[:SHOWN]
    return count[0] + short, tuple(first)


def _reason(kind: str, column: str | None, layout: Layout) -> str:
    if kind == "CAST":
        return "has no date" if layout.types.get(column or "") == "DATE" else "has no id"
    return "has " + _REASONS.get(kind, kind.lower())


def _short_lines(file: EventFile, layout: Layout) -> Iterator[MalformedLine]:
    """The first lines that end too early, where the reader has to allow for lines of two lengths."""
    found = 0
    for part in file.parts:
        for number, line in enumerate(lines_of(part, file.compression), 1):
            if line.strip() and line.count(b"\t") + 1 < (layout.shortest or len(layout.columns)):
                yield MalformedLine(number, _reason("MISSING COLUMNS", None, layout))
                found += 1
                if found == SHOWN:
                    return


def _read_misencoded(connection: DuckDBPyConnection, file: EventFile, layout: Layout) -> bool:
    """Lines that are no UTF-8 are most likely old Windows text; they are taken as such, the others stay as they are."""
    lines = connection.execute(
        "SELECT s.file_path, e.line FROM incoming_errors e JOIN incoming_scans s USING (scan_id, file_id) "
        "WHERE e.error_type = 'INVALID ENCODING'"
    ).fetchall()
    if not lines:
        return False
    with tempfile.TemporaryDirectory(prefix="detente-events-") as folder:
        again = Path(folder) / "lines"
        with again.open("wb") as out:
            if layout.header:
                out.write("\t".join(layout.columns).encode() + b"\n")
            for part in file.parts:
                wanted = {line for path, line in lines if Path(path) == part}
                for number, line in enumerate(lines_of(part, file.compression), 1):
                    if number in wanted:
                        out.write(line.decode("cp1252", errors="replace").encode())
        source = _read_csv([again], "none", layout, rejects=False)
        connection.execute(f"INSERT INTO incoming {_selected(layout, source)}")
    return True


def _drop_repeated(connection: DuckDBPyConnection) -> int:
    """Of events that the file has more than once, the last one stays."""
    total, different = _one(connection, "SELECT count(*), count(DISTINCT id_) FROM incoming")
    if total > different:
        connection.execute("DELETE FROM incoming WHERE rowid NOT IN (SELECT max(rowid) FROM incoming GROUP BY id_)")
    return int(total - different)


def _unknown(connection: DuckDBPyConnection, layout: Layout) -> tuple[dict[str, int], dict[str, int]]:
    """Codes that no table knows, the most frequent first; makes the small tables that `_write` joins."""
    connection.register("incoming_actors", _actor_table(layout.system))
    connection.register("incoming_cameo", _cameo_table())
    countries = connection.execute(
        "SELECT code, n FROM (SELECT code, count(*) AS n FROM (SELECT actor_code_ AS code FROM incoming UNION ALL "
        "SELECT recipient_code_ FROM incoming) GROUP BY code) "
        "WHERE code <> '' AND code NOT IN (SELECT code FROM incoming_actors) ORDER BY n DESC, code LIMIT 20"
    ).fetchall()
    events = []
    if "cameo" in layout.fields:
        events = connection.execute(
            "SELECT cameo_, n FROM (SELECT cameo_, count(*) AS n FROM incoming GROUP BY cameo_) "
            "WHERE cameo_ NOT IN (SELECT cameo FROM incoming_cameo) ORDER BY n DESC, cameo_ LIMIT 20"
        ).fetchall()
    return dict(countries), dict(events)


@cache
def _actor_table(system: str) -> DataFrame:
    import polars as pl

    codes = actor_codes(system)
    return pl.DataFrame(
        {
            "code": [row.code for row in codes],
            "state": [row.state for row in codes],
            "first": [row.first for row in codes],
            "last": [row.last for row in codes],
        },
        schema={"code": pl.String, "state": pl.String, "first": pl.Int32, "last": pl.Int32},
    )


@cache
def _cameo_table() -> DataFrame:
    """Every number of up to four digits that means something in CAMEO, so that a join needs no further rule."""
    import polars as pl

    from detente.ontology.plover import from_cameo

    written = [f"{number:0{width}}" for width in (1, 2, 3, 4) for number in range(10**width)]
    meant = [(code, found) for code in written if (found := from_cameo(code))]
    return pl.DataFrame(
        {
            "cameo": [code for code, _ in meant],
            "type": [found.type for _, found in meant],
            "mode": [found.mode for _, found in meant],
            "contexts": [" ".join(found.contexts) for _, found in meant],
            "swapped": [found.swapped for _, found in meant],
        }
    )


def _next_import(connection: DuckDBPyConnection) -> int:
    (number,) = _one(connection, "SELECT coalesce(max(import), 0) + 1 FROM imports")
    return int(number)


def _supersede(connection: DuckDBPyConnection, number: int) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    connection.execute("UPDATE imports SET superseded = ? WHERE import = ?", [now, number])
    connection.execute("DELETE FROM coded_events WHERE import = ?", [number])


def _drop_older(connection: DuckDBPyConnection, layout: Layout, highest: Mapping[str, int]) -> int:
    """What the store has of the same coder under the same ids goes; how many it was.

    Looking for them takes longer the more there is. A coder that numbers its events upwards spares it: a file whose
    numbers are all above the highest one in the store has none of them.
    """
    if layout.rising and layout.coder in highest:
        (lowest,) = _one(connection, "SELECT min(TRY_CAST(id_ AS BIGINT)) FROM incoming")
        if lowest is not None and lowest > highest[layout.coder]:
            return 0
    sql = "DELETE FROM coded_events WHERE coder = ? AND source_id IN (SELECT id_ FROM incoming)"
    return int(_one(connection, sql, [layout.coder])[0])


def _keep_highest(connection: DuckDBPyConnection, layout: Layout, highest: dict[str, int]) -> None:
    """Remember the highest number of a coder for the next file of this run."""
    if layout.rising:
        known = layout.coder in highest
        table, where = ("incoming", "true") if known else ("coded_events", "coder = ?")
        name, values = ("id_", []) if known else ("source_id", [layout.coder])
        sql = f"SELECT max(TRY_CAST({name} AS BIGINT)) FROM {table} WHERE {where}"
        highest[layout.coder] = max(highest.get(layout.coder, 0), int(_one(connection, sql, values)[0] or 0))


def _write(connection: DuckDBPyConnection, layout: Layout, number: int) -> None:
    """Join the tables and write in the order of dyad and day.

    A code of CAMEO that PLOVER turns round (043, to host a visit) changes actor and recipient, with their own codes.
    """
    own = "cameo" not in layout.fields  # in PLOVER already
    connection.execute(
        f"""
        INSERT INTO coded_events (coder, import, source_id, day, dyad, actor, recipient, actor_raw, recipient_raw,
                                  cameo, type, mode, contexts, goldstein, reports, publisher, story, url)
        SELECT ?, ?, id_, day_,
               CASE WHEN actor = '' OR recipient = '' OR actor = recipient THEN ''
                    ELSE least(actor, recipient) || '-' || greatest(actor, recipient) END AS dyad,
               actor, recipient, actor_raw, recipient_raw, cameo_, type, mode, contexts, goldstein_, reports_,
               publisher_, story_, url_
        FROM (
            SELECT i.*,
                   CASE WHEN swapped THEN coalesce(r.state, '') ELSE coalesce(a.state, '') END AS actor,
                   CASE WHEN swapped THEN coalesce(a.state, '') ELSE coalesce(r.state, '') END AS recipient,
                   CASE WHEN swapped THEN recipient_raw_ ELSE actor_raw_ END AS actor_raw,
                   CASE WHEN swapped THEN actor_raw_ ELSE recipient_raw_ END AS recipient_raw,
                   {"i.type_" if own else "coalesce(c.type, '')"} AS type,
                   {"i.mode_" if own else "coalesce(c.mode, '')"} AS mode,
                   {"i.contexts_" if own else "coalesce(c.contexts, '')"} AS contexts
            FROM incoming i
            LEFT JOIN incoming_cameo c ON c.cameo = i.cameo_
            LEFT JOIN incoming_actors a ON a.code = i.actor_code_ AND year(i.day_) BETWEEN a.first AND a.last
            LEFT JOIN incoming_actors r ON r.code = i.recipient_code_ AND year(i.day_) BETWEEN r.first AND r.last
        )
        ORDER BY dyad, day_, id_
        """,
        [layout.coder, number],
    )


def _drop_temporary(connection: DuckDBPyConnection) -> None:
    for name in ("incoming", "incoming_errors", "incoming_scans"):
        connection.execute(f"DROP TABLE IF EXISTS temp.{name}")
    for name in ("incoming_actors", "incoming_cameo"):
        connection.unregister(name)
