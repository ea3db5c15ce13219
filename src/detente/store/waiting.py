"""What waits for a reviewer: which records, in which order, and which texts were read through."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from detente.record import Record
from detente.store.coded import coded
from detente.store.reviews import Decision, Key, decisions

if TYPE_CHECKING:
    from detente.store.database import Store

#: Records that nobody has judged; that others have; on which reviewers differ; all.
Which = Literal["unreviewed", "second", "disputed", "all"]
Order = Literal["least-certain", "document"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """A record to be judged, as the coder made it, in the text that says it."""

    document: str
    record: Record
    decision: Decision | None
    source: str
    title: str
    published: str
    text: str


def queue(
    store: Store,
    reviewer: str,
    *,
    which: Which = "unreviewed",
    order: Order = "least-certain",
    dyad: Sequence[str] | None = None,
    kinds: Collection[str] = (),
) -> list[Key]:
    """The keys of the current records that wait for a reviewer.

    `least-certain` begins with the records of the lowest confidence; `document` follows the texts. With a dyad, only
    records that name both states. Records that stand by people's word alone come last, where `which` asks for them.
    """
    conditions, values = ["r.superseded IS NULL", "d.superseded IS NULL"], list[object]()
    for code in dict.fromkeys(dyad or ()):
        conditions.append("(r.document, r.record) IN (SELECT (document, record) FROM participants WHERE code = ?)")
        values.append(code)
    if kinds:
        conditions.append(f"r.kind IN ({', '.join('?' * len(kinds))})")
        values += kinds
    by_text = "d.source, d.news_id, d.document, r.start_char, r.end_char, r.record"
    rows = store.connection.execute(
        "SELECT r.document, r.record FROM records r JOIN documents d USING (document) "
        f"WHERE {' AND '.join(conditions)} ORDER BY {'r.confidence, ' if order == 'least-certain' else ''}{by_text}",
        values,
    ).fetchall()
    judged = decisions(store)
    by_people = [
        key
        for key, each in judged.items()
        if not each.found
        and set(dyad or ()) <= each.reviews[0].judged.involved
        and (not kinds or each.reviews[0].judged.kind in kinds)
    ]
    return [key for key in [*rows, *by_people] if _waits(judged.get(key), reviewer, which)]


def _waits(decision: Decision | None, reviewer: str, which: Which) -> bool:
    if which == "all":
        return True
    if decision is None:
        return which == "unreviewed"
    if which == "second":
        return bool(decision.reviews) and all(review.reviewer != reviewer for review in decision.reviews)
    return which == "disputed" and decision.disputed


def waiting(store: Store, key: Key, decision: Decision | None = None) -> Waiting | None:
    """All that a reviewer sees of one record; None where the store no longer has it."""
    document, name = key
    row = store.connection.execute(
        "SELECT source, title, coalesce(strftime(published, '%Y-%m-%d'), ''), text FROM documents WHERE document = ?",
        [document],
    ).fetchone()
    if row is None:
        return None
    made = coded(store, [document], records=[name])[document]
    if made:
        record = made[0]
    elif decision is not None and not decision.found:
        record = decision.reviews[0].judged
    else:
        return None
    return Waiting(document, record, decision, *row)


@dataclass(frozen=True, slots=True)
class ReadThrough:
    """A current document with what people let stand in it.

    `judged` of its `records` records have been decided on; `standing` are those accepted or corrected.
    """

    document: str
    news_id: str
    title: str
    source: str
    published: str
    sha256: str
    text: str
    records: int
    judged: int
    standing: tuple[Record, ...]
    reviewers: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every record of the document was judged."""
        return self.judged == self.records


def read_through(store: Store) -> list[ReadThrough]:
    """The current documents with at least one judged record, in the order of their sources."""
    of: dict[str, dict[str, Decision]] = {}
    for (document, name), decision in decisions(store).items():
        of.setdefault(document, {})[name] = decision
    rows = store.connection.execute(
        "SELECT document, news_id, title, source, coalesce(strftime(published, '%Y-%m-%d'), ''), sha256, text, "
        "(SELECT count(*) FROM records r WHERE r.document = d.document AND r.superseded IS NULL) "
        "FROM documents d WHERE document IN (SELECT unnest(?)) ORDER BY source, document",
        [list(of)],
    ).fetchall()
    found = []
    for document, news_id, title, source, published, sha256, text, records in rows:
        here = of[document]
        standing = sorted(
            (each.record for each in here.values() if each.record is not None),
            key=lambda record: (record.start, record.end, record.kind, record.id),
        )
        names = {review.reviewer for each in here.values() for review in each.reviews}
        judged = sum(each.found for each in here.values())
        found.append(
            ReadThrough(
                document,
                news_id,
                title,
                source,
                published,
                sha256,
                text,
                records,
                judged,
                tuple(standing),
                tuple(sorted(names)),
            )
        )
    return found
