"""Measures out of datasets by year: trade, votes and ideal points in the UN General Assembly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.cli.measured.asked import Asked, Measure, Result, within_years
from detente.cli.measured.fetching import numbered, rows_of
from detente.errors import DetenteError

if TYPE_CHECKING:
    import polars as pl

    from detente.store import Store

FEW_VOTES = 10  # roll calls in a year, below which similarity is a matter of chance
VOTE_SERIES = (("agree", "share of agreement"), ("s_sq", "S, squared"), ("kappa_sq", "Cohen's kappa, squared"))


def _trade(store: Store, asked: Asked) -> Result:
    from detente.show import charts

    rows, used, notes = dependence_of(store, asked)
    if rows.is_empty():
        raise DetenteError(f"the trade data have no row of {asked.a} and {asked.b}")
    unit = "trade in million current US dollars; shares of all trade of each, 0-1"
    result = Result(within_years(rows, asked), unit, used=used, notes=notes)
    result.title = f"{asked.pair}: trade dependence"
    result.shown = ("year", "trade", "share1", "share2", "asymmetry", "rank1", "rank2", "hhi1", "hhi2")
    first, second = asked.names
    series = [("share1", f"share in the trade of {first}"), ("share2", f"share in the trade of {second}")]
    result.chart = lambda caption: charts.lines_chart(dated(result.rows), caption, series, percent=True)
    return result


def dependence_of(store: Store, asked: Asked) -> tuple[pl.DataFrame, list[str], list[str]]:
    """Trade dependence of the two by year, the datasets it is from, and notes."""
    from detente.measures.dependence import trade_dependence
    from detente.sources.tables import has

    notes = numbered(asked)
    flows = rows_of(store, asked, "cow-trade", ("ccode1", "ccode2", "year", "flow1", "flow2"), partners=True)
    if not has(store, "cow-trade-national"):
        note = "totals are sums over partners; `detente import cow-trade-national` gives the states' own"
        return trade_dependence(flows, dyad=asked.cow), ["cow-trade"], [note, *notes]
    national = rows_of(store, asked, "cow-trade-national", ("ccode", "year", "imports", "exports"))
    return trade_dependence(flows, national, dyad=asked.cow), ["cow-trade", "cow-trade-national"], notes


def _similarity(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.show import charts

    rows = votes_of(store, asked)
    result = Result(
        within_years(rows, asked),
        "coefficients of similarity of votes, -1 or 0 to 1; 1: always alike",
        used=["unga-votes", "unga-roll-calls"],
        notes=numbered(asked),
    )
    few = result.rows.filter(pl.col("n") < FEW_VOTES)
    if few.height:
        years = ", ".join(f"{year} ({n})" for year, n in few.select("year", "n").iter_rows())
        result.notes.append(f"few roll calls on which both voted, so that a single one decides: {years}")
    result.title = f"{asked.pair}: votes in the UN General Assembly"
    result.shown = ("year", "n", "agree", "agree_yn", "s_sq", "pi_sq", "kappa_sq")
    names = [(name, words) for name, words in VOTE_SERIES if name in result.rows.columns]
    result.chart = lambda caption: charts.lines_chart(dated(result.rows), caption, names)
    return result


def votes_of(store: Store, asked: Asked) -> pl.DataFrame:
    """Similarity of votes of the two by year, as `measures.similarity` has it."""
    from detente.measures.similarity import vote_similarity
    from detente.sources.tables import relation

    votes = rows_of(store, asked, "unga-votes", ("rcid", "ccode", "vote"), key="rcid")
    rows = vote_similarity(votes, relation(store, "unga-roll-calls", ("rcid", "date")).pl(), counts=False)
    return rows.sort("year")


def _ideal(store: Store, asked: Asked) -> Result:
    import polars as pl

    from detente.show import charts

    a, b = asked.cow
    points = rows_of(store, asked, "ideal-points")
    column = next(name for name in ("idealpointfp", "idealpointall") if name in points.columns)
    one = points.filter(pl.col("ccode") == a).select("year", ideal1=pl.col(column))
    two = points.filter(pl.col("ccode") == b).select("year", ideal2=pl.col(column))
    rows = one.join(two, on="year", how="full", coalesce=True).with_columns(
        distance=(pl.col("ideal1") - pl.col("ideal2")).abs()
    )
    result = Result(
        within_years(rows.sort("year"), asked),
        f"ideal points ({column}), standard deviations of the Assembly; distance between them",
        used=["ideal-points"],
        notes=numbered(asked),
    )
    result.title = f"{asked.pair}: ideal points in the UN General Assembly"
    first, second = asked.names
    result.chart = lambda caption: charts.lines_chart(
        dated(result.rows), caption, [("ideal1", first), ("ideal2", second)]
    )
    return result


def dated(rows: pl.DataFrame) -> pl.DataFrame:
    """Yearly rows with the `period` that a chart goes by, and a row for every year: one without data is a gap."""
    import polars as pl

    if rows.is_empty():
        raise DetenteError("there is nothing to draw in these years; widen --from and --to")
    first, last = (int(year) for year in (rows["year"].min(), rows["year"].max()))  # type: ignore[arg-type]
    years = pl.Series(range(first, last + 1), dtype=rows["year"].dtype)
    every = pl.DataFrame({"year": years}).join(rows, on="year", how="left")
    return every.sort("year").with_columns(period=pl.date(pl.col("year"), 1, 1))


MEASURES = (
    Measure(
        "trade",
        "trade, shares both ways, ranks of partners, concentration",
        "million USD; 0-1",
        "cow-trade; cow-trade-national where imported",
        _trade,
        ("dependence",),
    ),
    Measure(
        "similarity",
        "how alike they vote in the UN General Assembly",
        "-1 or 0 to 1",
        "unga-votes, unga-roll-calls",
        _similarity,
        ("votes",),
    ),
    Measure(
        "ideal-points",
        "ideal points in the UN General Assembly, and their distance",
        "standard deviations",
        "ideal-points",
        _ideal,
    ),
)
