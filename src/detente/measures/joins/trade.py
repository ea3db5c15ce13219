"""Trade between states.

Source: Barbieri, K., O. M. G. Keshk and B. Pollins (2009), Trading data: evaluating our assumptions and coding rules,
Conflict Management and Peace Science 26(5): 471-491; COW Trade, version 4.0.
"""

from __future__ import annotations

from typing import Any

from detente.measures.joins.keys import code_of, is_dyadic, join_dyads, join_states
from detente.measures.native import opened

DYAD_COLUMNS = ["flow1", "flow2", "smoothflow1", "smoothflow2"]
STATE_COLUMNS = ["imports", "exports"]


def add_trade(frame: Any, trade: Any) -> Any:
    """Bilateral flows, or a state's total imports and exports.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW codes.
    trade
        For dyads: directed dyad-years with `flow1` (imports of `ccode1` from `ccode2`), `flow2` (imports of `ccode2`
        from `ccode1`) and both smoothed. For states: `ccode`, `year`, `imports`, `exports`.

    Returns
    -------
    The frame with those columns, in million current US dollars. What the data lack is missing, not 0: 0 is what they
    report as none.
    """
    (rows, table), back = opened(frame=frame, trade=trade)
    code_of(rows, "trade", table)
    if is_dyadic(rows):
        return back(join_dyads(rows, table, DYAD_COLUMNS, name="trade"))
    return back(join_states(rows, table, STATE_COLUMNS, name="trade"))
