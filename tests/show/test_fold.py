import pytest

from detente.record import Event
from detente.show.account import linked
from detente.show.evidence import Statement
from detente.show.fold import compatible, fold


def visit(date: str, *, happening: str = "", source: int = 0, confidence: float = 1.0):
    event = Event(start=0, end=9, evidence="A visit.", date=date, type="CONSULT", mode="visit", actors=("RUS",),
                  recipients=("CHN",), confidence=confidence)  # fmt: skip
    return Statement(source, event, happening)


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


def test_statements_of_one_happening_are_one_line_led_by_the_most_precise_and_surest():
    vague, day, doubted = visit("1992", happening="h"), visit("1992-12-17", happening="h", source=1), visit(
        "1992-12-17", happening="h", confidence=0.3)  # fmt: skip
    assert fold([vague, doubted, day]) == [[day, doubted, vague]]


def test_what_no_other_tells_stays_alone():
    first, second = visit("1992"), visit("1992")
    assert fold([first, second]) == [[first], [second]]


def test_two_texts_in_hand_are_compared(account):
    class Text:
        def __init__(self, text):
            self.text = text

    def told(text, date):
        event = Event(start=0, end=len(text), evidence=text, date=date, type="CONSULT", mode="visit", trigger="visited",
                      actors=("RUS",), recipients=("CHN",))  # fmt: skip
        return Text(text), [event]

    names = linked([
        told("Boris Yeltsin visited Beijing on 17 December 1992.", "1992-12-17"),
        told("In 1992 Boris Yeltsin visited Beijing.", "1992"),
        told("In 2004 Vladimir Putin visited Beijing.", "2004"),
    ])  # fmt: skip
    assert names[0] == names[1] != names[2]
