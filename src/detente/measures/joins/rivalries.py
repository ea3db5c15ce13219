"""Strategic rivalries.

Source: Thompson, W. R., K. Sakuwa and P. H. Suhas (2022), Analyzing Strategic Rivalries in World Politics, Springer.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from detente.measures.joins.keys import code_of, is_dyadic, join_dyads, join_states, zero_within
from detente.measures.native import need, opened, span, spread

TYPES = ["positional", "spatial", "ideological", "interventionary"]


def add_rivalries(frame: Any, rivalries: Any, *, covers: tuple[int, int] | None = None, austria: bool = True) -> Any:
    """Whether two states were strategic rivals, and over what; or a state's number of rivalries.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW codes.
    rivalries
        `tssr_id`, `ccode1`, `ccode2`, `start`, `end` (years) and the four types, 1 or missing; each pair once.
    covers
        First and last year of the data. Rivalries begin before there were states in the system's sense, so the first
        is 1816; the last is the latest end in the table.
    austria
        The table has Austria-Hungary's code (300) also for rivalries that went on after 1918; with `austria` they go on
        as Austria's (305) from 1919.

    Returns
    -------
    The frame with `tssr_id` (missing without a rivalry), `positional`, `spatial`, `ideological`, `interventionary`
    and `ongoingrivalry` (1 or 0). Of state-years `n_positional`, ...: the state's rivalries of each type. Missing
    outside of the years that the data cover: after 2020 nobody has said that two states were rivals, or that they were
    not.
    """
    (rows, table), back = opened(frame=frame, rivalries=rivalries)
    code_of(rows, "rivalries", table)
    need(table, ("tssr_id", "ccode1", "ccode2", "start", "end", *TYPES), "rivalries")
    _, high = span(table, nw.col("start"), nw.col("end"))
    covers = covers or (1816, high or 1816)
    years = spread(table, nw.col("start"), nw.col("end"), *covers)
    years = years.with_columns(nw.col(*TYPES).fill_null(0).cast(nw.Int8))
    if austria:
        later = nw.col("year") >= 1919
        years = years.with_columns(
            *(
                nw.when((nw.col(code) == 300) & later).then(305).otherwise(nw.col(code)).cast(nw.Int16).alias(code)
                for code in ("ccode1", "ccode2")
            )
        )
    if is_dyadic(rows):
        years = years.with_columns(ongoingrivalry=nw.lit(1, nw.Int8))
        columns = ["tssr_id", *TYPES, "ongoingrivalry"]
        result = join_dyads(rows, years, columns, name="rivalries", symmetric=True)
        return back(zero_within(result, columns[1:], covers))
    columns = [f"n_{name}" for name in sorted(TYPES)]
    sides = [
        years.select(nw.col(code).alias("ccode"), "year", *(nw.col(name[2:]).alias(name) for name in columns))
        for code in ("ccode1", "ccode2")
    ]
    counts = nw.concat(sides).group_by("ccode", "year").agg(nw.col(*columns).sum())
    return back(zero_within(join_states(rows, counts, columns, name="rivalries"), columns, covers))
