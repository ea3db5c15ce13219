"""A short form that the text gives to an actor names it from then on."""

import pytest

from detente.language import annotate


def named(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(mention.text, mention.codes) for sentence in annotate(text) for mention in sentence.mentions]


@pytest.mark.parametrize(
    ("text", "short", "codes"),
    [
        ("Norway met the Palestinian Authority (PA). The PA thanked Norway.", "PA", ("PSE",)),
        ("Indonesia met the Free Aceh Movement (GAM). GAM agreed to meet again.", "GAM", ("NSA",)),
        ("Norway met the Palestinian Authority (“P.A”). P.A officials thanked Norway.", "P.A", ("PSE",)),
    ],
)
def test_a_short_form_in_brackets_is_learned(text, short, codes):
    assert named(text).count((short, codes)) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Germany (CDU) voted with Poland. The CDU hailed it.",  # a party, not the state
        "Norway met the Palestinian Authority. The PA thanked Norway.",  # not introduced
        "Norway (1814) met Poland. In 1814 it left.",
        "Norway met Ramiro Quilpe (RQ) of Peru. RQ thanked Norway.",
    ],
)
def test_what_is_no_short_form_of_an_actor_is_not_learned(text):
    assert not any(name in ("CDU", "PA", "1814", "RQ") for name, _ in named(text))


def test_a_short_form_of_the_tables_keeps_its_meaning():
    text = "The Economic Commission of Ethiopia (EU) met the EU."
    assert ("EU", ("EU",)) in named(text)
    assert ("EU", ("ETH",)) not in named(text)


def test_names_with_a_digit_are_found():
    text = "The G7 met in 1994; Iran met the P5+1 in 2013 and the E3 later."
    assert named(text)[0] == ("G7", ("G7",))
    assert ("P5+1", ("USA", "GBR", "FRA", "RUS", "CHN", "DEU")) in named(text)
    assert ("E3", ("GBR", "FRA", "DEU")) in named(text)


def test_allied_troops_are_the_allies_only_in_the_wars():
    assert ("Allied", ("ALLIES",)) in named("In 1944 the Allied armies landed in France.")
