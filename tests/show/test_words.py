import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.record import Event, Figure, edtf
from detente.show.words import TYPES, date_words, event_words, figure_words, money, number_words, precision


@pytest.mark.parametrize(
    ("date", "words", "exactly"),
    [
        ("1992-12-23", "23 December 1992", "day"),
        ("1996-04", "April 1996", "month"),
        ("2001", "2001", "year"),
        ("1992-XX", "1992", "year"),
        ("1992-05-XX", "May 1992", "month"),
        ("199X", "1990s", "vague"),
        ("0000", "1 BC", "year"),
        ("-0043-03-15", "15 March 44 BC", "day"),
        ("-0005~", "about 6 BC", "vague"),
        ("-043X", "440–431 BC", "vague"),
        ("-04XX", "5th century BC", "vague"),
        ("-0489/-0478", "490 BC – 479 BC", "interval"),
        ("-0030/0014", "31 BC – 14", "interval"),
        ("-0489/..", "since 490 BC", "interval"),
        ("15XX", "16th century", "vague"),
        ("20XX", "21st century", "vague"),
        ("1992-21", "spring 1992", "vague"),
        ("1991-24", "winter 1991–92", "vague"),
        ("1999-24", "winter 1999–00", "vague"),
        ("1809~", "about 1809", "vague"),
        ("1984?", "1984 (uncertain)", "vague"),
        ("1984%", "about 1984 (uncertain)", "vague"),
        ("2013/2025", "2013–2025", "interval"),
        ("2022/..", "since 2022", "interval"),
        ("../1970", "up to 1970", "interval"),
        ("1992-12-17/1992-12-19", "17–19 December 1992", "interval"),
        ("1954-09-29/1954-10-12", "29 September – 12 October 1954", "interval"),
        ("1992-12-23/1993-01-04", "23 December 1992 – 4 January 1993", "interval"),
        ("1954-09/1954-10", "September – October 1954", "interval"),
        ("1954-21/1954-23", "spring 1954 – autumn 1954", "interval"),
        ("196X/197X", "1960s–1970s", "interval"),
        ("1991/1991", "1991", "interval"),
        ("0988", "988", "year"),
        ("", "", "none"),
    ],
)
def test_a_date_in_words_is_as_exact_as_its_source(date, words, exactly):
    assert edtf.valid(date)
    assert date_words(date) == words
    assert precision(date) == exactly


@given(st.dates().map(str))
def test_a_day_is_told_with_its_month_and_year(day):
    year, month, number = (int(part) for part in day.split("-"))
    told = date_words(day).split()
    assert (int(told[0]), told[2]) == (number, str(year))
    assert date_words(day[:7]).endswith(str(year))
    assert month in range(1, 13)


@pytest.mark.parametrize(
    ("value", "words"),
    [(244.8e9, "244.8 billion"), (10_000, "10,000"), (4.5, "4.5"), (9e6, "9 million"), (1, "1"), (0, "0")],
)
def test_numbers(value, words):
    assert number_words(value) == words


def test_money():
    assert money(4e11, "USD") == "US$400 billion"
    assert money(9e6, "RUB") == "RUB 9 million"
    assert money(None, "USD") == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"measure": "meetings", "value": 40, "bound": "at_least"}, "at least 40"),
        ({"measure": "trade", "value": 240.1e9, "unit": "USD"}, "US$240.1 billion"),
        ({"measure": "share", "value": 30, "unit": "percent", "bound": "about"}, "about 30%"),
        ({"measure": "rank", "value": 1, "unit": "rank"}, "number 1"),
        ({"measure": "other", "value": 38e9, "unit": "cubic_metres"}, "38 billion cubic metres"),
    ],
)
def test_figures(fields, words):
    assert figure_words(Figure(start=0, end=1, evidence="x", **fields)) == words


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_type_has_words(kind):
    event = Event(start=0, end=1, evidence="x", type=kind, aux="negated")
    assert event_words(event).endswith("(did not happen)")
    assert kind not in event_words(event)
