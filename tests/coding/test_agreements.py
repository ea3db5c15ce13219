import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import agreements
from detente.coding.agreements import find_instruments, form_of
from detente.ontology.naming import rows

from .conftest import cases, judged


@pytest.mark.parametrize("case", cases("agreements"))
def test_instrument_at_the_anchor(case):
    found = agreements.complete(*judged(case, "agreement", case.get("act", "signed")))
    wanted = {
        "title": case["title"],
        "form": case["form"],
        "act": case.get("act", "signed"),
        "term_years": case.get("term_years"),
        "value": case.get("value"),
        "currency": case.get("currency", ""),
    }
    assert found == wanted


@pytest.mark.parametrize("case", cases("not_instruments"))
def test_what_is_no_instrument(case):
    assert find_instruments(case["text"]) == []


@given(st.text(max_size=200))
def test_any_text_is_read_and_heads_lie_in_their_phrase(text):
    for item in find_instruments(text):
        assert 0 <= item.start <= item.head_start < item.head_end <= item.end <= len(text)


STRONG = [row for row in rows("forms.csv") if row["strength"] == "strong"]


@pytest.mark.parametrize("row", STRONG, ids=lambda row: row["form"])
def test_every_strong_word_of_the_table_gives_its_form(row):
    assert form_of(f"joint {row['form']}") == row["record_form"]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The Preferential Trade Agreement entered into force on 1 March 2021.", "in-force"),
        ("The gas agreement, which was to run until 2021, was extended for three years.", "renewed"),
        ("Parliament ratified the treaty in May.", "ratified"),
        ("The treaty, signed in May, entered into force in June.", "signed"),
        ("Parliament has not ratified the treaty.", "signed"),
        ("Chile denounced the 1912 trade treaty.", "terminated"),
        ("The treaty was at hand; Chile denounced Peru.", "signed"),
        ("Chile extends its condolences and welcomes the treaty.", "signed"),
    ],
)
def test_the_act_that_the_sentence_says_where_it_says_no_signing(text, act):
    assert agreements._act("signed", text) == act
