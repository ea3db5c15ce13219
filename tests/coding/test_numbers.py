import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import figures
from detente.coding.numbers import find_numbers, numeral_value
from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

from .conftest import cases

ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(n: int) -> str:
    """A whole number in English words, the long way round."""
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")
    if n < 1000:
        return f"{ONES[n // 100]} hundred" + (f" and {in_words(n % 100)}" if n % 100 else "")
    return f"{in_words(n // 1000)} thousand" + (f" {in_words(n % 1000)}" if n % 1000 else "")


@pytest.mark.parametrize("case", cases("numbers"))
def test_numbers_of_a_sentence(case):
    found = find_numbers(case["text"], case.get("states", ()))
    assert [[m.value, m.unit, m.bound] for m in found] == case["numbers"]


@given(st.integers(2, 999_999))
def test_words_have_their_value(n):
    assert numeral_value(in_words(n)) == n


@given(st.integers(13, 999_999))
def test_words_are_found_whole(n):
    (found,) = find_numbers(f"They handed over {in_words(n)} rifles.")
    assert found.value == n


@given(st.integers(0, 10**12))
def test_digits_with_separators_have_their_value(n):
    (found,) = find_numbers(f"They paid ${n:,} at once.")
    assert (found.value, found.unit) == (n, "USD")


@given(st.integers(1200, 2099), st.sampled_from(["in", "since", "by", "until", "after", "before", "of"]))
def test_years_are_no_numbers(year, preposition):
    assert find_numbers(f"They signed it {preposition} {year} and met again.") == []


@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_inside(text):
    last = 0
    for mention in find_numbers(text):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.start >= last or mention.end >= last
        assert mention.value >= 0
        last = mention.start


@given(st.floats(0.1, 999).map(lambda x: round(x, 1)), st.sampled_from([("million", 1e6), ("billion", 1e9)]))
def test_scales_multiply(number, scale):
    (found,) = find_numbers(f"Trade came to {number} {scale[0]} euros.")
    assert found.value == pytest.approx(number * scale[1])
    assert found.unit == "EUR"


def _figure(text: str, anchor: str, measure: str) -> dict:
    start = text.index(anchor)
    span = (start, start + len(anchor))
    return figures.complete(Judgement("figure", measure, span, span), Sentence(0, len(text), text, (0, len(text))))


def test_the_number_at_the_anchor_is_taken():
    text = "Of 5,000 students 105 were held."
    assert _figure(text, "5,000", "other")["value"] == 5000
    assert _figure(text, "105", "other")["value"] == 105


def test_a_rank_prefers_ranks_and_a_share_percentages():
    text = "Brazil takes about a third of the exports, worth 4 billion dollars, and is the largest customer."
    assert _figure(text, "exports", "share") == {"measure": "share", "value": 33.3, "unit": "percent", "bound": "about"}
    assert _figure(text, "exports", "rank")["unit"] == "rank"


def test_no_number_no_figure():
    assert _figure("Trade flourished.", "Trade", "trade") == {}


def test_a_rank_is_said_by_a_rank_or_a_superlative_and_by_no_other_number():
    text = "The contract, worth £43bn, remains the largest export agreement."
    assert _figure(text, "largest", "rank") == {"measure": "rank", "value": 1, "unit": "rank", "bound": ""}
    assert _figure(text, "contract", "rank") == {}


def test_digits_that_state_no_number_are_no_figure():
    text = "The fund, a 50-50 venture, began with $100 million."
    assert _figure(text, "50", "aid") == {}
    assert _figure(text, "100", "aid")["value"] == 100_000_000
