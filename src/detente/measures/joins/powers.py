"""Major powers, by their days as such.

Source: Correlates of War Project, State System Membership List (major powers).
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from detente.measures.joins.keys import code_of, is_dyadic, join_states
from detente.measures.native import need, opened, span, spread


def add_majors(frame: Any, majors: Any, *, last: int | None = None) -> Any:
    """Whether a state was a major power on at least one day of the year.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW codes.
    majors
        Spells: `ccode`, `styear`, `endyear` (months and days may stand by; years decide).
    last
        Carry those who are major powers in the list's last year on to this year. Else years after the list are
        missing.

    Returns
    -------
    The frame with `cowmaj` (1, 0), of pairs `cowmaj1` and `cowmaj2`.
    """
    (rows, spells), back = opened(frame=frame, majors=majors)
    code_of(rows, "majors", spells)
    need(spells, ("styear", "endyear"), "majors")
    low, high = span(spells, nw.col("styear"), nw.col("endyear"))
    first, end = low or 0, high or 0
    if last is not None and last > end:
        spells = spells.with_columns(endyear=nw.when(nw.col("endyear") == end).then(last).otherwise(nw.col("endyear")))
        end = last
    years = spread(spells, nw.col("styear"), nw.col("endyear"), first, end).select("ccode", "year").unique()
    result = join_states(rows, years.with_columns(cowmaj=nw.lit(1, nw.Int8)), ["cowmaj"], name="majors")
    known = (nw.col("year") >= first) & (nw.col("year") <= end)
    columns = ["cowmaj1", "cowmaj2"] if is_dyadic(rows) else ["cowmaj"]
    return back(result.with_columns(*(nw.when(known).then(nw.col(name).fill_null(0)).alias(name) for name in columns)))
