"""Measures that work on a handful of rows give them back in the kind of frame that they were given."""

from datetime import date

import polars as pl
import polars.testing
import pytest

from detente import measures as m
from detente.measures.alignment import evidence
from detente.measures.ladder import ladder

EVENTS = pl.DataFrame(
    {
        "day": [date(1990 + number % 12, 1 + number % 12, 5) for number in range(60)],
        "actor": ["CHN", "RUS"] * 30,
        "recipient": ["RUS", "CHN"] * 30,
        "type": ["CONSULT", "AGREE", "ASSAULT", "PROTEST"] * 15,
        "mode": [""] * 60,
        "confidence": [0.9] * 60,
        "id": [f"e{number}" for number in range(60)],
        "source": ["s"] * 60,
    }
)
RECORDS = pl.DataFrame(
    {
        "day": [date(1996, 4, 25), date(1997, 4, 24), date(2012, 4, 1)],
        "id": ["r1", "r2", "r3"],
        "kind": ["status", "agreement", "event"],
        "type": ["", "", "COOPERATE"],
        "status": ["partnership", "", ""],
        "level": ["strategic-partnership", "", ""],
        "change": ["begins", "", ""],
        "aux": ["", "", ""],
        "text": [
            "They formed a strategic partnership.",
            "agreement to reduce forces on the border: In 1997 they signed it.",
            "They hold annual joint exercises.",
        ],
    }
)
VALUES = pl.DataFrame({"year": [2000, 2001], "visits": [3.0, None], "votes": [0.8, 0.9]})
CASES = {
    "score": (EVENTS, lambda frame: m.relation_score(frame, "CHN", "RUS")),
    "level": (EVENTS, lambda frame: m.relation_level(frame, "CHN", "RUS")),
    "stock": (EVENTS, lambda frame: m.relation_stock(frame, "CHN", "RUS")),
    "turning": (EVENTS, lambda frame: m.turning_points(frame, "CHN", "RUS")),
    "alignment": (RECORDS, m.alignment_by_year),
    "evidence": (RECORDS, evidence),
    "ladder": (RECORDS.head(1), ladder),
    "cooperation": (VALUES, m.cooperation_intensity),
}


def same(found, wanted):
    """Equal but for the types that an engine has: lists are joined, numbers are floats, days are dates."""
    import polars.selectors as cs

    def plain(frame):
        lists = [name for name, kind in frame.schema.items() if isinstance(kind, pl.List)]
        nothing = [name for name, kind in frame.schema.items() if kind == pl.Null]
        frame = frame.with_columns(
            pl.col(lists).list.join(" "), pl.col(nothing).cast(pl.String), cs.numeric().cast(pl.Float64)
        )
        return frame.with_columns(cs.float().fill_nan(None), cs.temporal().cast(pl.Date))

    found, wanted = plain(found), plain(wanted)
    assert found.columns == wanted.columns
    missing = [name for name in wanted.columns if not wanted[name].count()]  # of no type that an engine could keep
    assert not any(found[name].count() for name in missing)
    polars.testing.assert_frame_equal(found.drop(missing), wanted.drop(missing), rel_tol=1e-9, check_row_order=False)


@pytest.mark.parametrize("name", CASES)
def test_every_kind_of_frame(name, kind):
    frame, measure = CASES[name]
    same(kind.polars(measure(kind.of(frame))), measure(frame))


@pytest.fixture(scope="module")
def spark():
    pytest.importorskip("pyspark")
    from detente.spark.session import session

    with session("local[1]") as running:
        running.conf.set("spark.sql.shuffle.partitions", "1")  # sixty rows in two hundred parts take minutes
        yield running


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_spark(name, spark):
    frame, measure = CASES[name]
    made = measure(spark.createDataFrame(frame.to_arrow()))
    assert type(made).__module__.startswith("pyspark")
    same(pl.DataFrame(made.toArrow()), measure(frame))
