"""The benchmarks' texts are what bench/texts/README.md says, and a sentence set can be filled with any two states."""

import importlib.util
import json
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from detente.record.model import EventType

BENCH = Path(__file__).resolve().parent.parent / "bench"


@pytest.fixture(scope="module")
def robustness():
    spec = importlib.util.spec_from_file_location("robustness", BENCH / "robustness.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def stories(name):
    return [json.loads(line) for line in (BENCH / "texts" / name).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("name", ["mixed_news.jsonl", "quiet.jsonl"])
def test_no_story_is_there_twice(name):
    for field in ("id", "text"):
        assert max(Counter(story[field] for story in stories(name)).values()) == 1


def test_most_news_is_not_about_states():
    topics = Counter(story["topic"] for story in stories("mixed_news.jsonl"))
    assert topics.total() >= 500
    assert 0.1 <= topics["states"] / topics.total() <= 0.15
    assert len(topics) > 20


def test_four_sentences_for_each_event_type(robustness):
    assert Counter(item["type"] for item in robustness.sets()) == dict.fromkeys(get_args(EventType), 4)


def test_sets_can_be_filled_with_any_states(robustness):
    names = robustness.states()
    for item in robustness.sets():
        assert set(item["pair"]) <= set(names)
        for form in ("base", *robustness.FORMS):
            if item.get(form):
                text = robustness.filled(item[form], "KEN", "FRA", names)
                assert not re.search(r"[{}]|None", text)
                assert text.endswith(".")
    assert {code for pair in robustness.SWAPS for code in pair} <= set(names)


def test_events_survive_a_change_when_type_and_parties_do(robustness):
    tally = robustness.Tally()
    asked = ("REQUEST", frozenset({"KEN"}), frozenset({"FRA"}))
    turned = ("REQUEST", frozenset({"FRA"}), frozenset({"KEN"}))
    assert tally.add([asked], [turned], asked)
    assert not tally.add([asked], [], asked)
    assert (tally.events, tally.core, tally.strict, tally.expected, tally.expected_strict) == (2, 1, 0, 1, 0)
