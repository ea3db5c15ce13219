"""Frames of state-years and dyad-years, by the exact days of membership in the system of states.

A state stands in every calendar year that its spell touches, be it by one day. A dyad stands in a year where both
states are members on at least one day of it together: Kuwait, which entered in 1961, and a state that left earlier
that year share the year but no day, and are no dyad. That follows from the dates; no list of exceptions is needed.

System lists
------------
A list of states has one row a spell of membership: a code (`ccode`, Correlates of War; or `gwcode`, Gleditsch and
Ward) and its days, as `start` and `end`, or `startdate` and `enddate` (Gleditsch and Ward's own file), or `styear`,
`stmonth`, `stday`, `endyear`, `endmonth`, `endday` (Correlates of War's own file). Without an end (missing, or of the
year 9999) a state is a member still.

Sources: Correlates of War Project, State System Membership; Gleditsch, K. S. and M. D. Ward (1999), A revised list of
independent states since the Congress of Vienna, International Interactions 25(4): 393-413.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.native import Frame, day_number, gathered, need, opened, span, spread, with_days

CODES = ("ccode", "gwcode")
NEVER = 99990101


def state_years(
    system: Any, *, system_name: str | None = None, first: int | None = None, last: int | None = None
) -> Any:
    """Every state in every calendar year in which it was a member on at least one day.

    Parameters
    ----------
    system
        A list of states (see the module) in any kind of frame.
    system_name
        `"cow"` or `"gw"`, for a list that has the codes of both.
    first, last
        Calendar years. Without `last` the frame ends with the list's last day. With a later year, states that
        are members on that last day are taken to remain so: lists are published every few years, and say
        nothing of what came after.

    Returns
    -------
    Code, the list's other columns that are no dates (names, `microstate`), `year`; one row a state-year, in the kind
    of frame that was given. Rows have no order in a lazy engine.

    Raises
    ------
    DetenteError
        The list has no code or no days, or no end and `last` is not given.
    """
    (spells,), back = opened(system=system)
    code, spells, window = _spells(spells, system_name, first, last)
    members = _members(spells, window)
    keep = [name for name in members.collect_schema().names() if name not in ("_start", "_end", "year")]
    return back(members.select(*keep, "year").unique([code, "year"]).sort(code, "year"))


def dyad_years(
    system: Any,
    *,
    system_name: str | None = None,
    directed: bool = False,
    first: int | None = None,
    last: int | None = None,
) -> Any:
    """Every pair of states in every year in which both were members on at least one and the same day.

    Parameters
    ----------
    system, system_name, first, last
        As in `state_years`.
    directed
        Both (A, B) and (B, A), for measures that differ by direction; else one row, the lower code first.

    Returns
    -------
    `ccode1`, `ccode2`, `year` (or `gwcode1`, ...), and `microstate1`, `microstate2` where the list has that flag. No
    dyad-year stands twice. Of eager frames sorted by codes and year.

    Notes
    -----
    Around 1.1 million rows for 1816-2025 (Correlates of War, not directed), made by joining state-years on the year:
    the work grows with the dyads of each year, not with days.
    """
    (spells,), back = opened(system=system)
    code, spells, window = _spells(spells, system_name, first, last)
    flags = [name for name in ("microstate",) if name in spells.collect_schema().names()]
    members = _members(spells, window).select(code, "year", "_start", "_end", *flags)
    left, right = (
        members.rename({name: f"{name}{side}" for name in (code, "_start", "_end", *flags)}) for side in "12"
    )
    one, two = f"{code}1", f"{code}2"
    pair = nw.col(one) != nw.col(two) if directed else nw.col(one) < nw.col(two)
    # Both spells touch the year; if they also touch each other, all three have a day in common.
    meet = (nw.col("_start1") <= nw.col("_end2")) & (nw.col("_start2") <= nw.col("_end1"))
    dyads = left.join(right, on="year").filter(pair, meet)
    dyads = dyads.select(one, two, "year", *(f"{flag}{side}" for flag in flags for side in "12"))
    if _has_two_spells_a_year(members, code):
        dyads = dyads.unique([one, two, "year"])
    # One wide key sorts several times faster than three columns.
    key = (nw.col(one).cast(nw.Int64) * 10_000 + nw.col(two)) * 10_000 + nw.col("year")
    return back(dyads.with_columns(_key=key).sort("_key").drop("_key"))


def _spells(
    system: Frame, system_name: str | None, first: int | None, last: int | None
) -> tuple[str, Frame, tuple[int, int]]:
    """The code's name, spells with `_start` and `_end`, and the window of years."""
    code = _code(system, system_name)
    names = system.collect_schema().names()
    parts = [f"{end}{part}" for end in ("st", "end") for part in ("year", "month", "day")]
    pair = next((pair for pair in (("start", "end"), ("startdate", "enddate")) if {*pair} <= {*names}), None)
    if pair:
        system = with_days(system, _start=pair[0], _end=pair[1])
    elif "styear" in names:
        need(system, parts, "system")
        start, end = (day_number(*(nw.col(part) for part in three)) for three in (parts[:3], parts[3:]))
        system = system.with_columns(_start=start, _end=end)
    else:
        raise DetenteError(
            "a list of states needs its days of membership: start and end, startdate and enddate, or styear, stmonth, "
            f"stday, endyear, endmonth, endday; its columns are {', '.join(names)}"
        )
    system = system.drop(*[name for name in (*(pair or ()), *parts, "version") if name in names])
    system = system.with_columns(nw.col("_end").fill_null(NEVER)).with_columns(nw.col("_start", "_end").cast(nw.Int32))

    low, top = span(system, nw.col("_start"), nw.col("_end"))
    _, high = span(system.filter(nw.col("_end") < NEVER), nw.col("_start"), nw.col("_end"))
    if low is None or top is None:
        raise DetenteError("the list of states has no row with a day of entry")
    if last is None:
        if top >= NEVER or high is None:
            raise DetenteError("the list of states has members without end: say the last year, as in last=2025")
        last = high // 10_000
    elif last > top // 10_000:
        # Members on the list's last day are taken to remain so.
        stays = nw.col("_end") >= top
        system = system.with_columns(_end=nw.when(stays).then(last * 10_000 + 1231).otherwise(nw.col("_end")))
    first = low // 10_000 if first is None else first
    if first > last:
        raise DetenteError(f"the years {first} to {last} are out of order")
    return code, system, (first, last)


def _code(system: Frame, system_name: str | None) -> str:
    names = system.collect_schema().names()
    if system_name not in (None, "cow", "gw"):
        raise DetenteError(f"unknown system {system_name!r}: write 'cow' or 'gw'")
    wanted = {"cow": ("ccode",), "gw": ("gwcode",), None: CODES}[system_name]
    there = [code for code in wanted if code in names]
    if len(there) != 1:
        raise DetenteError(
            f"a list of states needs one code, {' or '.join(wanted)}"
            + (" (it has both: say system_name='cow' or 'gw')" if there else f"; its columns are {', '.join(names)}")
        )
    return there[0]


def _members(spells: Frame, window: tuple[int, int]) -> Frame:
    """One row a spell and calendar year that it touches."""
    return spread(spells, nw.col("_start") // 10_000, nw.col("_end") // 10_000, *window)


def _has_two_spells_a_year(members: Frame, code: str) -> bool:
    """Whether some state left and came back within a year; no list known has one, yours may."""
    row = gathered(members.group_by(code, "year").agg(n=nw.len()).select(n=nw.col("n").max()))
    return (row.item(0, "n") or 0) > 1
