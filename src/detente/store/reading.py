"""Records out of the store: filters run in SQL, records are built from columns, reviews have the last word.

The order is that of `edtf.sort_key`, the same in every output.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from detente.errors import DetenteError
from detente.record import KINDS, Record, edtf
from detente.store.filters import Filter, conditions_sql, documents_sql, filter_of
from detente.store.kinds import FIELDS, ROLES, SECOND_ROLES, TABLES

if TYPE_CHECKING:
    import polars as pl

    from detente.store.database import Store
    from detente.store.reviews import Decision

Reviewed = Literal["", "accepted", "corrected", "rejected"]
CHUNK = 5_000  # rows that are turned into records at a time


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document as the store knows it; `store.text(document)` gives its text."""

    document: str
    doc: str
    origin: str
    version: int
    title: str
    source: str
    published: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as it stands after reviews, with the document that says it and the happening that it tells.

    `disputed`: as many reviewers hold another decision about it.
    """

    record: Record
    document: StoredDocument
    happening: str = ""
    reviewed: Reviewed = ""
    disputed: bool = False


def stored(
    store: Store,
    *,
    dyad: Sequence[str] | None = None,
    kinds: Collection[str] = (),
    types: Collection[str] = (),
    since: str | date | None = None,
    until: str | date | None = None,
    min_confidence: float = 0.0,
    sources: Collection[str] = (),
    third: str | None = None,
    as_of: str | date | None = None,
    with_rejected: bool = False,
) -> list[Stored]:
    """The current records that pass every filter, in chronological order, undated ones last.

    Parameters
    ----------
    store
        An open store.
    dyad, third
        Codes of two actors that a record names, whatever their role, and of one more.
    kinds, types
        Kinds of record; values of the field that says which event (type, mode or both: CONSULT, visit, CONSULT/visit),
        instrument (form, act), status, stance, measure or change it is.
    since, until
        Days, months or years. A record passes if the days that its date can mean touch them; one without date does not.
    min_confidence
        At least this sure; what a reviewer has accepted or corrected passes.
    sources
        Sources, origins or names (`doc`) of documents; `*` and `?` stand for any characters and for one.
    as_of
        Only documents published by that day, in the version current then. Documents without a day of publication are
        left out; `left_out` counts them.
    with_rejected
        Records too that a reviewer has rejected.
    """
    wanted = filter_of(
        dyad=dyad, kinds=kinds, types=types, since=since, until=until, min_confidence=min_confidence, sources=sources,
        third=third, as_of=as_of,
    )  # fmt: skip
    found = list(each(store, wanted, with_rejected=with_rejected))
    found.sort(key=order)
    return found


def order(one: Stored) -> tuple[Any, ...]:
    """What the chronology is sorted by: date, then the day of publication, the document, and the place in its text."""
    return (*edtf.sort_key(one.record.date), one.document.published or "9999", one.document.doc,
            one.record.start, one.record.id)  # fmt: skip


def left_out(store: Store, as_of: str | date | None) -> int:
    """How many current documents `as_of` leaves out since nobody knows when they were published."""
    if as_of is None:
        return 0
    query = "SELECT count(*) FROM documents WHERE published IS NULL AND superseded IS NULL"
    [(count,)] = store.connection.execute(query).fetchall()
    return int(count)


def each(store: Store, wanted: Filter, *, with_rejected: bool = False) -> Iterator[Stored]:
    """The same, one after the other in the order of documents: for what is too much for a list."""
    decisions = _decisions(store, wanted)
    cursor = store.connection.cursor()
    try:
        sql, values = _query(wanted, decided=list(decisions))
        cursor.execute(sql, values)
        documents: dict[str, StoredDocument] = {}
        while rows := cursor.fetchmany(CHUNK):
            for row in rows:
                record = _record(row)
                key = row[_AT["document"]]
                document = documents.get(key)
                if document is None:
                    document = documents[key] = StoredDocument(*(row[_AT[name]] for name in _DOCUMENT_COLUMNS))
                reviewed: Reviewed = ""
                decision = decisions.get((key, record.id))
                if decision is not None:
                    from detente.store.reviews import apply

                    judged = apply(record, decision)
                    if judged is None:
                        if not with_rejected or not wanted.takes(record):
                            continue
                        reviewed = "rejected"
                    else:
                        reviewed = decision.reviewed
                        record = judged
                        if not wanted.takes(record):
                            continue
                yield Stored(record, document, row[_AT["happening"]], reviewed, bool(decision and decision.disputed))
        yield from _by_people(store, wanted, decisions)
    finally:
        cursor.close()


def _decisions(store: Store, wanted: Filter) -> dict[tuple[str, str], Decision]:
    """What reviewers have decided about records of the documents asked for, in the version asked for."""
    if store.connection.execute("SELECT count(*) FROM reviews").fetchall() == [(0,)]:
        return {}
    from detente.store.reviews import decisions

    documents, values = documents_sql(wanted)
    judged = "SELECT origin FROM documents JOIN reviews USING (document)"
    rows = store.connection.execute(f"SELECT document FROM ({documents}) WHERE origin IN ({judged})", values).fetchall()
    return decisions(store, [document for (document,) in rows])


def _by_people(store: Store, wanted: Filter, decisions: dict[tuple[str, str], Decision]) -> Iterator[Stored]:
    """Records that people accepted or corrected and that the coder no longer makes."""
    theirs = [
        (key, each)
        for key, each in decisions.items()
        if not each.found and each.record is not None and wanted.takes(each.record)
    ]
    if not theirs:
        return
    documents, values = documents_sql(wanted)
    rows = store.connection.execute(
        "SELECT document, doc, origin, version, title, source, coalesce(strftime(published, '%Y-%m-%d'), '') "
        f"FROM ({documents}) WHERE document IN (SELECT unnest(?))",
        [*values, [document for (document, _), _ in theirs]],
    ).fetchall()
    found = {row[0]: StoredDocument(*row) for row in rows}
    happenings = dict(
        store.connection.execute(
            "SELECT document || ' ' || record, happening FROM happenings WHERE document IN (SELECT unnest(?))",
            [list(found)],
        ).fetchall()
    )
    for (document, name), each in theirs:
        if each.record is not None:
            told = happenings.get(f"{document} {name}", "")
            yield Stored(each.record, found[document], told, each.reviewed, each.disputed)


_DOCUMENT_COLUMNS = ("document", "doc", "origin", "version", "title", "source", "published")
_COLUMNS = (
    "document", "record", "kind", "start_char", "end_char", "evidence", "trigger_words", "date", "confidence", "coder",
    "doc", "origin", "version", "title", "source", "published", "happening", "first", "second",
)  # fmt: skip
_OWN = {kind: tuple(f"{kind}_{field}" for field in fields) for kind, fields in FIELDS.items()}
_ALL = (*_COLUMNS, *(name for names in _OWN.values() for name in names))
_AT = {name: number for number, name in enumerate(_ALL)}
_OWN_AT = {kind: [(field, _AT[name]) for field, name in zip(FIELDS[kind], _OWN[kind], strict=True)] for kind in KINDS}


def _record(row: tuple[Any, ...]) -> Record:
    """A record out of a row. What is stored was checked when it was made, so it is not checked again."""
    kind: str = row[2]
    fields: dict[str, Any] = {
        "id": row[1], "doc": row[10], "start": row[3], "end": row[4], "evidence": row[5], "date": row[7],
        "trigger": row[6], "confidence": row[8], "coder": row[9], "kind": kind,
    }  # fmt: skip
    for field, at in _OWN_AT[kind]:
        fields[field] = row[at]
    for field, role in ROLES[kind].items():
        codes = tuple(row[_AT["second" if role in SECOND_ROLES else "first"]] or ())
        fields[field] = (codes[0] if codes else "") if field == "state" else codes
    return KINDS[kind].model_construct(**fields)  # type: ignore[return-value]


def _query(wanted: Filter, *, decided: list[tuple[str, str]]) -> tuple[str, list[Any]]:
    """All that `_record` needs of the records that pass, and the values of the question marks.

    A record that was decided on passes here and is asked later: a correction may have changed what the filter looks at.
    """
    documents, values = documents_sql(wanted)
    conditions, tested = conditions_sql(wanted)
    asked = " AND ".join(f"({condition})" for condition in conditions) or "true"
    if decided and conditions:
        asked = f"({asked}) OR r.document || ' ' || r.record IN (SELECT unnest(?::VARCHAR[]))"
        tested.append([f"{document} {record}" for document, record in decided])
    current = "r.superseded IS NULL"
    if wanted.as_of is not None:
        current = f"({current} OR r.superseded = d.gone)"
    own = ", ".join(
        f"{kind}.{field} AS {name}" for kind in KINDS for field, name in zip(FIELDS[kind], _OWN[kind], strict=True)
    )
    joins = " ".join(f"LEFT JOIN {TABLES[kind]} AS {kind} USING (document, record)" for kind in KINDS)
    second = ", ".join(f"'{role}'" for role in SECOND_ROLES)
    return (
        f"""
        WITH docs AS ({documents}),
        matched AS MATERIALIZED (
            SELECT r.document, r.record, r.kind, r.start_char, r.end_char, r.evidence, r.trigger_words, r.date,
                   r.confidence, r.coder, d.doc, d.origin, d.version, d.title, d.source,
                   coalesce(strftime(d.published, '%Y-%m-%d'), '') AS published
            FROM records AS r JOIN docs AS d USING (document)
            WHERE {current} AND ({asked})
        ),
        sides AS (
            SELECT document, record,
                   list(code ORDER BY place) FILTER (role NOT IN ({second})) AS first,
                   list(code ORDER BY place) FILTER (role IN ({second})) AS second
            FROM participants SEMI JOIN matched USING (document, record)
            GROUP BY document, record
        )
        SELECT m.*, coalesce(h.happening, '') AS happening, s.first, s.second, {own}
        FROM matched AS m
        LEFT JOIN sides AS s USING (document, record)
        LEFT JOIN happenings AS h USING (document, record)
        {joins}
    """,
        values + tested,
    )


def frame(store: Store, kind: str, **filters: Any) -> pl.DataFrame:
    """One kind of record as a wide frame: a row a record, its own fields, its parties, and its document's data.

    `filters` are those of `stored`. Columns: document, id, doc, kind, start, end, date, first_day, last_day, the fields
    of the kind, trigger, evidence, confidence, coder, title_of_document, source, published, happening, reviewed.
    """
    import polars as pl

    from detente.record.tables import COLUMNS, row, schema

    if kind not in KINDS:
        raise DetenteError(f"unknown kind {kind!r}: there are {', '.join(KINDS)}")
    found = stored(store, **(filters | {"kinds": (kind,)}))
    names = [name for name in COLUMNS if name in (*KINDS[kind].model_fields, "first_day", "last_day")]
    types = schema()
    about = {
        "document": pl.Series([one.document.document for one in found], dtype=pl.String),
        "title_of_document": pl.Series([one.document.title for one in found], dtype=pl.String),
        "source": pl.Series([one.document.source for one in found], dtype=pl.String),
        "published": pl.Series([one.document.published or None for one in found], dtype=pl.String).str.to_date(),
        "happening": pl.Series([one.happening for one in found], dtype=pl.String),
        "reviewed": pl.Series([one.reviewed for one in found], dtype=pl.String),
    }
    records = pl.DataFrame([row(one.record) for one in found], schema=types, orient="row").select(names)
    return records.with_columns(**about)


def events_frame(
    store: Store, dyad: Sequence[str] | None = None, *, with_undated: bool = False, **filters: Any
) -> pl.DataFrame:
    """Events for measures: one row for each pair of actor and recipient of each happening.

    A happening that several documents tell is one event: as the record has it that leads the happening (`store.best`).
    An act done together (no recipients) is one of each participant towards
    each other, so its `id` stands in several rows. Events that the text denies, foretells or thinks possible are left
    out, and so are undated ones unless asked for.

    Returns
    -------
    Columns day (first day), last_day, actor, recipient, type, mode, confidence, id (the happening, else the record),
    source, record, documents (how many tell it). With a dyad, only rows between these two.
    """
    import polars as pl

    from detente.store.best import lead

    found = stored(store, dyad=dyad, **(filters | {"kinds": ("event",)}))
    groups: dict[str, list[Stored]] = {}
    for one in found:
        groups.setdefault(one.happening or f"{one.document.document} {one.record.id}", []).append(one)
    rows: list[tuple[Any, ...]] = []
    pair = set(dyad or ())
    for group in groups.values():
        best = lead(group) if len(group) > 1 else group[0]
        event: Any = best.record
        days = edtf.bounds(event.date)
        if event.aux or (not with_undated and (days is None or (days[0] or days[1]) is None)):
            continue
        first, last = days or (None, None)
        tellers = len({one.document.origin for one in group})
        for actor in event.actors:
            for recipient in event.recipients or event.actors:
                if actor == recipient or (pair and {actor, recipient} != pair):
                    continue
                rows.append((first or last, last, actor, recipient, event.type, event.mode, event.confidence,
                             best.happening or event.id, best.document.source, event.id, tellers))  # fmt: skip
    columns = {
        "day": pl.Date, "last_day": pl.Date, "actor": pl.String, "recipient": pl.String, "type": pl.String,
        "mode": pl.String, "confidence": pl.Float64, "id": pl.String, "source": pl.String, "record": pl.String,
        "documents": pl.Int64,
    }  # fmt: skip
    return pl.DataFrame(rows, schema=columns, orient="row")
