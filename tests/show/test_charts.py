"""Charts: files that stand alone, one ink, told apart without colour."""

import io
import re
from datetime import date

import polars as pl
import pytest

from detente.errors import DetenteError
from detente.show import charts, sheet
from detente.show.chart_files import suffix_of, svg, write
from detente.show.sheet import Caption

CAPTION = Caption("Peru and Chile", "points, -10 to +10", "two texts")
YEARS = [date(year, 1, 1) for year in range(1990, 2000)]
LEVEL = pl.DataFrame(
    {
        "period": YEARS,
        "n": [1, 2, 0, 0, 3, 1, 1, 0, 2, 8],
        "mean": [1.0, 2.0, None, None, -3.0, 4, 1, None, 2, 2.5],
        "level": [1.0] * 10,
        "sd": [0.5] * 10,
        "low": [0.0] * 10,
        "high": [2.0] * 10,
        "ids": [["a"], ["b", "c"], None, None, ["d", "e", "f"], ["g"], ["h"], None, ["i", "j"], list("klmnopqr")],
    }
)
SCORE = LEVEL.filter(pl.col("n") > 0).with_columns(cooperation=pl.lit(5.0), conflict=pl.lit(2.0))
MARKS = pl.DataFrame(
    {
        "day": [date(1991, 5, 1), date(1991, 6, 1), date(1998, 1, 1)],
        "label": ["treaty", "war", "a partnership with a long name <&>"],
        "side": ["cooperation", "conflict", "other"],
    }
)
POINTS = pl.DataFrame(
    {
        "day": [date(1994, 1, 1)],
        "before": [2.0],
        "after": [-3.0],
        "change": [-5.0],
        "low": [date(1993, 1, 1)],
        "high": [date(1996, 1, 1)],
    }
)
RUNGS = pl.DataFrame(
    {"day": YEARS[:3], "rank": [18, 45, 60], "label": ["relations", "partnership", "strategic partnership"]}
)
SHARES = pl.DataFrame({"period": YEARS, "one": [0.1, None, 0.2] + [0.3] * 7, "two": [0.2] * 10})


def drawn():
    yield "level", charts.level_chart(LEVEL, CAPTION, marks=MARKS)
    yield "score", charts.score_chart(SCORE, CAPTION, marks=MARKS)
    yield "stock", charts.stock_chart(LEVEL.with_columns(stock=pl.col("level")), CAPTION)
    yield "turning", charts.turning_chart(LEVEL, POINTS, CAPTION)
    yield "no turning", charts.turning_chart(LEVEL, POINTS.clear(), CAPTION)
    yield "ladder", charts.ladder_chart(RUNGS, CAPTION)
    yield "lines", charts.lines_chart(SHARES, CAPTION, [("one", "Peru"), ("two", "Chile")], percent=True)


CHARTS = dict(drawn())


@pytest.mark.parametrize("name", CHARTS)
def test_says_what_it_shows(name):
    picture = svg(CHARTS[name])
    for words in ("Peru and Chile", "points, -10 to +10", "Source: two texts"):
        assert words in picture


@pytest.mark.parametrize("name", CHARTS)
def test_one_ink(name):
    """Every colour is a grey: nothing is told by colour alone."""
    for red, green, blue in re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b", svg(CHARTS[name])):
        assert red == green == blue


def test_sides_differ_in_shape_and_fill():
    marks = svg(CHARTS["level"])
    assert "treaty" in marks
    assert "a partnership with a long name" in marks
    shapes = set(re.findall(r'class="mark-symbol role-mark[^>]*>.*?</g>', marks))
    assert len({path for group in shapes for path in re.findall(r' d="([^"]+)"', group)}) >= 3
    assert 'fill="white"' in svg(CHARTS["score"])


def test_series_differ_in_dash_and_shape():
    picture = svg(CHARTS["lines"])
    assert 'stroke-dasharray="6,4"' in picture
    assert ">Peru</text>" in picture  # the legend
    assert ">Chile</text>" in picture


def test_a_gap_is_a_gap():
    lines = re.search(r'stroke-dasharray="1,0"|aria-label="[^"]*Peru', svg(CHARTS["lines"]))
    path = re.findall(r' d="(M[^"]*)"[^>]*stroke="#1a1a1a"', svg(CHARTS["lines"]))
    assert lines
    assert max(one.count("M") for one in path if "L" in one) == 2  # the line is lifted once


@pytest.mark.parametrize(("suffix", "begins"), [(".svg", b"<svg"), (".png", b"\x89PNG"), (".html", b"<!DOCTYPE html>")])
def test_files(suffix, begins):
    out = io.BytesIO()
    write(CHARTS["score"], out, suffix)
    content = out.getvalue()
    assert content.lstrip().startswith(begins)
    if suffix == ".html":
        assert not re.search(rb'<script[^>]+src=|<link[^>]+href="http|import\("http', content)  # nothing is fetched


def test_the_records_behind_a_point_are_named():
    assert "k, l, m, n, o …" in CHARTS["level"].to_json()


def test_a_format_that_there_is_not(tmp_path):
    with pytest.raises(DetenteError, match=r"end the name with one of them"):
        suffix_of(tmp_path / "chart.gif")
    with pytest.raises(DetenteError, match=r"written as \.html, \.svg or \.png"):
        write(CHARTS["score"], io.BytesIO(), ".pdf")


def test_many_marks_have_no_more_rows_than_there_is_room_for():
    many = pl.DataFrame(
        {"day": [date(1995, 1, 1)] * 40, "label": [f"mark {number}" for number in range(40)], "side": ["other"] * 40}
    )
    placed = sheet._placed(many, YEARS[0], YEARS[-1])
    assert placed["row"].max() < sheet.NAMED_ROWS
    assert (placed["short"] == "").sum() == 40 - sheet.NAMED_ROWS


def test_a_series_without_a_value_is_not_in_the_legend():
    none = SHARES.with_columns(three=pl.lit(None, pl.Float64))
    picture = svg(charts.lines_chart(none, CAPTION, [("one", "Peru"), ("three", "Bolivia")]))
    assert ">Peru</text>" in picture
    assert "Bolivia" not in picture
