"""Distances between states: between capitals, and between the nearest points of their territories.

Sources: capitals with their days and places, as the R package peacesciencer holds them (Miller, S. V. (2022),
peacesciencer: an R package for quantitative peace science research, Conflict Management and Peace Science 39(6):
755-779); minimum distances: Schvitz, G. and others (2022), Mapping the international system, 1886-2019: the CShapes 2.0
dataset, Journal of Conflict Resolution 66(1): 144-161.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.joins.keys import code_of, is_dyadic, join, join_dyads, join_states, state_key
from detente.measures.native import array, gathered, given_back, need, opened, with_days

if TYPE_CHECKING:
    import numpy as np

EARTH_RADIUS_KM = 6_378.137
"""Radius of the sphere: the equatorial radius of WGS 84, as `distVincentySphere` of the R package geosphere has it."""


def great_circle(
    lat1: np.ndarray, lng1: np.ndarray, lat2: np.ndarray, lng2: np.ndarray, *, radius: float = EARTH_RADIUS_KM
) -> np.ndarray:
    """Distance on a sphere, in the unit of `radius` (km), of places in degrees.

    Vincenty's formula for the sphere, exact for near and for opposite places alike::

        atan2(sqrt((cos b2 sin d)^2 + (cos b1 sin b2 - sin b1 cos b2 cos d)^2), sin b1 sin b2 + cos b1 cos b2 cos d) r

    with latitudes b1, b2 and d the difference of longitudes. Up to 0.5 % off the ellipsoid.
    """
    import numpy as np

    b1, b2, d = np.radians(lat1), np.radians(lat2), np.radians(lng2) - np.radians(lng1)
    across = np.cos(b2) * np.sin(d)
    along = np.cos(b1) * np.sin(b2) - np.sin(b1) * np.cos(b2) * np.cos(d)
    ahead = np.sin(b1) * np.sin(b2) + np.cos(b1) * np.cos(b2) * np.cos(d)
    result: np.ndarray = np.arctan2(np.hypot(across, along), ahead) * radius
    return result


def add_capital_distance(
    frame: Any, capitals: Any, *, take: Literal["first", "last"] = "first", system: Any = None
) -> Any:
    """Distance between two capitals, or from a state's capital to the nearest other one.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW or GW codes.
    capitals
        Spells by the same code: `stdate`, `enddate`, `lat`, `lng` (degrees).
    take
        Capitals move: the one at the beginning of the year, or at its end.
    system
        For state-years: the list of states with `start` and `end`. Without it two states of a year are neighbours even
        where the one began after the other had ended, as East Germany and Germany in 1990.

    Returns
    -------
    The frame with `capdist`, km on a sphere (see `great_circle`); of state-years `mincapdist`, the distance to the
    nearest capital of another state of the frame in that year: a frame of some states only has neighbours among them.
    Missing where a state has no capital in the data, as after their last year.
    """
    import numpy as np

    if take not in ("first", "last"):
        raise DetenteError(f"unknown take {take!r}: write 'first' or 'last'")
    given_frames = {"frame": frame, "capitals": capitals} | ({} if system is None else {"system": system})
    (rows, spells, *more), back = opened(**given_frames)
    code = code_of(rows, "capitals", spells)
    need(spells, (code, "stdate", "enddate", "lat", "lng"), "capitals")
    given = gathered(with_days(spells, _start="stdate", _end="enddate").select(code, "_start", "_end", "lat", "lng"))
    lat, lng = array(given, "lat"), array(given, "lng")
    codes, years, capital = _seats(
        array(given, code), array(given, "_start"), array(given, "_end"), last=take == "last"
    )
    if not is_dyadic(rows):
        # Capitals are listed before and after their states were members: the frame says who was.
        members = gathered(rows.select(code, "year"))
        there = np.isin(codes * 10_000 + years, array(members, code).astype(np.int64) * 10_000 + array(members, "year"))
        codes, years, capital = codes[there], years[there], capital[there]
        begin, end = np.zeros(len(codes)), np.full(len(codes), np.inf)
        if more:
            begin, end = _membership(gathered(with_days(more[0], _in="start", _out="end")), code, codes, years)
        distances = _nearest(years, lat[capital], lng[capital], begin, end)
        nearest = given_back({code: codes, "year": years, "mincapdist": distances}, rows)
        return back(join_states(rows, nearest, ["mincapdist"], name="capitals", code=code))

    seats = given_back({code: codes, "year": years, "_capital": capital}, rows)
    # Distances between capitals rather than between dyads of each year: tens of thousands, not a million.
    n = len(lat)
    one, two = np.repeat(np.arange(n), n), np.tile(np.arange(n), n)
    table = given_back(
        {"_pair": (one * n + two).astype(np.int64), "capdist": great_circle(lat[one], lng[one], lat[two], lng[two])},
        rows,
    )
    for side in "12":
        renamed = seats.select(code, "year", nw.col("_capital").alias(f"_capital{side}"))
        rows = join(rows, renamed, state_key(f"{code}{side}"), state_key(code), [f"_capital{side}"])
    # A missing capital makes a pair that the table does not have.
    one_side, other_side = (nw.col(f"_capital{side}").fill_null(-2 * n * n).cast(nw.Int64) for side in "12")
    pair = one_side * n + other_side
    return back(join(rows, table, pair, nw.col("_pair"), ["capdist"]).drop("_capital1", "_capital2"))


def add_minimum_distance(frame: Any, distances: Any) -> Any:
    """Distance between the nearest points of two states' territories, or from a state to the nearest other one.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW or GW codes.
    distances
        Dyad-years by the same code, each dyad once, in either order: `ccode1`, `ccode2`, `year`, `mindist` (km).

    Returns
    -------
    The frame with `mindist` in km, 0 where territories touch; of state-years `minmindist`, the least of the state's
    distances. What the data lack (before 1886, after 2019) is missing.
    """
    (rows, table), back = opened(frame=frame, distances=distances)
    code = code_of(rows, "distances", table)
    need(table, (f"{code}1", f"{code}2", "year", "mindist"), "distances")
    if is_dyadic(rows):
        return back(join_dyads(rows, table, ["mindist"], name="distances", symmetric=True, code=code))
    sides = [table.select(nw.col(f"{code}{side}").alias(code), "year", "mindist") for side in "12"]
    least = nw.concat(sides).group_by(code, "year").agg(minmindist=nw.col("mindist").min())
    return back(join_states(rows, least, ["minmindist"], name="distances", code=code))


def _seats(
    code: np.ndarray, start: np.ndarray, end: np.ndarray, *, last: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each state and year the capital (its row) at the beginning, or at the end."""
    import numpy as np

    years = np.arange(int(start.min()) // 10_000, int(end.max()) // 10_000 + 1)
    spell, year = np.nonzero((start[:, None] // 10_000 <= years) & (end[:, None] // 10_000 >= years))
    order = np.lexsort((-start[spell] if last else start[spell], year, code[spell]))
    spell, year = spell[order], year[order]
    key = code[spell].astype(np.int64) * 10_000 + year
    _, first = np.unique(key, return_index=True)
    spell, year = spell[first], year[first]
    return code[spell].astype(np.int32), years[year].astype(np.int16), spell.astype(np.int32)


def _nearest(years: np.ndarray, lat: np.ndarray, lng: np.ndarray, begin: np.ndarray, end: np.ndarray) -> np.ndarray:
    """For each state-year the distance to the nearest other capital of the year, of states that share a day."""
    import numpy as np

    nearest = np.full(len(years), np.nan)
    for year in np.unique(years):
        of_year = np.flatnonzero(years == year)
        b, d, first, last = lat[of_year], lng[of_year], begin[of_year], end[of_year]
        distance = great_circle(b[:, None], d[:, None], b[None, :], d[None, :])
        distance[(first[:, None] > last[None, :]) | (first[None, :] > last[:, None])] = np.inf
        np.fill_diagonal(distance, np.inf)
        nearest[of_year] = distance.min(axis=1)
    nearest[np.isinf(nearest)] = np.nan
    return nearest


def _membership(
    spells: nw.DataFrame[Any], code: str, codes: np.ndarray, years: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """First and last day of the spell of membership that each state-year lies in; members of the last day stay on."""
    import numpy as np

    state, first, last = array(spells, code), array(spells, "_in"), array(spells, "_out", missing=np.inf)
    last = np.where(last == last.max(), np.inf, last)
    order = np.lexsort((first, state))
    state, first, last = state[order], first[order], last[order]
    # The last spell that began in the year or before it.
    key = state.astype(np.int64) * 10_000 + (first // 10_000).astype(np.int64)
    at = np.searchsorted(key, codes.astype(np.int64) * 10_000 + years, side="right") - 1
    at = np.clip(at, 0, len(state) - 1)
    known = state[at] == codes
    return np.where(known, first[at], 0.0), np.where(known, last[at], np.inf)
