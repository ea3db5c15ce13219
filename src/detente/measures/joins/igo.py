"""Memberships in intergovernmental organisations.

Source: Pevehouse, J. C. W., T. Nordstrom, R. W. McManus and A. S. Jamison (2020), Tracking organizations in the world:
the Correlates of War IGO version 3.0 datasets, Journal of Peace Research 57(3): 492-503.
"""

from __future__ import annotations

from typing import Any

from detente.measures.joins.keys import code_of, is_dyadic, join_dyads, join_states
from detente.measures.native import opened

STATE_COLUMNS = ["sum_igo_full", "sum_igo_associate", "sum_igo_observer", "sum_igo_anytype"]


def add_igos(frame: Any, igos: Any) -> Any:
    """Organisations that two states share, or that a state belongs to.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW codes.
    igos
        For dyads: `ccode1`, `ccode2`, `year`, `dyadigos`, each dyad once, in either order. For states: `ccode`, `year`,
        `sum_igo_full`, `sum_igo_associate`, `sum_igo_observer`, `sum_igo_anytype`.

    Returns
    -------
    The frame with `dyadigos`, the number of organisations of which both are full members (associates and observers do
    not count), or with the four numbers of the state. What the data lack is missing, not 0.
    """
    (rows, table), back = opened(frame=frame, igos=igos)
    code_of(rows, "igos", table)
    if is_dyadic(rows):
        return back(join_dyads(rows, table, ["dyadigos"], name="igos", symmetric=True))
    return back(join_states(rows, table, STATE_COLUMNS, name="igos"))
