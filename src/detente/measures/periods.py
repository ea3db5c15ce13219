"""The grid of periods: which there are between two days, and how far apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.measures.score import EVERY, By

if TYPE_CHECKING:
    import polars as pl

YEARS = {"year": 1.0, "quarter": 0.25, "month": 1 / 12}  # the length of a period in years


def with_gaps(scores: pl.DataFrame, by: By) -> pl.DataFrame:
    """A relation score with a row for every period between its first and its last.

    In a period that was not there `n` is 0 and every measure is missing: nothing was told, which is not 0 points.
    """
    import polars as pl

    if scores.is_empty():
        return scores
    every = EVERY[by]
    grid = pl.DataFrame({"period": pl.date_range(scores["period"].min(), scores["period"].max(), every, eager=True)})  # type: ignore[arg-type]
    return grid.join(scores, on="period", how="left").with_columns(pl.col("n").fill_null(0)).sort("period")
