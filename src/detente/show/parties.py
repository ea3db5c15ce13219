"""Who takes part, in words: "China → Russia" for an act of one towards the other, "China and Russia" for both."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from detente.ontology.states import name_of
from detente.record import Event, Membership, Office, Position, Record


def names(codes: Iterable[str], pair: Sequence[str] = ()) -> str:
    """Names in one phrase: the two states first, in the order given, then the others by code."""
    rank = {code: position for position, code in enumerate(pair)}
    listed = [name_of(code) for code in sorted(codes, key=lambda code: rank.get(code, len(rank)))]
    return " and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed)


def who(record: Record, pair: Sequence[str] = ()) -> str:
    """Between whom: "A → B" for a directed act, "A and B" for a joint one."""
    match record:
        case Event() if record.recipients:
            return f"{names(record.actors, pair) or 'Unnamed'} → {names(record.recipients, pair)}"
        case Event():
            return names(record.actors, pair)
        case Position():
            return names(record.holder, pair)
        case Membership():
            return names(record.members, pair)
        case Office():
            return names([record.state] if record.state else [], pair)
    return names(getattr(record, "parties", ()), pair)


def sides(record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The codes of those who act (of a joint act all), and of those who are acted upon."""
    match record:
        case Event():
            return record.actors, record.recipients
        case Position():
            return record.holder, record.toward
        case Membership():
            return record.members, ()
        case Office():
            return ((record.state,) if record.state else ()), ()
    return tuple(getattr(record, "parties", ())), ()
