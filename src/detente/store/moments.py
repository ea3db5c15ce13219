"""What the file said at an earlier moment: nothing is ever deleted, so it can be put together again.

A record was there if it had been added by then and not been superseded, its document likewise, and the reviews are
those that had been decided and not been undone by then. Which records tell one happening is as it is known now.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from detente.errors import DetenteError
from detente.record import KINDS, Record, adapter
from detente.store.claims import closeness
from detente.store.database import Store
from detente.store.kinds import FIELDS, ROLES, TABLES
from detente.store.reading import Stored, StoredDocument, order
from detente.store.reviews import Review, apply, resolve

CLOSE = 0.5  # from here on a record that was coded anew takes the place of one before


def stored_at(store: Store, dyad: tuple[str, str], moment: datetime) -> list[Stored]:
    """The records on two states as they stood at a moment (UTC, as the file has it), in chronological order."""
    rows = store.connection.execute(
        """
        SELECT r.document, r.record, r.confidence, r.coder, coalesce(h.happening, ''), d.doc, d.origin, d.version,
               d.title, d.source, coalesce(strftime(d.published, '%Y-%m-%d'), ''), r.kind, r.start_char, r.end_char,
               r.evidence, r.trigger_words, r.date
        FROM records r JOIN documents d USING (document) LEFT JOIN happenings h USING (document, record)
        WHERE r.added <= $1 AND (r.superseded IS NULL OR r.superseded > $1)
          AND d.added <= $1 AND (d.superseded IS NULL OR d.superseded > $1)
          AND (r.document, r.record) IN (SELECT (document, record) FROM participants WHERE code = $2)
          AND (r.document, r.record) IN (SELECT (document, record) FROM participants WHERE code = $3)
        """,
        [moment, *dyad],
    ).fetchall()
    records = _records(store, rows)
    by_document: dict[str, list[Record]] = {}
    for row, record in zip(rows, records, strict=True):
        by_document.setdefault(row[0], []).append(record)
    judged = {
        (document, ident): decision
        for document, reviews in _reviews(store, list(by_document), moment).items()
        for ident, decision in resolve(reviews, by_document[document]).items()
    }
    found = []
    for row, record in zip(rows, records, strict=True):
        decision = judged.get((row[0], record.id))
        stands = apply(record, decision)
        if stands is not None:
            found.append(
                Stored(stands, StoredDocument(row[0], *row[5:11]), row[4], decision.reviewed if decision else "")
            )
    return sorted(found, key=order)


def _records(store: Store, rows: Sequence[tuple[Any, ...]]) -> list[Record]:
    """The records of these rows: fields and parties of a superseded record are kept, see schema.sql."""
    documents = sorted({row[0] for row in rows})
    run = store.connection.execute
    own: dict[tuple[str, str], dict[str, Any]] = {}
    for kind, table in TABLES.items():
        names = FIELDS[kind]
        columns = ", ".join(f'"{name}"' for name in names)
        query = f"SELECT document, record, {columns} FROM {table} WHERE document IN (SELECT unnest(?))"
        for document, record, *values in run(query, [documents]).fetchall():
            own[document, record] = dict(zip(names, values, strict=True))
    sides: dict[tuple[str, str, str], list[str]] = {}
    query = "SELECT document, record, role, code FROM participants WHERE document IN (SELECT unnest(?)) ORDER BY place"
    for document, record, role, code in run(query, [documents]).fetchall():
        sides.setdefault((document, record, role), []).append(code)
    made: list[Record] = []
    for row in rows:
        document, ident, kind = row[0], row[1], row[11]
        fields: dict[str, Any] = {
            "id": ident, "doc": row[5], "confidence": row[2], "coder": row[3], "start": row[12], "end": row[13],
            "evidence": row[14], "trigger": row[15], "date": row[16], **own[document, ident],
        }  # fmt: skip
        for name, role in ROLES[kind].items():
            codes = tuple(sides.get((document, ident, role), ()))
            fields[name] = (codes[0] if codes else "") if name == "state" else codes
        made.append(KINDS[kind].model_validate(fields))  # type: ignore[arg-type]
    return made


def _reviews(store: Store, documents: list[str], moment: datetime) -> dict[str, list[Review]]:
    rows = store.connection.execute(
        """
        SELECT review, document, judged, reviewer, decided, decision, corrected FROM reviews r
        WHERE decision <> 'undo' AND decided <= $1 AND document IN (SELECT unnest($2))
          AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = r.review AND u.decided <= $1)
        ORDER BY review
        """,
        [moment, documents],
    ).fetchall()
    found: dict[str, list[Review]] = {}
    for review, document, judged, reviewer, decided, decision, fields in rows:
        found.setdefault(document, []).append(
            Review(
                review, document, adapter.validate_json(judged), reviewer, decided, decision, json.loads(fields or "{}")
            )
        )
    return found


def moment_of(store: Store, document: str) -> tuple[datetime, str]:
    """When a document was added, and what it is called; it is named by path, title, or the beginning of its id.

    Raises
    ------
    DetenteError
        No document is called so, or several are: they are named.
    """
    rows = (
        store.connection.execute(
            """
        SELECT added, coalesce(nullif(title, ''), source), document, doc FROM documents
        WHERE source = $1 OR origin = $1 OR title = $1 OR doc = $1 OR document = $1
        ORDER BY added DESC
        """,
            [document],
        ).fetchall()
        or store.connection.execute(
            """
        SELECT added, coalesce(nullif(title, ''), source), document, doc FROM documents
        WHERE ends_with(origin, '/' || $1) OR starts_with(document, $1) OR starts_with(doc, $1)
           OR lower(title) = lower($1)
        ORDER BY added DESC
        """,
            [document],
        ).fetchall()
    )
    if not rows:
        raise DetenteError(f"{document!r}: no document has this path, title or id; `detente search` finds documents")
    if len({row[3] for row in rows}) > 1 and len({row[1] for row in rows}) > 1:
        listed = "\n".join(f"  {row[3][:16]}  {row[1]}, added {row[0]:%Y-%m-%d %H:%M}" for row in rows[:20])
        raise DetenteError(f"{document!r}: {len(rows)} documents may be meant; give the id:\n{listed}")
    return rows[0][0], rows[0][1]


def successors(before: Sequence[Stored], now: Sequence[Stored]) -> dict[str, str]:
    """Happenings that only records tell which were coded anew since, with the happening that is told in their place."""
    names = {each.happening for each in now}
    by_document: dict[str, list[Stored]] = {}
    for each in now:
        by_document.setdefault(each.document.origin, []).append(each)
    found = {}
    for each in before:
        if each.happening and each.happening in names:
            continue
        near = [
            (closeness(each.record, other.record), other.happening)
            for other in by_document.get(each.document.origin, ())
            if other.document.document == each.document.document
        ]
        best = max(near, default=(0.0, ""))
        if best[0] >= CLOSE:
            found[each.happening or each.record.id] = best[1]
    return found
