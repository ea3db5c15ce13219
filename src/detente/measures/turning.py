"""Turning points: years in which a relation becomes another one, and how sure that is.

Three things are read, by period (year):

acts
    m_t, the mean score of what was done (see `score`) in n_t happenings, known to a variance of v_t = tau2 + s2 / n_t.
    s2 is the variance within periods, tau2 that between neighbouring periods beyond it, both by moments. A period
    without happenings has no m_t.
standing
    z_t, the condition in force: war, rivalry, relations, a level of partnership, an alliance, in points from -10 to 10
    (`conditions.csv`; partnerships by their rank). It begins with the status that says so and stands until another
    comes (see `ladder`), but what nobody has told again for `FADES` years weighs half. Before the first it is missing.
landmarks
    L_t, what marks a turn by itself, as far as it is told:

    - statuses that begin, end or are upgraded, treaties signed or terminated: weights in `landmarks.csv`, as shares of
      the unit below, times the coder's confidence;
    - how crowded the period is: n log(n/e) - n + e where n > e, over the overdispersion of the counts; e is the mean of
      the periods within `WINDOW` (log likelihood ratio of a scan statistic after Kulldorff 1997, Communications in
      Statistics 26(6): 1481-1496);
    - how far its acts lie from those within `WINDOW` before and from those after: 1/2 (m_t - e_t)^2 / variance, the
      lesser of the two. A crisis of a year is no stretch.

Periods are cut into stretches (optimal partitioning, exact: Jackson et al. 2005, IEEE Signal Processing Letters 12(2):
105-108) so that

    1/2 sum (m_t - mean of its stretch)^2 / v_t  +  1/2 sum 2^(-age/FADES) (z_t - mean of its stretch)^2 / STANDING^2
    +  sum over cuts t of (penalty x U - min(L_t, U)),      U = log T for T periods

is least. All terms are log likelihoods; landmarks are a prior, a turn is likelier where the sources tell of one: at the
standard penalty 1 a cut in a year with a treaty costs next to nothing, and at a higher one it has to pay.

Nobody knows the right penalty, and texts could have told other things. So each cut is given with

`persists`
    the penalty path: the largest multiple of the standard penalty at which the cut is still there;
`support`, `low`, `high`
    the bootstrap: the share of samples of the happenings, statuses and landmarks (drawn with replacement) that have a
    cut within the tolerance of it, and the days between which 95 of 100 samples have their nearest cut. A turn of which
    a single record tells has 0.63 at most, since it is missing from every third sample.

Each cut is labelled by what carries it: the landmarks of its period, then its acts.

Caveats: a cut stands where the sources begin to tell of other things, so a text that skips a decade moves it; a stretch
has at least `smallest` periods, so of turns nearer to each other the stronger is found; a slow change has no year.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.measures.ladder import ladder, points_of
from detente.measures.rows import collected, like
from detente.measures.score import EVERY, By, Direction, Scale, one_of, scored

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

MULTIPLES = tuple(2 ** (step / 4) for step in range(-8, 17))  # of the standard penalty: a quarter to sixteen
FEWEST = 8
LABELS = 3
YEAR = 365.25
EPOCH = date(1970, 1, 1)
STANDING = 2.5  # points by which a condition scatters that nobody would call changed
WINDOW = 10  # periods on either side that say how many happenings to expect
VAGUE = 800  # days: a status whose date is wider dates nothing
FADES = 10.0  # years after which a condition that nobody has told again weighs half
PER_YEAR = {"year": 1, "quarter": 4, "month": 12}
SURE = 0.5  # statuses and agreements under this confidence are left out


@cache
def landmark_weights() -> dict[tuple[str, str, str], float]:
    """(kind, what, act) -> weight, as a share of the standard penalty; `what` is "" where any counts."""
    with Path(__file__).with_name("landmarks.csv").open(encoding="utf-8", newline="") as file:
        return {(row["kind"], row["what"], row["act"]): float(row["weight"]) for row in csv.DictReader(file)}


@dataclass(frozen=True)
class Series:
    """What is cut: arrays over periods. Weights are inverse variances, 0 where a value is missing."""

    acts: np.ndarray
    acts_weight: np.ndarray
    standing: np.ndarray
    standing_weight: np.ndarray
    landmarks: np.ndarray


def cuts(series: Series, multiple: float = 1.0, *, smallest: int = 2) -> list[int]:
    """Where the stretches of a series begin, but for the first: positions in it."""
    import numpy as np

    count = len(series.acts)
    if count < 2 * smallest:
        return []
    unit = math.log(count)
    cost = _cost(series.acts, series.acts_weight) + _cost(series.standing, series.standing_weight)
    price = multiple * unit - np.minimum(series.landmarks, unit)
    best = np.full(count + 1, math.inf)
    best[0] = 0.0
    last = np.zeros(count + 1, dtype=int)
    for end in range(smallest, count + 1):
        starts = np.arange(0, end - smallest + 1)
        total = best[starts] + cost[starts, end] + np.where(starts > 0, price[starts], 0.0)
        last[end] = int(np.argmin(total))
        best[end] = total[last[end]]
    found = []
    end = count
    while (end := int(last[end])) > 0:
        found.append(end)
    return found[::-1]


def _cost(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Half the weighted squares around the mean of every stretch [start, end): an array (T + 1) x (T + 1)."""
    import numpy as np

    known = np.where(weights > 0, values, 0.0)
    total, first, second = (
        np.concatenate([[0.0], np.cumsum(each)]) for each in (weights, weights * known, weights * known**2)
    )
    weight, one, two = (each[None, :] - each[:, None] for each in (total, first, second))
    with np.errstate(divide="ignore", invalid="ignore"):
        squares = np.where(weight > 1e-12, two - one * one / weight, 0.0)
    return np.maximum(squares, 0.0) / 2


@dataclass(frozen=True)
class _Told:
    """What the sources tell, as arrays: happenings with period and score, statuses and agreements."""

    count: int  # periods
    fades: float  # periods after which a condition weighs half
    period: np.ndarray
    score: np.ndarray
    rungs: list[tuple[int, dict[str, Any]]]  # period and row of a status, in order of time
    marks: list[tuple[int, float, str]]  # period, weight, id of a landmark


def _series(told: _Told, happenings: np.ndarray, statuses: np.ndarray, marks: np.ndarray) -> Series:
    """The series of a sample: positions of happenings and marks (repeated as drawn), counts of statuses."""
    import numpy as np

    period, score = told.period[happenings], told.score[happenings]
    number = np.bincount(period, minlength=told.count).astype(float)
    sums = np.bincount(period, score, minlength=told.count)
    squares = np.bincount(period, score**2, minlength=told.count)
    seen = number > 0
    means = np.divide(sums, number, out=np.zeros(told.count), where=seen)
    within = float((squares - number * means**2).sum()) / max(1.0, float(number.sum() - seen.sum()))
    steps = np.diff(means[seen])
    own = within / np.maximum(number, 1)
    between = max(0.0, float((steps**2).mean()) / 2 - float(own[seen].mean())) if len(steps) else 0.0
    weight = np.where(seen, 1 / np.maximum(own + between, 0.25), 0.0)
    landmarks = _crowded(number) + _impulse(means, weight)
    unit = math.log(told.count) if told.count > 1 else 1.0
    for position in marks:
        at, mass, _ = told.marks[position]
        landmarks[at] += mass * unit
    return Series(means, weight, *_standing(told, statuses), landmarks)


def _standing(told: _Told, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points in force in each period and their weight, 0 before the first status."""
    import numpy as np
    import polars as pl

    values, weights = np.zeros(told.count), np.zeros(told.count)
    rows = [told.rungs[position] for position in sorted(set(drawn.tolist()))]
    if not rows:
        return values, weights
    at = {row["id"]: period for period, row in rows}
    frame = pl.DataFrame([row for _, row in rows])
    periods = np.arange(told.count)
    for rung in ladder(frame).iter_rows(named=True):
        values[at[rung["ids"][0]] :] = points_of(rung["status"], rung["level"], ended=rung["change"] == "ends")
        for key in rung["ids"]:  # told again, it weighs as on its first day
            later = periods[at[key] :]
            weights[later] = 2.0 ** (-(later - at[key]) / told.fades) / STANDING**2
    return values, weights


def _around(values: np.ndarray) -> np.ndarray:
    """The sum over the periods within the window, without the period itself."""
    import numpy as np

    return np.convolve(values, np.ones(2 * WINDOW + 1))[WINDOW:-WINDOW] - values


def _crowded(number: np.ndarray) -> np.ndarray:
    """The log likelihood ratio of more happenings than the periods around lead to expect."""
    import numpy as np

    expected = np.maximum(_around(number) / np.maximum(_around(np.ones_like(number)), 1), 0.5)
    seen = number > 0
    over = max(1.0, float((((number - expected) ** 2) / expected)[seen].mean())) if seen.any() else 1.0
    ratio = np.where(number > expected, number * np.log(np.maximum(number, 1) / expected) - number + expected, 0.0)
    return np.maximum(ratio, 0.0) / over


def _impulse(means: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The log likelihood ratio of a period's own mean against the periods before it or after, whichever is nearer."""
    import numpy as np

    ratios = []
    for side in (slice(None, WINDOW), slice(WINDOW + 1, None)):
        kernel = np.zeros(2 * WINDOW + 1)
        kernel[side] = 1.0
        around, sums = (np.convolve(each, kernel)[WINDOW:-WINDOW] for each in (weights, weights * means))
        both = (weights > 0) & (around > 0)
        expected = np.divide(sums, around, out=np.zeros_like(means), where=both)
        precision = np.divide(weights * around, weights + around, out=np.zeros_like(means), where=both)
        ratios.append(precision * (means - expected) ** 2 / 2)
    return np.minimum(*ratios)


def turning_points(
    events: Any,
    a: str,
    b: str,
    *,
    statuses: Any = None,
    agreements: Any = None,
    direction: Direction = "joint",
    scale: Scale = "plover",
    penalty: float = 1.0,
    smallest: int = 2,
    by: By = "year",
    tolerance: float = 1.0,
    samples: int = 200,
    seed: int = 1,
    labels: Mapping[str, str] | None = None,
) -> Any:
    """The turning points of a relation.

    Parameters
    ----------
    events, a, b, direction, scale
        As in `score.relation_score`.
    statuses
        Columns `day`, `status`, `level`, `change`, `id` and, where there are, `last_day` and `confidence`, of the two
        states alone; None: the standing is missing.
    agreements
        Columns `day`, `form`, `act`, `id` and, where there are, `last_day` and `confidence`.
    penalty
        Multiple of the standard penalty.
    smallest
        Periods that a stretch has at least.
    by
        The period: year, quarter or month.
    tolerance
        Years within which two cuts count as the same.
    samples, seed
        Of the bootstrap; the same seed gives the same table.
    labels
        Id of an event, a status, an agreement -> words, for the column `label`.

    Returns
    -------
    A frame of the same engine, a row a turning point, in order of time: `day` (the first of its period),
    `before` and `after` (mean scores of the acts of the stretches, points; missing where a stretch has none), `change`,
    `standing_before`, `standing_after` (points), `persists` (multiples of the standard penalty), `support` (0-1),
    `low`, `high` (days), `ids` (what carries it), `label`.

    Raises
    ------
    DetenteError
        Fewer than eight events have a day and a score.
    """
    import numpy as np
    import polars as pl

    one_of(by, By, "by")
    rows = collected(scored(events, a, b, direction=direction, scale=scale)).sort("day", "id")
    if rows.height < FEWEST:
        raise DetenteError(
            f"{rows.height} dated events between {a} and {b}; turning points need {FEWEST} (add more texts)"
        )
    told_statuses = _told_rows(statuses, ("day", "status", "level", "change", "id"), "statuses")
    told_agreements = _told_rows(agreements, ("day", "form", "act", "id"), "agreements")
    told, starts = _told(rows, told_statuses, told_agreements, by)
    series = _series(told, *_positions(told))
    found = cuts(series, penalty, smallest=smallest)
    days = np.array([(start - EPOCH).days for start in starts])
    reach = tolerance * YEAR
    path = {multiple: days[cuts(series, multiple, smallest=smallest)] for multiple in MULTIPLES}
    draws = _bootstrap(told, days, penalty, smallest, samples, seed) if found else []
    edges = [0, *found, told.count]
    result = []
    for number, place in enumerate(found, 1):
        left, right = slice(edges[number - 1], place), slice(place, edges[number + 1])
        before, after = _mean(told, left), _mean(told, right)
        standing = [_level(series, each) for each in (left, right)]
        nearest = np.array([drawn[np.argmin(abs(drawn - days[place]))] for drawn in draws if len(drawn)])
        carrying = _carrying(rows, told, place, before, after)
        persists = [multiple for multiple, there in path.items() if (abs(there - days[place]) <= reach).any()]
        result.append({
            "day": starts[place],
            "before": before,
            "after": after,
            "change": after - before if before is not None and after is not None else None,
            "standing_before": standing[0],
            "standing_after": standing[1],
            "persists": max([*persists, penalty]),
            "support": float((abs(nearest - days[place]) <= reach).sum() / max(1, len(draws))),
            "low": _day(np.quantile(nearest, 0.025)) if len(nearest) else None,
            "high": _day(np.quantile(nearest, 0.975)) if len(nearest) else None,
            "ids": carrying,
            "label": "; ".join(filter(None, dict.fromkeys((labels or {}).get(each, "") for each in carrying))),
        })  # fmt: skip
    numbers = ("before", "after", "change", "standing_before", "standing_after", "persists", "support")
    schema: dict[str, Any] = {
        "day": pl.Date, **dict.fromkeys(numbers, pl.Float64), "low": pl.Date, "high": pl.Date,
        "ids": pl.List(pl.String), "label": pl.String,
    }  # fmt: skip
    return like(events, pl.DataFrame(result, schema=schema, orient="row"))


def _day(number: float) -> date:
    return EPOCH + timedelta(days=int(number))


def _told_rows(frame: Any, columns: tuple[str, ...], name: str) -> pl.DataFrame:
    """The rows that are dated well enough and sure enough, with the columns that may be missing."""
    import polars as pl

    if frame is None:
        schema = dict.fromkeys(columns, pl.String) | {"day": pl.Date, "confidence": pl.Float64}
        return pl.DataFrame(schema=schema)
    rows = collected(frame, columns, name=name, days=("day",)).filter(pl.col("day").is_not_null())
    if "confidence" not in rows.columns:
        rows = rows.with_columns(confidence=pl.lit(None, pl.Float64))
    if "last_day" in rows.columns:
        vague = (pl.col("last_day").cast(pl.Date) - pl.col("day")).dt.total_days() > VAGUE
        rows = rows.filter(~vague.fill_null(value=False))
    rows = rows.with_columns(confidence=pl.col("confidence").cast(pl.Float64).fill_null(1.0))
    return rows.filter(pl.col("confidence") >= SURE).select(*columns, "confidence").sort("day", "id")


def _told(rows: pl.DataFrame, statuses: pl.DataFrame, agreements: pl.DataFrame, by: By) -> tuple[_Told, list[date]]:
    """What is told, by number of the period, and the first days of the periods."""
    import numpy as np
    import polars as pl

    seen = pl.concat([frame["day"] for frame in (rows, statuses, agreements)])
    every = seen.dt.truncate(EVERY[by])
    first: Any = every.min()
    last: Any = every.max()
    starts = list(pl.date_range(first, last, EVERY[by], eager=True))
    place = {start: number for number, start in enumerate(starts)}

    def periods(frame: pl.DataFrame) -> list[int]:
        return [place[start] for start in frame["day"].dt.truncate(EVERY[by])]

    weights = landmark_weights()
    rungs, marks = [], []
    for at, row in zip(periods(statuses), statuses.iter_rows(named=True), strict=True):
        rungs.append((at, row))
        if row["status"] != "other" and (mass := weights.get(("status", "", row["change"]))):
            marks.append((at, mass * row["confidence"], row["id"]))
    for at, row in zip(periods(agreements), agreements.iter_rows(named=True), strict=True):
        if mass := weights.get(("agreement", row["form"], row["act"])):
            marks.append((at, mass * row["confidence"], row["id"]))
    fades = FADES * PER_YEAR[by]
    return _Told(len(starts), fades, np.array(periods(rows)), rows["score"].to_numpy(), rungs, marks), starts


def _positions(told: _Told) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All happenings, statuses and landmarks, each once."""
    import numpy as np

    return np.arange(len(told.period)), np.arange(len(told.rungs)), np.arange(len(told.marks))


def _bootstrap(
    told: _Told, days: np.ndarray, penalty: float, smallest: int, samples: int, seed: int
) -> list[np.ndarray]:
    """The days of the cuts in samples of what is told, drawn with replacement."""
    import numpy as np

    random = np.random.default_rng(seed)
    draws = []
    for _ in range(samples):
        drawn = [random.choice(each, len(each)) if len(each) else each for each in _positions(told)]
        draws.append(days[cuts(_series(told, *drawn), penalty, smallest=smallest)])
    return draws


def _mean(told: _Told, stretch: slice) -> float | None:
    own = told.score[(told.period >= stretch.start) & (told.period < stretch.stop)]
    return float(own.mean()) if len(own) else None


def _level(series: Series, stretch: slice) -> float | None:
    weights = series.standing_weight[stretch]
    return float((series.standing[stretch] * weights).sum() / weights.sum()) if weights.sum() > 0 else None


def _carrying(rows: pl.DataFrame, told: _Told, place: int, before: float | None, after: float | None) -> list[str]:
    """What carries a cut: the landmarks of its period by weight, then the acts that lie furthest in its direction."""
    marks = sorted((-mass, key) for at, mass, key in told.marks if at == place)
    sign = -1 if (after or 0.0) >= (before or 0.0) else 1
    own = [row for row, at in zip(rows.iter_rows(named=True), told.period, strict=True) if at == place]
    acts = sorted((sign * row["score"], row["day"], row["id"]) for row in own)
    return list(dict.fromkeys([*(key for _, key in marks), *(key for *_, key in acts)]))[:LABELS]


def compared(
    points: Sequence[date], known: Mapping[str, tuple[int, int]], *, tolerance: int = 1
) -> dict[str, list[int]]:
    """For each turning point that histories name (name -> first and last year) the years found within the tolerance.

    >>> compared([date(1961, 3, 1)], {"split": (1961, 1961), "war": (1969, 1969)})
    {'split': [1961], 'war': []}
    """
    return {
        name: [day.year for day in points if first - tolerance <= day.year <= last + tolerance]
        for name, (first, last) in known.items()
    }
