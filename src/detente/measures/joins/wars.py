"""Wars and armed conflicts.

Sources: Sarkees, M. R. and F. W. Wayman (2010), Resort to War: 1816-2007, CQ Press (inter-state wars 4.0); Dixon, J.
and M. R. Sarkees (2016), A Guide to Intra-State Wars, CQ Press; Gleditsch, N. P., P. Wallensteen, M. Eriksson, M.
Sollenberg and H. Strand (2002), Armed conflict 1946-2001: a new dataset, Journal of Peace Research 39(5): 615-637
(UCDP/PRIO).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.joins.keys import code_of, join_dyads, join_states, numbers_in_words, whittle, zero_within
from detente.measures.native import need, opened, span

INTER = ["sidea1", "sidea2", "initiator1", "initiator2", "outcome1", "outcome2", "batdeath1", "batdeath2", "resume"]
INTRA = [
    "warnum",
    "warname",
    "wartype",
    "cowintraonset",
    "cowintraongoing",
    "intnl",
    "outcome",
    "sideadeaths",
    "sidebdeaths",
]
ONSETS = ["sumnewconf", "sumonset1", "sumonset2", "sumonset3", "sumonset5", "sumonset10"]


def _deaths(column: str) -> nw.Expr:
    """Numbers of deaths; codes below zero (-8 not applicable, -9 unknown) are missing."""
    return nw.when(nw.col(column) >= 0).then(nw.col(column)).alias(column)


def add_inter_wars(frame: Any, wars: Any, *, covers: tuple[int, int] = (1816, 2007)) -> Any:
    """Inter-state wars between two states.

    Parameters
    ----------
    frame
        Dyad-years with COW codes.
    wars
        Directed war-dyad-years: `warnum`, `ccode1`, `ccode2`, `year`, `cowinterongoing`, `cowinteronset` and the
        columns below.
    covers
        Years in which no row means no war: the data's own, not those of the first and the last war.

    Returns
    -------
    The frame with `cowinterongoing`, `cowinteronset` (1 or 0; missing outside of the data's years) and, of the war,
    `sidea1`, `sidea2`, `initiator1`, `initiator2`, `outcome1`, `outcome2`, `batdeath1`, `batdeath2` (battle deaths;
    unknown is missing), `resume`. Of two wars of a dyad-year one that began in it, then the deadlier, then the lower
    number.
    """
    (rows, table), back = opened(frame=frame, wars=wars)
    code_of(rows, "wars", table)
    need(table, ("warnum", "ccode1", "ccode2", "year", "cowinterongoing", "cowinteronset", *INTER), "wars")
    table = table.with_columns(_deaths("batdeath1"), _deaths("batdeath2"))
    table = whittle(
        table, ["ccode1", "ccode2", "year"], nw.col("cowinteronset"),
        nw.col("batdeath1").fill_null(0) + nw.col("batdeath2").fill_null(0),
        -nw.col("warnum").cast(nw.Float64), -nw.col("resume").cast(nw.Float64),
    ).unique(["ccode1", "ccode2", "year"])  # fmt: skip
    columns = ["cowinterongoing", "cowinteronset"]
    result = join_dyads(rows, table, [*columns, *INTER], name="wars")
    return back(zero_within(result, columns, covers))


def add_intra_wars(
    frame: Any,
    wars: Any,
    *,
    types: Sequence[Literal["local issues", "central control"]] | None = None,
    covers: tuple[int, int] = (1816, 2007),
) -> Any:
    """Intra-state wars in which a state's government fought, as the one chiefly concerned.

    Parameters
    ----------
    frame
        State-years with COW codes.
    wars
        War-years with `warnum`, `year`, `primary_state`, `ccodea`, `ccodeb` and the columns below.
    types
        Wars over `"local issues"`, over `"central control"`, or both.
    covers
        As in `add_inter_wars`.

    Returns
    -------
    The frame with `cowintraongoing`, `cowintraonset` (1 or 0; missing outside of the data's years), `warnum`,
    `warname`, `wartype`, `intnl`, `outcome`, `sideadeaths`, `sidebdeaths` (unknown is missing) of one war of the
    state-year (one that began in it, then the deadlier, then the lower number), and `intrawarnums`, the numbers of all
    of them.
    """
    (rows, table), back = opened(frame=frame, wars=wars)
    need(rows, ("ccode", "year"), "the frame")
    need(table, ("year", "primary_state", "ccodea", "ccodeb", *INTRA), "wars")
    if types is not None:
        table = table.filter(nw.col("wartype").is_in(list(types)))
    own = nw.when(nw.col("ccodea") > 0).then(nw.col("ccodea")).otherwise(nw.col("ccodeb"))
    table = table.filter(nw.col("primary_state") == 1).with_columns(ccode=own).filter(nw.col("ccode") > 0)
    keys = ["ccode", "year"]
    numbers = numbers_in_words(table, keys, "warnum", "intrawarnums")
    table = table.with_columns(_deaths("sideadeaths"), _deaths("sidebdeaths"))
    table = whittle(
        table, keys, nw.col("cowintraonset"), nw.col("sideadeaths").fill_null(0) + nw.col("sidebdeaths").fill_null(0),
        -nw.col("warnum").cast(nw.Float64), -nw.col("resume_combat").cast(nw.Float64),
    ).unique(keys)  # fmt: skip
    table = table.select(*keys, *INTRA).join(numbers, on=keys, how="left")
    result = join_states(rows, table, [*INTRA, "intrawarnums"], name="wars", code="ccode")
    # Wars that still went on are listed in the year after the data's last: what is recorded stays.
    recorded = [nw.col(name) for name in ("cowintraonset", "cowintraongoing")]
    first, last = covers
    known = (nw.col("year") >= first) & (nw.col("year") <= last)
    return back(
        result.with_columns(
            *(nw.when(known).then(each.fill_null(0)).otherwise(each).alias(name)
              for each, name in zip(recorded, ("cowintraonset", "cowintraongoing"), strict=True))
        )
    )  # fmt: skip


def add_ucdp_conflicts(
    frame: Any,
    conflicts: Any,
    *,
    types: Sequence[str] | None = None,
    issues: Sequence[str] | None = None,
    only_wars: bool = False,
    onset: Literal["conflict", "episode"] = "conflict",
    covers: tuple[int, int] | None = None,
) -> Any:
    """Armed conflicts (25 deaths in battle and more) in which a state is the first side.

    Parameters
    ----------
    frame
        State-years with GW codes.
    conflicts
        Conflict-years: `conflict_id`, `year`, `gwno_a`, `incompatibility`, `intensity_level` (1 minor, 2 war),
        `type_of_conflict` (`"extrasystemic"`, `"interstate"`, `"intrastate"`, `"II"`: internationalised),
        `start_date2`.
    types, issues, only_wars
        Take only conflicts of these types, over these issues (`"territory"`, `"government"`, `"both"`), of the
        intensity of war.
    onset
        `"conflict"`: the first year of a conflict among those taken. `"episode"`: also a year in which it broke out
        anew.
    covers
        First and last year of the data; else those of the table.

    Returns
    -------
    The frame with `ucdpongoing`, `ucdponset` (1 or 0; missing outside of the data's years), `maxintensity` and
    `conflict_ids` (missing without a conflict).
    """
    (rows, table), back = opened(frame=frame, conflicts=conflicts)
    need(rows, ("gwcode", "year"), "the frame")
    need(
        table, ("conflict_id", "year", "gwno_a", "incompatibility", "intensity_level", "type_of_conflict"), "conflicts"
    )
    if onset not in ("conflict", "episode"):
        raise DetenteError(f"unknown onset {onset!r}: write 'conflict' or 'episode'")
    low, high = span(table, nw.col("year"), nw.col("year"))
    if types is not None:
        table = table.filter(nw.col("type_of_conflict").is_in(list(types)))
    if issues is not None:
        table = table.filter(nw.col("incompatibility").is_in(list(issues)))
    if only_wars:
        table = table.filter(nw.col("intensity_level") == 2)
    keys = ["gwcode", "year"]
    table = table.with_columns(gwcode=nw.col("gwno_a"))
    if onset == "conflict":
        began = nw.col("year") == nw.col("year").min().over("conflict_id")
    else:
        need(table, ("start_date2",), "conflicts")
        began = nw.col("year") == nw.col("start_date2").dt.year()
    table = table.with_columns(ucdpongoing=nw.lit(1, nw.Int8), ucdponset=began.cast(nw.Int8))
    numbers = numbers_in_words(table, keys, "conflict_id", "conflict_ids")
    state_years = table.group_by(*keys).agg(
        nw.col("ucdpongoing").max(), nw.col("ucdponset").max(), maxintensity=nw.col("intensity_level").max()
    )
    state_years = state_years.join(numbers, on=keys, how="left")
    columns = ["ucdpongoing", "ucdponset", "maxintensity", "conflict_ids"]
    result = join_states(rows, state_years, columns, name="conflicts", code="gwcode")
    return back(zero_within(result, columns[:2], covers or (low or 0, high or 0)))


def add_ucdp_onsets(frame: Any, onsets: Any, *, covers: tuple[int, int] | None = None) -> Any:
    """Onsets of intra-state conflict in a state and year.

    Parameters
    ----------
    frame
        State-years with GW codes.
    onsets
        State-years by `gwcode` with the columns below.
    covers
        First and last year of the data; else those of the table.

    Returns
    -------
    The frame with `sumnewconf` (new conflicts) and `sumonset1`, `sumonset2`, `sumonset3`, `sumonset5`, `sumonset10`
    (episodes that began after so many quiet years). 0 for a state without an onset, missing outside of the data's
    years.
    """
    (rows, table), back = opened(frame=frame, onsets=onsets)
    need(rows, ("gwcode", "year"), "the frame")
    low, high = span(table, nw.col("year"), nw.col("year"))
    result = join_states(rows, table, ONSETS, name="onsets", code="gwcode")
    return back(zero_within(result, ONSETS, covers or (low or 0, high or 0)))
