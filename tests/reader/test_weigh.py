"""Trees that weigh proposals, and the choice among them."""

import math

import numpy as np
import pytest

from detente.language.sentence import Sentence
from detente.reader.features import View
from detente.reader.network import Reading
from detente.reader.propose import Proposal
from detente.reader.weigh import Trees, choose, choose_any, complete, features


def proposal(kind="event", label="CONSULT", word=3, first=("CHL", "PER"), second=(), score=0.8) -> Proposal:
    words = "Peru and Chile met and then signed the long note of 1921 at sea".split()
    text = " ".join(words)
    view = View(Sentence(0, len(text), text, (0, len(text))), words, [(0, 1)] * len(words), [0] * len(words), [], [])
    columns = np.zeros((len(words), 4), dtype=np.float32)
    reading = Reading(view, np.zeros((len(words), 2), dtype=np.float32), columns)
    return Proposal(reading, kind, label, word, (0, 1), score, {"PER": (0.9, 0.1), "CHL": (0.8, 0.2)}, first, second)


def trees() -> Trees:
    """Two trees by hand: x0 <= 1 ? (x1 <= 5 ? 0.5 : -1) : 2, and a leaf of 0.25. A leaf leads to itself."""
    return Trees(
        {
            "feature": np.array([0, 1, 0, 0, 0, 0]),
            "threshold": np.array([1.0, 5.0, 0.0, 0.0, 0.0, 0.0]),
            "left": np.array([1, 3, 2, 3, 4, 5]),
            "right": np.array([2, 4, 2, 3, 4, 5]),
            "value": np.array([0.0, 0.0, 2.0, 0.5, -1.0, 0.25]),
            "roots": np.array([0, 5]),
            "base": np.array(-0.5),
            "depth": np.array(2),
        }
    )


@pytest.mark.parametrize(
    ("row", "margin"), [((0, 0), 0.25), ((1, 5), 0.25), ((1, 5.1), -1.25), ((1.5, 0), 1.75), ((1.5, 9), 1.75)]
)
def test_the_margins_of_the_trees_add_up(row, margin):
    [found] = trees().probability(np.array([row], dtype=np.float32))
    assert found == pytest.approx(1 / (1 + math.exp(-margin)))


def test_rows_do_not_hang_on_one_another():
    rows = np.array([(0, 0), (1, 9), (2, 2)], dtype=np.float32)
    alone = [trees().probability(rows[number : number + 1])[0] for number in range(3)]
    assert trees().probability(rows).tolist() == alone


def test_one_of_two_proposals_of_the_same_act_is_kept():
    near, far = proposal(word=3), proposal(word=5)
    assert choose([near, far], [0.7, 0.9]) == [(far, 0.9)]


@pytest.mark.parametrize(
    "other",
    [
        {"word": 12},  # far off: told twice
        {"word": 5, "label": "SUPPORT"},
        {"word": 5, "first": ("CHL", "KEN")},
        {"word": 3, "kind": "agreement", "label": "signed"},
    ],
)
def test_different_acts_are_both_kept(other):
    one, two = proposal(word=3), proposal(**other)
    assert len(choose([one, two], [0.7, 0.9])) == 2


def test_a_word_carries_one_event():
    one, two = proposal(label="CONSULT"), proposal(label="SUPPORT")
    assert [p.label for p, _ in choose([one, two], [0.6, 0.7])] == ["SUPPORT"]


def test_what_is_unlikely_or_lacks_parties_is_left_out():
    assert choose([proposal()], [0.49], threshold=0.5) == []
    assert choose([proposal(first=("PER",))], [0.9]) == []
    assert complete(proposal(first=(), second=("PER",)))  # "came under international sanctions"
    assert complete(proposal(kind="office", label="takes", first=("PER",)))
    assert not complete(proposal(kind="agreement", label="signed", first=("PER",)))


def test_the_kept_stand_in_the_order_of_their_words():
    late, early = proposal(word=12, label="AID"), proposal(word=1)
    assert [p.word for p, _ in choose([late, early], [0.9, 0.6])] == [1, 12]


def test_scope_all_takes_the_likeliest_type_and_what_is_certain():
    weak, strong = proposal("any", word=2, score=0.6), proposal("any", word=9, score=0.7)
    other = proposal("any", "PROTEST", word=4, score=0.3)
    certain = proposal("any", "AID", word=6, score=0.9)
    assert choose_any([weak, strong, other]) == [(strong, 0.7)]
    assert choose_any([strong, certain]) == [(certain, 0.9)]
    assert choose_any([proposal("any", score=0.1)]) == []


def test_every_proposal_has_a_row_of_the_same_length():
    first, second, third = features([[proposal(), proposal(word=5)], [], [proposal("status", "war")]])
    assert first.shape[0] == 2
    assert second.shape[0] == 0
    assert third.shape == (1, first.shape[1])
