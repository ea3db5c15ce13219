import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.show.timelinejs import Slide, dumped, span, timeline

YEARS = st.integers(-9998, 9998)


@pytest.mark.parametrize(
    ("edtf", "start", "end"),
    [
        ("1992-12-17", (1992, 12, 17), None),
        ("1992-12", (1992, 12), None),
        ("1992", (1992,), None),
        ("1992~", (1992,), None),
        ("199X", (1990,), (1999,)),
        ("19XX", (1900,), (1999,)),
        ("1991-24", (1991, 12), (1992, 2)),
        ("1914/1918", (1914,), (1918,)),
        ("1914-07-28/1918-11", (1914, 7, 28), (1918, 11)),
        ("2022/..", (2022,), None),
        ("../1917", (1917,), None),
        ("0988", (988,), None),
        ("0000", (-1,), None),  # 1 BC
        ("-0043-03-15", (-44, 3, 15), None),
        ("-04XX", (-500,), (-401,)),
        ("-0043/0014", (-44,), (14,)),
    ],
)
def test_dates_have_the_parts_that_the_source_gives(edtf, start, end):
    found = span(edtf)
    assert found is not None
    assert tuple(found[0].values()) == start
    assert (tuple(found[1].values()) if found[1] else None) == end


@given(YEARS, st.integers(1, 12), st.integers(1, 28), st.sampled_from([1, 2, 3]))
def test_no_date_gets_a_part_that_nobody_gave(year, month, day, parts):
    sign = "-" if year < 0 else ""
    edtf = sign + "-".join([f"{abs(year):04}", f"{month:02}", f"{day:02}"][:parts])
    start, end = span(edtf)
    assert list(start) == ["year", "month", "day"][:parts]
    assert end is None
    assert start["year"] == (year if year > 0 else year - 1)
    assert start["year"] != 0


@given(st.lists(st.dates(date(1, 1, 1), date(9999, 1, 1)), max_size=20))
def test_eras_lie_within_the_events_and_in_order(days):
    found, left = timeline("t", "", [Slide(str(n), day.isoformat(), "h", ()) for n, day in enumerate(days)])
    assert left == 0
    eras = found.get("eras", [])
    bounds = [(era["start_date"]["year"], era["end_date"]["year"]) for era in eras]
    assert all(low < high for low, high in bounds)
    assert bounds == sorted(bounds)
    if bounds:
        assert min(day.year for day in days) == bounds[0][0]
        assert max(day.year for day in days) == bounds[-1][1]


def test_the_undated_is_counted_and_each_slide_says_its_date():
    found, left = timeline("t", "", [Slide("a", "", "h", ()), Slide("b", "199X", "h", ("p",))])
    assert left == 1
    [event] = found["events"]
    assert (event["display_date"], event["unique_id"], event["autolink"]) == ("1990s", "b", False)


def test_hostile_text_is_text():
    hostile = "</script><img src=x onerror=alert(1)>&"
    found, _ = timeline(hostile, hostile, [Slide(hostile, "1992", hostile, (hostile,))])
    told = dumped(found)
    assert "<" not in told
    assert json.loads(told) == found
    assert "<img" not in json.loads(told)["events"][0]["text"]["text"].replace("<p>", "").replace("</p>", "")
