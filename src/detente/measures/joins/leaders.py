"""Leaders of states: who held power when a year began and when it ended, and how it changed hands.

Source: Goemans, H. E., K. S. Gleditsch and G. Chiozza (2009), Introducing Archigos: a dataset of political leaders,
Journal of Peace Research 46(2): 269-283. Its states are those of Gleditsch and Ward.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.joins.codes import linked
from detente.measures.joins.keys import join_states
from detente.measures.native import Frame, need, opened, span, spread, with_days

COLUMNS = ["leadertransition", "irregular", "n_leaders", "jan1obsid", "dec31obsid"]


def add_leaders(frame: Any, leaders: Any, concordance: Any = None) -> Any:
    """Leaders at the beginning and the end of a year.

    Parameters
    ----------
    frame
        Dyad-years or state-years, with GW codes or with COW codes.
    leaders
        State-years by `gwcode`: the columns below.
    concordance
        For a frame with COW codes: `gwcode`, `ccode`, `year`. The list of GW state-years gives the peer's result; the
        list of COW state-years also has Germany (255) and Yemen (678) in 1990, whose leaders Archigos has under one
        code.

    Returns
    -------
    The frame with `leadertransition` (1: the leader of 31 December is another than that of 1 January), `irregular` (1:
    somebody came or went irregularly), `n_leaders` (who held power in the year), `jan1obsid` and `dec31obsid` (leaders,
    by Archigos' identifiers); of pairs with 1 and 2 behind. Missing outside of the data's years.

    Notes
    -----
    Yugoslavia and Serbia (GW 345 and 340) are one state of the Correlates of War in 2006: the year begins with the
    leader of the one and ends with that of the other, a transition between two leaders.
    """
    if concordance is None:
        (rows, table), back = opened(frame=frame, leaders=leaders)
        names = rows.collect_schema().names()
        if "gwcode" not in names and "gwcode1" not in names:
            raise DetenteError(
                "leaders are coded by gwcode: for a frame with ccode give concordance=, by gwcode, ccode, year"
            )
        return back(join_states(rows, table, COLUMNS, name="leaders", code="gwcode"))
    (rows, table, links), back = opened(frame=frame, leaders=leaders, concordance=concordance)
    need(links, ("gwcode", "ccode", "year"), "concordance")
    need(table, ("gwcode", "year", *COLUMNS), "leaders")
    return back(join_states(rows, _by_ccode(table, links), COLUMNS, name="leaders", code="ccode"))


def _by_ccode(table: Frame, links: Frame) -> Frame:
    pairs = linked(links, "gwcode", "ccode").select("gwcode", "year", "ccode")
    table = table.join(pairs, on=["gwcode", "year"], how="inner")
    one_key = ["ccode", "year"]
    # Where two states of the one list are one of the other, the year begins with the state that has that code.
    own = nw.col("gwcode") == nw.col("ccode")
    table = table.with_columns(_states=nw.len().over(*one_key))
    single = table.filter(nw.col("_states") == 1).select(*one_key, *COLUMNS)
    several = table.filter(nw.col("_states") > 1)
    begins = several.filter(own).select(*one_key, "irregular", "n_leaders", "jan1obsid")
    ends = several.filter(~own).select(*one_key, _irregular="irregular", _n="n_leaders", dec31obsid="dec31obsid")
    both = begins.join(ends, on=one_key, how="inner").with_columns(
        leadertransition=(nw.col("jan1obsid") != nw.col("dec31obsid")).cast(nw.Int8),
        irregular=nw.max_horizontal("irregular", "_irregular").cast(nw.Int8),
        n_leaders=(nw.col("n_leaders") + nw.col("_n")).cast(nw.Int8),
    )
    schema = single.collect_schema()
    both = both.select(*one_key, *(nw.col(name).cast(schema[name]) for name in COLUMNS))
    return nw.concat([single, both])


def leader_years(spells: Any, *, system: Any = None, concordance: Any = None) -> Any:
    """Every leader in every calendar year in which they held power.

    Parameters
    ----------
    spells
        Archigos: `obsid`, `gwcode`, `leader`, `gender`, `yrborn`, `startdate`, `enddate`.
    system, concordance
        For COW codes: the list of COW states (`ccode`, `start`, `end`) and the concordance (`gwcode`, `ccode`, `year`).
        A leader then stands in the years in which they led a member of the system on at least one day.

    Returns
    -------
    `obsid`, `leader`, `gwcode` (or `ccode`), `gender`, `leaderage` (year less year of birth), `year`, `yrinoffice` (1
    in the first calendar year in power).
    """
    if (system is None) != (concordance is None):
        raise DetenteError("for COW codes give both system= and concordance=")
    given = {"spells": spells} if system is None else {"spells": spells, "system": system, "concordance": concordance}
    frames, back = opened(**given)
    rows = frames[0]
    need(rows, ("obsid", "gwcode", "leader", "gender", "yrborn", "startdate", "enddate"), "spells")
    rows = with_days(rows, _start="startdate", _end="enddate")
    low, high = span(rows, nw.col("_start"), nw.col("_end"))
    first, last = (low or 0) // 10_000, (high or 0) // 10_000
    years = spread(rows, nw.col("_start") // 10_000, nw.col("_end") // 10_000, first, last)
    years = years.with_columns(
        leaderage=nw.col("year") - nw.col("yrborn"), yrinoffice=nw.col("year") - nw.col("_start") // 10_000 + 1
    ).with_columns(nw.col("yrinoffice").cast(nw.Int16))
    code = "gwcode"
    if system is not None:
        members = with_days(frames[1], _in="start", _out="end").select("ccode", "_in", "_out")
        # Codes that have ever stood for each other; which of them holds in a year, the days of membership say.
        pairs = linked(frames[2], "gwcode", "ccode").select("gwcode", "ccode").unique(["gwcode", "ccode"])
        spell_and_members = years.join(pairs, on="gwcode", how="inner").join(members, on="ccode", how="inner")
        begin = nw.max_horizontal("_start", "_in", nw.col("year") * 10_000.0 + 101)
        finish = nw.min_horizontal("_end", "_out", nw.col("year") * 10_000.0 + 1231)
        code = "ccode"
        years = spell_and_members.filter(begin <= finish).unique(["obsid", "ccode", "year"])
    return back(years.select("obsid", "leader", code, "gender", "leaderage", "year", "yrinoffice"))
