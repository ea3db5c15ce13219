"""Who spoke for each side: persons in office, with what the sources say of their time in it."""

from __future__ import annotations

from collections.abc import Sequence

from detente.ontology.states import name_of
from detente.record import Office
from detente.show import words
from detente.show.account import Account
from detente.show.evidence import Statement
from detente.show.lines import Group, Row

HEADS = ("Person", "Office", "When")
FAMILY_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "RVN", "KHM"})  # the family name comes first
MANY = 3  # more dates than this are told by their years
YEARS = 6  # more years than this are told by the first and the last


def offices(account: Account) -> list[Group]:
    """For each of the two states its persons in office, in the order in which the sources date them."""
    every = account.of(Office)
    groups = []
    for code in account.pair:
        persons: dict[str, list[Statement[Office]]] = {}
        for each in every:
            if each.record.state == code:
                persons.setdefault(fullest(each.record.person, every), []).append(each)
        rows = tuple(_row(account, person, held) for person, held in persons.items())
        if rows:
            groups.append(Group(name_of(code), rows))
    return groups


def people(account: Account) -> dict[str, str]:
    """Each person in an office of one of the two states, with the name by which sentences call them."""
    every = account.of(Office)
    return {
        person: surname(person, each.record.state)
        for each in every
        if each.record.state in account.pair and (person := fullest(each.record.person, every))
    }


def surname(person: str, state: str) -> str:
    """The family name: the first of a Chinese, Korean or Vietnamese name, else the last."""
    parts = person.split()
    return parts[0] if state in FAMILY_FIRST else parts[-1]


def fullest(person: str, every: Sequence[Statement[Office]]) -> str:
    """The fullest form of a name in the sources: "Yeltsin" is "Boris Yeltsin", if only one person can be meant."""
    own = set(person.split())
    forms = {each.record.person for each in every}
    longer = [form for form in forms if own < set(form.split())]
    return longer[0] if len(longer) == 1 else person


def _row(account: Account, person: str, held: list[Statement[Office]]) -> Row:
    names: dict[str, str] = {}
    for each in held:
        names.setdefault(each.record.office, words.office_name(each.record))
    told = _tenure([each.record for each in held])
    return account.row(held, "offices", person, ", ".join(names.values()), "; ".join(told))


def _tenure(held: Sequence[Office]) -> list[str]:
    """What is told of a person's time in office: taken, left, and when they are named in it."""
    taken = [words.office_words(each) for each in held if each.change == "takes"]
    left = [words.office_words(each) for each in held if each.change == "leaves"]
    named = [each.date for each in held if each.change == "holds"]
    dates = [words.date_words(date) for date in dict.fromkeys(named) if date]
    if len(dates) > MANY:
        years = sorted({year for date in named if (year := words.first_year(date))})
        dates = [str(year) for year in years] if len(years) <= YEARS else [f"{years[0]} to {years[-1]}"]
    holds = [f"named in office {', '.join(dates)}"] if dates else []
    if named and not (dates or taken or left):
        holds = ["named in office, undated"]
    return list(dict.fromkeys(taken + holds + left))
