"""Statuses that only a heading states, and dates of acts told before what is dated."""

import pytest

from detente.coding import fronted, headed
from detente.language import annotate
from detente.reader.judgement import Judgement
from detente.record.model import Event, Status


def event(text: str, words: str, **fields) -> Event:
    """A SUPPORT of Norway's towards Peru, told by the sentence that holds `words`."""
    [sentence] = [s for s in annotate(text) if words in s.text]
    given = {"type": "SUPPORT", "actors": ("NOR",), "recipients": ("PER",), "date": "1923-05-04", "confidence": 0.8}
    return Event(start=sentence.start, end=sentence.end, evidence=sentence.text, trigger=words, **given | fields)


def article(heading: str, *sentences: str) -> str:
    blocks = ["Norway and Peru", heading, " ".join(sentences), "Later years", "The consulate in Callao closed in 1950."]
    return "\n\n".join(blocks)


OPENED = "A legation in Lima was opened on 4 May 1923."


@pytest.mark.parametrize(
    "heading",
    [
        "Establishment of Diplomatic Relations and the Norwegian Legation in Lima, 1923.",
        "Relations established, 1923",
        "Resumption of full diplomatic relations, 1921-1923",
        "Diplomatic Relations Reestablished",
        "Normalisation of relations, 1923",
    ],
)
def test_the_mission_below_tells_what_only_the_heading_states(heading):
    text = article(heading, OPENED)
    [status] = headed.statuses(annotate(text), [event(text, "opened")])
    assert (status.status, status.change, status.parties) == ("diplomatic_relations", "begins", ("NOR", "PER"))
    assert (status.date, status.evidence, status.trigger) == ("1923-05-04", OPENED, "opened")
    assert 0 < status.confidence < 0.8


@pytest.mark.parametrize(
    "heading",
    [
        "Diplomatic Relations",
        "Establishment of a Consulate and Consular Relations, 1923.",
        "Establishment of Diplomatic Relations, 1931.",  # another year than the act's
        "Recognition withheld, 1923",
    ],
)
def test_a_heading_that_states_no_such_act_adds_nothing(heading):
    text = article(heading, OPENED)
    assert headed.statuses(annotate(text), [event(text, "opened")]) == []


def test_what_the_section_tells_itself_is_not_told_twice():
    told = "Relations were established on 2 May 1923."
    text = article("Establishment of Diplomatic Relations, 1923.", told, OPENED)
    start = text.index(told)
    status = Status(
        start=start, end=start + len(told), evidence=told, parties=("NOR", "PER"),
        status="diplomatic_relations", change="begins", date="1923-05-02",
    )  # fmt: skip
    assert headed.statuses(annotate(text), [status, event(text, "opened")]) == []


def test_acts_of_other_sections_third_parties_and_other_kinds_do_not_tell_it():
    text = article("Establishment of Diplomatic Relations, 1923.", OPENED)
    others = [
        event(text, "closed"),
        event(text, "opened", type="CONSULT"),
        event(text, "opened", recipients=("PER", "CHL")),
        event(text, "opened", aux="negated"),
        event(text, "opened", date="1923"),
    ]
    assert headed.statuses(annotate(text), others) == []


def test_recognition_and_severance_too():
    words = "The king sent the president a message of congratulation on 4 May 1923."
    text = article("Norwegian Recognition of Peru, 1923", words)
    [status] = headed.statuses(annotate(text), [event(text, "message")])
    assert (status.status, status.change) == ("recognition", "begins")
    words = "Oslo recalled its minister on 4 May 1923."
    text = article("Relations severed, 1923", words)
    [status] = headed.statuses(annotate(text), [event(text, "recalled", type="SANCTION")])
    assert (status.status, status.change) == ("relations_severed", "begins")


@pytest.mark.parametrize("what", ["the Armenian Genocide", "Diplomas", "the Rights of Minorities", "Border Claims"])
def test_recognition_of_what_is_no_state_is_none_of_the_other_party(what):
    words = "The king sent the president a message of congratulation on 4 May 1923."
    text = article(f"Recognition of {what}, 1923", words)
    assert headed.statuses(annotate(text), [event(text, "message")]) == []


DAY = "1923-05-04"
DATED = [
    ("After the recognition of Peru, a legation was opened on 4 May 1923.", "recognition", DAY, "1923"),
    ("Prior to the recognition of Peru, a consul was sent on 4 May 1923.", "recognition", DAY, ""),
    ("After the recognition of Peru, a legation was opened on 4 May 1923.", "opened", DAY, DAY),
    ("After the recognition of Peru on 4 May 1923, a legation was opened.", "recognition", DAY, DAY),
    ("After the recognition of Peru, a legation was opened in 1923.", "recognition", "1923", "1923"),
    ("After the defeat of Sparta, peace was made in March 404 BC.", "defeat", "-0403-03", "-0403"),
    ("On 4 May 1923 Norway gave its recognition, and a legation was opened.", "recognition", DAY, DAY),
    ("After the recognition of Peru, a legation was opened.", "recognition", DAY, DAY),  # carried from before
]


@pytest.mark.parametrize(("text", "anchor", "given", "expected"), DATED)
def test_the_day_of_the_main_clause_is_not_that_of_what_came_before_or_after(text, anchor, given, expected):
    [sentence] = annotate(text)
    span = (text.index(anchor), text.index(anchor) + len(anchor))
    assert fronted.date(Judgement("status", "recognition", span, span, date=given), sentence) == expected
