"""Where the relationship stands: the latest word of the sources on each question that a reader asks first.

Statements without a date cannot be the latest. One that is marked uncertain is not good enough for the answer, but
where it is later than the answer it is said below it, with its mark: nobody should take an old word for the last one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from detente.ontology.states import name_of
from detente.record import Agreement, Event, Figure, Membership, Office, Record, Status, edtf
from detente.show import words
from detente.show.account import Account, in_time
from detente.show.eras import closing
from detente.show.evidence import Statement
from detente.show.lines import UNCERTAIN, Group, Row
from detente.show.sections.agreements import same_title
from detente.show.sections.offices import fullest
from detente.show.sections.visits import is_visit

HEADS_OF = re.compile(
    r"president|premier|prime minister|chancellor|king|queen|emperor|tsar|general secretary|first secretary|chairman|"
    r"leader"
)
FOREIGN = re.compile(r"foreign (minister|secretary)|minister (of|for) foreign|secretary of state")

R = TypeVar("R", bound=Record)
Rows = tuple[Row, ...]
MANY = 4  # running agreements that a first page has room for


def standing(account: Account) -> list[Group]:
    """The questions that the sources answer, with their answers."""
    a, b = account.pair
    events = [each for each in account.of(Event) if not each.record.aux]
    statuses = account.of(Status)
    made = [each for each in account.of(Agreement) if each.record.act in ("signed", "renewed", "ratified", "in-force")]
    level = _latest(account, statuses, lambda each: each.status == "partnership" and not _over(each))
    conditions = ("alliance", "war", "peace", "hostility", "rivalry")
    questions: list[tuple[str, Rows]] = [
        ("Level of relations", level),
        ("Last told condition", () if level else _latest(account, statuses, lambda each: each.status in conditions)),
        ("Diplomatic relations", _latest(
            account, statuses,
            lambda each: each.status in ("diplomatic_relations", "relations_severed", "recognition"))),
        ("Last visits", _latest(account, events, lambda each: is_visit(each, a, b))
         + _latest(account, events, lambda each: is_visit(each, b, a))),
        ("Last meeting or talks", _latest(
            account, events, lambda each: each.type == "CONSULT" and each.mode != "visit")),
        ("Last agreement", _latest(account, made, lambda _: True)),
        ("Terms still running", _running(account, made)),
        ("Last cooperation", _latest(account, events, lambda each: each.type in ("COOPERATE", "AID"))),
        ("Last friction between them", _latest(account, events, lambda each: _friction(each, a, b))),
        ("Trade", _latest(account, account.of(Figure), lambda each: each.measure == "trade")),
        ("Both belong to", _shared(account)),
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
    # Of a happening its leader speaks: a date that better sources contradict is no later word.
    fitting = [each for each in statements if each.leads and each.record.date and wanted(each.record)]
    sure = [each for each in fitting if each.record.confidence >= UNCERTAIN]
    answer = max(sure, key=_lateness, default=None)
    said = [answer] if answer else []
    if sure:
        doubtful = max(fitting, key=_lateness)
        if reached(doubtful.record.date) > reached(said[0].record.date):
            said.append(doubtful)
    rows = []
    for last in said:
        when = words.date_words(last.record.date)
        row = account.row(_tellings(last, statements), "where it stands", _answer(account, last.record), when)
        rows.append(replace(row, quote=account.ledger.quote(last)))
    return tuple(rows)


def _tellings(first: Statement[R], statements: Sequence[Statement[R]]) -> list[Statement[R]]:
    """All that tell the same happening, the given one first."""
    others = (each for each in statements if first.happening and each.happening == first.happening)
    return [first, *(each for each in others if each is not first)]


def _lateness(each: Statement[Any]) -> tuple[int, int]:
    """The later, the greater; of two that begin on the same day the more precise is the later word."""
    return reached(each.record.date), -in_time(each)[0][1]


def _answer(account: Account, record: Record) -> str:
    match record:
        case Figure():
            return words.figure_words(record)
        case Status(status="partnership") if record.level and record.change != "ends":
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


def _running(account: Account, made: Sequence[Statement[Agreement]]) -> Rows:
    """Agreements whose told term reaches the year with which the sources end, the last to be signed first."""
    now = max((words.first_year(closing(each.record.date)) or 0 for each in account.body), default=0)
    rows: list[Row] = []
    titles: list[str] = []
    for each in reversed(made):
        agreement, year = each.record, words.first_year(each.record.date)
        if not (each.leads and year and agreement.term_years and agreement.confidence >= UNCERTAIN):
            continue
        if year + agreement.term_years < now or any(same_title(agreement.title, title) for title in titles):
            continue
        titles.append(agreement.title)
        row = account.row(_tellings(each, made), "where it stands", f"{_answer(account, agreement)}, to "
                          f"{year + round(agreement.term_years)}", words.date_words(agreement.date))  # fmt: skip
        rows.append(replace(row, quote=account.ledger.quote(each)))
    return tuple(rows[:MANY])


def _shared(account: Account) -> Rows:
    """Organisations to which both states are said to belong and that none of them is said to have left."""
    bodies: dict[str, dict[str, list[Statement[Membership]]]] = {}
    for each in account.of(Membership):
        for code in sorted(set(each.record.members) & set(account.pair)):
            bodies.setdefault(each.record.organisation, {}).setdefault(code, []).append(each)
    held: list[str] = []
    statements: list[Statement[Membership]] = []
    for body, members in sorted(bodies.items(), key=lambda item: name_of(item[0])):
        sure = {code: [each for each in told if each.record.confidence >= UNCERTAIN] for code, told in members.items()}
        left = any(each.record.change == "leaves" for told in members.values() for each in told)
        if not left and all(sure.get(code) for code in account.pair):
            held.append(name_of(body))
            statements += [sure[code][-1] for code in account.pair]
    return (account.row(statements, "where it stands", ", ".join(held), ""),) if held else ()


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
