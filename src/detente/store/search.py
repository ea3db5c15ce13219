"""Words looked for in the evidence of records and in the documents' texts, the best matches first.

The index is SQLite's FTS5, which comes with Python: it knows phrases, prefixes, stems (Porter) and BM25, needs no
network, and is mended document by document. DuckDB's own full text search is an extension that has to be fetched for
each version of DuckDB, knows neither phrases nor prefixes, and has to be made anew after every change.

The index is no part of the record: it lies beside the store as `NAME.search`, holds nothing that the store does not
hold, and is brought up to date by the first search after a change. Who deletes it loses a minute, and no data.
"""

from __future__ import annotations

import re
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.errors import DetenteError
from detente.store.database import Store

FORMAT = "1"  # of the index; another one is made anew
BATCH = 2_000  # documents that are indexed in one go
OPEN, CLOSE = "\x02", "\x03"  # around a match; no text has them, see _clean
WORDS = 48  # of a paragraph that are shown around its matches

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE documents (document TEXT PRIMARY KEY, stamp TEXT NOT NULL);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, document TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    coded INTEGER NOT NULL
);
CREATE INDEX places_of ON places (document);
CREATE VIRTUAL TABLE evidence USING fts5(words, codes, tokenize = 'porter unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE paragraphs USING fts5(words, codes, tokenize = 'porter unicode61 remove_diacritics 2');
"""


@dataclass(frozen=True)
class Hit:
    """A sentence that records rest on (`coded`), or a paragraph of a text, in which the words were found.

    `pieces` are its words, each run with whether it is a match; a long paragraph is cut to what is around them.
    `score` is BM25, the greater the better; scores of sentences and of paragraphs do not compare.
    """

    document: str
    start: int
    end: int
    coded: bool
    score: float
    pieces: tuple[tuple[str, bool], ...]

    @property
    def words(self) -> str:
        """The words without the marks."""
        return "".join(run for run, _ in self.pieces)


def query(words: str) -> str:
    """What the user typed, as a query of FTS5 in which no sign of theirs is syntax.

    All words must be there. "Words in quotes" are a phrase, `norm*` is any word that begins so, `-word` must not be
    there, and `one OR other` wants one of them.

    >>> query('treaty "joint statement" norm* -trade')
    '("treaty") AND ("joint statement") AND ("norm"*) NOT ("trade")'
    """
    wanted: list[list[str]] = []
    unwanted: list[str] = []
    either = False
    for minus, phrase, word, star in re.findall(r'(-?)(?:"([^"]*)"?|([^\s"]+?))(\*?)(?=\s|"|$)', words):
        if word == "OR" and not (minus or star):
            either = bool(wanted)
            continue
        term = (phrase or word).strip("*")
        if not re.search(r"\w", term):
            continue
        quoted = '"' + term.replace('"', '""') + '"' + ("*" if star or word.endswith("*") else "")
        if minus:
            unwanted.append(quoted)
        elif either:
            wanted[-1].append(quoted)
        else:
            wanted.append([quoted])
        either = False
    if not wanted:
        raise DetenteError(f"{words!r}: no word to look for; name one, such as: detente search treaty")
    asked = " AND ".join(f"({' OR '.join(terms)})" for terms in wanted)
    return "".join([asked, *(f" NOT ({term})" for term in unwanted)])


def search(
    store: Store, words: str, *, dyad: tuple[str, str] | None = None, within: str = "both", limit: int = 20
) -> tuple[list[Hit], int]:
    """The best hits, and how many there are in all: sentences of records first, then paragraphs that hold none of them.

    `within` is "evidence", "text" or "both". With `dyad`, sentences whose records name both states, and paragraphs of
    documents that have such records. `limit` counts sentences and paragraphs each; 0 is no limit.
    """
    asked = query(words)
    if dyad:
        asked = f"words : ({asked}) AND codes : ({' AND '.join(_token(code) for code in dyad)})"
    else:
        asked = f"words : ({asked})"
    hits: list[Hit] = []
    total = 0
    with _index(store) as index:
        try:
            if within != "text":
                found, count = _hits(index, "evidence", asked, limit, "")
                hits, total = hits + found, total + count
            if within != "evidence":
                told = ""
                if within == "both":
                    index.execute("CREATE TEMP TABLE told AS SELECT rowid AS id FROM evidence WHERE evidence MATCH ?",
                                  [asked])  # fmt: skip
                    told = _UNTOLD
                found, count = _hits(index, "paragraphs", asked, limit, told)
                hits, total = hits + found, total + count
        except sqlite3.OperationalError as error:
            raise DetenteError(f"{words!r}: cannot be looked for ({error}); try plain words") from error
    return hits, total


# A paragraph whose sentence is among the hits already would say the same again.
_UNTOLD = """AND NOT EXISTS (
    SELECT 1 FROM places e JOIN told USING (id)
    WHERE e.document = p.document AND e.start < p."end" AND e."end" > p.start
)"""


def _hits(index: sqlite3.Connection, table: str, asked: str, limit: int, told: str) -> tuple[list[Hit], int]:
    if table == "evidence":
        shown = f"highlight({table}, 0, '{OPEN}', '{CLOSE}')"
    else:
        shown = f"snippet({table}, 0, '{OPEN}', '{CLOSE}', '…', {WORDS})"
    where = f"FROM {table} JOIN places p ON p.id = {table}.rowid WHERE {table} MATCH ? {told}"
    [count] = index.execute(f"SELECT count(*) {where}", [asked]).fetchone()
    # The order by id makes equal scores stand in the same order every time.
    best = f"SELECT {table}.rowid AS best, bm25({table}, 1.0, 0.0) AS score {where} ORDER BY score, best LIMIT ?"
    rows = index.execute(
        f"""SELECT p.document, p.start, p."end", b.score, {shown}
        FROM ({best}) b JOIN {table} ON {table}.rowid = b.best JOIN places p ON p.id = b.best
        WHERE {table} MATCH ? ORDER BY b.score, b.best""",
        [asked, limit or -1, asked],
    )
    return [
        Hit(document, start, end, table == "evidence", -score, tuple(_pieces(text)))
        for document, start, end, score, text in rows
    ], count


def _pieces(marked: str) -> Iterator[tuple[str, bool]]:
    for position, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", marked)):
        if part:
            yield part, bool(position % 2)


def _clean(text: str) -> str:
    return text.replace(OPEN, " ").replace(CLOSE, " ")


def _token(code: str) -> str:
    """A code as a word that no stemmer touches: "RUS" would be stemmed to "ru"."""
    return re.sub(r"\W|_", "", code.lower()) + "0"


@contextmanager
def _index(store: Store) -> Iterator[sqlite3.Connection]:
    """The index of this store, up to date. Where no file can be beside the store, it is made for this search only."""
    path = store.path.with_name(store.path.name + ".search")
    index = _opened(path)
    try:
        _update(store, index)
        yield index
    finally:
        index.close()


def _opened(path: Path) -> sqlite3.Connection:
    for place in (path, None):
        try:
            index = sqlite3.connect(place or _scratch(), timeout=600, isolation_level=None)
            if place is not None:
                index.execute("PRAGMA user_version = 1")  # fails here, and not later, where nothing can be written
            index.execute("PRAGMA synchronous = OFF")  # a crash costs the index, which is then made anew
            return index
        except sqlite3.DatabaseError:
            if place is not None and place.exists() and _is_index(place):
                continue
            if place is not None and not place.exists():
                continue
            raise DetenteError(f"{path}: is no index of this program; move it away, it is made anew") from None
    raise AssertionError


def _is_index(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) in (b"SQLite format 3\x00", b"")


def _scratch() -> str:
    return str(Path(tempfile.mkdtemp(prefix="detente-")) / "search")


def _update(store: Store, index: sqlite3.Connection) -> None:
    """Take out what the store no longer holds as current, and put in what is new, document by document."""
    index.execute("BEGIN IMMEDIATE")  # one process at a time; the next finds it done
    try:
        _make(index)
        key = _key(store)
        row = index.execute("SELECT value FROM meta WHERE key = 'content'").fetchone()
        if row is None or row[0] != key:
            now = dict(store.connection.execute(_STAMPS).fetchall())
            then = dict(index.execute("SELECT document, stamp FROM documents"))
            _remove(index, [document for document, stamp in then.items() if now.get(document) != stamp])
            fresh = [document for document, stamp in now.items() if then.get(document) != stamp]
            for first in range(0, len(fresh), BATCH):
                _insert(store, index, fresh[first : first + BATCH])
            index.executemany("INSERT OR REPLACE INTO documents VALUES (?, ?)",
                              ((document, now[document]) for document in fresh))  # fmt: skip
            index.execute("INSERT OR REPLACE INTO meta VALUES ('content', ?)", [key])
    except BaseException:
        index.execute("ROLLBACK")
        raise
    index.execute("COMMIT")


_STAMPS = """
SELECT d.document, concat_ws(' ', d.coder, count(r.record), max(r.added))
FROM documents d LEFT JOIN records r ON r.document = d.document AND r.superseded IS NULL
WHERE d.superseded IS NULL GROUP BY d.document, d.coder
"""


def _key(store: Store) -> str:
    """What changes whenever a document or a record is added or superseded; costs a glance at four columns."""
    rows = store.connection.execute("""
        SELECT count(*), max(added), count(superseded), max(superseded) FROM documents UNION ALL
        SELECT count(*), max(added), count(superseded), max(superseded) FROM records
    """).fetchall()
    return repr(sorted(map(str, rows)))


def _make(index: sqlite3.Connection) -> None:
    tables = {name for (name,) in index.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "meta" in tables:
        row = index.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        if row and row[0] == FORMAT:
            return
    for name in ("evidence", "paragraphs", "places", "documents", "meta"):
        if name in tables:
            index.execute(f"DROP TABLE {name}")
    try:
        for statement in _TABLES.split(";\n"):
            if statement.strip():
                index.execute(statement)
    except sqlite3.OperationalError as error:
        if "fts5" in str(error):
            raise DetenteError(
                "this Python's SQLite comes without FTS5, which searching needs; use a Python from python.org, conda "
                "or your distribution"
            ) from error
        raise
    index.execute("INSERT INTO meta VALUES ('format', ?)", [FORMAT])


def _remove(index: sqlite3.Connection, documents: Iterable[str]) -> None:
    for document in documents:
        of_it = "SELECT id FROM places WHERE document = ? AND coded = ?"
        index.execute(f"DELETE FROM evidence WHERE rowid IN ({of_it})", [document, 1])
        index.execute(f"DELETE FROM paragraphs WHERE rowid IN ({of_it})", [document, 0])
        index.execute("DELETE FROM places WHERE document = ?", [document])
        index.execute("DELETE FROM documents WHERE document = ?", [document])


def _insert(store: Store, index: sqlite3.Connection, documents: list[str]) -> None:
    sentences = store.connection.execute(
        """
        SELECT r.document, r.start_char, r.end_char, any_value(r.evidence), list_distinct(list(p.code))
        FROM records r LEFT JOIN participants p ON p.document = r.document AND p.record = r.record
        WHERE r.superseded IS NULL AND r.document IN (SELECT unnest(?)) GROUP BY ALL ORDER BY ALL
        """,
        [documents],
    ).fetchall()
    texts = store.connection.execute(
        """
        SELECT d.document, d.text, list_distinct(list(p.code)) FROM documents d
        LEFT JOIN records r ON r.document = d.document AND r.superseded IS NULL
        LEFT JOIN participants p ON p.document = r.document AND p.record = r.record
        WHERE d.document IN (SELECT unnest(?)) GROUP BY d.document, d.text ORDER BY d.document
        """,
        [documents],
    ).fetchall()
    coded = [(document, start, end, evidence, codes) for document, start, end, evidence, codes in sentences]
    paragraphs = [
        (document, start, end, text[start:end], codes)
        for document, text, codes in texts for start, end in _paragraphs(text)
    ]  # fmt: skip
    for table, rows in (("evidence", coded), ("paragraphs", paragraphs)):
        [last] = index.execute("SELECT coalesce(max(id), 0) FROM places").fetchone()
        index.executemany("INSERT INTO places VALUES (?, ?, ?, ?, ?)", (
            (number, document, start, end, table == "evidence")
            for number, (document, start, end, *_) in enumerate(rows, last + 1)))  # fmt: skip
        index.executemany(f"INSERT INTO {table} (rowid, words, codes) VALUES (?, ?, ?)", (
            (number, " ".join(_clean(words).split()), " ".join(_token(code) for code in codes or () if code))
            for number, (*_, words, codes) in enumerate(rows, last + 1)))  # fmt: skip


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*", text):
        yield match.span()


def records_at(store: Store, hits: Iterable[Hit]) -> dict[tuple[str, int, int], list[dict[str, Any]]]:
    """The current records that rest on the sentences among the hits: id, kind, type and date of each."""
    places = [(hit.document, hit.start, hit.end) for hit in hits if hit.coded]
    rows = store.connection.execute(
        """
        SELECT r.document, r.start_char, r.end_char, r.record, r.kind, r.date, coalesce(e.type, ''),
               (SELECT string_agg(p.code, ' ' ORDER BY p.role, p.place) FROM participants p
                WHERE p.document = r.document AND p.record = r.record)
        FROM records r LEFT JOIN events e ON e.document = r.document AND e.record = r.record
        WHERE r.superseded IS NULL AND r.document IN (SELECT unnest(?)) ORDER BY r.start_char, r.record
        """,
        [sorted({document for document, *_ in places})],
    ).fetchall()
    wanted = set(places)
    found: dict[tuple[str, int, int], list[dict[str, Any]]] = {}
    for document, start, end, record, kind, date, type_, codes in rows:
        if (document, start, end) in wanted:
            found.setdefault((document, start, end), []).append(
                {"record": record, "kind": kind, "type": type_, "date": date, "codes": codes or ""}
            )
    return found
