"""The calendar: whatever happens to be in a text, a calendar program reads it, and no vague date becomes a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record import edtf
from detente.show.ics import Appointment, calendar, fold, placed, text
from detente.show.visible import visible
from detente.show.words import grain

icalendar = pytest.importorskip("icalendar")
CHANGED = datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC)
DAYS = st.dates(date(1583, 1, 1), date(9000, 1, 1))
DATES = st.one_of(
    DAYS.map(date.isoformat), DAYS.map(lambda day: day.isoformat()[:7]), DAYS.map(lambda day: day.isoformat()[:4]),
    DAYS.map(lambda day: day.isoformat()[:3] + "X"), DAYS.map(lambda day: day.isoformat()[:2] + "XX"),
    DAYS.map(lambda day: f"{day.year}-21"), DAYS.map(lambda day: f"{day}~"), DAYS.map(lambda day: f"{day}/.."),
    DAYS.map(lambda day: f"../{day}"), st.tuples(DAYS, DAYS).map(lambda two: f"{min(two)}/{max(two)}"),
    st.tuples(DAYS, DAYS).map(lambda two: f"{min(two).year}/{max(two).year}"),
    st.sampled_from(["", "-0043-03-15", "0988"]),
)  # fmt: skip


def made(day: str, summary: str = "s", description: str = "d", *, spans: bool = False, url: str = ""):
    return calendar("Peru and Chile", [Appointment("h", day, summary, description, CHANGED, url)], spans=spans)


@given(DATES, st.booleans())
def test_an_entry_stands_on_all_its_days_and_only_if_they_are_told(day, spans):
    content, left = made(day, spans=spans)
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert len(events) + left == 1
    if not events:
        return
    first, last = edtf.bounds(day)
    [event] = events
    assert event["DTSTART"].dt == first
    assert event["DTEND"].dt == last + timedelta(days=1)  # exclusive
    assert last - first < timedelta(days=366)
    if grain(day) not in ("day", "interval"):
        assert spans
        assert str(event["SUMMARY"]).startswith("[")  # how it is dated is said where a calendar shows it


@pytest.mark.parametrize(
    "day", ["1992", "1992-03", "199X", "19XX", "1992-22", "1992/..", "../1992", "", "1990/1992", "0988"]
)
def test_what_is_not_dated_to_the_day_is_no_appointment(day):
    assert made(day)[1] == 1


def test_spans_by_months_and_years_but_not_decades():
    assert placed("1992-02", spans=True) == (date(1992, 2, 1), date(1992, 2, 29))
    assert placed("1992", spans=True) == (date(1992, 1, 1), date(1992, 12, 31))
    assert placed("199X", spans=True) is None
    assert placed("1914/1918", spans=True) is None


@given(st.text(), st.text())
def test_any_text_comes_back_and_no_line_is_too_long(summary, description):
    content, _ = made("1992-12-17", summary, description)
    for line in content.encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert set(event) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP"}
    kept = [character for character in visible(summary) if character.isprintable()]
    assert [character for character in str(event["SUMMARY"]) if character.isprintable()] == kept


def test_a_text_cannot_end_its_line_or_begin_a_property():
    content, _ = made(
        "1992-12-17", "one\r\nATTACH:file:///etc/passwd", "two\nEND:VEVENT\nBEGIN:VALARM", url="https://a\r\nX:1"
    )
    [event] = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert "ATTACH" not in event
    assert "URL" not in event
    assert not icalendar.Calendar.from_ical(content).walk("VALARM")


def test_the_same_happening_has_the_same_uid_in_every_export():
    assert made("1992-12-17")[0] == made("1992-12-17")[0]
    assert "UID:h@detente\r\n" in made("1992-12-17", "told otherwise")[0]


def test_escapes_and_folds_as_the_standard_has_it():
    assert text("a\\b;c,d\ne") == r"a\\b\;c\,d\ne"
    assert fold("x" * 80) == "x" * 75 + "\r\n " + "x" * 5 + "\r\n"
    assert fold("é" * 40) == "é" * 37 + "\r\n " + "é" * 3 + "\r\n"
