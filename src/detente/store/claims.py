"""Whether two records of a text say the same: what finds a judged record again after the text was coded anew."""

from __future__ import annotations

import re
from typing import Any

from detente.record import Record

_NO_CLAIM = frozenset({"id", "doc", "start", "end", "evidence", "confidence", "coder", "kind", "trigger"})
_PARTIES = ("actors", "recipients", "parties", "holder", "members", "state")
# What a record of a kind is about; two records that differ here say different things.
_ABOUT = {
    "event": "type", "agreement": "title", "status": "status", "position": "stance",
    "figure": "measure", "office": "person", "membership": "organisation",
}  # fmt: skip


def claim(record: Record) -> dict[str, Any]:
    """The fields that say something, in a form that can be compared: no spelling of capitals, no order of parties."""
    return {name: _plain(value) for name, value in record.model_dump().items() if name not in _NO_CLAIM}


def same(a: Record, b: Record) -> bool:
    """Whether both say the same of the same words; a trigger may be longer in one than in the other."""
    return a.kind == b.kind and overlap(a, b) and claim(a) == claim(b) and _one_in_the_other(a.trigger, b.trigger)


def closeness(a: Record, b: Record) -> float:
    """How much two records of a text have in common: 0 where they are about different things, 1 for the same.

    They must be of one kind, share at least half of the shorter span, be about the same (type of event, title or form,
    status, stance, measure, person, organisation) and have a party in common where both name any.
    """
    if a.kind != b.kind or not overlap(a, b):
        return 0.0
    mine, other = claim(a), claim(b)
    about = _ABOUT[a.kind]
    if a.kind in ("agreement", "office", "membership"):
        alike = _one_in_the_other(mine[about], other[about]) or (
            a.kind == "agreement" and mine["form"] == other["form"]
        )
    else:
        alike = mine[about] == other[about]
    if not alike:
        return 0.0
    parties, others = ({code for name in _PARTIES for code in _codes(fields.get(name))} for fields in (mine, other))
    if parties and others and not parties & others:
        return 0.0
    equal = sum(mine[name] == other[name] for name in mine)
    words = _one_in_the_other(a.trigger, b.trigger)
    return (equal + 2 * words) / (len(mine) + 2)


def overlap(a: Record, b: Record) -> bool:
    """Whether the spans share at least half of the shorter one."""
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0 and shared * 2 >= min(a.end - a.start, b.end - b.start)


def find_again(evidence: str, start: int, old: str, new: str) -> tuple[int, int] | None:
    """Where the sentence at `start` of the old text stands in the new one, word for word; None where it does not.

    White space may differ. Of several places the one with the same number is taken, else the last.
    """
    words = evidence.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    places = [match.span() for match in pattern.finditer(new)]
    if not places:
        return None
    number = sum(match.start() < start for match in pattern.finditer(old))
    return places[min(number, len(places) - 1)]


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    if isinstance(value, tuple | list):
        return tuple(sorted(value))
    return value


def _codes(value: Any) -> tuple[str, ...]:
    return ((value,) if value else ()) if isinstance(value, str) else tuple(value or ())


def _one_in_the_other(a: str, b: str) -> bool:
    a, b = _plain(a), _plain(b)
    return a in b or b in a
