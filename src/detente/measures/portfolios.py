"""How alike states' alliances are: S, pi and kappa of alliance portfolios, for all dyads and years at once.

A state's portfolio of a year holds its tie to every member of the system of states, itself included: 3 for an
obligation to defend or to join an attack, 2 for neutrality or consultation, 1 for non-aggression alone, 0 for none; the
tie to oneself is 3. Ties are a state's own obligations, which can be one-sided. Of two portfolios x and y over n
states, with d = x - y and weights w (1, unless given) that sum to W:

========== ========================================== ============================================================
column     formula, range -1 to 1                     source
========== ========================================== ============================================================
s_abs      1 - 2 sum w |d| / (3 W)                    S: Signorino & Ritter (1999)
s_sq       1 - 2 sum w d^2 / (9 W)                    S, squared distances
pi_sq      as in `similarity`, squared distances      Scott's pi: Häge (2011)
kappa_sq   as in `similarity`, squared distances      Cohen's kappa: Häge (2011)
pi_nom     (po - pe) / (1 - pe), values as names      Scott (1955)
s_bin      S of ties at all (0 or 1)                  Signorino & Ritter (1999)
pi_bin     Scott's pi of ties at all                  Häge (2011)
kappa_bin  Cohen's kappa of ties at all               Häge (2011)
========== ========================================== ============================================================

Weights can be the states' shares of capabilities (`cinc`), so that an alliance with a great power counts for more: the
weight belongs to the state that the tie is with.

Caveats. Most states have no tie with most others, so that S is near 1 for nearly everybody; pi and kappa take that as
what chance gives (Häge 2011). Two states without any ties are alike by S: alignment is more than alliances. Of years
that the alliance data do not cover there is no row.

Signorino, C. S. and J. M. Ritter (1999), Tau-b or not tau-b, International Studies Quarterly 43(1): 115-144. Häge, F.
M. (2011), Choice or circumstance?, Political Analysis 19(3): 287-305. Values of ties as in Chiba, D., J. C. Johnson and
B. A. Leeds (2015), Careful commitments, Journal of Politics 77(4): 968-982.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from detente.errors import DetenteError
from detente.measures.joins.alliances import OBLIGATIONS
from detente.measures.native import gathered, given_back, need, opened
from detente.measures.similarity import distance_coefficients

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

COEFFICIENTS = ["s_abs", "s_sq", "pi_sq", "kappa_sq", "pi_nom", "s_bin", "pi_bin", "kappa_bin"]
GREATEST = 3


def alliance_similarity(
    atop: Any, members: Any, *, weight: str | None = None, coefficients: Sequence[str] = COEFFICIENTS
) -> Any:
    """Similarity of alliance portfolios of all dyads in all years.

    Parameters
    ----------
    atop
        Directed dyad-years of obligations: `ccode1`, `ccode2`, `year`, `atop_defense`, `atop_offense`, `atop_neutral`,
        `atop_nonagg`, `atop_consul`.
    members
        State-years `ccode`, `year` of the system, as `state_years` gives them.
    weight
        Column of `members` with the weight of each state in everybody's portfolio, not negative. A state without a
        weight is left out of the portfolios of that year.
    coefficients
        Which columns; see the module for formulas.

    Returns
    -------
    One row a dyad-year, the lower code first: `ccode1`, `ccode2`, `year`, `n` (states in the portfolio) and the
    coefficients, of the years from the first to the last of `atop`, in the kind of frame that was given. A coefficient
    whose denominator is 0 is missing.
    """
    import numpy as np
    import polars as pl
    from threadpoolctl import threadpool_limits

    (ties, states), back = opened(atop=atop, members=members)
    need(ties, ("ccode1", "ccode2", "year", *OBLIGATIONS), "atop")
    need(states, ("ccode", "year", *([weight] if weight else [])), "members")
    unknown = sorted({*coefficients} - {*COEFFICIENTS})
    if unknown:
        raise DetenteError(f"no coefficient {', '.join(unknown)}; there are {', '.join(COEFFICIENTS)}")
    table = _valued(gathered(ties.select("ccode1", "ccode2", "year", *OBLIGATIONS)).to_polars())
    members_table = gathered(states.select("ccode", "year", *([weight] if weight else []))).to_polars()
    members_table = members_table.unique(["ccode", "year"]).sort("year", "ccode")
    if weight is not None and (members_table[weight] < 0).any():
        raise DetenteError(f"weights of states ({weight}) must be 0 and more")

    of_year = {int(year): part for (year,), part in table.partition_by("year", as_dict=True).items()}
    first, last = min(of_year, default=0), max(of_year, default=-1)
    blocks: list[dict[str, np.ndarray]] = []
    with threadpool_limits(1):
        for (year,), part in members_table.partition_by("year", as_dict=True).items():
            if not first <= int(year) <= last:
                continue
            codes = part["ccode"].to_numpy()
            weights = None
            if weight is not None:
                weights = part[weight].cast(pl.Float64).fill_null(0.0).fill_nan(0.0).to_numpy()
            block = _block(_portfolios(codes, of_year.get(int(year))), weights)
            one, two = np.triu_indices(len(codes), 1)
            block |= {"ccode1": codes[one], "ccode2": codes[two], "year": np.full(len(one), year, dtype=np.int16)}
            blocks.append(block)
    names = ["ccode1", "ccode2", "year", "n", *coefficients]
    if not blocks:
        return back(given_back({name: np.zeros(0) for name in names}, ties))
    return back(given_back({name: np.concatenate([block[name] for block in blocks]) for name in names}, ties))


def _valued(table: pl.DataFrame) -> pl.DataFrame:
    """Ties as numbers; of several treaties the strongest."""
    import polars as pl

    has = {name: pl.col(f"atop_{name}") == 1 for name in ("defense", "offense", "neutral", "nonagg", "consul")}
    tie = (
        pl.when(has["defense"] | has["offense"])
        .then(3)
        .when(has["neutral"] | has["consul"])
        .then(2)
        .when(has["nonagg"])
        .then(1)
        .otherwise(0)
    )
    return table.select("ccode1", "ccode2", "year", tie=tie.cast(pl.Int8))


def _portfolios(codes: np.ndarray, ties: pl.DataFrame | None) -> np.ndarray:
    """The n x n matrix of ties of a year; codes are sorted."""
    import numpy as np

    matrix = np.zeros((len(codes), len(codes)), dtype=np.int8)
    if ties is not None:
        one, two, tie = (ties[name].to_numpy() for name in ("ccode1", "ccode2", "tie"))
        members = np.isin(one, codes) & np.isin(two, codes)
        rows, columns = np.searchsorted(codes, one[members]), np.searchsorted(codes, two[members])
        np.maximum.at(matrix, (rows, columns), tie[members])
    np.fill_diagonal(matrix, GREATEST)
    return matrix


def _block(matrix: np.ndarray, weights: np.ndarray | None) -> dict[str, np.ndarray]:
    """Coefficients of all pairs of rows."""
    import numpy as np

    states = len(matrix)
    one, two = np.triu_indices(states, 1)
    # float64 for weights; whole numbers are exact in single precision.
    kind: Any = np.float32 if weights is None else np.float64
    w = np.ones(states, dtype=kind) if weights is None else weights.astype(kind)
    total = np.full(len(one), float(w.sum()) or np.nan)

    # At least 1, 2, 3: |x - y| is the number of thresholds that one of both reaches and the other does not.
    reached: np.ndarray = np.stack([matrix >= value for value in (1, 2, 3)]).astype(kind)
    both = np.stack([(each * w) @ each.T for each in reached])
    each_reached = np.stack([each @ w for each in reached])
    # Products x y = sum of all pairs of thresholds that x and y reach.
    values = matrix.astype(kind)
    product = ((values * w) @ values.T)[one, two].astype(np.float64)
    sums = (values @ w).astype(np.float64)
    squares = ((values**2) @ w).astype(np.float64)
    crossed = sum(each_reached[t][one] + each_reached[t][two] - 2 * both[t][one, two] for t in range(GREATEST))
    valued = distance_coefficients(
        weight=total,
        sum_x=sums[one],
        sum_y=sums[two],
        squares=squares[one] + squares[two],
        absolute=np.asarray(crossed, dtype=np.float64),
        squared=squares[one] + squares[two] - 2 * product,
        greatest=float(GREATEST),
    )
    result = dict(valued)

    names: np.ndarray = np.stack([matrix == value for value in range(GREATEST + 1)]).astype(kind)
    agreed = sum(((each * w) @ each.T)[one, two].astype(np.float64) for each in names) / total
    margins = np.stack([each @ w for each in names]).astype(np.float64)
    chance = np.sum((margins[:, one] + margins[:, two]) ** 2, axis=0) / (4 * total**2)
    result["pi_nom"] = np.where(1 - chance > 1e-12, (agreed - chance) / np.maximum(1 - chance, 1e-300), np.nan)

    tied, together = each_reached[0].astype(np.float64), both[0][one, two].astype(np.float64)
    unlike = tied[one] + tied[two] - 2 * together
    binary = distance_coefficients(
        weight=total, sum_x=tied[one], sum_y=tied[two], squares=tied[one] + tied[two],
        absolute=unlike, squared=unlike, greatest=1.0,
    )  # fmt: skip
    result |= {"s_bin": binary["s_abs"], "pi_bin": binary["pi_sq"], "kappa_bin": binary["kappa_sq"]}
    counted = states if weights is None else int(np.count_nonzero(w))
    return result | {"n": np.full(len(one), counted, dtype=np.int16)}
