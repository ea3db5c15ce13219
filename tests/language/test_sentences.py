"""Sentences, paragraphs and headings."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.language.sentences import is_heading, split


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Dr. Amara Keita and Mrs. Lund met Gen. Prado in St. Louis.",
        "The treaty (cf. Art. 3 of vol. 2) names No. 5 on the list.",
        "Harry S. Truman received the envoy.",
        "The U.S. Navy left the bay at approx. nine in the morning.",
        "Ships of the firm Holm & Co. carried the grain.",
        "Peru sent 3.5 million soles to the port.",
        "The boyars met on 27 August (N.S.) 1610 and again on 15 January (5 January O.S.) 1612.",
        "King Rama IV (r. 1851-68) received Husayn b. Ali (see p. 34).",
        "Cmdt. Perez paid Rs. 40 lakh to Msgr. Dupuy.",
    ],
)
def test_abbreviations_initials_and_numbers_do_not_end_a_sentence(text):
    assert texts(text) == [text]


@pytest.mark.parametrize(
    "parts",
    [
        ["They left the U.S.", "The talks failed."],
        ["Would Kenya sign?", "It did!", "Peru followed."],
        ["“We shall not yield.”", "Norway yielded."],
        ["Chile protested.[4]", "Peru did not answer."],
        ["The talks went on…", "In May they ended."],
        ["He spoke in 1921.", "1922 brought war."],
        ["The envoy lived at No. 10 Downing St.", "They met there."],
        ["Count Orlov signed for Nicholas I.", "Six years later they met again."],
        ["It held a stake in BP.", "Norway sold it."],
        ["It was sold to the U.S.", "Neither side was content."],
        ["The army was larger than Prado's.", "Peru won."],
    ],
)
def test_sentences_end_where_they_end(parts):
    assert texts(" ".join(parts)) == parts


def test_headings_stand_on_lines_of_their_own_and_belong_to_what_follows():
    sentences = split("Early years\n\nPeru sent an envoy.\n\n== War ==\n\nChile sent none.\nPeru waited, in vain.")
    assert [(s.text, s.is_heading, s.heading) for s in sentences if s.is_heading] == [
        ("Early years", True, "Early years"),
        ("== War ==", True, "War"),
    ]
    assert [s.heading for s in sentences if not s.is_heading] == ["Early years", "War", "War"]


@pytest.mark.parametrize("line", ["1990s", "Recognition, 1921.", "# Trade", "Relations since 1949", "1921–1949"])
def test_a_heading(line):
    assert is_heading(line)


@pytest.mark.parametrize(
    "line",
    [
        "Peru sent an envoy.",
        "",
        "Did Peru answer?",
        "A line that\nruns on",
        "word " * 30,
        "As the minister said:",
        "Peru recognised Kenya in 1963.",
        "An envoy came on 3 March, 1963.",
        "Peru came. Kenya left Oslo, 1963.",
    ],
)
def test_not_a_heading(line):
    assert not is_heading(line)


def test_a_line_break_in_wrapped_prose_is_a_space():
    text = (
        "France sent an envoy in spring and waited for the answer of\n"
        "the court, which did not come before the end of that year.\nThe king was ill."
    )
    sentences = split(text)
    assert [s.text.split()[0] for s in sentences] == ["France", "The"]
    assert {s.paragraph for s in sentences} == {(0, len(text))}


def test_items_of_a_list_are_sentences():
    assert texts("- Peru, a member since 1945\n- Chile, an observer\n- Kenya, neither") == [
        "- Peru, a member since 1945",
        "- Chile, an observer",
        "- Kenya, neither",
    ]


def test_paragraphs_are_parted_by_blank_lines():
    text = "Peru sent an envoy. Chile sent none.\n\n  \nKenya sent two."
    first, second, third = split(text)
    assert first.paragraph == second.paragraph != third.paragraph
    assert text[slice(*third.paragraph)].strip() == "Kenya sent two."


PIECES = st.sampled_from(
    ["Peru", "U.S.", "Dr.", "sent", "3.5", "1921", ".", "!", "?", "…", ",", ". ", "\n", "\n\n", " ", '"', "”", "[3]",
     "# ", "- ", "The", "é", "\t", "(", ")", "\u00a0", "\r\n", "=", ":"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_spans_cover_the_text_in_order_without_overlap(text):
    sentences = split(text)
    for sentence in sentences:
        assert text[sentence.start : sentence.end] == sentence.text
        assert sentence.text.strip() == sentence.text != ""
        assert sentence.paragraph[0] <= sentence.start < sentence.end <= sentence.paragraph[1]
    assert all(a.end <= b.start for a, b in pairwise(sentences))
    covered = {place for s in sentences for place in range(s.start, s.end)}
    assert all(char.isspace() for place, char in enumerate(text) if place not in covered)


@pytest.mark.parametrize(
    ("line", "heading"),
    [
        (
            "Recognition of the Republic of Peru, and the Establishment of Diplomatic Relations and the Legation of "
            "the Kingdom of Sweden in Lima, 1874.",
            True,
        ),
        ("Division of Samoa and the Closure of the German and American Consulates in Apia, 1899-1914.", True),
        ("The Kingdom of Sweden recognised Peru after long talks in which Chile had taken part in Lima, 1874.", False),
        ("Sweden Recognised Peru. The Legation in Lima Opened, 1874.", False),
    ],
)
def test_a_long_line_written_as_a_title_is_a_heading(line, heading):
    assert is_heading(line) is heading
