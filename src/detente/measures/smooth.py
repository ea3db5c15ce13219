"""The relation as a level that drifts: a state-space smoother whose band is wide where little is told.

The mean score of a period is taken as a noisy look at a level that moves as a random walk (the local level model)::

    mean_t  = level_t + e_t        e_t ~ N(0, s2 / n_t)        n_t: events (or their weight) in the period
    level_t = level_t-1 + u_t      u_t ~ N(0, q s2)

A mean of many events is a sure look, one of a single event is not, and a period without events is none: there the band
widens until the next event. s2 (spread of single events around the level) and q (how fast the level drifts) are
estimated by maximum likelihood, s2 in closed form for each q; the level is the Kalman filter's and the
Rauch-Tung-Striebel smoother's, started where the first observed mean puts it (a diffuse start).

Source: Durbin & Koopman 2012, Time Series Analysis by State Space Methods, 2nd ed., ch. 2. Same numbers as
statsmodels' UnobservedComponents("local level") where every period has one event (tests/measures/test_smooth.py).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.measures.periods import with_gaps
from detente.measures.rows import collected, like
from detente.measures.score import By, Direction, Scale, relation_score

if TYPE_CHECKING:
    import numpy as np

FEWEST = 3  # observed periods: two variances cannot be had from fewer
Q_BOUNDS = (-12.0, 6.0)  # natural logarithm of the ratio of drift to noise: from a flat line to the means themselves


@dataclass(frozen=True)
class Level:
    """A fitted level: per period its mean and variance, and the two variances of the model."""

    level: np.ndarray
    variance: np.ndarray
    noise: float  # s2, points squared, of a single event
    drift: float  # q s2, points squared a period
    log_likelihood: float


def local_level(means: np.ndarray, weights: np.ndarray, *, ratio: float | None = None) -> Level:
    """Fit and smooth.

    Parameters
    ----------
    means
        Shape (periods,), points; NaN where nothing was observed.
    weights
        Shape (periods,): how many events each mean is of; ignored where the mean is NaN.
    ratio
        q, the drift's variance over a single event's; estimated where it is None.

    Raises
    ------
    DetenteError
        Fewer than three periods are observed.
    """
    import numpy as np
    from scipy.optimize import minimize_scalar

    seen = np.isfinite(means)
    if seen.sum() < FEWEST:
        raise DetenteError(
            f"{seen.sum()} periods have events; a smoothed level needs {FEWEST} (--by month makes more of them)"
        )
    if ratio is None:
        found = minimize_scalar(
            lambda log_q: -_filter(means, weights, math.exp(log_q)).log_likelihood, bounds=Q_BOUNDS, method="bounded",
            options={"xatol": 1e-6},
        )  # fmt: skip
        ratio = math.exp(float(found.x))
    run = _filter(means, weights, ratio)
    return _smooth(run, ratio)


@dataclass(frozen=True)
class _Run:
    filtered: np.ndarray
    filtered_variance: np.ndarray  # in units of the noise
    predicted_variance: np.ndarray
    noise: float
    log_likelihood: float


def _filter(means: np.ndarray, weights: np.ndarray, ratio: float) -> _Run:
    """The Kalman filter with variances in units of the noise, which is then found in closed form."""
    import numpy as np

    count = len(means)
    filtered, variance, predicted = np.full(count, np.nan), np.full(count, np.nan), np.full(count, np.nan)
    squares, logs, looks = 0.0, 0.0, 0
    level = spread = math.nan
    for at in range(count):  # each step needs the one before; the rows are periods
        known = not math.isnan(level)
        if known:
            spread += ratio
        predicted[at] = spread
        if math.isfinite(means[at]):
            noise = 1.0 / weights[at]
            if not known:
                level, spread = means[at], noise  # the diffuse start: the first look is all that is known
            else:
                error, total = means[at] - level, spread + noise
                gain = spread / total
                level, spread = level + gain * error, spread * (1 - gain)
                squares += error * error / total
                logs += math.log(total)
                looks += 1
        filtered[at], variance[at] = level, spread
    noise = max(squares / looks, 1e-12)  # all means alike leave nothing to estimate
    likelihood = -0.5 * (looks * (math.log(2 * math.pi * noise) + 1) + logs)
    return _Run(filtered, variance, predicted, noise, likelihood)


def _smooth(run: _Run, ratio: float) -> Level:
    import numpy as np

    level, variance = run.filtered.copy(), run.filtered_variance.copy()
    for at in range(len(level) - 2, -1, -1):
        if math.isnan(level[at]):
            break  # before the first look nothing is known
        gain = run.filtered_variance[at] / run.predicted_variance[at + 1]
        level[at] += gain * (level[at + 1] - run.filtered[at])
        variance[at] += gain * gain * (variance[at + 1] - run.predicted_variance[at + 1])
    return Level(level, np.maximum(variance, 0.0) * run.noise, run.noise, ratio * run.noise, run.log_likelihood)


def relation_level(
    events: Any,
    a: str,
    b: str,
    *,
    by: By = "year",
    direction: Direction = "joint",
    scale: Scale = "plover",
    by_confidence: bool = False,
    coverage: float = 0.95,
) -> Any:
    """The smoothed level of the relation with its band, by period.

    Parameters
    ----------
    events, a, b, by, direction, scale, by_confidence
        As in `score.relation_score`; with `by_confidence` the sum of confidences takes the place of the count.
    coverage
        Of the band, between 0 and 1.

    Returns
    -------
    A frame of the same engine, a row for every period from the first event to the last: `period`, `n`, `mean` (missing
    where n is 0), `level`, `sd`, `low`, `high` (points of the scale), `ids`.

    Caveats: the band says how well the level of what was told is known. It takes the two variances as known and the
    noise as normal, and it knows nothing of what the sources leave out. The level is for looking back: later events
    shape it.
    """
    import polars as pl

    if not 0 < coverage < 1:
        raise DetenteError("the coverage of a band lies between 0 and 1 (0.95)")
    scores = relation_score(events, a, b, by=by, direction=direction, scale=scale, by_confidence=by_confidence)
    rows = with_gaps(collected(scores), by)
    means = rows["mean"].cast(pl.Float64).fill_null(math.nan).to_numpy()
    fit = local_level(means, rows["weight"].fill_null(0.0).to_numpy())
    width = NormalDist().inv_cdf(0.5 + coverage / 2)
    result = rows.select("period", "n", "mean", "ids").with_columns(
        pl.Series("level", fit.level), pl.Series("sd", fit.variance**0.5)
    )
    result = result.with_columns(
        low=pl.col("level") - width * pl.col("sd"), high=pl.col("level") + width * pl.col("sd")
    )
    return like(events, result.select("period", "n", "mean", "level", "sd", "low", "high", "ids"))
