import pytest

from detente.coding.agreements import find_instruments
from detente.coding.numbers import find_numbers
from detente.coding.persons import find_persons

TEXTS = {
    "initials": "A. " * 400,
    "titles without end": "Foreign Minister and " * 300,
    "modifiers without a head": "deputy " * 300,
    "of without end": "president of the " * 300,
    "list without end": "treaty of friendship, " * 300,
    "a row of digits": "1" * 5000,
    "separators": "1,000," * 500,
    "numerals without end": "two hundred and " * 300,
    "blanks": " " * 5000,
    "empty": "",
}


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("find", [find_numbers, find_persons, find_instruments])
def test_hostile_texts_are_read(find, name):
    assert isinstance(find(TEXTS[name]), list)
