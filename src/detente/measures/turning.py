"""Turning points: where the level of what two states do to each other changes, and how sure that is.

The scores of the events (see `score`), in order of time, are cut into stretches of constant mean so that

    sum over stretches of the squared distances to the stretch's mean  +  penalty x (number of cuts)

is least (l2 cost, solved exactly by dynamic programming in ruptures: Truong, Oudre & Vayatis 2020, Signal Processing
167, 107299; kernel `rbf` finds changes of spread and shape as well: Celisse et al. 2018; Arlot et al. 2019). Events and
not periods are cut: many events weigh more than few, and a silent decade needs no filling in.

The penalty decides how many cuts there are, and nobody knows the right one. So each cut is given with

`persists`
    the penalty path: the largest multiple of the standard penalty at which the cut is still there. 1 is the standard
    (2 s2 log n, as in the Bayesian information criterion, s2 = half the mean squared difference of neighbours); a cut
    that persists to 4 is there for any reasonable choice, one that goes at 1.2 is a matter of taste;
`support`, `low`, `high`
    the bootstrap: the share of samples of the events (drawn with replacement) that have a cut within the tolerance of
    it, and the days between which 95 of 100 samples have their nearest cut.

Each cut is labelled by events around it: those that carry the change.

Caveats: a cut stands where the sources begin to tell of other things, so a text that skips a decade moves it; a single
event makes no stretch (`smallest`), so a short crisis between like years is not found; a slow change has no one point.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from detente.errors import DetenteError
from detente.measures.rows import collected, like
from detente.measures.score import EVERY, By, Direction, Scale, one_of, scored

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

Kernel = Literal["linear", "rbf"]
MULTIPLES = tuple(2 ** (step / 4) for step in range(-4, 17))  # of the standard penalty: a half to sixteen
FEWEST = 8
LABELS = 3
YEAR = 365.25


def standard_penalty(scores: np.ndarray) -> float:
    """2 s2 log n, with the noise s2 taken from differences of neighbours, which a change of level hardly touches."""
    import numpy as np

    noise = float(np.mean(np.diff(scores) ** 2)) / 2
    return 2 * max(noise, 1e-9) * math.log(len(scores))


def cuts(scores: np.ndarray, penalty: float, *, kernel: Kernel = "linear", smallest: int = 3) -> list[int]:
    """Where the stretches of a sequence begin, but for the first: positions into it.

    `kernel="linear"` is the l2 cost; the penalty is in its units (points squared), for `rbf` in those of the kernel.
    """
    import ruptures

    if len(scores) < 2 * smallest:
        return []
    search = ruptures.KernelCPD(kernel=kernel, min_size=smallest).fit(scores.reshape(-1, 1))
    return [int(place) for place in search.predict(pen=penalty)[:-1]]


def turning_points(
    events: Any,
    a: str,
    b: str,
    *,
    direction: Direction = "joint",
    scale: Scale = "plover",
    kernel: Kernel = "linear",
    penalty: float = 1.0,
    smallest: int = 3,
    by: By | None = None,
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
    kernel
        `linear` (changes of the mean) or `rbf` (of the distribution; then the standard penalty is log n / 2).
    penalty
        Multiple of the standard penalty.
    smallest
        Events (or periods) that a stretch has at least.
    by
        Cut the means of periods with events instead of events: for tens of thousands of them, which would take the
        square of their number in time.
    tolerance
        Years within which two cuts count as the same.
    samples, seed
        Of the bootstrap; the same seed gives the same table.
    labels
        Event id -> words, for the column `label`.

    Returns
    -------
    A frame of the same engine, a row a turning point, in order of time: `day` (of the first event after it), `before`
    and `after` (mean scores of the stretches, points), `change`, `persists` (multiples of the standard penalty),
    `support` (0-1), `low`, `high` (days), `ids` (events that carry it), `label`.

    Raises
    ------
    DetenteError
        Fewer than eight events have a day and a score.
    """
    import numpy as np
    import polars as pl

    one_of(kernel, Kernel, "kernel")
    rows = collected(scored(events, a, b, direction=direction, scale=scale)).sort("day", "id")
    if rows.height < FEWEST:
        raise DetenteError(
            f"{rows.height} dated events between {a} and {b}; turning points need {FEWEST} (add more texts)"
        )
    series = rows
    if by is not None:
        series = rows.group_by(pl.col("day").dt.truncate(EVERY[by])).agg(pl.col("score").mean()).sort("day")
    days = series["day"].cast(pl.Int32).to_numpy()  # days since 1970
    values = series["score"].to_numpy()
    unit = standard_penalty(values) if kernel == "linear" else math.log(len(values)) / 2
    found = cuts(values, penalty * unit, kernel=kernel, smallest=smallest)
    reach = tolerance * YEAR
    path = {multiple: days[cuts(values, multiple * unit, kernel=kernel, smallest=smallest)] for multiple in MULTIPLES}
    draws = _bootstrap(days, values, penalty * unit, kernel, smallest, samples, seed) if found else []
    edges = [0, *found, len(values)]
    result = []
    for number, place in enumerate(found, 1):
        before = float(values[edges[number - 1] : place].mean())
        after = float(values[place : edges[number + 1]].mean())
        nearest = np.array([drawn[np.argmin(abs(drawn - days[place]))] for drawn in draws if len(drawn)])
        carrying = _carrying(rows, days[place], reach, after - before)
        persists = [multiple for multiple, there in path.items() if (abs(there - days[place]) <= reach).any()]
        result.append({
            "day": _day(days[place]),
            "before": before,
            "after": after,
            "change": after - before,
            "persists": max([*persists, penalty]),
            "support": float((abs(nearest - days[place]) <= reach).sum() / max(1, len(draws))),
            "low": _day(np.quantile(nearest, 0.025)) if len(nearest) else None,
            "high": _day(np.quantile(nearest, 0.975)) if len(nearest) else None,
            "ids": carrying,
            "label": "; ".join(filter(None, ((labels or {}).get(each, "") for each in carrying))),
        })  # fmt: skip
    schema: dict[str, Any] = {
        "day": pl.Date, "before": pl.Float64, "after": pl.Float64, "change": pl.Float64, "persists": pl.Float64,
        "support": pl.Float64, "low": pl.Date, "high": pl.Date, "ids": pl.List(pl.String), "label": pl.String,
    }  # fmt: skip
    return like(events, pl.DataFrame(result, schema=schema, orient="row"))


def _day(number: float) -> date:
    return date(1970, 1, 1) + timedelta(days=int(number))


def _bootstrap(
    days: np.ndarray, values: np.ndarray, penalty: float, kernel: Kernel, smallest: int, samples: int, seed: int
) -> list[np.ndarray]:
    """The days of the cuts in samples of the events, drawn with replacement."""
    import numpy as np

    random = np.random.default_rng(seed)
    draws = []
    for _ in range(samples):
        drawn = np.sort(random.integers(0, len(days), len(days)))
        draws.append(days[drawn][cuts(values[drawn], penalty, kernel=kernel, smallest=smallest)])
    return draws


def _carrying(rows: pl.DataFrame, first: int, reach: float, change: float) -> list[str]:
    """The events after a cut that carry it: those within reach that lie furthest in its direction."""
    import polars as pl

    near = rows.filter(pl.col("day").cast(pl.Int32).is_between(int(first), int(first + reach)))
    return near.sort("score", "day", "id", descending=[change > 0, False, False])["id"].head(LABELS).to_list()


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
