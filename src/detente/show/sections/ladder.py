"""What the relationship was, in order of time: levels of partnership, then alliance, war and peace, then its mood."""

from __future__ import annotations

from dataclasses import replace

from detente.record import Status
from detente.show import words
from detente.show.account import Account, by_date
from detente.show.fold import fold
from detente.show.lines import Row, Rung, when

HEADS = ("Date", "Level", "Change", "With")
CONDITION_HEADS = ("Date", "Condition", "In the words of the source", "Change", "With")
STEPS = 8  # no ladder on a page is higher than this
MOOD_HEADS = ("Date", "In the words of the source", "Direction")


def ladder(account: Account) -> list[Rung]:
    """The levels of partnership. A new or raised level is a step up, an end is the foot of the ladder again."""
    rows, changes = [], {}
    for group in fold(account.of(Status)):
        status = group[0].record
        if status.status == "partnership":
            row = account.row(group, "ladder", when(status.date), words.capital(status.level) or "Partnership",
                              words.CHANGES[status.change], account.others(status))  # fmt: skip
            rows.append(row)
            changes[row.id] = status.change
    rungs, step = [], 0
    for row in by_date(rows):
        change = changes[row.id]
        if row.date and change in ("begins", "upgraded"):
            step += 1
        elif row.date and change == "ends":
            step = 0
        height = min(step, STEPS) if row.date else 0
        rungs.append(Rung(row.id, row.refs, row.confidence, row.cells, row.date, step=height, more=row.more,
                          differs=row.differs))  # fmt: skip
    return rungs


def conditions(account: Account) -> tuple[tuple[str, ...], list[Row]]:
    """The column heads and the rows of all other statuses that have a name: alliance, war, recognition and the like."""
    rows = []
    for group in fold(account.of(Status)):
        status = group[0].record
        if status.status not in ("partnership", "other"):
            rows.append(account.row(
                group, "conditions", when(status.date), words.STATUSES[status.status], status.level,
                words.CHANGES[status.change], account.others(status)))  # fmt: skip
    kept = [column for column in range(len(CONDITION_HEADS)) if any(row.cells[column] for row in rows)]
    heads = tuple(CONDITION_HEADS[column] for column in kept)
    return heads, by_date(replace(row, cells=tuple(row.cells[column] for column in kept)) for row in rows)


def mood(account: Account) -> list[Row]:
    """How the sources describe relations where they use no name of a status."""
    rows = []
    for group in fold(account.of(Status)):
        status = group[0].record
        if status.status == "other" and status.level:
            rows.append(account.row(
                group, "relations", when(status.date), f"“{status.level}”", words.MOODS[status.change]))  # fmt: skip
    return by_date(rows)
