"""How alike states vote: coefficients of agreement for all dyads and years at once.

Of the roll calls of a year in which both states voted, with votes x and y (1 yes, 2 abstain, 3 no), d = x - y, weights
w (1, unless given) and W their sum:

========= ============================================== ========== ====================================================
column    formula                                        range      source
========= ============================================== ========== ====================================================
agree     sum w [d = 0] / W                              0 to 1     share of agreement; abstention is a vote of its own
agree_yn  the same of roll calls where both said         0 to 1     Lijphart (1963) without abstentions
          yes or no
s_abs     1 - 2 sum w |d| / (2 W)                        -1 to 1    S, absolute distances: Signorino & Ritter (1999)
s_sq      1 - 2 sum w d^2 / (4 W)                        -1 to 1    S, squared distances
pi_sq     1 - D / (Sxx + Syy - (Sx + Sy)^2 / 2W)         -1 to 1    Scott's pi, squared distances: Häge (2011)
kappa_sq  1 - D / (Sxx + Syy - 2 Sx Sy / W)              -1 to 1    Cohen's kappa, squared distances: Häge (2011)
pi_nom    (po - pe) / (1 - pe), pe of pooled margins     -1 to 1    Scott (1955)
kappa_nom (po - pe) / (1 - pe), pe of own margins        -1 to 1    Cohen (1960)
========= ============================================== ========== ====================================================

Sx is sum w x, Sxx sum w x^2, D sum w d^2, po is `agree`. The denominators of pi and kappa are the squared distances
that chance would give. A coefficient whose denominator is 0 (both states cast one and the same vote all year) is
missing.

Caveats. S takes no account of chance: two states that vote yes with everybody are alike by S, and not by pi or kappa
(Häge 2011). How far an abstention is from a no is a convention. An absence is no vote. A year can rest on few roll
calls: `n` says on how many. Which resolutions come to a vote changes from year to year, so that levels of different
years compare agendas as well as states; ideal points are made for that (Bailey, Strezhnev and Voeten 2017).

Signorino, C. S. and J. M. Ritter (1999), Tau-b or not tau-b: measuring the similarity of foreign policy positions,
International Studies Quarterly 43(1): 115-144. Häge, F. M. (2011), Choice or circumstance? Adjusting measures of
foreign policy similarity for chance agreement, Political Analysis 19(3): 287-305.

How it is done. Of a year with S states and R roll calls, the S x R matrices of who said yes, abstained and said no are
multiplied with each other: six products count all nine combinations for all dyads. Nothing loops over dyads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import narwhals as nw

from detente.errors import DetenteError
from detente.measures.joins.keys import is_dyadic, join_states
from detente.measures.native import Frame, gathered, given_back, need, opened

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

STATES = ("ccode", "gwcode", "iso3c", "iso3", "country")
WORDS = {"yes": 1, "abstain": 2, "no": 3}
COUNTS = [f"n{x}{y}" for x in (1, 2, 3) for y in (1, 2, 3)]
COEFFICIENTS = ["agree", "agree_yn", "s_abs", "s_sq", "pi_sq", "kappa_sq", "pi_nom", "kappa_nom"]


def vote_similarity(
    votes: Any,
    rollcalls: Any = None,
    issues: Any = None,
    *,
    state: str | None = None,
    weight: str | None = None,
    issue: str | Sequence[str] | None = None,
    coefficients: Sequence[str] = COEFFICIENTS,
    counts: bool = True,
) -> Any:
    """Similarity of votes of all dyads in all years.

    Parameters
    ----------
    votes
        One row a vote: `rcid` (roll call), the state, `vote` (1, 2, 3 or yes, abstain, no; anything else, as 8 absent
        and 9 not a member, is no vote), and `year` unless `rollcalls` has it.
    rollcalls
        `rcid` with `year` or `date` (calendar years), and the weight.
    issues
        `rcid` with `short_name`, one row an issue of a roll call: similarity by issue, with a column `issue`. A roll
        call that has several issues counts in each, one that has none in none.
    state
        Column of `votes` with the state: else the first of ccode, gwcode, iso3c, iso3, country.
    weight
        Column of `rollcalls` (or of `votes`) with a weight of each roll call, not negative: all coefficients are then
        weighted; `n` and the counts are not.
    issue
        Only these issues.
    coefficients
        Which columns; see the module for formulas.
    counts
        With `n11` to `n33`: how often the first state cast vote 1, 2, 3 (first digit) and the second (second digit).

    Returns
    -------
    One row a dyad and year with a common roll call, the lower state (by code or name) first: the states with 1 and 2
    behind, `year`, `issue` if asked for, `n`, counts, coefficients, in the kind of frame that was given.

    Raises
    ------
    DetenteError
        A state has two votes in a roll call; a column lacks; weights are negative.
    """
    import numpy as np
    import polars as pl
    from threadpoolctl import threadpool_limits

    given = {"votes": votes} | ({} if rollcalls is None else {"rollcalls": rollcalls})
    given |= {} if issues is None else {"issues": issues}
    frames, back = opened(**given)
    unknown = sorted({*coefficients} - {*COEFFICIENTS})
    if unknown:
        raise DetenteError(f"no coefficient {', '.join(unknown)}; there are {', '.join(COEFFICIENTS)}")
    if issue is not None and issues is None:
        raise DetenteError("for similarity by issue give issues=, with rcid and short_name")
    state = state or _state_of(frames[0])
    cast_votes, calls = _votes(frames[0], frames[1] if rollcalls is not None else None, state, weight)
    of_issue = _issues(frames[-1], issue) if issues is not None else None

    names = cast_votes["state"].unique().sort()
    position = dict(zip(names.to_list(), range(len(names)), strict=True))
    cast_votes = cast_votes.with_columns(
        state=cast_votes["state"].replace_strict(list(position), list(position.values()), return_dtype=_int32())
    )
    blocks: list[dict[str, np.ndarray]] = []
    issue_names = [] if of_issue is None else of_issue["short_name"].unique().sort().to_list()
    # The products are small: a second thread costs more than it gives.
    with threadpool_limits(1):
        for year, matrix, states, weights, ids in _years(cast_votes, calls):
            groups = [(0, np.arange(len(ids)))] if of_issue is None else _groups(ids, of_issue, issue_names)
            for name, columns in groups:
                block = _block(matrix[:, columns], None if weights is None else weights[columns])
                pairs = len(block["n"])
                block["one"], block["two"] = states[block["one"]], states[block["two"]]
                block["year"] = np.full(pairs, year, dtype=np.int16)
                block["issue"] = np.full(pairs, name, dtype=np.int16)
                blocks.append(block)
    table = _below_each_other(blocks, coefficients)
    columns_out: dict[str, Any] = {f"{state}1": names.gather(table["one"]), f"{state}2": names.gather(table["two"])}
    columns_out["year"] = table["year"]
    if of_issue is not None:
        columns_out["issue"] = pl.Series(issue_names, dtype=pl.String).gather(table["issue"])
    columns_out |= {"n": table["n"]} | ({name: table[name] for name in COUNTS} if counts else {})
    columns_out |= {name: table[name] for name in coefficients}
    return back(given_back(columns_out, frames[0]))


def add_ideal_point_distance(frame: Any, points: Any, *, point: str = "idealpointfp") -> Any:
    """Distance between two states' ideal points.

    Bailey, M. A., A. Strezhnev and E. Voeten (2017), Estimating dynamic state preferences from United Nations voting
    data, Journal of Conflict Resolution 61(2): 430-456: positions on one dimension (towards the liberal order),
    estimated so that years compare although agendas change.

    Parameters
    ----------
    frame
        Dyad-years or state-years.
    points
        State-years by the same code: `ccode` (or `gwcode`), `year` and the point.
    point
        Its column: `idealpointfp` (final passage votes), `idealpointall`, `idealpointlegacy`, ...

    Returns
    -------
    The frame with the points of both (`idealpointfp1`, `idealpointfp2`) and `idealpoint_distance`, their absolute
    difference (0 and more, of the points' unit: about one standard deviation of states); of state-years only the point.
    Missing where a point is.
    """
    (rows, table), back = opened(frame=frame, points=points)
    need(table, ("year", point), "points")
    rows = join_states(rows, table, [point], name="points")
    if is_dyadic(rows):
        rows = rows.with_columns(idealpoint_distance=(nw.col(f"{point}1") - nw.col(f"{point}2")).abs())
    return back(rows)


def distance_coefficients(
    weight: np.ndarray,
    sum_x: np.ndarray,
    sum_y: np.ndarray,
    squares: np.ndarray,
    absolute: np.ndarray,
    squared: np.ndarray,
    greatest: float,
) -> dict[str, np.ndarray]:
    """S, pi and kappa from sums over common items.

    Parameters
    ----------
    weight
        Sum of the items' weights: of equal weights their number.
    sum_x, sum_y, squares
        Sums of x, of y, and of x^2 + y^2.
    absolute, squared
        Sums of |x - y| and of (x - y)^2.
    greatest
        The greatest distance that two values can have.
    """
    import numpy as np

    scott = squares - (sum_x + sum_y) ** 2 / (2 * weight)
    cohen = squares - 2 * sum_x * sum_y / weight
    least = 1e-9 * np.maximum(squares, 1e-300)
    return {
        "s_abs": 1 - 2 * absolute / (weight * greatest),
        "s_sq": 1 - 2 * squared / (weight * greatest**2),
        "pi_sq": 1 - _ratio(squared, scott, least),
        "kappa_sq": 1 - _ratio(squared, cohen, least),
    }


def _ratio(above: np.ndarray, below: np.ndarray, least: np.ndarray | float = 0.0) -> np.ndarray:
    """A quotient, missing where the divisor is 0 (or below what rounding leaves of 0)."""
    import numpy as np

    result = np.full(np.shape(above), np.nan)
    np.divide(above, below, out=result, where=below > least)
    return result


def _state_of(votes: Frame) -> str:
    names = votes.collect_schema().names()
    there = [name for name in STATES if name in names]
    if not there:
        raise DetenteError(f"votes has no column of states: give state=; its columns are {', '.join(names)}")
    return there[0]


def _int32() -> Any:
    import polars as pl

    return pl.Int32


def _polars(frame: Frame) -> pl.DataFrame:
    return gathered(frame).to_polars()


def _votes(votes: Frame, rollcalls: Frame | None, state: str, weight: str | None) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Votes of 1, 2, 3 by state and roll call, and roll calls with year and weight."""
    import polars as pl

    need(votes, ("rcid", state, "vote"), "votes")
    if rollcalls is None:
        need(votes, ("year", *([weight] if weight else [])), "votes")
        calls = _polars(votes.select("rcid", "year", *([weight] if weight else [])).unique(["rcid"]))
    else:
        names = rollcalls.collect_schema().names()
        need(rollcalls, ("rcid", *([weight] if weight else [])), "rollcalls")
        if "year" not in names and "date" not in names:
            raise DetenteError(f"rollcalls needs year or date; its columns are {', '.join(names)}")
        when = "year" if "year" in names else "date"
        calls = _polars(rollcalls.select("rcid", when, *([weight] if weight else [])))
        if when == "date":
            day = calls["date"]
            if day.dtype == pl.String:
                day = day.str.to_date()
            calls = calls.with_columns(year=day.dt.year())
    calls = calls.select(
        "rcid", pl.col("year").cast(pl.Int16), *([pl.col(weight).cast(pl.Float64).alias("weight")] if weight else [])
    )
    if weight and (calls["weight"].is_null().any() or (calls["weight"] < 0).any() or calls["weight"].is_nan().any()):
        raise DetenteError(f"weights of roll calls ({weight}) must be numbers of 0 and more, one for each roll call")

    table = _polars(votes.select("rcid", state, "vote")).rename({state: "state"})
    if not table["vote"].dtype.is_numeric():
        numbers = pl.col("vote").cast(pl.String).str.to_lowercase()
        table = table.with_columns(vote=numbers.replace_strict(WORDS, default=None, return_dtype=pl.Int8))
    table = table.filter(pl.col("vote").is_in([1, 2, 3]), pl.col("state").is_not_null())
    if table["state"].dtype.is_float():
        table = table.with_columns(pl.col("state").cast(pl.Int64))
    return table.with_columns(pl.col("vote").cast(pl.Int8)).join(calls.select("rcid", "year"), on="rcid"), calls


def _issues(issues: Frame, wanted: str | Sequence[str] | None) -> pl.DataFrame:
    import polars as pl

    need(issues, ("rcid", "short_name"), "issues")
    table = _polars(issues.select("rcid", "short_name")).unique()
    if wanted is not None:
        names = [wanted] if isinstance(wanted, str) else list(wanted)
        there = table["short_name"].unique().sort().to_list()
        unknown = [name for name in names if name not in there]
        if unknown:
            raise DetenteError(f"no issue {', '.join(unknown)}; there are {', '.join(map(str, there))}")
        table = table.filter(pl.col("short_name").is_in(names))
    return table


def _years(
    votes: pl.DataFrame, calls: pl.DataFrame
) -> Iterator[tuple[int, np.ndarray, np.ndarray, np.ndarray | None, np.ndarray]]:
    """Of each year the matrix of votes (states x roll calls, 0 no vote), states, weights and roll calls."""
    import numpy as np

    if votes.is_empty():
        return
    by_call = (
        {}
        if "weight" not in calls.columns
        else dict(zip(calls["rcid"].to_list(), calls["weight"].to_list(), strict=True))
    )
    votes = votes.sort("year")
    year, rcid, state, vote = (votes[name].to_numpy() for name in ("year", "rcid", "state", "vote"))
    edges = np.flatnonzero(np.diff(year, prepend=year[0] - 1))
    for begin, end in zip(edges, [*edges[1:], len(year)], strict=True):
        part = slice(begin, end)
        states, rows = np.unique(state[part], return_inverse=True)
        ids, columns = np.unique(rcid[part], return_inverse=True)
        matrix = np.zeros((len(states), len(ids)), dtype=np.int8)
        matrix[rows, columns] = vote[part]
        if np.count_nonzero(matrix) != end - begin:
            raise DetenteError(
                f"in {year[begin]} a state has two votes in one roll call: is the column of states right, does each "
                "state have a code of its own?"
            )
        weights = np.array([by_call[call] for call in ids.tolist()]) if by_call else None
        yield int(year[begin]), matrix, states, weights, ids


def _groups(ids: np.ndarray, issues: pl.DataFrame, names: list[str]) -> list[tuple[int, np.ndarray]]:
    """The columns of each issue, by its place in `names`."""
    import numpy as np

    here = issues.filter(issues["rcid"].is_in(ids))
    return [
        (names.index(name), np.flatnonzero(np.isin(ids, part["rcid"].to_numpy())))
        for (name,), part in sorted(here.partition_by("short_name", as_dict=True).items())
    ]


def _block(matrix: np.ndarray, weights: np.ndarray | None) -> dict[str, np.ndarray]:
    """Counts of the nine combinations of votes, and coefficients, of all pairs of rows with a column in common."""
    import numpy as np

    # Who said yes, who abstained, who said no, below each other: one product has all nine combinations. Whole numbers
    # below 2**24 are exact in single precision.
    said = np.concatenate([matrix == value for value in (1, 2, 3)]).astype(np.float32)
    states = len(matrix)
    one, two = np.triu_indices(states, 1)

    def counted(product: np.ndarray, name: str, kind: type) -> dict[str, np.ndarray]:
        parts = product.reshape(3, states, 3, states)
        return {f"{name}{x + 1}{y + 1}": parts[x, :, y][one, two].astype(kind) for x in range(3) for y in range(3)}

    block = counted(said @ said.T, "n", np.int16 if matrix.shape[1] < 2**15 else np.int32)
    n = sum(block[name].astype(np.int32) for name in COUNTS)
    if weights is not None:
        exact = said.astype(np.float64)
        block |= counted((exact * weights) @ exact.T, "w", np.float64)
    keep = np.flatnonzero(np.asarray(n) > 0)
    block = {name: values[keep] for name, values in block.items()}
    # Year by year, while the numbers are still at hand: the arrays of all years fit in no cache.
    prefix = "n" if weights is None else "w"
    values = coefficients_of_table(
        {(x, y): block[f"{prefix}{x}{y}"].astype(np.float64) for x in (1, 2, 3) for y in (1, 2, 3)}
    )
    return block | values | {"one": one[keep], "two": two[keep], "n": np.asarray(n)[keep].astype(np.int32)}


def _below_each_other(blocks: list[dict[str, np.ndarray]], coefficients: Sequence[str]) -> dict[str, np.ndarray]:
    import numpy as np

    names = ["one", "two", "year", "issue", "n", *COUNTS]
    if not blocks:
        empty: dict[str, np.ndarray] = {name: np.zeros(0, dtype=np.int32) for name in names}
        return empty | {name: np.zeros(0) for name in coefficients}
    return {name: np.concatenate([block[name] for block in blocks]) for name in [*names, *coefficients]}


def coefficients_of_table(cells: dict[tuple[int, int], np.ndarray]) -> dict[str, np.ndarray]:
    """The eight coefficients from the (weighted) numbers of joint votes `cells[x, y]`, x and y of 1, 2, 3."""
    import numpy as np

    total = np.asarray(sum(cells.values()))
    with np.errstate(divide="ignore", invalid="ignore"):
        first = [np.asarray(sum(cells[x, y] for y in (1, 2, 3))) for x in (1, 2, 3)]
        second = [np.asarray(sum(cells[x, y] for x in (1, 2, 3))) for y in (1, 2, 3)]
        near = cells[1, 2] + cells[2, 1] + cells[2, 3] + cells[3, 2]
        far = cells[1, 3] + cells[3, 1]
        same = cells[1, 1] + cells[2, 2] + cells[3, 3]
        distances = distance_coefficients(
            weight=np.where(total > 0, total, np.nan),
            sum_x=first[0] + 2 * first[1] + 3 * first[2],
            sum_y=second[0] + 2 * second[1] + 3 * second[2],
            squares=first[0] + second[0] + 4 * (first[1] + second[1]) + 9 * (first[2] + second[2]),
            absolute=near + 2 * far,
            squared=near + 4 * far,
            greatest=2.0,
        )
        agree = _ratio(same, total)
        own = np.asarray(sum(a * b for a, b in zip(first, second, strict=True))) / total**2
        pooled = np.asarray(sum((a + b) ** 2 for a, b in zip(first, second, strict=True))) / (4 * total**2)
        decided = cells[1, 1] + cells[3, 3]
        return {
            "agree": agree,
            "agree_yn": _ratio(decided, decided + far),
            **distances,
            "pi_nom": _ratio(agree - pooled, 1 - pooled, 1e-12),
            "kappa_nom": _ratio(agree - own, 1 - own, 1e-12),
        }
