"""Where the relationship stands: the latest word of the sources on each question that a reader asks first.

Statements without a date cannot be the latest, and those marked uncertain are not good enough for a first page: both
are passed over here and told below.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from detente.ontology.states import name_of
from detente.record import Agreement, Event, Figure, Office, Record, Status, edtf
from detente.show import words
from detente.show.account import Account, in_time
from detente.show.eras import closing
from detente.show.evidence import Statement
from detente.show.fold import same
from detente.show.lines import UNCERTAIN, Group, Row
from detente.show.sections.offices import fullest
from detente.show.sections.visits import is_visit

HEADS_OF = re.compile(
    r"president|premier|prime minister|chancellor|king|queen|emperor|tsar|general secretary|first secretary|chairman|"
    r"leader"
)
FOREIGN = re.compile(r"foreign (minister|secretary)|minister (of|for) foreign|secretary of state")

R = TypeVar("R", bound=Record)
Rows = tuple[Row, ...]


def standing(account: Account) -> list[Group]:
    """The questions that the sources answer, with their answers."""
    a, b = account.pair
    events = [each for each in account.of(Event) if not each.record.aux]
    statuses = account.of(Status)
    made = [each for each in account.of(Agreement) if each.record.act in ("signed", "renewed", "ratified", "in-force")]
    lasting = [each for each in statuses if not _over(each.record)]
    level = _latest(account, lasting, lambda each: each.status == "partnership" and bool(each.level))
    questions: list[tuple[str, Rows]] = [
        ("Level of relations",
         level or _latest(account, lasting, lambda each: each.status in ("alliance", "war", "peace", "hostility"))),
        ("Diplomatic relations", _latest(
            account, statuses,
            lambda each: each.status in ("diplomatic_relations", "relations_severed", "recognition"))),
        ("Last visits", _latest(account, events, lambda each: is_visit(each, a, b))
         + _latest(account, events, lambda each: is_visit(each, b, a))),
        ("Last meeting or talks", _latest(
            account, events, lambda each: each.type == "CONSULT" and each.mode != "visit")),
        ("Last agreement", _latest(account, made, lambda _: True)),
        ("Last cooperation", _latest(account, events, lambda each: each.type in ("COOPERATE", "AID"))),
        ("Last friction between them", _latest(account, events, lambda each: _friction(each, a, b))),
        ("Trade", _latest(account, account.of(Figure), lambda each: each.measure == "trade")),
        ("Last named in office", _in_office(account)),
    ]  # fmt: skip
    return _quoted_once([Group(label, rows) for label, rows in questions if rows])


def _quoted_once(groups: list[Group]) -> list[Group]:
    """A sentence that answers several questions is quoted under the first."""
    seen: set[str] = set()
    quoted = []
    for group in groups:
        rows = []
        for row in group.rows:
            rows.append(replace(row, quote="") if row.quote in seen else row)
            seen.add(row.quote)
        quoted.append(replace(group, rows=tuple(rows)))
    return quoted


def reached(date: str) -> int:
    """The day up to which a date surely reaches: its first day; for an interval the first day of its end."""
    found = edtf.bounds(closing(date))
    return found[0].toordinal() if found and found[0] else 0


def _latest(account: Account, statements: Sequence[Statement[R]], wanted: Callable[[R], bool]) -> Rows:
    fitting = [each for each in statements
               if each.record.date and each.record.confidence >= UNCERTAIN and wanted(each.record)]  # fmt: skip
    if not fitting:
        return ()
    # Of two that begin on the same day the more precise is the later word.
    last = max(fitting, key=lambda each: (reached(each.record.date), -in_time(each)[0][1].toordinal()))
    group = [last, *(each for each in fitting if each is not last and same(each, last))]
    row = account.row(group, "where it stands", _answer(account, last.record), words.date_words(last.record.date))
    return (replace(row, quote=account.ledger.quote(last)),)


def _answer(account: Account, record: Record) -> str:
    match record:
        case Figure():
            return words.figure_words(record)
        case Status(status="partnership"):
            return words.capital(record.level)
        case Status():
            return account.what(record)
        case Agreement():
            term = words.term_words(record)
            return account.what(record) + (f" ({term})" if term else "")
        case Office():
            person = fullest(record.person, account.of(Office))
            return f"{person}, {words.office_name(record)} ({name_of(record.state)})"
    what = account.what(record)
    return f"{account.who(record)}: {what[0].lower()}{what[1:]}"


def _over(status: Status) -> bool:
    """Whether the source itself says that it came to an end: "allies from 1914 to 1918" is no word on today."""
    return "/" in status.date and not status.date.endswith(("..", "/"))


def _friction(event: Event, a: str, b: str) -> bool:
    joint = event.type == "ASSAULT" and not event.recipients  # a war between the two has no recipient
    towards = any(x in event.actors and y in event.recipients for x, y in ((a, b), (b, a)))
    return event.type in words.FRICTION and (joint or towards)


def _in_office(account: Account) -> Rows:
    """For each state the head of state or government and the foreign minister who were last named in office."""
    rows: Rows = ()
    for code in account.pair:
        held = [each for each in account.of(Office) if each.record.state == code]
        left = [each.record for each in held if each.record.change == "leaves"]
        for foreign in (False, True):
            rows += _latest(account, held, lambda each, foreign=foreign, left=left: (  # type: ignore[misc]
                each.change != "leaves"
                and bool(FOREIGN.search(each.office)) == foreign
                and bool(foreign or HEADS_OF.search(each.office))
                and not any(gone.person == each.person and reached(gone.date) > reached(each.date) for gone in left)
            ))  # fmt: skip
    return rows
