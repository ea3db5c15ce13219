"""Positions: issue by issue what each of the two states holds."""

from __future__ import annotations

import re

from detente.record import Position
from detente.show import words
from detente.show.account import Account
from detente.show.evidence import Statement
from detente.show.fold import fold
from detente.show.lines import Cell, MatrixRow
from detente.show.sections.agreements import terms


def positions(account: Account) -> list[MatrixRow]:
    """A row an issue; first those on which both states have a position."""
    issues: list[tuple[str, list[list[Statement[Position]]]]] = []
    for group in fold(account.of(Position)):
        issue = group[0].record.issue
        home = next((held for name, held in issues if same_issue(name, issue)), None)
        if home is None:
            issues.append((issue, [group]))
        else:
            home.append(group)
    rows = []
    for name, held in issues:
        columns: list[list[Cell]] = [[], []]
        for group in held:
            position = group[0].record
            line = account.line(group, "positions")
            text = words.STANCES[position.stance]
            if position.date:
                text += f" ({words.date_words(position.date)})"
            for column, code in zip(columns, account.pair, strict=True):
                if code in position.holder:
                    column.append(Cell(text, line))
        rows.append(MatrixRow(words.capital(name), tuple(tuple(column) for column in columns)))
    return sorted(rows, key=lambda row: -sum(bool(cells) for cells in row.cells))


def same_issue(one: str, other: str) -> bool:
    """Whether two phrases name the same issue: they have the same words of their own."""
    first, second = _words(one), _words(other)
    return first == second


def _words(issue: str) -> frozenset[str]:
    stems = frozenset(word[:6] for word in terms(issue.replace("'s", "").replace("’s", "")))
    return stems or frozenset(re.findall(r"\w+", issue.lower()))
