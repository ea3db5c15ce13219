from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record import edtf


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1992-12-23", date(1992, 12, 23), date(1992, 12, 23)),
        ("1996-04", date(1996, 4, 1), date(1996, 4, 30)),
        ("2001", date(2001, 1, 1), date(2001, 12, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("15XX", date(1500, 1, 1), date(1599, 12, 31)),
        ("1992-21", date(1992, 3, 1), date(1992, 5, 31)),
        ("1992-24", date(1992, 12, 1), date(1993, 2, 28)),
        ("2013/2025", date(2013, 1, 1), date(2025, 12, 31)),
        ("2022/..", date(2022, 1, 1), None),
        ("../1970", None, date(1970, 12, 31)),
        ("1809~", date(1809, 1, 1), date(1809, 12, 31)),
    ],
)
def test_bounds(text, first, last):
    assert edtf.bounds(text) == (first, last)
    assert edtf.valid(text)


@pytest.mark.parametrize(
    "text", ["1992-13", "1992-02-30", "92", "May 1992", "2001/1999", "../..", "/", "-0489-13", "x/-0400"]
)
def test_what_is_no_date(text):
    assert edtf.bounds(text) is None
    assert not edtf.valid(text)


@pytest.mark.parametrize(
    "text", ["-0489", "0000", "-0479-06", "-03XX", "-0488/-0479", "-0499/1200", "../-0400", "-0489/.."]
)
def test_years_before_christ_are_valid_and_come_first(text):
    assert edtf.valid(text)
    assert edtf.sort_key(text) <= edtf.sort_key("0001")


def test_one_order_for_all_outputs():
    told = ["-0489-09-12", "-0489", "-04XX", "../-0400", "-0099/1200", "../1917", "1917-03", "1917", "191X",
            "1917/..", "1950/1953", "", "no date"]  # fmt: skip
    in_order = ["-04XX", "-0489", "-0489-09-12", "../-0400", "-0099/1200", "191X", "1917", "1917/..", "1917-03",
                "../1917", "1950/1953", "", "no date"]  # fmt: skip
    assert sorted(told, key=edtf.sort_key) == in_order


@given(st.dates(), st.integers(0, 4000))
def test_an_interval_runs_from_its_first_to_its_last_day(first, length):
    last = min(first, date.max - timedelta(days=length)) + timedelta(days=length)
    first = last - timedelta(days=length) if last.toordinal() > length else last
    assert edtf.bounds(f"{first.isoformat()}/{last.isoformat()}") == (first, last)


@given(st.text(alphabet="0123456789-/.X~?% ", max_size=24))
def test_any_text_is_a_date_or_none(text):
    found = edtf.bounds(text)
    if found and found[0] and found[1]:
        assert found[0] <= found[1]
    edtf.sort_key(text)
    edtf.valid(text)
