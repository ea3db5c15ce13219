"""One record with all that the store knows of it: where it stands, who judged it, who else tells the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from detente.errors import DetenteError
from detente.record import Record
from detente.store.coded import coded
from detente.store.database import Store
from detente.store.reviews import Decision, decisions

FEW = 20  # records that an ambiguous beginning of an id lists


@dataclass(frozen=True)
class Version:
    """A text at one moment: its number, when it was added, and when another took its place (None: current)."""

    document: str
    version: int
    title: str
    source: str
    published: str
    sha256: str
    coder: str
    added: datetime
    superseded: datetime | None


@dataclass(frozen=True)
class Other:
    """Another record of the same happening, in its document."""

    document: str
    title: str
    source: str
    published: str
    record: Record


@dataclass(frozen=True)
class Whole:
    """A record with its surroundings; `record` is as the coder made it, `decision` what people made of it."""

    record: Record
    superseded: datetime | None
    version: Version
    versions: tuple[Version, ...]
    before: str
    after: str
    decision: Decision | None
    happening: str
    others: tuple[Other, ...]


def find(store: Store, beginning: str) -> list[tuple[str, str]]:
    """The records (document, id) whose id begins so: current ones, else such as were superseded. The whole id wins."""
    wanted = beginning.strip().lower()
    rows = store.connection.execute(
        """
        SELECT document, record, bool_or(superseded IS NULL) AS current, max(added) FROM records
        WHERE starts_with(record, ?) GROUP BY ALL ORDER BY current DESC, record, max(added) DESC
        """,
        [wanted],
    ).fetchall() if wanted else []  # fmt: skip
    current = [row for row in rows if row[2]] or rows
    exact = [row for row in current if row[1] == wanted] or current
    return [(document, record) for document, record, *_ in exact]


def whole(store: Store, beginning: str) -> list[Whole]:
    """The record whose id begins so; several if several documents (or versions of one) hold a record of that id.

    Raises
    ------
    DetenteError
        No id begins so, or those of different records do: they are named.
    """
    found = find(store, beginning)
    if not found:
        raise DetenteError(
            f"{beginning!r}: no record has an id that begins so; `detente chronology --records` lists them"
        )
    ids = list(dict.fromkeys(record for _, record in found))
    if len(ids) > 1:
        listed = _told(store, found[:FEW])
        more = f"\n  and {len(ids) - FEW} more" if len(ids) > FEW else ""
        raise DetenteError(
            f"{beginning!r}: {len(ids)} records have an id that begins so; give more of it:\n{listed}{more}"
        )
    return [_whole(store, document, record) for document, record in found]


def _told(store: Store, keys: list[tuple[str, str]]) -> str:
    lines = []
    for document, record in keys:
        row = store.connection.execute(
            """
            SELECT r.kind, r.date, r.evidence FROM records r WHERE r.document = ? AND r.record = ?
            ORDER BY r.superseded IS NULL DESC LIMIT 1
            """,
            [document, record],
        ).fetchone()
        kind, date, evidence = row or ("", "", "")
        words = " ".join(evidence.split())
        lines.append(f"  {record}  {kind}  {date or 'undated'}  {words[:60]}{'…' if len(words) > 60 else ''}")
    return "\n".join(lines)


def _whole(store: Store, document: str, record: str) -> Whole:
    run = store.connection.execute
    held = coded(store, [document], records=[record])[document]
    decision = decisions(store, [document]).get((document, record))
    made = held[0] if held else decision.record if decision else None
    [superseded] = run(
        "SELECT superseded FROM records WHERE document = ? AND record = ? ORDER BY superseded DESC NULLS FIRST LIMIT 1",
        [document, record],
    ).fetchone() or (None,)
    if made is None:
        raise DetenteError(
            f"{record}: the document was coded anew on {superseded:%Y-%m-%d}, and no longer has this record"
        )
    versions = tuple(
        Version(*row)
        for row in run(
            """
            SELECT document, version, title, source, coalesce(strftime(published, '%Y-%m-%d'), ''), sha256, coder,
                   added, superseded
            FROM documents WHERE origin = (SELECT origin FROM documents WHERE document = ?) ORDER BY version
            """,
            [document],
        ).fetchall()
    )
    version = next(each for each in versions if each.document == document)
    [text] = run("SELECT text FROM documents WHERE document = ?", [document]).fetchone() or ("",)
    before, after = paragraph(text, made.start, made.end)
    row = run("SELECT happening FROM happenings WHERE document = ? AND record = ?", [document, record]).fetchone()
    happening = row[0] if row else ""
    return Whole(
        made, superseded, version, versions, before, after,
        decision, happening, _others(store, document, record, happening),
    )  # fmt: skip


def paragraph(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after a span in its paragraph."""
    first = text.rfind("\n\n", 0, start + 1)
    last = text.find("\n\n", end)
    return text[first + 2 if first >= 0 else 0 : start].lstrip(), text[end : last if last >= 0 else len(text)].rstrip()


def _others(store: Store, document: str, record: str, happening: str) -> tuple[Other, ...]:
    if not happening:
        return ()
    rows = store.connection.execute(
        """
        SELECT h.document, h.record, d.title, d.source, coalesce(strftime(d.published, '%Y-%m-%d'), '')
        FROM happenings h JOIN records r USING (document, record) JOIN documents d USING (document)
        WHERE h.happening = ? AND r.superseded IS NULL AND d.superseded IS NULL
        ORDER BY d.published NULLS LAST, d.doc, r.start_char
        """,
        [happening],
    ).fetchall()
    rows = [row for row in rows if (row[0], row[1]) != (document, record)]
    made = coded(store, {row[0] for row in rows}, records={row[1] for row in rows}) if rows else {}
    judged = decisions(store, {row[0] for row in rows}) if rows else {}
    found = []
    for key, ident, title, source, published in rows:
        same = next((each for each in made.get(key, ()) if each.id == ident), None)
        decision = judged.get((key, ident))
        if decision is not None:  # what people decided stands: a rejected record tells nothing
            same = decision.record
        if same is not None:
            found.append(Other(key, title, source, published, same))
    return tuple(found)
