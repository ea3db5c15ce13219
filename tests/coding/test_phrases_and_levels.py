from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import memberships, positions, statuses
from detente.coding.phrases import left_edge, right_edge
from detente.coding.statuses import level_rank
from detente.ontology.naming import rows

from .conftest import cases, judged


@pytest.mark.parametrize("case", cases("positions"))
def test_issue_around_the_anchor(case):
    found = positions.complete(*judged(case, "position", "oppose"))
    assert found == {"issue": case["issue"], "stance": "oppose"}


@pytest.mark.parametrize("case", cases("statuses"))
def test_level_around_the_anchor(case):
    found = statuses.complete(*judged(case, "status", case["status"]))
    assert (found["status"], found["level"]) == (case["status"], case["level"])


@pytest.mark.parametrize("case", cases("memberships"))
def test_organisation_at_the_anchor(case):
    found = memberships.complete(*judged(case, "membership", "joins"))
    assert found == {"organisation": case["organisation"], "change": "joins"}


@given(st.text(max_size=80), st.integers(0, 80))
def test_phrases_stay_inside_the_text(text, position):
    position = min(position, len(text))
    assert 0 <= right_edge(text, position) - position <= len(text) - position
    if position < len(text):
        assert 0 <= left_edge(text, position) <= position


def test_levels_are_ordered():
    names = ("friendly countries", "strategic partnership", "comprehensive strategic partnership")
    closeness = [level_rank(name) for name in names]
    assert closeness == sorted(closeness)
    assert level_rank("acquaintance") is None


@pytest.mark.parametrize("row", list(rows("levels.csv")), ids=lambda row: row["level"])
def test_every_level_of_the_table_is_found_in_a_sentence(row):
    text = f"They spoke of {row['level']} at last."
    start = text.index(row["level"])
    assert statuses.partnership_level(text, start, start + len(row["level"])) == row["level"]


@pytest.mark.parametrize(
    ("text", "anchor", "change"),
    [
        ("Azerbaijan left the Collective Security Treaty Organization in 1999.", "Collective", "leaves"),
        ("Qatar withdrew from OPEC in 2019.", "OPEC", "leaves"),
        ("Finland acceded to NATO in 2023.", "NATO", "joins"),
        ("Finland joined the Brussels-based NATO.", "NATO", "joins"),
        ("Chile will leave the OECD.", "OECD", "member"),
        ("Chile is a member of the OECD.", "OECD", "member"),
    ],
)
def test_a_membership_changes_as_the_verb_before_the_organisation_says(text, anchor, change):
    judgement, sentence, whole = judged({"text": text, "anchor": anchor}, "membership", "member")
    assert memberships.complete(judgement, sentence, whole)["change"] == change


def test_a_level_with_more_words_ranks_as_what_is_known_of_it():
    assert level_rank("multi-faceted strategic partnership") == level_rank("strategic partnership")
    assert level_rank("trading partner") is None


def test_elevating_to_a_level_upgrades_and_begins_no_relations():
    case = {"text": "In 2023 ties were elevated to a Strategic Partnership.", "anchor": "Partnership"}
    judgement, sentence, whole = judged(case, "status", "partnership")
    begun = replace(judgement, traits={"change": "begins"})
    assert statuses.complete(begun, sentence, whole)["change"] == "upgraded"
    case = {"text": "In 2021 relations were elevated to the level of an alliance.", "anchor": "elevated"}
    assert statuses.complete(*judged(case, "status", "diplomatic_relations")) == {}


def test_who_left_the_trans_pacific_partnership_left_another_body_than_its_successor():
    case = {"text": "The United States left the Trans-Pacific Partnership in 2017.", "anchor": "Partnership"}
    judgement, sentence, whole = judged(case, "membership", "leaves")
    assert memberships.complete(judgement, sentence, whole)["organisation"] == "TPP"
