"""Years of peace: how long since the last conflict.

Beck, N., J. N. Katz and R. Tucker (1998), Taking time seriously: time-series-cross-section analysis with a binary
dependent variable, American Journal of Political Science 42(4): 1260-1288; Carter, D. B. and C. S. Signorino (2010),
Back to the future: modeling time dependence in binary data, Political Analysis 18(3): 271-292.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.joins.keys import CODES, is_dyadic
from detente.measures.native import need, opened


def add_peace_years(frame: Any, event: str, *, name: str | None = None, restart_after_gaps: bool = False) -> Any:
    """Years since the last year with an event, for each state or dyad.

    Parameters
    ----------
    frame
        Dyad-years or state-years with a column of events.
    event
        The column: 1 an event (a conflict that goes on, or only its onset), 0 none.
    name
        Name of the new column; else `spell` in the place of `ongoing` or `onset` (`gmlmidspell`).
    restart_after_gaps
        A dyad's life can have gaps, as between the United States and France from 1942 to 1944. By default they are
        bridged as if they were not there; else peace begins anew at 0.

    Returns
    -------
    The frame with the number of years. The first year of a dyad is 0, the year after an event is 0, every other one
    more than the year before: a year with an event shows the peace that went before it, and a conflict that goes on 0.
    Where the event is not known, and until the next known event, it is missing.

    Raises
    ------
    DetenteError
        The frame has no such column.
    """
    (rows,), back = opened(frame=frame)
    need(rows, (event, "year"), "the frame")
    names = rows.collect_schema().names()
    code = next((c for c in CODES if c in names or f"{c}1" in names), None)
    if code is None:
        raise DetenteError("the frame needs ccode or gwcode, or ccode1 and ccode2 (gwcode1 and gwcode2)")
    of = [f"{code}1", f"{code}2"] if is_dyadic(rows) else [code]
    name = name or (event.removesuffix("ongoing").removesuffix("onset") + "spell")
    if name in names:
        raise DetenteError(f"the frame has {name} already: give name=")

    happened = (nw.col(event).fill_null(0) == 1).cast(nw.Int32)
    # A stretch begins after each event: the years of a stretch are counted.
    rows = rows.with_columns(_event=happened, _unknown=nw.col(event).is_null().cast(nw.Int32), _one=nw.lit(1, nw.Int32))
    stretch = nw.col("_event").cum_sum().over(*of, order_by="year") - nw.col("_event")
    if restart_after_gaps:
        before = nw.col("year").shift(1).over(*of, order_by="year")
        gap = (nw.col("year") - before).fill_null(1) > 1
        rows = rows.with_columns(_gap=gap.cast(nw.Int32))
        stretch = stretch + nw.col("_gap").cum_sum().over(*of, order_by="year")
    rows = rows.with_columns(_stretch=stretch)
    stretches = [*of, "_stretch"]
    # A sum of ones: counting along an order is wrong for pandas in Narwhals 2.29.
    years = nw.col("_one").cum_sum().over(*stretches, order_by="year") - 1
    unknown = nw.col("_unknown").cum_sum().over(*stretches, order_by="year") > 0
    result = rows.with_columns(nw.when(~unknown).then(years.cast(nw.Int16)).alias(name))
    helpers = ["_event", "_one", "_unknown", "_stretch", *(["_gap"] if restart_after_gaps else [])]
    return back(result.drop(*helpers))
