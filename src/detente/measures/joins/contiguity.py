"""Direct contiguity: whether two states touch, by land or over how much sea.

Source: Stinnett, D. M., J. Tir, P. Schafer, P. F. Diehl and C. Gochman (2002), The Correlates of War Project direct
contiguity data, version 3, Conflict Management and Peace Science 19(2): 58-66.
"""

from __future__ import annotations

from typing import Any, Literal

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.joins.keys import code_of, dyad_key, is_dyadic, join, join_states, pick, zero_within
from detente.measures.native import Frame, need, opened, span, spread, with_days


def add_contiguity(
    frame: Any,
    contiguity: Any,
    *,
    take: Literal["first", "last"] = "first",
    none_masks: bool = False,
    covers: tuple[int, int] | None = None,
) -> Any:
    """Direct contiguity of dyads, or a state's number of neighbours.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW codes.
    contiguity
        Spells of contiguity with both directions: `ccode1`, `ccode2`, `conttype`, `stdate`, `enddate` (of months:
        the first day stands for the month).
    take
        Relations change within a year: that of the first month of the year with a relation, or of the last.
    none_masks
        The spells of version 3.2 hold some of type 0, "none", that run beside a spell with a relation: 255-271 has one
        from 1816 to 1871 and a land border from December 1849. The relation is right: so has the project's own file of
        dyad-years. With `none_masks` a spell of none hides the relation if it began first (or, with
        `take="last"`, ended last), as in the R package peacesciencer.
    covers
        First and last year of the data; else those of the spells.

    Returns
    -------
    The frame with `conttype`: 1 land border (or river), 2 up to 12 miles of water, 3 up to 24, 4 up to 150, 5 up to
    400, 0 none of these. Of state-years `land` (neighbours of type 1) and `sea` (of types 2 to 5). Missing outside of
    the years that the data cover.
    """
    if take not in ("first", "last"):
        raise DetenteError(f"unknown take {take!r}: write 'first' or 'last'")
    (rows, spells), back = opened(frame=frame, contiguity=contiguity)
    code_of(rows, "contiguity", spells)
    need(spells, ("conttype", "stdate", "enddate"), "contiguity")
    table, covers = contiguous_years(spells, take, none_masks, covers)
    if is_dyadic(rows):
        key = dyad_key("ccode1", "ccode2")
        return back(zero_within(join(rows, table, key, key, ["conttype"]), ["conttype"], covers))
    kinds = {"land": nw.col("conttype") == 1, "sea": nw.col("conttype") > 1}
    table = table.with_columns(**{name: kind.cast(nw.Int16) for name, kind in kinds.items()})
    counts = table.group_by("ccode1", "year").agg(nw.col("land", "sea").sum())
    counts = counts.rename({"ccode1": "ccode"})
    return back(zero_within(join_states(rows, counts, ["land", "sea"], name="contiguity"), ["land", "sea"], covers))


def contiguous_years(
    spells: Frame, take: str, none_masks: bool, covers: tuple[int, int] | None
) -> tuple[Frame, tuple[int, int]]:
    """One relation a directed dyad-year, and the years that the data cover."""
    spells = with_days(spells, _start="stdate", _end="enddate")
    low, high = span(spells, nw.col("_start"), nw.col("_end"))
    covers = covers or ((low or 0) // 10_000, (high or 0) // 10_000)
    years = spread(spells, nw.col("_start") // 10_000, nw.col("_end") // 10_000, *covers)
    if not none_masks:
        years = years.filter(nw.col("conttype") > 0)
    # The data are of months: all of a month is in its first day.
    begins, ends = (nw.col(name) // 100 for name in ("_start", "_end"))
    january, december = nw.col("year") * 100.0 + 1, nw.col("year") * 100.0 + 12
    # Of two spells that run in the same month the closer relation is the first; the one that began later the last, and
    # none never hides a relation there.
    kind = nw.col("conttype").cast(nw.Float64)
    if take == "first":
        order = nw.max_horizontal(begins, january) * 10 + kind
    else:
        related = nw.when(kind > 0).then(1e6).otherwise(0.0)
        order = -(nw.min_horizontal(ends, december) * 1e7 + related + begins)
    keys = ["ccode1", "ccode2", "year"]
    return pick(years, keys, order).select(*keys, "conttype").unique(keys), covers
