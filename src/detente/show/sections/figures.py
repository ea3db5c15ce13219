"""Figures: the numbers that the sources give on the relationship, by measure."""

from __future__ import annotations

from detente.record import Figure, edtf
from detente.show import words
from detente.show.account import Account
from detente.show.fold import fold
from detente.show.lines import Row, when

HEADS = ("Measure", "Figure", "Date", "Parties")


def figures(account: Account) -> list[Row]:
    """The rows of the table, by measure and then by date."""
    order = list(words.MEASURES)
    rows = []
    for group in fold(account.of(Figure)):
        figure = group[0].record
        row = account.row(group, "figures", words.MEASURES[figure.measure], words.figure_words(figure),
                          when(figure.date), account.names(figure.parties))  # fmt: skip
        rows.append((order.index(figure.measure), edtf.sort_key(figure.date), row))
    return [row for *_, row in sorted(rows, key=lambda each: each[:2])]
