"""Gross domestic product and population, with the uncertainty of their estimates.

Source: Fariss, C. J., T. Anders, J. N. Markowitz and M. Barnum (2022), New estimates of over 500 years of historic GDP
and population data, Journal of Conflict Resolution 66(3): 553-591.
"""

from __future__ import annotations

from typing import Any

from detente.measures.joins.keys import code_of, join_states
from detente.measures.native import opened

COLUMNS = ["mrgdppc", "sd_mrgdppc", "pwtrgdp", "sd_pwtrgdp", "pwtpop", "sd_pwtpop"]


def add_gdp_pop(frame: Any, gdp_pop: Any) -> Any:
    """Simulated GDP a head, GDP and population.

    Parameters
    ----------
    frame
        Dyad-years or state-years with COW or GW codes.
    gdp_pop
        State-years by the same code, with the columns below.

    Returns
    -------
    The frame with `mrgdppc` (GDP a head, 2011 international dollars, after the Maddison Project), `pwtrgdp` (GDP,
    million 2011 dollars, after the Penn World Table), `pwtpop` (population, millions) and the standard deviation of
    each (`sd_`); of pairs with 1 and 2 behind.
    """
    (rows, table), back = opened(frame=frame, gdp_pop=gdp_pop)
    code_of(rows, "gdp_pop", table)
    return back(join_states(rows, table, COLUMNS, name="gdp_pop"))
