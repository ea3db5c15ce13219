"""What the relationship was, in order of time: partnership, alliance, war and peace, and words on its mood."""

from __future__ import annotations

import re
from dataclasses import replace

from detente.record import Status
from detente.show import words
from detente.show.account import Account, by_date
from detente.show.fold import fold
from detente.show.lines import Row, when

HEADS = ("Date", "Status", "Level", "Change", "With")
MOOD_HEADS = ("Date", "In the words of the source", "Direction")


def ladder(account: Account) -> tuple[tuple[str, ...], list[Row]]:
    """The column heads and the rows of all statuses that have a name of their own."""
    rows = []
    for group in fold(account.of(Status), status_key):
        status = group[0].record
        if status.status != "other":
            rows.append(account.row(
                group, "ladder", when(status.date), words.STATUSES[status.status], status.level,
                words.CHANGES[status.change], account.others(status)))  # fmt: skip
    if any(row.cells[4] for row in rows):
        return HEADS, by_date(rows)
    return HEADS[:4], by_date(replace(row, cells=row.cells[:4]) for row in rows)


def mood(account: Account) -> list[Row]:
    """How the sources describe relations where they use no name of a status."""
    rows = []
    for group in fold(account.of(Status), status_key):
        status = group[0].record
        if status.status == "other" and status.level:
            rows.append(account.row(
                group, "relations", when(status.date), f"“{status.level}”", words.MOODS[status.change]))  # fmt: skip
    return by_date(rows)


def status_key(status: Status) -> tuple[object, ...]:
    """What two statements of the same status agree in."""
    level = " ".join(re.findall(r"\w+", status.level.lower()))
    return status.status, level, status.change, frozenset(status.parties)
