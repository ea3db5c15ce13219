"""Records as linking sees them: one light row a record, whatever its kind.

A *telling* is a record looked at as a report of something that happened. The seven kinds have their own names for the
same things; here they are brought together:

| column | is |
|---|---|
| `document`, `record` | which record |
| `kind` | its kind; only tellings of one kind are ever linked |
| `label` | event: type; agreement: form; status: status; position: stance; figure: measure and unit;
|  | office: person; membership: organisation |
| `mode` | event: mode |
| `act` | event: `negated` or ""; agreement: act; status, office, membership: change |
| `title` | agreement: title; status: level; position: issue; office: person and office; |
|  | event SUPPORT or AGREE: titles of the instruments that the same sentence tells of between the same |
| `amount` | figure: value |
| `actors`, `recipients` | who to whom; kinds without a direction have all parties as actors |
| `first`, `last` | the days that the date can mean, as days since 1970; null where it is open or there is none |
| `near_first`, `near_last` | of a record without date, the days between which what stands around it is dated |
| `date` | EDTF |
| `evidence`, `trigger` | the sentence, and the words in it that say the act |
| `paragraph` | a number for the paragraph within the document |
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from detente.record import Record
from detente.record.edtf import bounds

if TYPE_CHECKING:
    import polars as pl

    from detente.store.database import Store

Key = tuple[str, str]
SIGNING = ("SUPPORT", "AGREE")  # types of which an instrument may be the very act
AROUND = 1_500  # characters: what is dated this near says when something without date was
TOLD_AROUND = 1_461  # days: dates that span no more say when
EPOCH = 719_163  # date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Telling:
    """One record as linking sees it; see the table above."""

    document: str
    record: str
    kind: str
    label: str = ""
    mode: str = ""
    act: str = ""
    title: str = ""
    amount: float | None = None
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    first: int | None = None
    last: int | None = None
    date: str = ""
    evidence: str = ""
    trigger: str = ""
    paragraph: int = 0
    near_first: int | None = None
    near_last: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What names the record in the store: its document and its id."""
        return self.document, self.record


def telling(record: Record, document: str = "", paragraph: int = 0, name: str = "") -> Telling:
    """A record as a telling. `document` and `name` stand in for the record's own `doc` and `id` where given."""
    days = bounds(record.date) or (None, None)
    first, last = (day.toordinal() - EPOCH if day else None for day in days)
    fields: dict[str, Any] = record.model_dump(mode="python")
    kind = record.kind
    label, act, title, mode, amount = "", "", "", "", None
    actors: Sequence[str] = fields.get("parties", ())
    recipients: Sequence[str] = ()
    if kind == "event":
        label, mode, actors, recipients = fields["type"], fields["mode"], fields["actors"], fields["recipients"]
        act = "negated" if fields["aux"] == "negated" else ""
    elif kind == "agreement":
        label, act, title = fields["form"], fields["act"], fields["title"]
    elif kind == "status":
        label, act, title = fields["status"], fields["change"], fields["level"]
    elif kind == "position":
        label, title, actors, recipients = fields["stance"], fields["issue"], fields["holder"], fields["toward"]
    elif kind == "figure":
        label, amount = f"{fields['measure']} {fields['unit']}", fields["value"]
    elif kind == "office":
        label, act, actors = fields["person"], fields["change"], (fields["state"],)
        title = f"{fields['person']} {fields['office']}"
    else:
        label, act, actors = fields["organisation"], fields["change"], fields["members"]
    return Telling(
        document=document or record.doc,
        record=name or record.id,
        kind=kind,
        label=label,
        mode=mode,
        act=act,
        title=title,
        amount=amount,
        actors=tuple(code for code in actors if code),
        recipients=tuple(code for code in recipients if code),
        first=first,
        last=last,
        date=record.date,
        evidence=record.evidence,
        trigger=record.trigger,
        paragraph=paragraph,
    )


def paragraphs(text: str) -> list[int]:
    """Where the paragraphs of a text begin: at 0 and after each run of blank lines."""
    starts, at = [0], text.find("\n\n")
    while at >= 0:
        while at < len(text) and text[at] == "\n":
            at += 1
        starts.append(at)
        at = text.find("\n\n", at)
    return starts


def tellings(records: Iterable[Record], text: str, document: str = "") -> list[Telling]:
    """The records of one document, with the paragraphs that they stand in."""
    starts = paragraphs(text)
    records = list(records)
    titles: dict[tuple[int, int], list[tuple[str, frozenset[str]]]] = {}
    for record in records:
        if record.kind == "agreement":
            titles.setdefault((record.start, record.end), []).append((record.title, record.involved))
    rows = [telling(record, document, bisect_right(starts, record.start)) for record in records]
    dated = [
        (record.start, row.first, row.last)
        for record, row in zip(records, rows, strict=True)
        if row.first is not None and row.last is not None and row.last - row.first <= TOLD_AROUND
    ]
    found = []
    for record, row in zip(records, rows, strict=True):
        if record.kind == "event" and row.label in SIGNING:
            here = [name for name, parties in titles.get((record.start, record.end), ()) if parties <= record.involved]
            row = replace(row, title=" ".join(here))  # noqa: PLW2901
        if row.first is None and row.last is None and dated:
            near = [each for each in dated if abs(each[0] - record.start) <= AROUND] or dated
            row = replace(row, near_first=min(each[1] for each in near), near_last=max(each[2] for each in near))  # noqa: PLW2901
        found.append(row)
    return found


def frame(rows: Iterable[Telling]) -> pl.DataFrame:
    """Tellings as a frame, sorted by document and record: nothing then hangs on the order in which they came."""
    import polars as pl

    rows = list(rows)
    schema: dict[str, Any] = {
        "document": pl.String, "record": pl.String, "kind": pl.String, "label": pl.String, "mode": pl.String,
        "act": pl.String, "title": pl.String, "amount": pl.Float64, "actors": pl.List(pl.String),
        "recipients": pl.List(pl.String), "first": pl.Int64, "last": pl.Int64, "date": pl.String,
        "evidence": pl.String, "trigger": pl.String, "paragraph": pl.Int64, "near_first": pl.Int64,
        "near_last": pl.Int64,
    }  # fmt: skip
    columns: dict[str, list[Any]] = {
        name: [list(value) if isinstance(value, tuple) else value for value in (getattr(row, name) for row in rows)]
        for name in schema
    }
    return pl.DataFrame(columns, schema=schema).sort("document", "record", maintain_order=True)


# What counts: current records, and those of earlier versions of a document as they stood when it changed. A happening
# then keeps its name when its document is replaced, and what was known at an earlier day can be told.
CURRENT = "(r.superseded IS NULL OR r.superseded = d.superseded)"
_ROWS = """
WITH wanted AS (SELECT r.* FROM records r JOIN documents d USING (document) {wanted} WHERE {current}),
     sides AS (SELECT document, record,
                      list(code ORDER BY place) FILTER (role NOT IN ('recipient', 'toward')) AS actors,
                      list(code ORDER BY place) FILTER (role IN ('recipient', 'toward')) AS recipients
               FROM participants SEMI JOIN wanted USING (document, record) GROUP BY ALL),
     named AS (SELECT w.document, w.record, string_agg(a.title, ' ' ORDER BY r.record) AS titles
               FROM wanted w JOIN events e USING (document, record)
               JOIN records r ON r.document = w.document AND r.start_char = w.start_char AND r.end_char = w.end_char
               JOIN documents d ON d.document = r.document
               JOIN agreements a ON a.document = r.document AND a.record = r.record
               WHERE e.type IN ('SUPPORT', 'AGREE') AND {current} AND NOT EXISTS (
                   SELECT 1 FROM participants p WHERE p.document = r.document AND p.record = r.record AND p.code NOT IN
                   (SELECT code FROM participants q WHERE q.document = w.document AND q.record = w.record))
               GROUP BY ALL),
     dated AS (SELECT r.document, r.start_char, r.first_day - DATE '1970-01-01' AS first,
                      r.last_day - DATE '1970-01-01' AS last
               FROM records r JOIN documents d USING (document)
               WHERE r.document IN (SELECT document FROM wanted) AND {current} AND r.last_day - r.first_day <= 1461),
     near AS (SELECT w.document, w.record,
                     coalesce(min(o.first) FILTER (abs(o.start_char - w.start_char) <= 1500), min(o.first))
                         AS near_first,
                     coalesce(max(o.last) FILTER (abs(o.start_char - w.start_char) <= 1500), max(o.last)) AS near_last
              FROM wanted w JOIN dated o USING (document)
              WHERE w.first_day IS NULL AND w.last_day IS NULL GROUP BY ALL)
SELECT r.document, r.record, r.kind,
       coalesce(e.type, a.form, s.status, p.stance, f.measure || ' ' || f.unit, o.person, m.organisation, '') AS label,
       coalesce(e.mode, '') AS mode,
       coalesce(CASE WHEN e.aux = 'negated' THEN 'negated' END, a.act, s.change, o.change, m.change, '') AS act,
       coalesce(a.title, s.level, p.issue, o.person || ' ' || o.office, named.titles, '') AS title,
       f.value AS amount,
       coalesce(sides.actors, []) AS actors, coalesce(sides.recipients, []) AS recipients,
       r.first_day - DATE '1970-01-01' AS first, r.last_day - DATE '1970-01-01' AS last, r.date,
       r.evidence, r.trigger_words AS trigger,
       len(left(d.text, r.start_char)) - len(replace(left(d.text, r.start_char), chr(10) || chr(10), chr(10)))
           AS paragraph,
       near.near_first, near.near_last,
       r.start_char AS start
FROM wanted r JOIN documents d USING (document)
LEFT JOIN sides USING (document, record)
LEFT JOIN events e USING (document, record) LEFT JOIN agreements a USING (document, record)
LEFT JOIN statuses s USING (document, record) LEFT JOIN positions p USING (document, record)
LEFT JOIN figures f USING (document, record) LEFT JOIN offices o USING (document, record)
LEFT JOIN memberships m USING (document, record)
LEFT JOIN named USING (document, record) LEFT JOIN near USING (document, record)
ORDER BY r.document, r.record
"""


def read(store: Store, records: pl.DataFrame | None = None) -> pl.DataFrame:
    """The records of the store as tellings, sorted by document and record, with `start` besides.

    With `records` (columns document and record), only these.
    """
    connection = store.connection
    if records is None:
        return connection.sql(_ROWS.format(wanted="", current=CURRENT)).pl()
    connection.register("near_records", records)
    try:
        wanted = "SEMI JOIN near_records USING (document, record)"
        return connection.sql(_ROWS.format(wanted=wanted, current=CURRENT)).pl()
    finally:
        connection.unregister("near_records")
