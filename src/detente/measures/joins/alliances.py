"""Obligations between allies.

Source: Leeds, B. A., J. M. Ritter, S. M. Mitchell and A. G. Long (2002), Alliance Treaty Obligations and Provisions,
1815-1944, International Interactions 28(3): 237-260.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from detente.measures.joins.keys import code_of, dyad_key, join, zero_within
from detente.measures.native import need, opened, span

OBLIGATIONS = ["atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"]


def add_atop(frame: Any, atop: Any, *, own_direction: bool = False, covers: tuple[int, int] | None = None) -> Any:
    """What two states have promised each other.

    Parameters
    ----------
    frame
        Dyad-years with COW codes.
    atop
        Directed dyad-years: `ccode1`, `ccode2`, `year`, `atop_defense`, `atop_offense`, `atop_neutral`, `atop_nonagg`,
        `atop_consul` (1, 0).
    own_direction
        Obligations can be one-sided: a guarantor has duties that the guaranteed has not. By default a row has an
        obligation that either state has (the maximum of both directions, for frames without direction); with
        `own_direction` only those of the first state of the row.
    covers
        First and last year of the data; else those of the table.

    Returns
    -------
    The frame with `atop_alliance` (any row in the data, even one with none of the five obligations) and the five
    obligations, 1 or 0; missing outside of the years that the data cover.
    """
    (rows, table), back = opened(frame=frame, atop=atop)
    code_of(rows, "atop", table)
    need(rows, ("ccode1", "ccode2", "year"), "the frame")
    need(table, ("ccode1", "ccode2", "year", *OBLIGATIONS), "atop")
    low, high = span(table, nw.col("year"), nw.col("year"))
    columns = ["atop_alliance", *OBLIGATIONS]
    key = dyad_key("ccode1", "ccode2", symmetric=not own_direction)
    table = table.with_columns(atop_alliance=nw.lit(1, nw.Int8))
    if not own_direction:
        table = table.with_columns(pair=key).group_by("pair").agg(nw.col(*columns).max())
        result = join(rows, table, key, nw.col("pair"), columns)
    else:
        result = join(rows, table, key, key, columns)
    return back(zero_within(result, columns, covers or (low or 0, high or 0)))
