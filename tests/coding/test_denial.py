"""What a sentence denies is no status; what it puts off is one, at the later time."""

import pytest

from detente.coding import agreements, events
from detente.coding.denial import denied, postponed
from detente.coding.statuses import complete
from detente.language.sentence import Sentence
from detente.reader.judgement import Judgement

from .conftest import judged

RELATIONS = "diplomatic_relations"
SENTENCES = [
    # text, the word pointed at, status, the change that is to be coded ("" for no record)
    ("Relations with Tehran were not formally severed in those years.", "severed", "relations_severed", ""),
    ("Relations between Lisbon and Accra have never been broken off.", "Relations", "relations_severed", ""),
    ("This was not a resumption of diplomatic relations.", "resumption", RELATIONS, ""),
    ("Diplomatic relations were not established until 1932.", "established", RELATIONS, "begins"),
    ("Relations were not opened before the war had ended.", "opened", RELATIONS, "begins"),
    ("Norway did not join the war, and relations were established in May.", "established", RELATIONS, "begins"),
    ("Relations were interrupted when the legation opened its archives.", "Relations", RELATIONS, "ends"),
    ("Relations were resumed after the embargo had broken down.", "Relations", RELATIONS, "begins"),
    ("Relations have been maintained ever since the first envoy was received.", "Relations", RELATIONS, "continues"),
    ("The agency became a consulate general in 1874.", "became", RELATIONS, ""),
    ("The consulate became an embassy in 1874.", "became", RELATIONS, "upgraded"),
    ("Baron Lind was recognized as consul at Boston.", "recognized", "recognition", ""),
    ("He was recognised by the governor of the province in May.", "recognised", "recognition", ""),
    ("Chile continued to recognise the government in exile.", "recognise", "recognition", "continues"),
    ("Chile continued its talks and recognised the junta.", "recognised", "recognition", "begins"),
    ("Chile decided to withdraw its recognition of the junta.", "recognition", "recognition", "ends"),
    ("Spain withdrew its troops before its recognition of Chile.", "recognition", "recognition", "begins"),
    ("Spain recognized the junta as the government, with an agent.", "recognized", "recognition", "begins"),
    ("Spain recognized Colombia when the king received Torres as minister.", "recognized", "recognition", "begins"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "anchor", "status", "change"), SENTENCES)
def test_only_what_came_about_is_a_status(text, anchor, status, change):
    judgement, sentence, whole = judged({"text": text, "anchor": anchor}, "status", status)
    judgement.traits["change"] = "upgraded" if change == "upgraded" else "begins"
    assert complete(judgement, sentence, whole).get("change", "") == change


def test_an_envoy_is_received_also_where_a_dot_stands_in_his_title():
    text = "The king formally recognized Lind as the accredited U.S. Minister."
    span = (text.index("recognized"), text.index("recognized") + len("recognized"))
    judgement = Judgement("status", "recognition", span, span, ("SWE", "USA"))
    assert complete(judgement, Sentence(0, len(text), text, (0, len(text))), text) == {}


def test_a_date_before_not_until_is_not_the_date():
    text = "Algiers made peace in 1795, but relations were not established until 1962."
    start = text.index("established")
    later = postponed(text, start, start + len("established"))
    assert text[later:].strip() == "1962."
    assert not denied(text, start, start + len("established"))


@pytest.mark.parametrize(
    ("text", "anchor", "aux"),
    [
        ("Peru did not sign the treaty.", "sign", "negated"),
        ("Peru did not ratify the treaty until 1901.", "ratify", ""),
        ("Peru did not only sign the treaty, it ratified it.", "sign", ""),
        ("Peru never formally joined.", "joined", "negated"),
        ("Peru, not Chile, signed the treaty.", "signed", ""),
    ],
)
def test_a_plain_did_not_makes_an_event_negated(text, anchor, aux):
    judgement, sentence, whole = judged({"text": text, "anchor": anchor}, "event", "SUPPORT")
    assert events.complete(judgement, sentence, whole)["aux"] == aux
    judgement, sentence, whole = judged({"text": text, "anchor": anchor}, "event", "REJECT")
    assert events.complete(judgement, sentence, whole)["aux"] == ""


def test_an_instrument_that_was_not_signed_is_no_agreement():
    judgement, sentence, whole = judged(
        {"text": "Peru did not sign the treaty with Chile.", "anchor": "treaty"}, "agreement", "signed"
    )
    assert agreements.complete(judgement, sentence, whole) == {}
    judgement, sentence, whole = judged(
        {"text": "Peru did not wait, and signed the treaty.", "anchor": "treaty"}, "agreement", "signed"
    )
    assert agreements.complete(judgement, sentence, whole)["act"] == "signed"


@pytest.mark.parametrize(
    ("text", "states", "coded"),
    [
        (
            "China has not recognised the independence of Abkhazia, which Russia recognised in 2008.",
            ("CHN", "RUS"),
            False,
        ),
        ("Spain recognised the independence of Peru in 1879.", ("ESP", "PER"), True),
        ("Spain recognised the independence of the country in 1879.", ("ESP", "PER"), True),
    ],
)
def test_independence_of_others_is_no_recognition_between_two(text, states, coded):
    anchor = "recognised in" if "which" in text else "recognised"
    judgement, sentence, whole = judged({"text": text, "anchor": anchor, "states": states}, "status", "recognition")
    assert bool(complete(judgement, sentence, whole)) == coded
