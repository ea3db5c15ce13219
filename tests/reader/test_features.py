"""What the reader sees: stand-ins for states, lists, candidates in and out of the sentence, dates carried along."""

import pytest

from detente.language import annotate
from detente.reader.features import FEATURES, KIND, VIRTUAL, View, coordinated, views

STORY = (
    "On 3 May 1921 {0} sent a {1_adjective} note to {2}, and {0_capital} waited. "
    "The {0_people} had asked {2} for help. A month later the two countries signed in {2_capital}."
)
STATES = {
    "PER": ("Peru", "Peruvian", "Peruvians", "Lima"),
    "KEN": ("Kenya", "Kenyan", "Kenyans", "Nairobi"),
    "NOR": ("Norway", "Norwegian", "Norwegians", "Oslo"),
    "DNK": ("Denmark", "Danish", "Danes", "Copenhagen"),
    "EGY": ("Egypt", "Egyptian", "Egyptians", "Cairo"),
}


def story(*codes: str) -> str:
    text = STORY
    for number, code in enumerate(codes):
        name, adjective, people, capital = STATES[code]
        for form, word in (("_adjective", adjective), ("_people", people), ("_capital", capital), ("", name)):
            text = text.replace(f"{{{number}{form}}}", word)
    return text


def seen(text: str, *, published: str = "") -> list[View]:
    return views(annotate(text, published=published), published=published)


@pytest.mark.parametrize("codes", [("NOR", "KEN", "PER"), ("DNK", "EGY", "NOR"), ("EGY", "PER", "DNK")])
def test_states_swapped_for_others_give_the_same_words(codes):
    swapped = dict(zip(("PER", "KEN", "NOR"), codes, strict=True))
    for one, other in zip(seen(story("PER", "KEN", "NOR")), seen(story(*codes)), strict=True):
        assert other.words == one.words
        assert other.word_kinds == one.word_kinds
        place = [(swapped.get(c.code, c.code), c.kind, c.first, c.last, c.group) for c in one.actors if c.first >= 0]
        assert sorted(place) == sorted((c.code, c.kind, c.first, c.last, c.group) for c in other.actors if c.first >= 0)
        assert [(d.edtf, d.kind, d.features) for d in other.dates] == [(d.edtf, d.kind, d.features) for d in one.dates]


def test_no_state_is_seen_by_its_name():
    [first, *_] = seen(story("DNK", "EGY", "KEN"))
    shown = " ".join(first.words)
    assert not any(word in shown for code in ("DNK", "EGY", "KEN") for word in STATES[code])
    assert first.words[4] == "Sweden"
    assert first.words[13] == "Stockholm"  # the same state's capital has the same stand-in's


def test_words_keep_their_place_in_the_document():
    text = story("PER", "KEN", "NOR")
    for view in seen(text):
        for word, (start, end), kind in zip(view.words, view.spans, view.word_kinds, strict=True):
            assert 0 <= start < end <= len(text)
            assert kind == 1 or text[start:end] == word


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("Egypt, Jordan, and Syria attacked.", [2, 2, 2]),
        ("Peru, Chile and Kenya met Norway.", [2, 2, 2, -1]),
        ("Peru met Chile or Kenya.", [-1, 2, 2]),
        ("Peru thanked Chile, Kenya did not.", [-1, -1, -1]),
        ("In Nairobi, Peru and Chile met.", [-1, 2, 2]),
        ("Peru attacked Chile.", [-1, -1]),
    ],
)
def test_lists_of_parties(text, groups):
    [sentence] = annotate(text)
    found = coordinated(sentence)
    assert [number >= 0 for number in found] == [number >= 0 for number in groups]
    assert len({number for number in found if number >= 0}) == len({number for number in groups if number >= 0})


def test_parties_that_the_sentence_leaves_out_are_candidates():
    first, second = seen("Peru and Chile met in Kenya. The envoys signed a note.")
    assert [c.code for c in first.actors if c.first < 0] == ["NSA"]
    virtual = [c for c in second.actors if c.first < 0]
    assert {"PER", "CHL", "KEN", "NSA"} == {c.code for c in virtual}
    assert {c.kind for c in virtual} == {KIND["virtual"]}


def test_candidates_are_few_however_many_are_named():
    names = "Peru Chile Kenya Norway Japan Egypt Brazil Bolivia Ghana Fiji Cuba Haiti Malta Nepal".split()
    *_, last = seen(f"{', '.join(names)} and Oman met. Somebody spoke.")
    assert len(last.actors) == VIRTUAL + 1


def test_a_heading_names_parties_and_a_date_for_what_stands_under_it():
    *_, view = seen("Peru and Chile, 1879\n\nThe fleets met at sea. Troops landed.")
    assert {"PER", "CHL"} <= {c.code for c in view.actors}
    assert ("1879", KIND["heading"]) in {(d.edtf, d.kind) for d in view.dates}


def test_dates_are_carried_through_a_paragraph_and_no_further():
    first, second, third = seen("On 3 May 1921 Peru wrote to Chile. Chile answered.\n\nKenya was silent.")
    assert {d.edtf for d in first.dates if d.kind == KIND["date"]} == {"1921-05-03", "1921-05", "1921"}
    assert {d.edtf for d in second.dates if d.kind == KIND["carried"]} == {"1921-05-03", "1921-05", "1921"}
    assert [d.edtf for d in third.dates] == [""]


def test_the_day_of_publication_is_a_candidate_and_so_is_no_date():
    [view] = seen("Peru wrote to Chile.", published="1999-02-03")
    assert ("1999-02-03", KIND["published"]) in {(d.edtf, d.kind) for d in view.dates}
    assert view.dates[-1].edtf == ""


def test_every_candidate_has_as_many_features():
    for view in seen(story("PER", "KEN", "NOR"), published="1999-02-03"):
        assert {len(c.features) for c in [*view.actors, *view.dates]} == {FEATURES}
