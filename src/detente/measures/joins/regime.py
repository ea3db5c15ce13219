"""Democracy.

Sources: Marquez, X. (2016), A quick method for extending the Unified Democracy Scores (euds, aeuds); Marshall, M. G.,
T. R. Gurr and K. Jaggers, Polity (polity2); Coppedge, M. and others, Varieties of Democracy (v2x_polyarchy).
"""

from __future__ import annotations

from typing import Any

from detente.measures.joins.keys import code_of, join_states
from detente.measures.native import opened

COLUMNS = ["euds", "aeuds", "polity2", "v2x_polyarchy"]


def add_democracy(frame: Any, democracy: Any) -> Any:
    """How democratic a state is, by three sources.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW or GW codes.
    democracy
        State-years by the same code, with the columns below.

    Returns
    -------
    The frame with `euds` (extended Unified Democracy Score, a standard normal scale), `aeuds` (the same with its zero
    moved to the line between democracies and autocracies of the usual dichotomies), `polity2` (-10 to 10) and
    `v2x_polyarchy` (0 to 1); of pairs with 1 and 2 behind. What a source lacks is missing.
    """
    (rows, table), back = opened(frame=frame, democracy=democracy)
    code_of(rows, "democracy", table)
    return back(join_states(rows, table, COLUMNS, name="democracy"))
