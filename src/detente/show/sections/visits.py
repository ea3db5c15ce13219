"""Visits and meetings: who went where, who met, and who is named in the sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.ontology.states import name_of
from detente.record import Event, Record
from detente.show import words
from detente.show.account import Account, by_date
from detente.show.evidence import Statement
from detente.show.fold import fold
from detente.show.lines import Row, when
from detente.show.sections.offices import people

HEADS = ("Date", "Who", "Kind", "Named in the sentence")


def visits(account: Account) -> tuple[list[Row], str]:
    """The rows of the table, and how many visits each side paid to the other, in words."""
    consults = [each for each in account.of(Event) if each.record.type == "CONSULT"]
    known = people(account)
    a, b = account.pair
    counts = {(a, b): 0, (b, a): 0}  # guest, host
    rows = []
    for group in fold(consults):
        event = group[0].record
        if event.mode == "visit" and not event.aux:
            for guest, host in counts:
                counts[guest, host] += is_visit(event, guest, host)
        rows.append(account.row(group, "visits", when(event.date), account.who(event), words.event_words(event),
                                ", ".join(_named(account, group, known))))  # fmt: skip
    told = [f"{name_of(guest)} to {name_of(host)} {count}" for (guest, host), count in counts.items() if count]
    return by_date(rows), "; ".join(told)


def is_visit(event: Event, guest: str, host: str) -> bool:
    """Whether the one visits the other."""
    return event.mode == "visit" and guest in event.actors and host in event.recipients


def _named(account: Account, group: Sequence[Statement[Record]], known: dict[str, str]) -> list[str]:
    """Persons with an office in one of the two states whose name stands in the sentence."""
    sentence = account.ledger.quote(group[0])
    return [person for person, name in known.items() if re.search(rf"\b{re.escape(name)}\b", sentence)]
