"""What a file says of two states since a moment that it did not say before: happening by happening.

new         told now, and not before
better      dated more exactly, and within what was said before
redated     dated otherwise than before
contradicted  sources differ on it, as they did not before
settled     sources no longer differ on it
withdrawn   told before, and no longer: its document has a newer version or was coded anew, or its record was rejected
confirmed   told by more documents than before
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from detente.record import edtf
from detente.store.chronology import Line, lines, ordered
from detente.store.database import Store
from detente.store.differences import Difference
from detente.store.moments import stored_at, successors
from detente.store.reading import Stored, stored
from detente.store.reviews import decisions

Kind = Literal["new", "better", "redated", "contradicted", "settled", "withdrawn", "confirmed"]
KINDS: tuple[Kind, ...] = ("new", "better", "redated", "contradicted", "settled", "withdrawn", "confirmed")


@dataclass(frozen=True)
class Change:
    """What changed of a happening. `before` or `after` is None where it was not told, or no longer is.

    `by` is the record that made the difference (of a happening that was withdrawn, the one that told it); `why` says in
    a word why it is gone; `difference` is what sources differ on.
    """

    kind: Kind
    before: Line | None
    after: Line | None
    by: Stored
    why: str = ""
    difference: Difference | None = None

    @property
    def line(self) -> Line:
        """The happening as it stands, or as it stood last."""
        found = self.after or self.before
        assert found is not None
        return found


def changes(store: Store, dyad: tuple[str, str], moment: datetime) -> list[Change]:
    """All changes since a moment (UTC), in the order of the happenings' dates."""
    told_now, told_then = stored(store, dyad=dyad), stored_at(store, dyad, moment)
    moved = successors(told_then, told_now)
    told_then = [_renamed(each, moved) for each in told_then]
    now = {line.happening: line for line in lines(told_now)}
    then = {line.happening: line for line in lines(told_then)}
    found: list[Change] = []
    for name in {**then, **now}:
        found += _changes(store, then.get(name), now.get(name))
    place = {line.happening: number for number, line in enumerate(ordered({**then, **now}.values()))}
    return sorted(found, key=lambda each: (place[each.line.happening], KINDS.index(each.kind)))


def _renamed(each: Stored, moved: dict[str, str]) -> Stored:
    name = moved.get(each.happening or each.record.id)
    return replace(each, happening=name) if name else each


def _changes(store: Store, before: Line | None, after: Line | None) -> Iterable[Change]:
    if before is None:
        assert after is not None
        yield Change("new", None, after, _newest(after, None))
        for difference in after.differences:
            yield Change("contradicted", None, after, after.lead, difference=difference)
        return
    if after is None:
        yield Change("withdrawn", before, None, before.lead, _why(store, before))
        return
    if after.date != before.date:
        kind: Kind = "better" if _within(after.date, before.date) else "redated"
        yield Change(kind, before, after, after.lead)
    for difference in after.differences:
        if _is_new(difference, before.differences):
            yield Change("contradicted", before, after, _newest(after, before), difference=difference)
    for difference in before.differences:
        if not any(each.field == difference.field for each in after.differences):
            yield Change("settled", before, after, after.lead, difference=difference)
    if set(after.documents) - set(before.documents):
        yield Change("confirmed", before, after, _newest(after, before))


def _is_new(difference: Difference, before: Iterable[Difference]) -> bool:
    """Whether some value is told now that was not among those told before."""
    values = {value for each in before if each.field == difference.field for value, _ in each.told}
    return not {value for value, _ in difference.told} <= values


def _within(exact: str, vague: str) -> bool:
    """Whether a date says more exactly what the other said; any date says more than none."""
    one, other = edtf.bounds(exact), edtf.bounds(vague)
    if not vague:
        return bool(exact)
    if one is None or other is None:
        return False
    (first, last), (low, high) = one, other
    return (low is None or (first is not None and first >= low)) and (
        high is None or (last is not None and last <= high)
    )


def _newest(after: Line, before: Line | None) -> Stored:
    """The record that tells it now and did not before."""
    known = {(each.document.document, each.record.id) for each in before.tellings} if before else set()
    new = [each for each in after.tellings if (each.document.document, each.record.id) not in known]
    return after.lead if after.lead in new or not new else new[0]


def _why(store: Store, before: Line) -> str:
    """Why nothing tells it any more."""
    each = before.lead
    row = store.connection.execute(
        "SELECT superseded FROM documents WHERE document = ?", [each.document.document]
    ).fetchone()
    if row and row[0] is not None:
        return "its document has a newer version that does not tell it"
    decision = decisions(store, [each.document.document]).get((each.document.document, each.record.id))
    if decision is not None and decision.record is None:
        by = ", ".join(dict.fromkeys(review.reviewer for review in decision.reviews if review.decision == "reject"))
        return f"rejected by {by}" if by else "another record says the same"
    if decision is not None and decision.decision == "correct":
        by = ", ".join(dict.fromkeys(review.reviewer for review in decision.reviews))
        return f"corrected by {by}: it is no longer about the two"
    return "its document was coded anew"
