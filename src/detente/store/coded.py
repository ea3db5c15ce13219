"""Records as the coder made them, document by document: no review is applied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from detente.record import KINDS, Record
from detente.store.database import Store
from detente.store.kinds import FIELDS, ROLES, TABLES

# A superseded document keeps the records that it had when it was superseded.
_HELD = "(r.superseded IS NULL OR (d.superseded IS NOT NULL AND r.superseded >= d.superseded))"
_COMMON = ("document", "id", "doc", "start", "end", "evidence", "trigger", "date", "confidence", "coder")


def coded(store: Store, documents: Iterable[str], *, records: Iterable[str] | None = None) -> dict[str, list[Record]]:
    """Document -> its records in the order of the text, as the coder made them last; `records` keeps to some ids."""
    wanted = list(documents)
    found: dict[str, list[Record]] = {document: [] for document in wanted}
    if not wanted:
        return found
    given: list[Any] = [wanted]
    only = ""
    if records is not None:
        given.append(list(records))
        only = "AND r.record IN (SELECT unnest($2))"
    sides: dict[tuple[str, str, str], list[str]] = {}
    for document, record, role, code in store.connection.execute(
        "SELECT r.document, r.record, r.role, r.code FROM participants r "
        f"WHERE r.document IN (SELECT unnest($1)) {only} ORDER BY r.place",
        given,
    ).fetchall():
        sides.setdefault((document, record, role), []).append(code)
    for kind, table in TABLES.items():
        columns = "".join(f', k."{name}"' for name in FIELDS[kind])
        rows = store.connection.execute(
            "SELECT r.document, r.record, d.doc, r.start_char, r.end_char, r.evidence, r.trigger_words, r.date, "
            f"r.confidence, r.coder{columns} "
            f"FROM records r JOIN documents d USING (document) JOIN {table} k USING (document, record) "
            f"WHERE r.kind = '{kind}' AND r.document IN (SELECT unnest($1)) AND {_HELD} {only}",
            given,
        ).fetchall()
        for row in rows:
            fields: dict[str, Any] = dict(zip((*_COMMON, *FIELDS[kind]), row, strict=True))
            document = fields.pop("document")
            for name, role in ROLES[kind].items():
                codes = tuple(sides.get((document, fields["id"], role), ()))
                fields[name] = (codes[0] if codes else "") if name == "state" else codes
            found[document].append(KINDS[kind].model_validate(fields))  # type: ignore[arg-type]
    for each in found.values():
        each.sort(key=lambda record: (record.start, record.end, record.kind, record.id))
    return found
