import pytest

from detente.record import Event
from detente.show.evidence import Statement
from detente.show.fold import compatible, fold, same


def visit(sentence: str, date: str, *, source: int = 0, at: int = 0, paragraph: int = 0, trigger: str = "visited"):
    event = Event(start=at, end=at + len(sentence), evidence=sentence, date=date, type="CONSULT", mode="visit",
                  actors=("RUS",), recipients=("CHN",), trigger=trigger)  # fmt: skip
    return Statement(source, event, paragraph)


def what(event):
    return event.type, event.actors


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("1992-12-18", "1992-12-18", True),
        ("1992", "1992-12-18", True),
        ("1992-12", "1992", True),
        ("199X", "1992", False),  # a decade says too little to be the same act
        ("1992", "1993", False),
        ("2013/2025", "2014", False),
        ("", "1992", False),
        ("", "", True),
        ("1992/..", "1993", False),
    ],
)
def test_dates_that_can_be_the_same(one, other, fits):
    assert compatible(one, other) is fits
    assert compatible(other, one) is fits


def test_a_summary_and_the_story_are_one_line_led_by_the_more_precise():
    summary = visit("Yeltsin visited Beijing in 1992.", "1992", paragraph=0)
    story = visit("On 17 December 1992 Boris Yeltsin visited Beijing.", "1992-12-17", at=100, paragraph=90)
    assert fold([summary, story], what) == [[story, summary]]


def test_two_acts_of_a_paragraph_stay_two():
    first = visit("Putin visited Beijing in 2014.", "2014")
    second = visit("Putin visited Beijing again in 2014.", "2014", at=40)
    assert not same(first, second)


def test_a_coarse_date_that_fits_two_acts_is_not_given_to_either():
    may = visit("Putin visited Shanghai in May 2014.", "2014-05")
    november = visit("Putin visited Shanghai in November 2014.", "2014-11", paragraph=50)
    vague = visit("Putin visited Shanghai in 2014.", "2014", source=1)
    assert len(fold([may, november, vague], what)) == 3


def test_different_acts_of_one_year_stay_apart():
    gas = visit("Moscow agreed on the price of gas.", "2014", trigger="agreed")
    bank = visit("A bank in Harbin opened a branch for roubles.", "2014", source=1, trigger="opened")
    assert not same(gas, bank)


def test_names_of_the_parties_and_no_date_make_no_same_act():
    declared = visit("Russia and China declared better relations.", "", trigger="declared")
    nerchinsk = visit("Relations of China and Russia began with Nerchinsk.", "", source=1, trigger="began")
    assert not same(declared, nerchinsk)
