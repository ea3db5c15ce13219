"""National material capabilities.

Source: Singer, J. D. (1987), Reconstructing the Correlates of War dataset on material capabilities of states,
1816-1985, International Interactions 14(2): 115-132; National Material Capabilities, versions 6.0 and 7.0.
"""

from __future__ import annotations

from typing import Any

from detente.measures.joins.keys import code_of, join_states
from detente.measures.native import opened

COLUMNS = ["milex", "milper", "irst", "pec", "tpop", "upop", "cinc"]


def add_nmc(frame: Any, nmc: Any) -> Any:
    """Military expenditure and personnel, industry, energy, population, and their composite.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW codes.
    nmc
        State-years: `ccode`, `year` and the columns below.

    Returns
    -------
    The frame with `milex` (military expenditure: thousand pounds sterling to 1913, thousand current US dollars after),
    `milper` (military personnel, thousands), `irst` (iron and steel, thousand tons), `pec` (primary energy consumption,
    thousand coal-ton equivalents), `tpop` and `upop` (total and urban population, thousands), `cinc` (share of the
    system's capabilities, 0 to 1: the mean of the six shares); of pairs `milex1`, ..., `cinc2`. What the data lack
    is missing.
    """
    (rows, table), back = opened(frame=frame, nmc=nmc)
    code_of(rows, "nmc", table)
    return back(join_states(rows, table, COLUMNS, name="nmc"))
