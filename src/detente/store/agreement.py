"""How far reviewers agree who judged the same records: percent, and Cohen's kappa."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from detente.store.claims import claim
from detente.store.reviews import VERDICTS, Decision, changed


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers over the records that both judged.

    records    how many both judged
    verdicts   share of them with the same verdict (accept, reject, correct), 0 to 1
    outcomes   share of them with the same outcome: the same verdict, and the same values where both corrected
    kappa      Cohen's kappa of the verdicts; nan where it is not defined (both said one and the same of all)
    table      how often the first said the row's verdict and the second the column's, in the order of VERDICTS
    """

    first: str
    second: str
    records: int
    verdicts: float
    outcomes: float
    kappa: float
    table: tuple[tuple[int, ...], ...]


def kappa(table: Sequence[Sequence[int]]) -> float:
    """Cohen's kappa of a square table of counts: (p_o - p_e) / (1 - p_e).

    p_o is the share on the diagonal, p_e the share expected there from the sums of rows and columns alone. nan for an
    empty table, and where p_e is 1: both said the same one thing throughout.

    Cohen, J. (1960): A coefficient of agreement for nominal scales. Educational and Psychological Measurement 20.

    >>> round(kappa([[20, 5], [10, 15]]), 2)
    0.4
    """
    total = sum(map(sum, table))
    if not total:
        return math.nan
    observed = sum(table[i][i] for i in range(len(table)))  # times total
    expected = sum(sum(table[i]) * sum(row[i] for row in table) for i in range(len(table)))  # times total squared
    return (observed * total - expected) / (total * total - expected) if expected != total * total else math.nan


def agreements(decisions: Iterable[Decision]) -> list[Agreement]:
    """Every pair of reviewers with a record that both judged, in the order of their names."""
    tables: dict[tuple[str, str], list[list[int]]] = {}
    alike: dict[tuple[str, str], int] = {}
    for decision in decisions:
        by_name = sorted(decision.reviews, key=lambda review: review.reviewer)
        for a, b in combinations(by_name, 2):
            pair = (a.reviewer, b.reviewer)
            table = tables.setdefault(pair, [[0] * len(VERDICTS) for _ in VERDICTS])
            table[VERDICTS.index(a.decision)][VERDICTS.index(b.decision)] += 1
            same = a.decision == b.decision
            if same and a.decision == "correct":
                one, other = changed(a.judged, a.corrected), changed(b.judged, b.corrected)
                same = claim(one) == claim(other)
            alike[pair] = alike.get(pair, 0) + same
    found = []
    for (first, second), table in sorted(tables.items()):
        records = sum(map(sum, table))
        verdicts = sum(table[i][i] for i in range(len(table))) / records
        counts = tuple(map(tuple, table))
        found.append(Agreement(first, second, records, verdicts, alike[first, second] / records, kappa(table), counts))
    return found
