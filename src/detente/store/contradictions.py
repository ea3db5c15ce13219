"""What contradicts what between texts: two sentences that cannot both be right, and why.

A contradiction is more than a difference: "1979" and "1 January 1979" agree, "11 May" and "12 May" do not. Looked for
are

| what | where |
|---|---|
| `date` | tellings of one happening whose days exclude each other |
| `direction` | of one happening, who acts upon whom is the other way round |
| `denied` | one text tells an act that another says did not happen |
| `value`, `term` | one instrument, worth or lasting differently |
| `status` | relations that cannot be at the same time (ontology/status_conflicts.csv) |
| `office` | two persons in an office of one holder, on the same day or in the same month (ontology/sole_offices.csv) |
| `membership` | a state that joins, founds or leaves a body on dates that exclude each other |
| `figure` | one measure of one year with two numbers that differ by more than rounding |

Functions here take records in hand (`Stored`) and open no file; what a dataset says against a text is computed in
`detente.measures` and put beside these by the command line.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING

from detente.ontology import naming
from detente.record import Agreement, Event, Figure, Membership, Office, Record, Status, edtf
from detente.store.reading import Stored, order

if TYPE_CHECKING:
    from detente.store.happenings import Happening

ABOUT = 0.1  # share by which a figure told as "about" may be off
ROUND = 0.05  # share by which a round figure may be off
MARGIN = timedelta(days=31)  # a status that begins or ends this close to another's end does not contradict it
MONTH = 31  # days: an office holder told for longer than this may have had a successor within it
ALIKE = 0.25  # share of the smaller sentence's weighed words that figures of an unnamed measure must have in common
LASTING = frozenset({"continues", "holds", "member", "in-force"})


@dataclass(frozen=True)
class Contradiction:
    """Two records that cannot both be right: what of, in words, and the two; `happening` where both tell the same."""

    what: str
    says: str
    one: Stored
    other: Stored
    happening: str = ""


def contradictions(found: Sequence[Happening]) -> list[Contradiction]:
    """Everything that contradicts among these happenings, in the order of the first record's date."""
    records = [each for happening in found for each in happening.records]
    every = [
        *(each for happening in found for each in within(happening)),
        *denied(records),
        *statuses(records),
        *offices(records),
        *memberships(records),
        *figures(records),
    ]
    # An agreement and its signing, told in the same two sentences, contradict each other in one and the same thing.
    unique: dict[tuple[str, str, frozenset[tuple[str, str]]], Contradiction] = {}
    for each in every:
        unique.setdefault((each.what, each.says, frozenset({_sentence(each.one), _sentence(each.other)})), each)
    return sorted(unique.values(), key=lambda each: (order(each.one), each.what, order(each.other)))


def _sentence(each: Stored) -> tuple[str, str]:
    return each.document.document, each.record.evidence


def within(happening: Happening) -> Iterator[Contradiction]:
    """What the tellings of one happening contradict each other in; each pair of values once, by its best records."""
    fields: list[tuple[str, Callable[[Stored], object], Callable[[Stored, Stored], bool]]] = [
        ("date", lambda each: each.record.date, _dates_apart),
        ("direction", lambda each: _direction(each.record), _turned),
        ("value", lambda each: _value(each.record), _values_apart),
        ("term", lambda each: _term(each.record), lambda one, other: _term(one.record) != _term(other.record)),
    ]
    for what, value, apart in fields:
        told: dict[object, Stored] = {}
        for each in happening.records:
            known = value(each)
            if known not in (None, ""):
                told.setdefault(known, each)
        for one, other in combinations(told.values(), 2):
            if apart(one, other):
                yield Contradiction(what, _says(what, one.record, other.record), one, other, happening.id)


def _says(what: str, one: Record, other: Record) -> str:
    if what == "date":
        return f"dates exclude each other: {one.date} and {other.date}"
    if what == "direction":
        return f"the other way round: {_who(one)} and {_who(other)}"
    first, second = (_value(one), _value(other)) if what == "value" else (_term(one), _term(other))
    if what == "value":
        return f"worth {_plain(first)} and {_plain(second)}"
    return f"for {_plain(first)} and {_plain(second)} years"


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return " ".join(_plain(part) for part in value if part != "")
    return f"{value:,.15g}" if isinstance(value, float) else str(value)


def _who(record: Record) -> str:
    actors, recipients = getattr(record, "actors", ()), getattr(record, "recipients", ())
    return f"{' '.join(actors)} > {' '.join(recipients)}"


def _dates_apart(one: Stored, other: Stored) -> bool:
    """Whether no day can be meant by both dates; of what lasts, any day of it may be told."""
    if any({getattr(each.record, "change", ""), getattr(each.record, "act", "")} & LASTING for each in (one, other)):
        return False
    return _exclude(one.record.date, other.record.date)


def _exclude(one: str, other: str) -> bool:
    a, b = edtf.bounds(one), edtf.bounds(other)
    if a is None or b is None:
        return False
    return bool((a[1] and b[0] and a[1] < b[0]) or (b[1] and a[0] and b[1] < a[0]))


def _direction(record: Record) -> object:
    if not isinstance(record, Event) or not record.recipients or not record.actors:
        return None
    return frozenset(record.actors), frozenset(record.recipients)


def _turned(one: Stored, other: Stored) -> bool:
    a, b = one.record, other.record
    if not isinstance(a, Event) or not isinstance(b, Event):
        return False
    return bool(set(a.actors) & set(b.recipients) and set(a.recipients) & set(b.actors))


def _value(record: Record) -> object:
    if isinstance(record, Agreement) and record.value is not None:
        return record.value, record.currency
    return None


def _values_apart(one: Stored, other: Stored) -> bool:
    a, b = one.record, other.record
    if not isinstance(a, Agreement) or not isinstance(b, Agreement) or a.value is None or b.value is None:
        return False
    return a.currency == b.currency and _differ(a.value, b.value)


def _term(record: Record) -> object:
    return record.term_years if isinstance(record, Agreement) else None


# --- told and denied --------------------------------------------------------------------------------------------------


def denied(records: Sequence[Stored]) -> Iterator[Contradiction]:
    """Acts that one text tells and another denies.

    An act and its denial are no tellings of one happening, so `link` keeps them apart. Here the denial is looked at as
    if it were none: a pair that would then be linked contradicts each other.
    """
    import polars as pl

    from detente.store.candidates import candidates
    from detente.store.compared import prepare
    from detente.store.likeness import likeness
    from detente.store.tellings import frame, telling

    events = [each for each in records if isinstance(each.record, Event) and each.record.aux in ("", "negated")]
    if not any(getattr(each.record, "aux", "") == "negated" for each in events):
        return
    rows = []
    for number, each in enumerate(events):
        # No two share a paragraph here: a text may contradict itself from one sentence to the next.
        row = telling(each.record, each.document.document, number, f"{number:09}")
        rows.append(replace(row, act=""))
    table = frame(rows)
    compared = prepare(table)
    i, j = candidates(compared)
    above = likeness(compared, i, j)
    numbers = table["record"].cast(pl.Int64).to_list()
    for a, b, value in zip(i.tolist(), j.tolist(), above.tolist(), strict=True):
        one, other = events[numbers[a]], events[numbers[b]]
        if value <= 0 or {getattr(each.record, "aux", "") for each in (one, other)} != {"", "negated"}:
            continue
        if one.record.evidence == other.record.evidence or getattr(one.record, "type", 1) != getattr(
            other.record, "type", 2
        ):
            continue
        if _exclude(one.record.date, other.record.date):
            continue
        told, not_told = (one, other) if getattr(other.record, "aux", "") == "negated" else (other, one)
        yield Contradiction("denied", "one tells it, the other says that it did not happen", told, not_told)


# --- statuses ---------------------------------------------------------------------------------------------------------


@cache
def _conflicts() -> frozenset[frozenset[str]]:
    with (naming.HERE / "status_conflicts.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(frozenset({row["status"], row["other"]}) for row in csv.DictReader(file))


def statuses(records: Iterable[Stored]) -> Iterator[Contradiction]:
    """Statuses of the same parties that cannot be at the same time.

    A status that continues holds on all days of its date where that is an interval or a single day or month ("in 1955"
    may mean any part of the year, and says too little). One that begins holds from its last possible day on for as long
    as nothing is told, which is too little to hold against another; but it cannot begin in the midst of a time of its
    contrary.
    """
    by_parties: dict[frozenset[str], dict[tuple[str, ...], tuple[Stored, Status, date, date]]] = defaultdict(dict)
    for each in sorted(records, key=order):
        record = each.record
        days = edtf.bounds(record.date)
        if isinstance(record, Status) and record.change != "ends" and days and days[0] and days[1]:
            said = (record.status, record.change, record.date)
            by_parties[frozenset(record.parties)].setdefault(said, (each, record, days[0], days[1]))
    for told in by_parties.values():
        for (one, a, first, last), (other, b, start, end) in combinations(told.values(), 2):
            if frozenset({a.status, b.status}) not in _conflicts():
                continue
            if a.change == b.change == "continues":
                mine, theirs = _for_sure(a.date, first, last), _for_sure(b.date, start, end)
                if mine is None or theirs is None:
                    continue
                long_enough = mine[0] + MARGIN < theirs[1] and theirs[0] + MARGIN < mine[1]
                at_once = long_enough or (first, last) == (start, end)
            elif "continues" in (a.change, b.change):
                lasting, day = (a, (start, end)) if a.change == "continues" else (b, (first, last))
                span = _for_sure(lasting.date, date.max, date.min) if "/" in lasting.date else None
                at_once = span is not None and span[0] + MARGIN < day[0] and day[1] + MARGIN < span[1]
            else:
                continue
            if at_once:
                says = f"{_status_words(a)} and {_status_words(b)} at the same time"
                yield Contradiction("status", says, one, other)


def _for_sure(written: str, first: date, last: date) -> tuple[date, date] | None:
    """The days on which what is told to last has lasted for sure; None where that may be none."""
    if "/" not in written:
        return (first, last) if (last - first).days <= MONTH else None
    begin, end = (edtf.bounds(part) for part in written.split("/"))
    if not begin or not end or not begin[1] or not end[0] or end[0] <= begin[1]:
        return None
    return begin[1], end[0]


def _status_words(status: Status) -> str:
    return f"{(status.level or status.status).replace('_', ' ')} ({status.date})"


# --- offices ----------------------------------------------------------------------------------------------------------


@cache
def _sole() -> frozenset[str]:
    with (naming.HERE / "sole_offices.csv").open(encoding="utf-8", newline="") as file:
        return frozenset(row["office"] for row in csv.DictReader(file))


def offices(records: Iterable[Stored]) -> Iterator[Contradiction]:
    """Two persons whom two documents have in one office of a state in the same month, no change being told."""
    by_office: dict[tuple[str, str], list[tuple[Stored, Office, date, date]]] = defaultdict(list)
    changes: dict[tuple[str, str], list[tuple[date, date]]] = defaultdict(list)
    for each in records:
        record = each.record
        days = edtf.bounds(record.date)
        if not isinstance(record, Office) or not days or not days[0] or not days[1]:
            continue
        office = " ".join(record.office.casefold().split())
        if office not in _sole() and not office.startswith("ambassador to "):
            continue
        if record.change != "holds":
            changes[record.state, office].append((days[0], days[1]))
        elif (days[1] - days[0]).days <= MONTH:
            by_office[record.state, office].append((each, record, days[0], days[1]))
    for (state, office), told in by_office.items():
        seen: set[frozenset[frozenset[str]]] = set()
        near: dict[tuple[frozenset[str], date, date], tuple[Stored, Office, date, date]] = {}
        for other, b, start, end in sorted(told, key=lambda each: (each[2], order(each[0]))):
            near = {key: each for key, each in near.items() if each[3] >= start}
            for one, a, first, last in near.values():
                names = frozenset({_names(a.person), _names(b.person)})
                if _names(a.person) & _names(b.person) or names in seen:
                    continue
                if one.document.document == other.document.document:
                    continue  # a text that names two in one month tells of a handover, or of a former holder
                low, high = min(first, start), max(last, end)
                if any(begin <= high and low <= until for begin, until in changes[state, office]):
                    continue
                seen.add(names)
                when = a.date if a.date == b.date else f"{a.date} and {b.date}"
                yield Contradiction("office", f"{office} of {state}, {when}: {a.person} and {b.person}", one, other)
            near.setdefault((_names(b.person), start, end), (other, b, start, end))


def _names(person: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{2,}", person.casefold()))


# --- memberships ------------------------------------------------------------------------------------------------------


def memberships(records: Iterable[Stored]) -> Iterator[Contradiction]:
    """A state that joins (founds, leaves) a body at dates that exclude each other, and nothing between undoes it."""
    by_member: dict[tuple[str, str], dict[tuple[str, str], Stored]] = defaultdict(dict)
    for each in sorted(records, key=order):
        record = each.record
        if isinstance(record, Membership) and record.change != "member" and edtf.bounds(record.date):
            for member in record.members:
                by_member[member, record.organisation].setdefault((record.change, record.date), each)
    for (member, organisation), told in by_member.items():
        for one, other in combinations(told.values(), 2):
            a, b = one.record, other.record
            if not isinstance(a, Membership) or not isinstance(b, Membership):
                continue
            inward = {"joins", "founds"}
            alike = a.change == b.change or {a.change, b.change} == inward
            if not alike or not _exclude(a.date, b.date):
                continue
            undone = any(
                isinstance(third.record, Membership)
                and (third.record.change == "leaves") != (a.change == "leaves")
                and edtf.sort_key(a.date) <= edtf.sort_key(third.record.date) <= edtf.sort_key(b.date)
                for third in told.values()
            )
            if not undone:
                verb = a.change if a.change == b.change else f"{a.change} or {b.change}"
                yield Contradiction("membership", f"{member} {verb} {organisation}: {a.date} and {b.date}", one, other)


# --- figures ----------------------------------------------------------------------------------------------------------


def figures(records: Iterable[Stored]) -> Iterator[Contradiction]:
    """Numbers of different documents for one measure, unit, parties and time that differ by more than rounding."""
    groups: dict[tuple[object, ...], dict[tuple[float, str, str], Stored]] = defaultdict(dict)
    for each in sorted(records, key=order):
        record = each.record
        days = edtf.bounds(record.date)
        if isinstance(record, Figure) and days:
            said = (record.value, record.bound, each.document.origin)
            groups[record.measure, record.unit, frozenset(record.parties), days].setdefault(said, each)
    for told in groups.values():
        for one, other in combinations(told.values(), 2):
            a, b = one.record, other.record
            if one.document.origin == other.document.origin or not isinstance(a, Figure) or not isinstance(b, Figure):
                continue
            if not _figures_apart(a, b) or not _about_the_same(a, b):
                continue
            says = f"{a.measure}, {a.date}: {_number(a)} and {_number(b)}"
            yield Contradiction("figure", says, one, other)


def _number(figure: Figure) -> str:
    bound = {"": "", "at_least": "at least ", "at_most": "at most ", "about": "about "}[figure.bound]
    return f"{bound}{figure.value:,.15g} {figure.unit}"


def _figures_apart(a: Figure, b: Figure) -> bool:
    """Whether no number fits both, rounding and bounds allowed for."""
    low_a, high_a = _range(a)
    low_b, high_b = _range(b)
    return high_a < low_b or high_b < low_a


def _range(figure: Figure) -> tuple[float, float]:
    value, slack = figure.value, _rounding(figure.value)
    if figure.bound == "about":
        slack = max(slack, ABOUT * abs(value))
    low, high = value - slack, value + slack
    return (low if figure.bound != "at_most" else -float("inf")), (high if figure.bound != "at_least" else float("inf"))


def _rounding(value: float) -> float:
    """Half a unit of the last digit that is told (38 billion may be 38.4, 38.4 may be 38.44), a twentieth at most.

    Zeros at the end may be digits or not: 400 billion is not taken for all between 350 and 450.
    """
    exponent = Decimal(repr(value)).normalize().as_tuple().exponent
    half = 0.5 * 10.0**exponent if isinstance(exponent, int) and exponent != 0 else 0.0
    return min(half, ROUND * abs(value))


def _differ(a: float, b: float) -> bool:
    return abs(a - b) > _rounding(a) + _rounding(b)


def _about_the_same(a: Figure, b: Figure) -> bool:
    """Whether the sentences speak of the same number: exports and imports are both trade."""
    from detente.store.wording import likeness_of

    return likeness_of(a.evidence, b.evidence, tuple(a.parties)) >= ALIKE
