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
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from detente.errors import DetenteError
from detente.record import Record
from detente.store.coded import coded
from detente.store.database import Store
from detente.store.reading import StoredDocument
from detente.store.reviews import apply, decisions

FORMAT = "1"  # of the index; another one is made anew
LONG = 2_000  # documents whose indexing is worth a word
BATCH = 2_000  # documents that are indexed in one go
OPEN, CLOSE = "\x02", "\x03"  # around a match; no text has them, see _clean
MANY = 100_000  # sentences that are hits, from which on each paragraph is looked at by itself
FURTHER = 20  # times as many paragraphs as are wanted are looked at, since many hold what was a hit before
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


@dataclass(frozen=True)
class Found:
    """The best hits, sentences before paragraphs, and how many sentences and paragraphs have the words in all."""

    hits: tuple[Hit, ...]
    sentences: int
    paragraphs: int


def search(
    store: Store,
    words: str,
    *,
    dyad: tuple[str, str] | None = None,
    within: str = "both",
    limit: int = 20,
    note: Callable[[str], None] | None = None,
) -> Found:
    """Sentences that records rest on, then paragraphs in which no such sentence has the words: the best of each.

    `within` is "evidence", "text" or "both". With `dyad`, sentences whose records name both states, and paragraphs of
    documents that have such records. `limit` counts sentences and paragraphs each; 0 is no limit. `note` is told
    when an index has to be made that takes a while.
    """
    asked = f"words : ({query(words)})"
    if dyad:
        asked += f" AND codes : ({' AND '.join(_token(code) for code in dyad)})"
    hits: list[Hit] = []
    counts = {"evidence": 0, "paragraphs": 0}
    with _index(store, note) as index:
        try:
            for table, other in (("evidence", "text"), ("paragraphs", "evidence")):
                if within == other:
                    continue
                [counts[table]] = index.execute(
                    f"SELECT count(*) FROM {table} WHERE {table} MATCH ?", [asked]
                ).fetchone()
                untold = asked if within == "both" and table == "paragraphs" else ""
                hits += _hits(index, table, asked, limit, untold)
        except sqlite3.OperationalError as error:
            raise DetenteError(f"{words!r}: cannot be looked for ({error}); try plain words") from error
    return Found(tuple(hits), counts["evidence"], counts["paragraphs"])


def _hits(index: sqlite3.Connection, table: str, asked: str, limit: int, untold: str) -> list[Hit]:
    """The best of a table; with `untold`, none that holds a coded sentence with the words, which is a hit itself."""
    # The order by rowid makes equal scores stand in the same order every time.
    ranked = index.execute(
        f"SELECT rowid, bm25({table}, 1.0, 0.0) AS score FROM {table} WHERE {table} MATCH ? "
        f"ORDER BY score, rowid LIMIT ?",
        [asked, (limit * FURTHER if untold else limit) or -1],
    ).fetchall()
    shown = f"highlight({table}, 0, '{OPEN}', '{CLOSE}')"
    if table == "paragraphs":
        shown = f"snippet({table}, 0, '{OPEN}', '{CLOSE}', '…', {WORDS})"
    coded: set[int] | None = None
    if untold:
        few = index.execute("SELECT rowid FROM evidence WHERE evidence MATCH ? LIMIT ?", [untold, MANY]).fetchall()
        coded = {number for (number,) in few} if len(few) < MANY else None
    hits: list[Hit] = []
    for number, score in ranked:
        place = index.execute('SELECT document, start, "end" FROM places WHERE id = ?', [number]).fetchone()
        if untold and _told(index, untold, coded, *place):
            continue
        [text] = index.execute(
            f"SELECT {shown} FROM {table} WHERE {table} MATCH ? AND rowid = ?", [asked, number]
        ).fetchone()
        document, start, end = place
        hits.append(Hit(document, start, end, table == "evidence", -score, tuple(_pieces(text))))
        if limit and len(hits) == limit:
            break
    return hits


def _told(index: sqlite3.Connection, asked: str, hits: set[int] | None, document: str, start: int, end: int) -> bool:
    """Whether a coded sentence of this paragraph is a hit; `hits` are all such sentences, None where they are many."""
    inside = index.execute(
        'SELECT id FROM places WHERE document = ? AND coded AND start < ? AND "end" > ?', [document, end, start]
    ).fetchall()
    if hits is not None:
        return any(number in hits for (number,) in inside)
    return any(
        index.execute("SELECT 1 FROM evidence WHERE evidence MATCH ? AND rowid = ?", [asked, number]).fetchone()
        for (number,) in inside
    )


def _pieces(marked: str) -> Iterator[tuple[str, bool]]:
    for position, part in enumerate(re.split(f"[{OPEN}{CLOSE}]", marked)):
        if part:
            yield part, bool(position % 2)


def _clean(text: str) -> str:
    return text.replace(OPEN, " ").replace(CLOSE, " ")


@lru_cache(maxsize=4096)
def _token(code: str) -> str:
    """A code as a word that no stemmer touches: "RUS" would be stemmed to "ru"."""
    return re.sub(r"\W|_", "", code.lower()) + "0"


def _place(store: Store) -> Path:
    return store.path.with_name(store.path.name + ".search")


@contextmanager
def _index(store: Store, note: Callable[[str], None] | None = None) -> Iterator[sqlite3.Connection]:
    """The index of this store, up to date. Where no file can be beside the store, it is made for this search only."""
    index = _opened(_place(store))
    try:
        _update(store, index, note)
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


def _update(store: Store, index: sqlite3.Connection, note: Callable[[str], None] | None) -> None:
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
            if len(fresh) >= LONG and note is not None:
                note(f"the index of words is made for {len(fresh):,} documents: this search takes longer than the next")
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


def documents_of(store: Store, hits: Iterable[Hit]) -> dict[str, StoredDocument]:
    """The documents of the hits."""
    rows = store.connection.execute(
        "SELECT document, doc, origin, version, title, source, coalesce(strftime(published, '%Y-%m-%d'), '') "
        "FROM documents WHERE document IN (SELECT unnest(?))",
        [sorted({hit.document for hit in hits})],
    ).fetchall()
    return {row[0]: StoredDocument(*row) for row in rows}


def records_at(store: Store, hits: Iterable[Hit]) -> dict[tuple[str, int, int], list[Record]]:
    """The records that rest on the sentences among the hits, as they stand after reviews, without rejected ones."""
    wanted = {(hit.document, hit.start, hit.end) for hit in hits if hit.coded}
    documents = sorted({document for document, *_ in wanted})
    judged = decisions(store, documents) if documents else {}
    found: dict[tuple[str, int, int], list[Record]] = {}
    for document, records in coded(store, documents).items():
        for record in records:
            place = document, record.start, record.end
            stands = apply(record, judged.get((document, record.id)))
            if place in wanted and stands is not None:
                found.setdefault(place, []).append(stands)
    return found
