"""Codes and dates in the words of a desk officer: nothing here is more precise than the record it speaks of.

>>> date_words("1992-12-23"), date_words("199X"), date_words("2022/..")
('23 December 1992', '1990s', 'since 2022')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Literal

from detente.record import Agreement, Event, Figure, Membership, Office, Position, Record, Status, edtf

if TYPE_CHECKING:
    from detente.store.differences import Difference

MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SEASONS = {"21": "spring", "22": "summer", "23": "autumn", "24": "winter"}

Precision = Literal["day", "month", "year", "vague", "interval", "none"]

# PLOVER's sixteen types and its modes in plain words: what a reader who never saw the manual understands.
TYPES: dict[str, str] = {
    "AGREE": "Agreement or offer to cooperate",
    "CONSULT": "Meeting or talks",
    "SUPPORT": "Diplomatic cooperation",
    "CONCEDE": "Concession",
    "COOPERATE": "Practical cooperation",
    "AID": "Material aid",
    "RETREAT": "Withdrawal or yielding",
    "REQUEST": "Demand or appeal",
    "ACCUSE": "Criticism or accusation",
    "REJECT": "Refusal or opposition",
    "THREATEN": "Threat or warning",
    "PROTEST": "Protest",
    "SANCTION": "Sanction or reduction of relations",
    "MOBILIZE": "Military move",
    "COERCE": "Coercion",
    "ASSAULT": "Use of force",
}
MODES: dict[tuple[str, str], str] = {
    ("CONSULT", "visit"): "Visit",
    ("CONSULT", "third-party"): "Mediation",
    ("CONSULT", "multilateral"): "Multilateral meeting",
    ("CONSULT", "phone"): "Call or message",
    ("RETREAT", "withdraw"): "Military withdrawal",
    ("RETREAT", "release"): "Release or return",
    ("RETREAT", "disarm"): "Disarmament",
    ("RETREAT", "ceasefire"): "Ceasefire",
    ("RETREAT", "access"): "Access granted",
    ("RETREAT", "resign"): "Resignation",
    ("REQUEST", "assist"): "Request for help",
    ("REQUEST", "change"): "Demand for a change of policy",
    ("REQUEST", "yield"): "Demand to yield",
    ("REQUEST", "meet"): "Call for talks",
    ("ACCUSE", "disapprove"): "Criticism",
    ("ACCUSE", "investigate"): "Investigation",
    ("ACCUSE", "allege"): "Accusation",
    ("REJECT", "assist"): "Refusal to help",
    ("REJECT", "change"): "Refusal to change policy",
    ("REJECT", "yield"): "Refusal to yield",
    ("REJECT", "meet"): "Refusal to talk",
    ("THREATEN", "restrict"): "Threat of restrictions",
    ("THREATEN", "relations"): "Threat to reduce relations",
    ("THREATEN", "territory"): "Threat to territory",
    ("THREATEN", "violence"): "Threat of force",
    ("PROTEST", "demo"): "Demonstration",
    ("PROTEST", "riot"): "Riot",
    ("PROTEST", "strike"): "Strike",
    ("PROTEST", "boycott"): "Boycott",
    ("PROTEST", "obstruct"): "Obstruction",
    ("SANCTION", "expel"): "Expulsion",
    ("SANCTION", "withdraw"): "Withdrawal of a mission or from an undertaking",
    ("SANCTION", "discontinue"): "Breaking off or ending",
    ("SANCTION", "convict"): "Conviction",
    ("MOBILIZE", "troops"): "Movement of troops",
    ("MOBILIZE", "weapons"): "Movement of weapons",
    ("MOBILIZE", "police"): "Deployment of police",
    ("MOBILIZE", "militia"): "Movement of militia",
    ("COERCE", "seize"): "Seizure or annexation",
    ("COERCE", "restrict"): "Restriction or blockade",
    ("COERCE", "arrest"): "Arrest",
    ("COERCE", "deport"): "Deportation",
    ("COERCE", "ban"): "Ban",
    ("COERCE", "censor"): "Censorship",
    ("COERCE", "withhold"): "Withholding",
    ("COERCE", "misinformation"): "Misinformation",
    ("COERCE", "cyber"): "Cyber attack",
    ("ASSAULT", "aerial"): "Attack from the air",
    ("ASSAULT", "heavy-weapons"): "Attack with heavy weapons",
    ("ASSAULT", "firearms"): "Armed clash",
    ("ASSAULT", "targeted"): "Targeted killing",
    ("ASSAULT", "unconventional"): "Use of unconventional weapons",
}
AUX = {"future": "foretold", "hypothetical": "told as possible only", "negated": "did not happen"}
FRICTION = frozenset(
    {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
)
STATUSES: dict[str, str] = {
    "diplomatic_relations": "Diplomatic relations",
    "relations_severed": "Relations broken off",
    "recognition": "Recognition",
    "alliance": "Alliance",
    "rivalry": "Rivalry",
    "hostility": "Hostility",
    "war": "War",
    "peace": "Peace",
    "partnership": "Partnership",
    "other": "Relations",
}
CHANGES = {"begins": "begins", "ends": "ends", "upgraded": "raised", "continues": "holds"}
MOODS = {"begins": "new", "ends": "ends", "upgraded": "growing", "continues": "as it is"}
# Where "begins" and "ends" would be said otherwise.
STATUS_ACTS: dict[tuple[str, str], str] = {
    ("diplomatic_relations", "begins"): "Diplomatic relations established",
    ("diplomatic_relations", "ends"): "Diplomatic relations interrupted",
    ("diplomatic_relations", "upgraded"): "Diplomatic relations raised",
    ("diplomatic_relations", "continues"): "Diplomatic relations hold",
    ("relations_severed", "begins"): "Relations broken off",
    ("relations_severed", "ends"): "End of the break in relations",
    ("relations_severed", "continues"): "No relations",
    ("recognition", "begins"): "Recognition",
    ("recognition", "ends"): "Recognition withdrawn",
    ("alliance", "continues"): "Alliance in force",
    ("war", "continues"): "War goes on",
    ("other", "begins"): "Relations begin",
    ("other", "ends"): "Relations end",
    ("other", "upgraded"): "Relations improve",
    ("other", "continues"): "Relations",
}
ACTS = {
    "negotiated": "negotiated", "signed": "signed", "ratified": "ratified", "renewed": "renewed",
    "announced": "announced", "withdrawn": "withdrawn", "terminated": "ended", "in-force": "in force",
}  # fmt: skip
FORMS = {"communique": "communiqué", "contract": "contract", "other": "instrument"}
STANCES = {
    "support": "supports", "oppose": "opposes", "neutral": "takes no side",
    "recognise": "recognises", "not_recognise": "does not recognise",
}  # fmt: skip
MEASURES: dict[str, str] = {
    "trade": "Trade", "contract_value": "Value of a contract", "aid": "Aid or credit", "meetings": "Meetings",
    "visits": "Visits", "documents": "Documents signed", "members": "Members", "troops": "Troops",
    "casualties": "Casualties", "share": "Share", "rank": "Rank", "other": "Other figures",
}  # fmt: skip
BOUNDS = {"at_least": "at least ", "at_most": "at most ", "about": "about "}
MEMBERSHIPS = {"founds": "founder", "joins": "joined", "leaves": "left", "member": "member"}
SIGNS = {"USD": "US$", "EUR": "€", "GBP": "£"}


def precision(date: str) -> Precision:
    """How exactly the source dates it: the timeline draws each of these differently."""
    if not date:
        return "none"
    if "/" in date:
        return "interval"
    body = date.lstrip("-")
    if "X" in body.rstrip("~?%")[:4] or body[-1] in "~?%":
        return "vague"
    parts = body.split("-")
    if len(parts) == 1 or "X" in parts[1]:
        return "year"
    if parts[1] in SEASONS:
        return "vague"
    return "day" if len(parts) == 3 and "X" not in parts[2] else "month"


def grain(date: str) -> str:
    """The unit in which the source dates it: day, month, season, year, decade, century or interval; "" for none.

    >>> grain("1992-12-23"), grain("199X"), grain("1992-03~"), grain("2022/..")
    ('day', 'decade', 'month', 'interval')
    """
    if not date:
        return ""
    if "/" in date:
        return "interval"
    body = date.lstrip("-").rstrip("~?%")
    if body[2:4] == "XX":
        return "century"
    if body[3:4] == "X":
        return "decade"
    parts = [part for part in body.split("-") if part != "XX"]
    if len(parts) == 2 and parts[1] in SEASONS:
        return "season"
    return ("year", "month", "day")[len(parts) - 1]


def date_words(date: str) -> str:
    """An EDTF date in words, at exactly its own precision; "" for no date."""
    if not date:
        return ""
    if "/" in date:
        start, _, end = date.partition("/")
        return _interval(start, end)
    return _plain(date)


def _plain(date: str) -> str:
    mark, body = date[-1] if date[-1] in "~?%" else "", date.rstrip("~?%")
    about = "about " if mark in ("~", "%") else ""
    return f"{about}{_certain(body)}{' (uncertain)' if mark in ('?', '%') else ''}"


def _certain(body: str) -> str:
    """A date without its mark of doubt."""
    christ = ""
    if body.startswith(("-", "0000")):  # astronomers' years: 0000 is 1 BC, -0043 is 44 BC
        if body.endswith("XX"):
            return f"{_ordinal(int(body[1:3]) + 1)} century BC"
        if body.endswith("X"):
            return f"{int(body[1:4]) * 10 + 10}–{int(body[1:4]) * 10 + 1} BC"
        year, _, rest = body.lstrip("-").partition("-")
        body, christ = f"{int(year) + 1:04}" + (f"-{rest}" if rest else ""), " BC"
    if re.fullmatch(r"\d{2}XX", body):
        return f"{_ordinal(int(body[:2]) + 1)} century"
    if re.fullmatch(r"\d{3}X", body):
        return f"{int(body[:3])}0s"
    year, month, day = (*body.split("-"), "XX", "XX")[:3]
    words = str(int(year)) + christ
    if month in SEASONS:
        return f"{SEASONS[month]} {winter(int(year)) if month == '24' and not christ else words}"
    if month != "XX":
        words = f"{MONTHS[int(month) - 1]} {words}"
        if day != "XX":
            words = f"{int(day)} {words}"
    return words


def winter(year: int) -> str:
    """A winter belongs to two years: "1991–92"."""
    return f"{year}–{(year + 1) % 100:02d}"


def _interval(start: str, end: str) -> str:
    if end in ("", ".."):
        return f"since {_plain(start)}"
    if start in ("", ".."):
        return f"up to {_plain(end)}"
    if start == end:
        return _plain(start)
    if "-" in (start[0], end[0]):
        return f"{_plain(start)} – {_plain(end)}"
    first, last = start.split("-"), end.split("-")
    exact = all(re.fullmatch(r"[\d-]+", part) and "-2" not in part[4:6] for part in (start, end))
    if exact and len(first) == len(last) > 1 and first[0] == last[0]:
        if len(first) == 3 and first[1] == last[1]:
            return f"{int(first[2])}–{_plain(end)}"
        return f"{_plain(start).removesuffix(' ' + str(int(first[0])))} – {_plain(end)}"
    if len(first) == len(last) == 1:
        return f"{_plain(start)}–{_plain(end)}"
    return f"{_plain(start)} – {_plain(end)}"


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def number_words(value: float) -> str:
    """A number as people write it: 244.8 billion, 10,000, 5.

    >>> number_words(244_800_000_000), number_words(10000), number_words(4.5)
    ('244.8 billion', '10,000', '4.5')
    """
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{_digits(value / size)} {name}"
    return _digits(value)


def _digits(value: float) -> str:
    return f"{value:,.3f}".rstrip("0").rstrip(".")


def money(value: float | None, currency: str) -> str:
    """A sum with its currency; "" where the source gives none."""
    if value is None:
        return ""
    if currency in SIGNS:
        return f"{SIGNS[currency]}{number_words(value)}"
    return f"{currency} {number_words(value)}".strip()


def figure_words(figure: Figure) -> str:
    """A figure with its unit and its bound: "at least 40", "US$240.1 billion", "30%", "rank 1"."""
    bound = BOUNDS.get(figure.bound, "")
    if re.fullmatch(r"[A-Z]{3}", figure.unit):
        return f"{bound}{money(figure.value, figure.unit)}"
    if figure.unit == "percent":
        return f"{bound}{number_words(figure.value)}%"
    if figure.unit == "rank":
        return f"{bound}number {number_words(figure.value)}"
    unit = "" if figure.unit in ("", "count") else f" {figure.unit.replace('_', ' ')}"
    return f"{bound}{number_words(figure.value)}{unit}"


def event_words(event: Event) -> str:
    """What kind of act it is, in plain words; with PLOVER's mode where the coder gave one."""
    words = MODES.get((event.type, event.mode)) or TYPES[event.type]
    if (event.type, event.mode) == ("CONSULT", "third-party") and not event.recipients:
        words = "Meeting in a third place"  # PLOVER has one mode for it and for the mediator's own act
    return f"{words} ({AUX[event.aux]})" if event.aux else words


def plover(event: Event) -> str:
    """PLOVER's own code, for those who know it."""
    return f"{event.type} {event.mode}".strip()


def status_words(status: Status) -> str:
    """A status with the level that the source names: "Partnership raised: strategic partnership"."""
    act = STATUS_ACTS.get((status.status, status.change)) or f"{STATUSES[status.status]} {CHANGES[status.change]}"
    return f"{act}: {status.level}" if status.level else act


def form_words(agreement: Agreement) -> str:
    """The form of an instrument."""
    return FORMS.get(agreement.form, agreement.form)


def term_words(agreement: Agreement) -> str:
    """How long an instrument runs; "" where the source does not say."""
    if agreement.term_years is None:
        return ""
    years = number_words(agreement.term_years)
    return f"{years} year" if years == "1" else f"{years} years"


def membership_words(membership: Membership) -> str:
    """How a state stands to an organisation, with the date that the source gives."""
    words = MEMBERSHIPS[membership.change]
    when = date_words(membership.date)
    if not when:
        return words
    return f"{words}, {when}" if membership.change in ("member", "founds") else f"{words} {when}"


def office_name(office: Office) -> str:
    """An office as the source writes it: records have it in lower case, a reader wants "CCP general secretary"."""
    found = re.search(re.escape(office.office), office.evidence, re.IGNORECASE)
    return found[0] if found else office.office


def office_words(office: Office) -> str:
    """What the source says of a person in an office, with its date."""
    when = date_words(office.date)
    verb = {"holds": "named in office", "takes": "took office", "leaves": "left office"}[office.change]
    return f"{verb} {when}".strip()


def capital(text: str) -> str:
    """With a capital first letter and all others as they are."""
    return text[:1].upper() + text[1:]


def record_words(record: Record, name_of: Callable[[str], str]) -> str:
    """What a record tells, in plain words and without its parties."""
    match record:
        case Event():
            return event_words(record)
        case Agreement():
            return f"{capital(record.title)}: {ACTS[record.act]}"
        case Status():
            return status_words(record)
        case Position():
            return f"{capital(STANCES[record.stance])}: {record.issue}"
        case Membership():
            return f"{name_of(record.organisation)}: {MEMBERSHIPS[record.change]}"
        case Figure():
            return f"{MEASURES[record.measure]}: {figure_words(record)}"
        case Office():
            return f"{record.person}, {record.office}: {office_words(record)}"


def difference_words(difference: Difference, called: Callable[[str], str]) -> str:
    """On what sources differ: "dated 20 October 1883 by A and B, 23 October 1883 by C"."""
    told = []
    every = list(dict.fromkeys(source for _, sources in difference.told for source in sources))
    for value, sources in difference.told:
        match difference.field:
            case "date":
                said = date_words(value)
            case "direction":
                said = f"{'/'.join(value[0])} → {'/'.join(value[1])}"
            case "term_years":
                said = f"{number_words(value)} years"
            case _:
                amount, unit = value
                said = money(amount, unit) if re.fullmatch(r"[A-Z]{3}", unit) else number_words(amount)
        told.append(said if len(every) == 1 else f"{said} by {_listed([called(source) for source in sources])}")
    if len(every) == 1:  # a text that says it twice, and otherwise
        told = [f"{' and '.join(told)} by {called(every[0])} itself"]
    lead = {"date": "dated ", "term_years": "term: ", "direction": "who to whom: ", "value": "figure: "}
    return lead.get(difference.field, f"{difference.field}: ") + ", ".join(told)


def _listed(names: Sequence[str]) -> str:
    shown = list(names[:3]) + ([f"{len(names) - 3} more"] if len(names) > 3 else [])
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def first_year(date: str) -> int | None:
    """The year in which a date begins (where the beginning is open: ends); before Christ as astronomers count."""
    found = edtf.bounds(date)
    if found is None:
        start, _, end = date.partition("/")
        body = (end if start in ("", "..") else start).rstrip("~?%")
        match = re.match(r"-?\d{2}[\dX]{2}", body)
        return int(match[0].replace("X", "9" if body.startswith("-") else "0")) if match else None
    day = found[0] or found[1]
    return day.year if day else None
