"""From the codes of the Correlates of War to those of Gleditsch and Ward, and back.

The two lists agree on most states and differ on some: Germany since 1990 is 255 or 260, Yemen 679 or 678, Serbia 345 or
340, and small islands have other numbers. A concordance says by year which code of the one is which of the other.
"""

from __future__ import annotations

from typing import Any

import narwhals as nw

from detente.measures.joins.keys import is_dyadic, join, state_key
from detente.measures.native import Frame, need, opened


def add_gwcode(frame: Any, concordance: Any) -> Any:
    """Codes of Gleditsch and Ward for a frame with COW codes.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW codes.
    concordance
        State-years of the COW list: `ccode`, `year`, `gwcode`, one row for each `ccode` and year.

    Returns
    -------
    The frame with `gwcode`, or `gwcode1` and `gwcode2`; missing where that list does not have the state.
    """
    return _add(frame, concordance, "ccode", "gwcode")


def add_ccode(frame: Any, concordance: Any) -> Any:
    """COW codes for a frame with codes of Gleditsch and Ward; see `add_gwcode`.

    The concordance is one of the GW list: one row for each `gwcode` and year.
    """
    return _add(frame, concordance, "gwcode", "ccode")


def _add(frame: Any, concordance: Any, own: str, other: str) -> Any:
    (rows, table), back = opened(frame=frame, concordance=concordance)
    need(table, (own, other, "year"), "concordance")
    table = linked(table, own)
    if not is_dyadic(rows):
        need(rows, (own, "year"), "the frame")
        return back(join(rows, table, state_key(own), state_key(own), [other]))
    need(rows, (f"{own}1", f"{own}2", "year"), "the frame")
    for side in "12":
        renamed = table.select(own, "year", nw.col(other).alias(f"{other}{side}"))
        rows = join(rows, renamed, state_key(f"{own}{side}"), state_key(own), [f"{other}{side}"])
    return back(rows)


def linked(concordance: Frame, *codes: str) -> Frame:
    """The rows of a concordance in which these codes stand."""
    return concordance.filter(*(~nw.col(code).is_null() for code in codes))
