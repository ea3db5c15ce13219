"""The relation score against sums done by hand, on every engine."""

import random
from datetime import date

import duckdb
import polars as pl
import polars.testing
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.measures.score import BOUND, goldstein_scores, relation_score, score_of
from detente.ontology import plover

SCHEMA = {
    "day": pl.Date, "actor": pl.String, "recipient": pl.String, "type": pl.String, "mode": pl.String,
    "confidence": pl.Float64, "id": pl.String,
}  # fmt: skip
EVENTS = pl.DataFrame(
    [
        (date(2001, 1, 5), "CHN", "RUS", "AID", "", 0.5, "a"),
        (date(2001, 1, 7), "RUS", "CHN", "ASSAULT", "aerial", 0.9, "b"),
        (date(2001, 7, 16), "CHN", "RUS", "SUPPORT", "", 0.8, "t"),  # done together: one id, both ways
        (date(2001, 7, 16), "RUS", "CHN", "SUPPORT", "", 0.8, "t"),
        (date(2003, 3, 1), "CHN", "RUS", "AID", "", None, "c"),
        (None, "CHN", "RUS", "AID", "", 0.9, "undated"),
        (date(2001, 5, 1), "CHN", "IND", "AID", "", 0.9, "others"),
    ],
    schema=SCHEMA,
    orient="row",
)


def rows(frame):
    """Any engine's result as a list of dictionaries."""
    if isinstance(frame, pl.LazyFrame):
        frame = frame.collect()
    if isinstance(frame, duckdb.DuckDBPyRelation):
        frame = frame.pl()
    return frame.to_dicts() if isinstance(frame, pl.DataFrame) else frame.to_dict("records")


ENGINES = {
    "polars": lambda frame: frame,
    "lazy": lambda frame: frame.lazy(),
    "pandas": lambda frame: frame.to_pandas(),
    "duckdb": lambda frame: duckdb.from_arrow(frame.to_arrow()),
}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_year_by_hand(engine):
    found = rows(relation_score(ENGINES[engine](EVENTS), "CHN", "RUS"))
    assert [row["period"].year for row in found] == [2001, 2003]  # nothing is told of 2002: no row, no zero
    first = found[0]
    assert first["n"] == 3
    assert first["net"] == pytest.approx(7.4 - 9.3 + 4.6)
    assert first["mean"] == pytest.approx((7.4 - 9.3 + 4.6) / 3)
    assert first["cooperation"] == pytest.approx(12.0)
    assert first["conflict"] == pytest.approx(9.3)
    assert first["share"] == pytest.approx(2 / 3)
    assert first["balance"] == pytest.approx(2.7 / 21.3)
    assert list(first["ids"]) == ["a", "b", "t"]


def test_directions_count_an_act_of_both_in_each():
    there = relation_score(EVENTS, "CHN", "RUS", direction="a-to-b")
    back = relation_score(EVENTS, "CHN", "RUS", direction="b-to-a")
    assert there["n"].to_list() == [2, 1]
    assert back["n"].to_list() == [2]
    assert back["net"].item() == pytest.approx(-9.3 + 4.6)
    assert relation_score(EVENTS, "RUS", "CHN", direction="a-to-b")["net"].item() == back["net"].item()


def test_weighed_by_confidence():
    row = relation_score(EVENTS, "CHN", "RUS", by_confidence=True).row(0, named=True)
    assert row["weight"] == pytest.approx(2.2)
    assert row["mean"] == pytest.approx((0.5 * 7.4 - 0.9 * 9.3 + 0.8 * 4.6) / 2.2)
    assert row["n"] == 3
    assert relation_score(EVENTS, "CHN", "RUS", by_confidence=True).row(1, named=True)["weight"] == 1  # unknown: 1


def test_months():
    assert relation_score(EVENTS, "CHN", "RUS", by="month")["period"].to_list() == [
        date(2001, 1, 1), date(2001, 7, 1), date(2003, 3, 1),
    ]  # fmt: skip


def test_what_is_dated_to_the_year_falls_in_no_month():
    events = EVENTS.with_columns(
        last_day=pl.when(pl.col("id") == "a").then(pl.lit(date(2001, 12, 31))).otherwise(pl.col("day"))
    )
    assert relation_score(events, "CHN", "RUS", by="month")["n"].to_list() == [1, 1, 1]
    assert relation_score(events, "CHN", "RUS", by="year")["n"].to_list() == [3, 1]


def test_several_tellings_of_one_happening_count_once():
    told = EVENTS.filter(pl.col("id").is_in(["a", "b"])).with_columns(happening=pl.lit("one"))
    row = relation_score(told, "CHN", "RUS").row(0, named=True)
    assert row["n"] == 1
    assert row["mean"] == pytest.approx((7.4 - 9.3) / 2)


def test_scores_that_events_bring_along():
    events = EVENTS.with_columns(goldstein=pl.Series([3.0, -10.0, None, None, 7.0, 1.0, 1.0]))
    assert relation_score(events, "CHN", "RUS", scale="coder")["net"].to_list() == [-7.0, 7.0]


def test_every_type_and_mode_has_a_score_within_bounds():
    for name, kind in plover.event_types().items():
        for mode in ("", *kind.modes):
            for scale in ("plover", "goldstein"):
                score = score_of(name, mode, scale=scale)
                assert score is not None
                assert -BOUND <= score <= BOUND
                assert (score > 0) == ("cooperation" in kind.quad)
    assert score_of("NONE") is None


def test_goldstein_scores_are_means_of_the_codes():
    # CAMEO 042 (make a visit, 1.9) and 043 (host a visit, 2.8) are PLOVER's CONSULT visit.
    assert goldstein_scores()["CONSULT", "visit"] == pytest.approx((1.9 + 2.8) / 2)
    assert score_of("COERCE", "cyber", scale="goldstein") == goldstein_scores()["COERCE", ""]  # CAMEO has no such code


def test_words_for_the_user():
    with pytest.raises(DetenteError, match=r"no column recipient.*actor"):
        relation_score(EVENTS.drop("recipient"), "CHN", "RUS")
    with pytest.raises(DetenteError, match="by is 'day'; it can be year, quarter, month"):
        relation_score(EVENTS, "CHN", "RUS", by="day")
    with pytest.raises(DetenteError, match="no scores of their own"):
        relation_score(EVENTS, "CHN", "RUS", scale="coder")


TYPES = sorted(plover.event_types())
event = st.tuples(
    st.dates(date(1990, 1, 1), date(1994, 12, 31)),
    st.sampled_from([("CHN", "RUS"), ("RUS", "CHN")]),
    st.sampled_from(TYPES),
)


def framed(events):
    return pl.DataFrame(
        [(day, *pair, kind, "", 0.5, f"e{number}") for number, (day, pair, kind) in enumerate(events)],
        schema=SCHEMA, orient="row",
    )  # fmt: skip


@settings(max_examples=30)
@given(st.lists(event, min_size=1, max_size=30), st.randoms())
def test_bounds_and_order(events, shuffler):
    frame = framed(events)
    found = relation_score(frame, "CHN", "RUS")
    assert found["n"].sum() == len(events)
    for row in found.iter_rows(named=True):
        assert -BOUND <= row["mean"] <= BOUND
        assert 0 <= row["share"] <= 1
        assert -1 <= row["balance"] <= 1
        assert row["net"] == pytest.approx(row["cooperation"] - row["conflict"])
    order = list(range(len(events)))
    random.Random(shuffler.random()).shuffle(order)
    again = relation_score(frame[order], "CHN", "RUS")
    assert again.select("period", "n", "ids").equals(found.select("period", "n", "ids"))
    assert again["net"].to_list() == pytest.approx(found["net"].to_list())


@settings(max_examples=30)
@given(st.lists(event, min_size=1, max_size=20))
def test_a_cooperative_event_more_never_lowers_the_net(events):
    before = relation_score(framed(events), "CHN", "RUS")
    day = events[0][0]
    after = relation_score(framed([*events, (day, ("CHN", "RUS"), "AID")]), "CHN", "RUS")
    year = date(day.year, 1, 1)
    net = [frame.filter(pl.col("period") == year).row(0, named=True) for frame in (before, after)]
    assert net[1]["net"] > net[0]["net"]
    assert net[1]["share"] >= net[0]["share"]


@pytest.mark.slow
def test_spark_gives_the_same():
    pytest.importorskip("pyspark", reason="Spark is not installed (pip install 'detente[spark]')")
    from detente.measures.dependence import trade_dependence
    from detente.measures.smooth import relation_level
    from detente.spark.session import session

    with session("local[1]") as spark:
        events = spark.createDataFrame(EVENTS.to_arrow())
        for by in ("year", "month"):
            found = pl.from_arrow(relation_score(events, "CHN", "RUS", by=by, by_confidence=True).toArrow())
            wanted = relation_score(EVENTS, "CHN", "RUS", by=by, by_confidence=True)
            pl.testing.assert_frame_equal(found, wanted)
        later = [(pl.col("day").dt.offset_by(f"{year}y"), pl.col("id") + str(year)) for year in range(4)]
        many = pl.concat([EVENTS.with_columns(day=day, id=name) for day, name in later])
        level = pl.from_arrow(relation_level(spark.createDataFrame(many.to_arrow()), "CHN", "RUS").toArrow())
        pl.testing.assert_frame_equal(level, relation_level(many, "CHN", "RUS"))
        trade = pl.DataFrame(
            {"ccode1": [1, 1], "ccode2": [2, 3], "year": [2000] * 2, "flow1": [6.0, None], "flow2": [4.0, 1.0]}
        )
        rows = pl.from_arrow(trade_dependence(spark.createDataFrame(trade.to_arrow()), dyad=(1, 2)).toArrow())
        pl.testing.assert_frame_equal(rows, trade_dependence(trade, dyad=(1, 2)), check_dtypes=False)
