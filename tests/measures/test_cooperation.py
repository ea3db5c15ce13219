"""Bilateral cooperation intensity by hand."""

import polars as pl
import pytest

from detente.errors import DetenteError
from detente.measures.cooperation import TABLE, cooperation_intensity, scheme

VALUES = pl.DataFrame(
    {
        "year": [2000, 2001, 2002],
        "visits": [3.0, None, 12.0],
        "votes": [0.8, None, 1.0],
        "trade": [0.1, 0.05, None],
    }
)


def test_by_hand():
    row = cooperation_intensity(VALUES).row(0, named=True)
    assert row["visits"] == 0.5  # 3 of 6
    assert row["political"] == pytest.approx((0.5 + 0.8) / 2)
    assert row["economic"] == 0.5  # trade alone: nothing is known of energy
    assert "military" in row
    assert row["military"] is None
    assert row["index"] == pytest.approx((0.65 + 0.5) / 2)
    assert row["coverage"] == pytest.approx(3 / 6)
    assert row["parts"] == "visits votes trade"
    assert row["band"] == "moderate"


def test_what_is_missing_is_left_out_and_never_zero():
    found = cooperation_intensity(VALUES)
    assert found["political"][1] is None
    assert found["index"][1] == 0.25
    assert found["coverage"][1] == pytest.approx(1 / 6)
    assert found["index"][2] == 1.0  # more than full is full
    empty = cooperation_intensity(
        pl.DataFrame({"year": [2003], "visits": [None]}, schema={"year": pl.Int64, "visits": pl.Float64})
    )
    assert empty.select("index", "band").row(0) == (None, None)
    assert empty["coverage"][0] == 0


def test_other_weights(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(TABLE.read_text("utf-8").replace("[political]\nweight = 1.0", "[political]\nweight = 3.0"), "utf-8")
    assert cooperation_intensity(VALUES, config=own)["index"][0] == pytest.approx((3 * 0.65 + 0.5) / 4)


def test_a_table_that_is_none_is_said(tmp_path):
    bad = tmp_path / "bad.toml"
    bad.write_text("[political]\nweight = 1\n", "utf-8")
    with pytest.raises(DetenteError, match="is no table of indicators"):
        scheme(bad)
    with pytest.raises(DetenteError, match="no column is an indicator"):
        cooperation_intensity(pl.DataFrame({"year": [2000]}))


def test_engines():
    pandas = cooperation_intensity(VALUES.to_pandas())
    assert pandas["index"].tolist() == pytest.approx(cooperation_intensity(VALUES)["index"].to_list())


def test_every_indicator_says_its_unit_and_lies_in_a_dimension():
    plan = scheme()
    assert {each.dimension for each in plan.indicators} == set(plan.dimensions) == {"political", "economic", "military"}
    assert all(each.unit for each in plan.indicators)
    assert plan.bands[-1][0] > 1
