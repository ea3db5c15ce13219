"""What people decided about records, and what stands because of it.

Decisions are only ever added, each with its day and its reviewer. What stands follows from them:

1. Of one reviewer the latest decision on a record counts, unless it was undone.
2. Of several reviewers the decision that most of them share stands; where as many hold another, the latest of those,
   and the record is marked as disputed.
3. A record that was accepted or corrected stands as the person saw it, whatever a later coder makes of the sentence:
   the record of the new coder that is about the same is replaced; where there is none, the judged record stays as a
   human record. A rejected record is left out wherever a coder makes it again in the same words.
4. In a new version of a document a decision holds as long as the sentence is still there word for word; else it is
   kept, but has nothing to stand on (`lost`).

The reader of the store applies this: `decisions` says it for each record, `apply` makes it so.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Literal

from pydantic import ValidationError

from detente.errors import DetenteError
from detente.record import Record, adapter
from detente.store.claims import claim, closeness, find_again, same
from detente.store.coded import coded
from detente.store.database import Store

Verdict = Literal["accept", "reject", "correct"]
VERDICTS: tuple[Verdict, ...] = ("accept", "reject", "correct")
#: Fields that a reviewer cannot change: they say where the record stands and who made it.
FIXED = frozenset({"id", "doc", "kind", "start", "end", "evidence", "confidence", "coder"})
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Review:
    """One decision as it was taken. `judged` is the coder's record; `corrected` holds the fields that were changed."""

    review: int
    document: str
    judged: Record
    reviewer: str
    decided: datetime
    decision: Verdict
    corrected: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Decision:
    """What stands for a record of a document.

    decision   accept, reject, correct; "double" for a record of the coder that says what a judged one says already
    record     the record that stands, under the id of its key; None where it is rejected or a double
    found      whether the coder still makes a record for it; False for a human record that stands by itself
    disputed   whether as many reviewers hold another decision
    reviews    the latest decision of each reviewer, in their order
    """

    decision: Verdict | Literal["double"]
    record: Record | None
    found: bool
    disputed: bool
    reviews: tuple[Review, ...]

    @property
    def reviewed(self) -> Literal["", "accepted", "corrected", "rejected"]:
        """The state of the record, as outputs call it; "" for a double."""
        states: dict[str, Literal["accepted", "corrected", "rejected"]]
        states = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
        return states.get(self.decision, "")


def apply(record: Record, decision: Decision | None) -> Record | None:
    """A coder's record after what people decided about it; None where it is to be left out."""
    return record if decision is None else decision.record


def changed(record: Record, corrected: Mapping[str, Any]) -> Record:
    """A record with some fields changed, under its old id.

    Raises
    ------
    DetenteError
        A field is not one of the kind's, cannot be changed, or the value is none for it; says which and why.
    """
    fields = record.model_dump()
    for name in corrected:
        if name not in fields or name in FIXED:
            usable = ", ".join(each for each in fields if each not in FIXED)
            raise DetenteError(f"{name!r} of a record of kind {record.kind} cannot be corrected; it has {usable}")
    try:
        return adapter.validate_python(fields | dict(corrected))
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][-1]) if first["loc"] else "record"
        message = first["msg"].removeprefix("Value error, ")
        raise DetenteError(f"{name}: {message[:1].lower() + message[1:]}") from error


def decide(
    store: Store,
    document: str,
    record: Record,
    reviewer: str,
    decision: Verdict,
    corrected: Mapping[str, Any] | None = None,
) -> int:
    """Write one decision on a coder's record, at once and for good; gives its number.

    `record` is the record as the coder made it, `corrected` the fields that "correct" changes in it.
    """
    if decision not in VERDICTS:
        raise DetenteError(f"unknown decision {decision!r}: write accept, reject or correct")
    if not reviewer.strip():
        raise DetenteError("a decision needs the name of who takes it: give --reviewer NAME")
    if (decision == "correct") != bool(corrected):
        raise DetenteError("'correct' goes with the fields that it changes, and nothing else does")
    if corrected:
        full = changed(record, corrected).model_dump(mode="json")
        corrected = {name: full[name] for name in corrected}
    with store.transaction():
        number = _write(store, document, record, reviewer, decision, corrected or None, None)
        if corrected:
            _link_anew(store, document)
    return number


def _link_anew(store: Store, document: str) -> None:
    """A corrected record may tell another happening than the coder's did."""
    from detente.store.happenings import relink

    now = "SELECT document FROM documents WHERE superseded IS NULL AND origin IN "
    same = "(SELECT origin FROM documents WHERE document = ?)"
    rows = store.connection.execute(now + same, [document]).fetchall()
    if rows:
        relink(store, documents=[name for (name,) in rows])


def undo(store: Store, reviewer: str) -> Review | None:
    """Take back the latest decision of a reviewer that stands; gives it, or None where there is none."""
    [number] = store.connection.execute(
        f"SELECT max(review) FROM reviews r WHERE reviewer = ? AND {_STANDS}", [reviewer]
    ).fetchone() or (None,)
    if number is None:
        return None
    [last] = _read(store, "review = ?", [number])
    with store.transaction():
        _write(store, last.document, last.judged, reviewer, "undo", None, last.review)
        _link_anew(store, last.document)
    return last


def _write(
    store: Store,
    document: str,
    record: Record,
    reviewer: str,
    decision: str,
    corrected: Mapping[str, Any] | None,
    undoes: int | None,
) -> int:
    [number] = store.connection.execute(
        "INSERT INTO reviews SELECT coalesce(max(review), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8 FROM reviews "
        "RETURNING review",
        [
            document,
            record.id,
            record.model_dump_json(),
            reviewer,
            datetime.now(UTC).replace(tzinfo=None),
            decision,
            json.dumps(dict(corrected), ensure_ascii=False) if corrected else None,
            undoes,
        ],
    ).fetchone() or (0,)
    return int(number)


_STANDS = "decision <> 'undo' AND NOT EXISTS (SELECT 1 FROM reviews u WHERE u.undoes = r.review)"


def history(store: Store) -> list[Review]:
    """All decisions in their order, without those that were undone."""
    return _read(store, "true", [])


def _read(store: Store, condition: str, values: Sequence[Any]) -> list[Review]:
    rows = store.connection.execute(
        "SELECT review, document, judged, reviewer, decided, decision, corrected FROM reviews r "
        f"WHERE {_STANDS} AND {condition} ORDER BY review",
        list(values),
    ).fetchall()
    return [
        Review(review, document, adapter.validate_json(judged), reviewer, decided, decision, json.loads(fields or "{}"))
        for review, document, judged, reviewer, decided, decision, fields in rows
    ]


def decisions(store: Store, documents: Iterable[str] | None = None) -> dict[Key, Decision]:
    """(document, record) -> what stands, for the current version of each document, or for the versions given.

    A key whose record the coder does not make (any more) has `found` False: its record, if there is one, is a human
    record, to be added to what the coder made.
    """
    return _resolved(store, documents)[0]


def lost(store: Store) -> list[Review]:
    """Decisions that stand nowhere: the current version of their document no longer has the sentence."""
    return _resolved(store, None)[1]


def _resolved(store: Store, documents: Iterable[str] | None) -> tuple[dict[Key, Decision], list[Review]]:
    of_same_origin = (
        "document IN (SELECT was.document FROM documents was JOIN documents now USING (origin) "
        "WHERE now.document IN (SELECT unnest(?)))"
    )
    wanted = None if documents is None else list(documents)
    reviews = history(store) if wanted is None else _read(store, of_same_origin, [wanted])
    if not reviews:
        return {}, []
    places = _placed(store, reviews, wanted)
    ours = coded(store, places)
    found: dict[Key, Decision] = {}
    for document, placed in places.items():
        found |= {(document, name): decision for name, decision in resolve(placed, ours[document]).items()}
    carried = {review.review for placed in places.values() for review in placed}
    return found, [review for review in reviews if review.review not in carried]


def _placed(store: Store, reviews: Sequence[Review], documents: list[str] | None) -> dict[str, list[Review]]:
    """Document -> the reviews that hold in it, their judged records at their place in its text."""
    judged_in = list(dict.fromkeys(review.document for review in reviews))
    rows = store.connection.execute(
        "SELECT DISTINCT was.document, now.document, now.doc FROM documents was JOIN documents now USING (origin) "
        "WHERE was.document IN (SELECT unnest($1)) AND "
        + ("now.superseded IS NULL" if documents is None else "now.document IN (SELECT unnest($2))"),
        [judged_in] if documents is None else [judged_in, documents],
    ).fetchall()
    targets: dict[str, list[tuple[str, str]]] = {}
    for was, now, doc in rows:
        targets.setdefault(was, []).append((now, doc))
    moved = {name for was, now, _ in rows if was != now for name in (was, now)}
    texts: dict[str, str] = dict(
        store.connection.execute(
            "SELECT document, text FROM documents WHERE document IN (SELECT unnest($1))", [list(moved)]
        ).fetchall()
    )
    found: dict[str, list[Review]] = {}
    for review in reviews:
        for now, doc in targets.get(review.document, ()):
            judged = review.judged
            if now != review.document:
                span = find_again(judged.evidence, judged.start, texts[review.document], texts[now])
                if span is None:
                    continue
                start, end = span
                place = {"doc": doc, "start": start, "end": end, "evidence": texts[now][start:end]}
                judged = judged.model_copy(update=place)
            found.setdefault(now, []).append(replace(review, judged=judged))
    return found


@dataclass(slots=True)
class _Target:
    """Reviews that are about one record."""

    reviews: list[Review]
    current: Record | None = None  # the record that the coder makes of it now

    @property
    def latest(self) -> list[Review]:
        """The latest review of each reviewer, in the order in which they were taken."""
        return sorted({review.reviewer: review for review in self.reviews}.values(), key=lambda each: each.review)

    def likeness(self, record: Record) -> float:
        """How surely a coder's record is the one that was judged; 0 where it is another."""
        best = 0.0
        for review in self.latest:
            if review.decision == "reject":
                best = max(best, float(same(review.judged, record)))
            else:
                best = max(best, closeness(review.judged, record), closeness(_outcome(review), record))
        return best

    def is_about(self, other: _Target) -> bool:
        """Whether both are about one record: it was judged again after the text had been coded anew."""
        return any(
            same(a.judged, b.judged) or (a.judged.coder != b.judged.coder and closeness(a.judged, b.judged) > 0)
            for a in self.reviews
            for b in other.reviews
        )


def _outcome(review: Review) -> Record:
    return changed(review.judged, review.corrected) if review.corrected else review.judged


def resolve(reviews: Iterable[Review], records: Sequence[Record]) -> dict[str, Decision]:
    """What stands in one document: id of a record -> decision. `records` are what the coder makes of it now."""
    targets: dict[str, _Target] = {}
    for review in reviews:
        targets.setdefault(review.judged.id, _Target([])).reviews.append(review)
    groups = _grouped(list(targets.values()), records)
    found: dict[str, Decision] = {}
    standing: list[Record] = []
    for group in groups:
        decision = _stands(group)
        name = group.current.id if group.current else group.reviews[0].judged.id
        stands = decision.record
        if stands is not None:
            if any(same(stands, other) for other in standing):
                decision = replace(decision, decision="double", record=None)
            else:
                standing.append(stands)
        found[name] = decision
    for record in records:
        if record.id not in found and any(same(record, other) for other in standing):
            found[record.id] = Decision("double", None, found=True, disputed=False, reviews=())
    return found


def _grouped(targets: list[_Target], records: Sequence[Record]) -> list[_Target]:
    """Targets with the coder's record that each is about: by id, then by likeness, each record for one target only."""
    by_id = {record.id: record for record in records}
    for target in targets:
        target.current = by_id.get(target.reviews[0].judged.id)
    taken = {target.current.id for target in targets if target.current}
    left = [number for number, target in enumerate(targets) if target.current is None]
    pairs = sorted(
        (-likeness, number, place)
        for number in left
        for place, record in enumerate(records)
        if record.id not in taken and (likeness := targets[number].likeness(record)) > 0
    )
    for _, number, place in pairs:
        if targets[number].current is None and records[place].id not in taken:
            targets[number].current = records[place]
            taken.add(records[place].id)
    groups: list[_Target] = [target for target in targets if target.current]
    for target in targets:
        if target.current is None:
            known = next((group for group in groups if group.is_about(target)), None)
            if known:
                known.reviews = sorted([*known.reviews, *target.reviews], key=lambda review: review.review)
            else:
                groups.append(target)
    return sorted(groups, key=lambda group: group.reviews[0].review)


def _stands(target: _Target) -> Decision:
    latest = target.latest
    accepted = [review for review in latest if review.decision == "accept"]
    votes: list[tuple[Any, Review]] = []
    for review in latest:
        if review.decision == "reject":
            votes.append((None, review))
        else:  # all who accept agree, if on another coder's words; so does who corrected it to just that
            outcome = _outcome(accepted[-1] if review.decision == "accept" else review)
            votes.append((sorted({**claim(outcome), "trigger": outcome.trigger}.items()), review))
    count = [sum(vote == other for other, _ in votes) for vote, _ in votes]
    first = max(range(len(votes)), key=lambda number: (count[number], votes[number][1].review))
    vote, review = votes[first]
    disputed = any(count[number] == count[first] and votes[number][0] != vote for number in range(len(votes)))
    record: Record | None = None
    if review.decision != "reject":
        record = _outcome(review)
        here = target.current or target.reviews[0].judged
        record = record.model_copy(
            update={
                "id": here.id,
                "doc": here.doc,
                "start": here.start,
                "end": here.end,
                "evidence": here.evidence,
                "confidence": 1.0,
                "coder": record.coder if review.decision == "accept" else f"{record.coder}, corrected",
            }
        )
    return Decision(review.decision, record, target.current is not None, disputed, tuple(latest))
