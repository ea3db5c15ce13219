"""Militarized interstate disputes: threats, displays and uses of force between states.

Sources: Palmer, G. and others (2022), The MID5 dataset, 2011-2014, Conflict Management and Peace Science 39(4):
470-482; Gibler, D. M., S. V. Miller and E. K. Little (2016), An analysis of the Militarized Interstate Dispute (MID)
dataset, 1816-2001, International Studies Quarterly 60(4): 719-730.

One dispute a dyad-year
-----------------------
A dyad can have several disputes in a year, a frame has one row. What is kept, in this order: a dispute that began in
the year before one that went on; the higher level of fatalities (an unknown one between none and the lowest level), the
higher hostility, the longer least duration, the longer greatest duration, an answered dispute before an unanswered
one, the earlier month of beginning, the lower number. That is the order of the R package peacesciencer.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.joins.keys import code_of, dyad_key, is_dyadic, join, join_states, whittle, zero_within
from detente.measures.native import Frame, need, opened, span, spread

KEYS = ["ccode1", "ccode2", "year"]
SIDES = ["sidea", "fatality", "fatalpre", "hiact", "hostlev", "orig"]
OF_PAIR = [f"{name}{side}" for name in SIDES for side in "12"]
OF_DISPUTE = ["fatality", "hostlev", "mindur", "maxdur", "recip", "stmon"]
INITIATORS = ("sidea-all-joiners", "sidea-with-joiners", "sidea-nojoin")


def add_cow_mids(
    frame: Any,
    mids: Any,
    disputes: Any = None,
    *,
    keep: Sequence[str] | None = None,
    covers: tuple[int, int] | None = None,
) -> Any:
    """Militarized disputes of the Correlates of War.

    Parameters
    ----------
    frame
        Dyad-years with COW codes.
    mids
        Directed dispute-dyad-years (`dispnum`, `ccode1`, `ccode2`, `year`, `dispongoing`, `disponset`, `sidea1`, ...),
        or the same with one row a dyad-year already (`cowmidongoing`, `cowmidonset`).
    disputes
        With the former: `dispnum` and the columns of the dispute as a whole (`fatality`, `hostlev`, `mindur`, `maxdur`,
        `recip`, `stmon`).
    keep
        Columns to add beside `cowmidongoing` and `cowmidonset`; else all.
    covers
        First and last year of the data; else those of the table.

    Returns
    -------
    The frame with `cowmidongoing` and `cowmidonset` (1 or 0; missing outside of the years that the data cover) and, of
    the dispute (missing without one): `dispnum`; of both states `sidea`, `fatality` and `fatalpre` (level and number of
    deaths; unknown is missing, or -9 where the table has that), `hiact`, `hostlev`, `orig`; of the dispute `fatality`,
    `hostlev`, `mindur` and `maxdur` (days), `recip`, `stmon`.
    """
    return _add(frame, mids, disputes, "cowmid", keep=keep, covers=covers, initiator=None)


def add_gml_mids(
    frame: Any,
    mids: Any,
    *,
    keep: Sequence[str] | None = None,
    covers: tuple[int, int] | None = None,
    initiator: Literal["sidea-all-joiners", "sidea-with-joiners", "sidea-nojoin"] | None = None,
    known_leaders: bool = False,
) -> Any:
    """Militarized disputes as Gibler, Miller and Little corrected them.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW codes.
    mids
        For dyads as in `add_cow_mids`, with `midongoing`, `midonset`, or one row a dyad-year with `gmlmidongoing`,
        `gmlmidonset`. For states the participants: `dispnum`, `ccode`, `styear`, `endyear`, `sidea`, `orig`.
    keep, covers
        As in `add_cow_mids`.
    initiator
        Add `init1` and `init2`, who began it: `"sidea-all-joiners"` side A and whoever joined either side later,
        `"sidea-with-joiners"` side A with its joiners, `"sidea-nojoin"` side A as it was on the first day. (Of
        state-years the first is always taken.)
    known_leaders
        Of state-years: leave out participants whose leader at the time nobody knows (`allmiss_leader_start`), as the R
        package peacesciencer does, whose table has the United States in no dispute in 1816. They were in the dispute.

    Returns
    -------
    As `add_cow_mids`, with `gmlmidongoing` and `gmlmidonset`. Of state-years `gmlmidongoing`, `gmlmidonset`,
    `gmlmidongoing_init`, `gmlmidonset_init`: whether the state was in a dispute, entered one, as an initiator; missing
    outside of the years that the data cover.
    """
    if initiator is not None and initiator not in INITIATORS:
        raise DetenteError(f"unknown initiator {initiator!r}: write one of {', '.join(INITIATORS)}")
    return _add(frame, mids, None, "gmlmid", keep=keep, covers=covers, initiator=initiator, known_leaders=known_leaders)


def one_dispute_a_dyad_year(mids: Any, disputes: Any = None) -> Any:
    """Dispute-dyad-years whittled down to one row a directed dyad-year; the order of rules stands in the module.

    Parameters
    ----------
    mids
        Directed dispute-dyad-years, with an onset column (`disponset` or `midonset`).
    disputes
        Columns of the dispute as a whole by `dispnum`, where `mids` lacks them.
    """
    given = {"mids": mids} if disputes is None else {"mids": mids, "disputes": disputes}
    frames, back = opened(**given)
    return back(_whittled(frames[0], frames[1] if disputes is not None else None))


def _whittled(table: Frame, disputes: Frame | None) -> Frame:
    names = table.collect_schema().names()
    onset = next((name for name in ("disponset", "midonset") if name in names), None)
    if onset is None:
        need(table, ("disponset",), "mids")
    lacking = [name for name in OF_DISPUTE if name not in names]
    if lacking:
        if disputes is None:
            raise DetenteError(f"mids has no {', '.join(lacking)}: give disputes=, which has them by dispnum")
        need(disputes, ("dispnum", *lacking), "disputes")
        table = table.join(disputes.select("dispnum", *lacking), on="dispnum", how="left")
    fatal = nw.col("fatality").cast(nw.Float64)
    return whittle(
        table,
        KEYS,
        nw.col(str(onset)),
        nw.when(fatal < 0).then(0.5).otherwise(fatal.fill_null(0.5)),
        nw.col("hostlev"),
        nw.col("mindur"),
        nw.col("maxdur"),
        nw.col("recip"),
        -nw.col("stmon").cast(nw.Float64),
        -nw.col("dispnum").cast(nw.Float64),
    )


def _add(
    frame: Any,
    mids: Any,
    disputes: Any,
    prefix: str,
    *,
    keep: Sequence[str] | None,
    covers: tuple[int, int] | None,
    initiator: str | None,
    known_leaders: bool = False,
) -> Any:
    given = {"frame": frame, "mids": mids}
    if disputes is not None:
        given["disputes"] = disputes
    (rows, table, *more), back = opened(**given)
    if not is_dyadic(rows):
        if prefix == "cowmid":
            need(rows, KEYS, "the frame")
        return back(_participants(rows, table, covers, known_leaders=known_leaders))
    code_of(rows, "mids", table)
    names = table.collect_schema().names()
    ongoing, onset = f"{prefix}ongoing", f"{prefix}onset"
    low, high = span(table, nw.col("year"), nw.col("year"))
    if ongoing not in names:
        table = _whittled(table, more[0] if more else None)
        old = "disp" if "dispongoing" in names else "mid"
        table = table.rename({f"{old}ongoing": ongoing, f"{old}onset": onset})
    columns = ["dispnum", ongoing, onset, *OF_PAIR, *OF_DISPUTE]
    if initiator:
        table = table.with_columns(
            *(_began(initiator, f"sidea{side}", f"orig{side}").alias(f"init{side}") for side in "12")
        )
        columns += ["init1", "init2"]
    if keep is not None:
        unknown = sorted({*keep} - {*columns})
        if unknown:
            raise DetenteError(f"no column {', '.join(unknown)} to keep; there are {', '.join(columns)}")
        columns = [name for name in columns if name in {*keep, ongoing, onset}]
    need(table, (*KEYS, *columns), "mids")
    key = dyad_key("ccode1", "ccode2")
    result = join(rows, table, key, key, columns)
    return back(zero_within(result, [ongoing, onset], covers or (low or 0, high or 0)))


def _began(initiator: str, side: str, original: str) -> nw.Expr:
    began = nw.col(side) == 1
    if initiator == "sidea-all-joiners":
        began = began | (nw.col(original) == 0)
    elif initiator == "sidea-nojoin":
        began = began & (nw.col(original) == 1)
    return began.cast(nw.Int8)


def _participants(rows: Frame, table: Frame, covers: tuple[int, int] | None, *, known_leaders: bool) -> Frame:
    need(table, ("ccode", "styear", "endyear", "sidea", "orig"), "mids")
    low, high = span(table, nw.col("styear"), nw.col("endyear"))
    covers = covers or (low or 0, high or 0)
    if known_leaders:
        need(table, ("allmiss_leader_start",), "mids")
        table = table.filter(nw.col("allmiss_leader_start") == 0)
    years = spread(table, nw.col("styear"), nw.col("endyear"), *covers)
    began = _began("sidea-all-joiners", "sidea", "orig")
    years = years.with_columns(
        gmlmidongoing=nw.lit(1, nw.Int8), gmlmidonset=(nw.col("styear") == nw.col("year")).cast(nw.Int8),
        gmlmidongoing_init=began,
    ).with_columns(gmlmidonset_init=(nw.col("gmlmidonset") * nw.col("gmlmidongoing_init")).cast(nw.Int8))  # fmt: skip
    columns = ["gmlmidongoing", "gmlmidonset", "gmlmidongoing_init", "gmlmidonset_init"]
    by_state = years.group_by("ccode", "year").agg(nw.col(*columns).max())
    return zero_within(join_states(rows, by_state, columns, name="mids", code="ccode"), columns, covers)
