"""Memberships: organisation by organisation how each of the two states stands to it."""

from __future__ import annotations

from detente.ontology.states import name_of
from detente.record import Membership
from detente.show import words
from detente.show.account import Account
from detente.show.evidence import Statement
from detente.show.fold import fold
from detente.show.lines import Cell, MatrixRow


def memberships(account: Account) -> list[MatrixRow]:
    """A row an organisation, in alphabetical order."""
    bodies: dict[str, list[list[Statement[Membership]]]] = {}
    for group in fold(account.of(Membership)):
        bodies.setdefault(name_of(group[0].record.organisation), []).append(group)
    rows = []
    for body, groups in sorted(bodies.items()):
        columns: list[list[Cell]] = [[], [], []]
        for group in groups:
            membership = group[0].record
            line = account.line(group, "memberships")
            for column, code in zip(columns, account.pair, strict=False):
                if code in membership.members:
                    column.append(Cell(words.membership_words(membership), line))
            if others := account.others(membership):
                columns[2].append(Cell(others, line))
        rows.append(MatrixRow(body, tuple(tuple(column) for column in columns)))
    return rows
