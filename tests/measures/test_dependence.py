"""Trade dependence by hand, and against real figures of the Correlates of War trade data where they lie at hand."""

import math

import duckdb
import polars as pl
import polars.testing
import pytest

from detente.measures.dependence import largest_partners, partners, trade_dependence

TRADE = pl.DataFrame(
    [
        (1, 2, 2000, 60.0, 40.0),  # 1 imports 60 from 2, 2 imports 40 from 1
        (1, 3, 2000, 30.0, 10.0),
        (2, 3, 2000, 5.0, 5.0),
        (1, 4, 2000, None, 7.0),
        (2, 4, 2000, 0.0, 0.0),
        (1, 2, 2001, None, None),
    ],
    schema=["ccode1", "ccode2", "year", "flow1", "flow2"],
    orient="row",
)
NATIONAL = pl.DataFrame(
    {"ccode": [1, 2, 1], "year": [2000, 2000, 2001], "imports": [100.0, 50.0, 9.0], "exports": [100.0, None, 9.0]}
)


def test_shares_ranks_and_concentration_by_hand():
    row = trade_dependence(TRADE, dyad=(1, 2)).row(0, named=True)
    assert (row["imports1"], row["exports1"], row["trade"]) == (60, 40, 100)
    assert row["total1"] == 140  # the partner without a figure is not in it ...
    assert row["missing1"] == 1  # ... and that is said
    assert row["share1"] == pytest.approx(100 / 140)
    assert row["share2"] == pytest.approx(100 / 110)
    assert row["asymmetry"] == pytest.approx(100 / 140 - 100 / 110)
    assert row["salience"] == pytest.approx(math.sqrt(100 / 140 * 100 / 110))
    assert (row["rank1"], row["rank2"]) == (1, 1)
    assert row["hhi1"] == pytest.approx((100 / 140) ** 2 + (40 / 140) ** 2)


def test_a_missing_flow_is_no_zero():
    row = trade_dependence(TRADE, dyad=(1, 4)).row(0, named=True)
    assert row["exports1"] == 7
    assert row["trade"] is None
    assert row["share1"] is None
    assert row["rank1"] is None
    nothing = trade_dependence(TRADE, dyad=(1, 2)).row(1, named=True)
    assert (nothing["year"], nothing["trade"], nothing["share1"], nothing["total1"]) == (2001, None, None, None)


def test_totals_of_the_national_table_where_there_are_any():
    row = trade_dependence(TRADE, NATIONAL, dyad=(1, 2)).row(0, named=True)
    assert row["total1"] == 200
    assert row["share1"] == pytest.approx(0.5)
    assert (
        row["total2"] is None
    )  # its exports are missing: no total, and the sum over partners does not stand in for it
    assert row["share2"] is None
    assert row["rank2"] == 1


def test_turned_round_it_is_the_same():
    one, two = (trade_dependence(TRADE, dyad=pair).row(0, named=True) for pair in ((1, 2), (2, 1)))
    assert one["share1"] == two["share2"]
    assert one["asymmetry"] == pytest.approx(-two["asymmetry"])
    assert one["imports1"] == two["exports1"]


def test_a_directed_table_counts_once():
    turned = TRADE.select(ccode1="ccode2", ccode2="ccode1", year="year", flow1="flow2", flow2="flow1")
    twice = pl.concat([TRADE, turned])
    polars.testing.assert_frame_equal(partners(twice), partners(TRADE), check_row_order=False)


def test_equals_share_the_better_rank():
    trade = pl.DataFrame(
        {
            "ccode1": [1, 1, 1],
            "ccode2": [2, 3, 4],
            "year": [2000] * 3,
            "flow1": [5.0, 5.0, 1.0],
            "flow2": [5.0, 5.0, 1.0],
        }
    )
    assert partners(trade).filter(pl.col("ccode") == 1).sort("partner")["rank"].to_list() == [1, 1, 3]


@pytest.mark.parametrize("engine", ["pandas", "duckdb", "lazy"])
def test_engines_agree(engine):
    wanted = trade_dependence(TRADE, NATIONAL, dyad=(1, 2))
    made = {
        "pandas": lambda frame: frame.to_pandas(),
        "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
        "lazy": lambda frame: frame.lazy(),
    }[engine]
    found = trade_dependence(made(TRADE), made(NATIONAL), dyad=(1, 2))
    back = {"pandas": pl.from_pandas, "duckdb": duckdb.DuckDBPyRelation.pl, "lazy": pl.LazyFrame.collect}[engine]
    found = back(found)
    polars.testing.assert_frame_equal(found.cast(pl.Float64), wanted.cast(pl.Float64))


@pytest.fixture(scope="module")
def cow(shared):
    folder = shared / "data" / "trade"
    if not folder.is_dir():
        pytest.skip("the trade data (../shared/data/trade) are not on this machine")
    return pl.read_parquet(folder / "cow_trade_4.0_directed.parquet"), pl.read_parquet(
        folder / "cow_trade_4.0_national.parquet"
    )


def test_real_figures(cow):
    trade, national = cow
    row = trade_dependence(trade, national, dyad=(2, 710)).filter(pl.col("year") == 2014).row(0, named=True)
    assert (row["imports1"], row["exports1"]) == (472_525, 183_283)  # as the file has it: million USD
    assert (row["rank1"], row["rank2"]) == (1, 1)  # each was the other's largest partner
    russia = trade_dependence(trade, national, dyad=(365, 710)).filter(pl.col("year") == 2014).row(0, named=True)
    assert russia["rank1"] == 1
    assert russia["asymmetry"] > 0.09  # Russia depends more on China than China on Russia
    names = largest_partners(trade, 365, 2014, count=3)["partner"].to_list()
    assert names == [710, 255, 2]
