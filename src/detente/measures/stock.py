"""The relation as a stock: events fill it, the bounds stop it, time empties it.

The stock S lies between -B and B (B = 10). In a period with cooperation C and conflict K (sums of scores, see
`score`) every event moves it towards its bound, and the nearer the bound the less::

    dS = w [ C (B - S) / B  -  K (B + S) / B ] dt        for t from 0 to 1

where w is the weight of an event (0.1: one event of score 5 moves a neutral relation by half a point). The equation has
a solution, so that the order of events within a period does not matter::

    S* = B (C - K) / (C + K)        S_after = S* + (S_before - S*) exp(-w (C + K) / B)

Between periods it decays towards neutral with a half-life of H years (5)::

    S_before = S_after(of the period before) * 2 ** (-length / H)

Compared with the Tsinghua method (Yan Xuetong & Zhou Fangyin 2004, Zhongguo shehui kexue 6: 90-103; Yan Xuetong et
al. 2010, Zhongwai guanxi jianlan 1950-2005): there a relation P lies between -9 and 9 and an event of value I0 adds I
= I0 (N - P) / N where I0 >= 0 and I0 (N + P) / N where I0 < 0, with N = 9. Ours is that rule taken in infinitely
small steps (`tsinghua_step` is the rule itself, as it is cited: the books were not at hand). It differs in that the
Tsinghua relation keeps its value until something happens, ours fades; that a month's events cannot overshoot the
bound; and in the table of event values, which is theirs by hand for each kind of event, ours PLOVER's.
"""

from __future__ import annotations

import math
from typing import Any

from detente.errors import DetenteError
from detente.measures.periods import YEARS, with_gaps
from detente.measures.rows import collected, like
from detente.measures.score import BOUND, By, Direction, Scale, relation_score

WEIGHT = 0.1
HALF_LIFE = 5.0
TSINGHUA_BOUND = 9.0


def stock_after(before: float, cooperation: float, conflict: float, *, weight: float = WEIGHT) -> float:
    """The stock after a period's cooperation and conflict; between -10 and 10 if it was before.

    >>> round(stock_after(0, 5, 0), 3), round(stock_after(9, 5, 0), 3), stock_after(3, 0, 0)
    (0.488, 9.049, 3)
    """
    felt = cooperation + conflict
    if felt == 0:
        return before
    rest = BOUND * (cooperation - conflict) / felt
    return rest + (before - rest) * math.exp(-weight * felt / BOUND)


def tsinghua_step(before: float, value: float, *, bound: float = TSINGHUA_BOUND) -> float:
    """What an event of a value makes of a relation by the Tsinghua rule, for comparison.

    >>> [round(tsinghua_step(before, value), 2) for before, value in ((0, 1.8), (6, 1.8), (6, -1.8))]
    [1.8, 6.6, 3.0]
    """
    return before + value * ((bound - before) if value >= 0 else (bound + before)) / bound


def relation_stock(
    events: Any,
    a: str,
    b: str,
    *,
    by: By = "year",
    direction: Direction = "joint",
    scale: Scale = "plover",
    by_confidence: bool = False,
    half_life: float = HALF_LIFE,
    weight: float = WEIGHT,
    start: float = 0.0,
) -> Any:
    """The relation as a stock of past events, by period.

    Parameters
    ----------
    events, a, b, by, direction, scale, by_confidence
        As in `score.relation_score`.
    half_life
        Years in which half of the stock fades where nothing happens; `math.inf` for none, as in the Tsinghua method.
    weight
        Points by which one point of an event's score moves a neutral relation.
    start
        The stock before the first event, -10 to 10.

    Returns
    -------
    A frame of the same engine, a row for every period from the first event to the last: `period`, `n`, `cooperation`,
    `conflict`, `stock` (points, -10 to 10), `carried` (what of it was left from before), `ids`. In a period without
    events `n` is 0, cooperation and conflict are missing, and the stock is what has not faded: carried, not measured.

    Caveats: weight and half-life are conventions, no estimates; results should be shown for several.
    """
    import polars as pl

    if not half_life > 0 or not weight > 0 or not -BOUND <= start <= BOUND:
        raise DetenteError("a stock needs half_life > 0, weight > 0 and a start between -10 and 10")
    scores = relation_score(events, a, b, by=by, direction=direction, scale=scale, by_confidence=by_confidence)
    rows = with_gaps(collected(scores), by)
    fading = 2 ** (-YEARS[by] / half_life)
    level = start
    levels: list[float] = []
    carried: list[float] = []
    # A recursion: each value needs the one before. The rows are periods, some hundreds at the most.
    for cooperation, conflict in zip(rows["cooperation"].fill_null(0), rows["conflict"].fill_null(0), strict=True):
        left = level * fading if levels else level
        level = stock_after(left, cooperation, conflict, weight=weight)
        levels.append(level)
        carried.append(left)
    result = rows.select(
        "period", "n", "cooperation", "conflict",
        pl.Series("stock", levels, pl.Float64), pl.Series("carried", carried, pl.Float64), "ids",
    )  # fmt: skip
    return like(events, result)
