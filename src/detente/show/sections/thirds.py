"""Third parties: who else acts in the affairs of the two states, and what is told of them."""

from __future__ import annotations

from collections import Counter

from detente.ontology.states import name_of
from detente.record import Record
from detente.show import words
from detente.show.account import Account
from detente.show.evidence import Statement
from detente.show.lines import Group
from detente.show.sections.chronology import entries


def thirds(account: Account) -> list[Group]:
    """A group for each third party, those of whom most is told first; a record of several is told under one of them."""
    pair = set(account.pair)
    counts = Counter(code for each in account.third for code in each.record.involved - pair)
    shares: dict[str, list[Statement[Record]]] = {}
    for each in account.third:
        outsiders = each.record.involved - pair
        main = min(outsiders, key=lambda code: (-counts[code], code)) if outsiders else ""
        shares.setdefault(main, []).append(each)
    ranked = sorted(shares.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    return [
        Group(words.capital(name_of(code)) if code else "Not named in the source",
              entries=tuple(entries(account, held, "third parties")))
        for code, held in ranked
    ]  # fmt: skip
