"""The relation score: what two states did to each other, in numbers, a row a period.

Each event has a score between -10 (conflict) and +10 (cooperation). For the events of a period, with scores s_i and
weights w_i (1, or the confidence of the coder)::

    cooperation = sum of w_i s_i over s_i > 0        conflict = sum of w_i |s_i| over s_i < 0
    net  = cooperation - conflict                    mean = net / sum of w_i
    share = weight of the events with s_i > 0 / sum of w_i
    balance = net / (cooperation + conflict)

Scales:

`plover`
    The score of the event's type in PLOVER (Open Event Data Alliance, manual 0.8): sixteen values.
`goldstein`
    By type and mode: the mean of the scores that the CAMEO extension of Goldstein 1992 (Journal of Conflict
    Resolution 36(2): 369-385) gives the CAMEO codes which PLOVER's conversion table sends to that type and mode; of
    all codes of the type where the mode has none.
`coder`
    The column `goldstein` that the events bring along (GDELT, ICEWS); events without one are left out.

A period without events has no row: that nothing was told is no zero.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from functools import cache
from pathlib import Path
from statistics import fmean
from typing import Any, Literal, get_args

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.native import need, opened
from detente.measures.rows import collected, dated, like, listed
from detente.ontology import plover

By = Literal["year", "quarter", "month"]
Direction = Literal["joint", "a-to-b", "b-to-a"]
Scale = Literal["plover", "goldstein", "coder"]
BOUND = 10.0  # no event scores more, either way
EVERY = {"year": "1y", "quarter": "3mo", "month": "1mo"}
COLUMNS = ("day", "actor", "recipient", "type", "mode", "confidence", "id")


@cache
def goldstein_scores() -> dict[tuple[str, str], float]:
    """(type, mode) -> mean Goldstein score of the CAMEO codes that are converted to it; (type, "") for the whole type.

    Units: points of the Goldstein scale, -10 to +10. Source: `ontology/cameo_plover.csv`.
    """
    by_mode: dict[tuple[str, str], list[float]] = defaultdict(list)
    with (Path(plover.__file__).parent / "cameo_plover.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["type"] and row["goldstein"]:
                by_mode[row["type"], ""].append(float(row["goldstein"]))
                if row["mode"]:
                    by_mode[row["type"], row["mode"]].append(float(row["goldstein"]))
    return {key: fmean(scores) for key, scores in by_mode.items()}


def score_of(type_: str, mode: str = "", *, scale: Scale = "plover") -> float | None:
    """The score of an event type (with its mode) on a scale of tables; None where the scale has none.

    >>> score_of("ASSAULT", "aerial"), score_of("ASSAULT", "aerial", scale="goldstein")
    (-9.3, -10.0)
    """
    if scale == "plover":
        found = plover.event_types().get(type_)
        return found.score if found else None
    scores = goldstein_scores()
    return scores.get((type_, mode), scores.get((type_, "")))


def one_of(value: str, allowed: Any, name: str) -> None:
    """Refuse a word that is not among those of a `Literal`."""
    if value not in get_args(allowed):
        raise DetenteError(f"{name} is {value!r}; it can be {', '.join(get_args(allowed))}")


def _score(frame: Any, scale: Scale) -> Any:
    """The expression that scores a row."""
    if scale == "coder":
        if "goldstein" not in frame.collect_schema().names():
            raise DetenteError("these events bring no scores of their own (column goldstein); use --scale plover")
        return nw.col("goldstein").cast(nw.Float64)
    expression = nw.lit(None, nw.Float64)
    for name, kind in plover.event_types().items():
        if scale == "plover":
            scored = nw.lit(kind.score)
        else:
            scored = nw.lit(score_of(name, scale=scale), nw.Float64)
            for mode in kind.modes:
                special = score_of(name, mode, scale=scale)
                scored = nw.when(nw.col("mode") == mode).then(nw.lit(special, nw.Float64)).otherwise(scored)
        expression = nw.when(nw.col("type") == name).then(scored).otherwise(expression)
    return expression


def scored(events: Any, a: str, b: str, *, direction: Direction = "joint", scale: Scale = "plover") -> Any:
    """The events between two states, each once: a Narwhals frame with `id`, `day`, `score`, `confidence`.

    An act that both do together is two rows of the events frame (actor a, recipient b and the reverse) with one id: it
    counts in each direction and, jointly, once. Where the frame has a column `happening`, what several texts tell of
    one happening counts once, with the mean of its scores, its first day and its highest confidence. `last_day`, where
    the events have it, is kept.
    """
    one_of(direction, Direction, "direction")
    one_of(scale, Scale, "scale")
    (frame,), _ = opened(events=events)
    need(frame, COLUMNS, "events")
    there_are = frame.collect_schema().names()
    days = ("day", "last_day") if "last_day" in there_are else ("day",)
    frame = dated(frame, *days)
    there = (nw.col("actor") == a) & (nw.col("recipient") == b)
    back = (nw.col("actor") == b) & (nw.col("recipient") == a)
    kept = {"joint": there | back, "a-to-b": there, "b-to-a": back}[direction]
    unit = "happening" if "happening" in there_are else "id"
    frame = frame.filter(kept & ~nw.col("day").is_null())
    rows = frame.with_columns(score=_score(frame, scale), confidence=nw.col("confidence").cast(nw.Float64)).filter(
        ~nw.col("score").is_null()
    )
    return (
        rows.group_by(unit)
        .agg(*(nw.col(name).min() for name in days), nw.col("score").mean(), nw.col("confidence").max())
        .rename({unit: "id"} if unit != "id" else {})
    )


def relation_score(
    events: Any,
    a: str,
    b: str,
    *,
    by: By = "year",
    direction: Direction = "joint",
    scale: Scale = "plover",
    by_confidence: bool = False,
    ids: bool = True,
) -> Any:
    """The relation score of two states by period.

    Parameters
    ----------
    events
        Columns `day` (date), `actor`, `recipient` (codes), `type`, `mode` (PLOVER), `confidence` (0-1, null: unknown),
        `id`; optionally `happening`, `goldstein` and `last_day` (of a date that is not known to the day). Any engine.
        Rows without a day are left out, and those whose date does not say in which period they fall.
    a, b
        Codes of the two states.
    by
        `year`, `quarter` or `month`.
    direction
        `joint`: both ways, each act once; `a-to-b`: what `a` does to `b`; `b-to-a`.
    scale
        See the module.
    by_confidence
        Weigh events by the coder's confidence; without one an event weighs 1.
    ids
        Whether to add the column `ids`, the events behind each row.

    Returns
    -------
    A frame of the same engine, sorted, one row a period with events: `period` (its first day), `n` (events), `weight`,
    `mean` and `net` (points, -10 to 10 and unbounded), `cooperation`, `conflict` (points, >= 0), `share` (0-1),
    `balance` (-1 to 1), `ids`. Periods without events are not there.

    Caveats: scores measure acts that were told, not the relationship; a text tells more of what is near or dramatic,
    and `net` grows with the number of acts told. `mean` compares periods better, with few events badly: see `smooth`.
    """
    one_of(by, By, "by")
    if nw.from_native(events).implementation.is_pyarrow():  # Arrow's joins know no lists
        given = collected(events, COLUMNS, name="events")
        return like(events, relation_score(
            given, a, b, by=by, direction=direction, scale=scale, by_confidence=by_confidence, ids=ids))  # fmt: skip
    rows = scored(events, a, b, direction=direction, scale=scale)
    weight = nw.col("confidence").fill_null(1.0) if by_confidence else nw.lit(1.0)
    period = nw.col("day").dt.truncate(EVERY[by]).cast(nw.Date)
    rows = rows.with_columns(period=period, weight=weight)
    if "last_day" in rows.collect_schema().names():  # dated "1991": in a year, but in which month?
        rows = rows.filter(nw.col("last_day").dt.truncate(EVERY[by]).cast(nw.Date) == nw.col("period"))
    weighted = nw.col("score") * nw.col("weight")
    rows = rows.with_columns(
        net=weighted,
        cooperation=nw.when(nw.col("score") > 0).then(weighted).otherwise(nw.lit(0.0)),
        conflict=nw.when(nw.col("score") < 0).then(-weighted).otherwise(nw.lit(0.0)),
        friendly=nw.when(nw.col("score") > 0).then(nw.col("weight")).otherwise(nw.lit(0.0)),
    )
    sums = rows.group_by("period").agg(
        nw.len().alias("n"),
        nw.col("weight").sum(),
        nw.col("net").sum(),
        nw.col("cooperation").sum(),
        nw.col("conflict").sum(),
        nw.col("friendly").sum(),
    )
    felt = nw.col("cooperation") + nw.col("conflict")
    result = sums.with_columns(
        nw.col("n").cast(nw.Int64),
        mean=nw.when(nw.col("weight") > 0).then(nw.col("net") / nw.col("weight")),
        share=nw.when(nw.col("weight") > 0).then(nw.col("friendly") / nw.col("weight")),
        balance=nw.when(felt > 0).then(nw.col("net") / felt),
    ).select("period", "n", "weight", "mean", "net", "cooperation", "conflict", "share", "balance")
    if ids:
        lists = listed(rows.select("period", nw.col("id").alias("ids")), "period", "ids")
        result = result.join(lists, on="period", how="left")
    return opened(events=events)[1](result.sort("period"))
