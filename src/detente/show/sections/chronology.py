"""The chronology: what a sentence tells for one date is one entry, however many acts it holds.

An event that says no more than that an instrument was signed, or that a status was brought about, is told by the
agreement or the status itself: "Treaty of Nerchinsk: signed" and not also "diplomatic cooperation".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from detente.record import Agreement, Event, Membership, Position, Record, Status, edtf
from detente.show import words
from detente.show.account import Account, best
from detente.show.evidence import Statement, emphasise
from detente.show.fold import fold
from detente.show.lines import Act, Entry

# Verbs (by their stems) that do something with an instrument, and verbs that bring a status about.
DONE = re.compile(
    r"sign|ratif|conclu|renew|exten|prolong|announc|issu|negotiat|terminat|withdr|abrogat|adopt|publish|agree"
)
MADE = re.compile(r"recogni|establish|resum|restor|upgrad|rais|elevat|normali|sever|br[eo]k|declar")


KINDS = (Event, Agreement, Status, Membership, Position)


def told(account: Account) -> list[Statement[Record]]:
    """What belongs into the chronology: all acts, and each status but mere words on the mood of relations."""
    return [
        each for each in account.body
        if isinstance(each.record, Event | Agreement)
        or (isinstance(each.record, Status) and not (each.record.status == "other" and each.record.level))
        or (isinstance(each.record, Membership) and each.record.change != "member")
    ]  # fmt: skip


def entries(account: Account, statements: Sequence[Statement[Record]], what: str) -> list[Entry]:
    """Statements as entries in chronological order, the undated last in the order of the sources."""
    by_sentence: dict[tuple[str, str], list[list[Statement[Any]]]] = {}
    for kind in KINDS:
        for group in fold([each for each in statements if isinstance(each.record, kind)]):
            anchor = account.ledger.sentence(group[0]).ref.anchor
            by_sentence.setdefault((group[0].record.date, anchor), []).append(group)
    held = sorted(by_sentence.values(), key=lambda groups: (
        edtf.sort_key(groups[0][0].record.date), groups[0][0].source, groups[0][0].record.start))  # fmt: skip
    listed = [_entry(account, groups, what) for groups in held]
    return [
        replace(entry, again=position > 0 and listed[position - 1].date == entry.date)
        for position, entry in enumerate(listed)
    ]  # fmt: skip


def _entry(account: Account, groups: list[list[Statement[Any]]], what: str) -> Entry:
    lead = groups[0][0]
    told = words.date_words(lead.record.date)
    line = account.line([each for group in groups for each in group], f"{what}, {told}" if told else what)
    triggers = {group[0].record.trigger for group in groups} - {""}
    quote = emphasise(account.ledger.quote(lead), triggers)
    acts = tuple(_acts(account, groups))
    return Entry(
        line.id, line.refs, line.confidence, lead.record.date, acts, quote, more=line.more, differs=line.differs
    )


def _acts(account: Account, groups: list[list[Statement[Any]]]) -> list[Act]:
    events = sorted((group for group in groups if isinstance(group[0].record, Event)), key=_place)
    spent: set[int] = set()
    others = []
    for group in groups:
        record = group[0].record
        if isinstance(record, Event):
            continue
        same = [position for position, event in enumerate(events) if says_no_more(event[0].record, record)]
        spent.update(same)
        code = words.plover(events[same[0]][0].record) if same else ""
        others.append(_act(account, group, code))
    return [
        _act(account, group, words.plover(group[0].record))
        for position, group in enumerate(events) if position not in spent
    ] + others  # fmt: skip


def _act(account: Account, group: list[Statement[Any]], code: str) -> Act:
    record = group[0].record
    return Act(account.who(record), account.what(record), code, _lane(record), best(group))


def says_no_more(event: Event, record: Record) -> bool:
    """Whether an event is the signing (or the like) of this agreement, or the making of this status."""
    if event.type not in ("SUPPORT", "AGREE", "SANCTION") or event.aux or event.involved != record.involved:
        return False
    verb = event.trigger.lower()
    return bool(
        (isinstance(record, Agreement) and DONE.search(verb)) or (isinstance(record, Status) and MADE.search(verb))
    )


def _place(group: list[Statement[Any]]) -> int:
    record = group[0].record
    found = record.evidence.find(record.trigger) if record.trigger else -1
    return found if found >= 0 else len(record.evidence)


def _lane(record: Record) -> str:
    match record:
        case Status():
            return "relationship"
        case Agreement():
            return "agreements"
        case Event() if record.type == "CONSULT":
            return "visits"
        case Event() if record.type in words.FRICTION:
            return "friction"
    return "cooperation"
