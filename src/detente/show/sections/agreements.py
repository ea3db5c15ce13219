"""Agreements: a row for each instrument, with what was done with it and when, its renewals and its end.

A title that says no more than the form ("joint statement") names no instrument: one of 1996 and one of 2001 are two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from detente.record import Agreement, edtf
from detente.show import words
from detente.show.account import Account
from detente.show.evidence import Statement
from detente.show.fold import compatible, fold, shared
from detente.show.lines import Row, when

HEADS = ("Date", "Title", "Form", "Act", "Parties", "Term", "Value", "Renewal or end")
LATER = ("renewed", "withdrawn", "terminated")
# Words that say what form an instrument has; without others a title names no instrument in particular.
FORMS = frozenset(
    re.findall(
        r"\w+",
        "agreement agreements treaty treaties joint statement statements declaration declarations communique "
        "communiqué memorandum memoranda contract contracts accord accords pact deal deals protocol protocols "
        "convention document documents the a an of on and for s in to",
    )
)


def agreements(account: Account) -> tuple[tuple[str, ...], list[Row]]:
    """The column heads and the rows, in the order of each instrument's first date; no column without a word in it."""
    groups = fold(account.of(Agreement))
    groups.sort(key=lambda group: edtf.sort_key(group[0].record.date))
    instruments: list[list[list[Statement[Agreement]]]] = []
    for group in groups:
        home = next((each for each in instruments if _one_instrument(each[0][0].record, group[0].record)), None)
        if home:
            home.append(group)
        else:
            instruments.append([group])
    rows = [_row(account, instrument) for instrument in instruments]
    kept = [column for column in range(len(HEADS)) if any(row.cells[column] for row in rows)]
    return (
        tuple(HEADS[column] for column in kept),
        [replace(row, cells=tuple(row.cells[column] for column in kept)) for row in rows],
    )


def same_title(one: str, other: str) -> bool:
    """Whether two titles name the same instrument."""
    if not terms(one) or not terms(other):
        return one.lower() == other.lower()
    return shared(one, other) >= 0.6


def terms(text: str) -> frozenset[str]:
    """The words of a title or an issue that are its own."""
    return frozenset(re.findall(r"\w+", text.lower())) - FORMS


def _one_instrument(first: Agreement, second: Agreement) -> bool:
    """Whether a later act is done with the instrument of an earlier row."""
    if set(first.parties) != set(second.parties) or not same_title(first.title, second.title):
        return False
    named = bool(terms(first.title))
    return compatible(first.date, second.date) or (named and second.act not in ("signed", "negotiated", "announced"))


def _row(account: Account, groups: list[list[Statement[Agreement]]]) -> Row:
    told = [group[0].record for group in groups]
    best = max(told, key=lambda each: len(each.title))
    termed = next((each for each in told if each.term_years is not None and each.act not in LATER), None)
    value = next((words.money(each.value, each.currency) for each in told if each.value is not None), "")
    parties = dict.fromkeys(code for each in told for code in each.parties)
    return account.row(
        [each for group in groups for each in group], "agreements",
        when(told[0].date), words.capital(best.title), words.form_words(best),
        "; ".join(_acts([each for each in told if each.act not in LATER], told[0].date)), account.names(parties),
        _term(termed), value, "; ".join(_acts([each for each in told if each.act in LATER])),
    )  # fmt: skip


def _acts(told: Sequence[Agreement], known: str = "") -> list[str]:
    """Acts with their dates (but for the date that the row has already); renewals with their term."""
    acts = []
    for each in told:
        date = "" if each.date == known else words.date_words(each.date)
        years = f" for {words.term_words(each)}" if each.act == "renewed" and each.term_years else ""
        acts.append(f"{words.ACTS[each.act]} {date}".strip() + years)
    return list(dict.fromkeys(acts))


def _term(agreement: Agreement | None) -> str:
    """The term, and its end where the source dates the beginning at least to the year."""
    if agreement is None or agreement.term_years is None:
        return ""
    term, year = words.term_words(agreement), words.first_year(agreement.date)
    exact = words.precision(agreement.date) in ("day", "month", "year")
    return f"{term}, to {year + round(agreement.term_years)}" if year and exact else term
