"""Who is meant: names by year, adjectives, capitals, persons, pairs, what stays open."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.language import annotate
from detente.language.actors import find_actors, introductions, is_state


def meant(text: str, year: int | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(m.text, m.codes) for m in find_actors(text, year=year) if m.kind != "domestic"]


def in_document(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(m.text, m.codes) for s in annotate(text) for m in s.mentions if m.kind != "domestic"]


@pytest.mark.parametrize(
    ("text", "year", "code"),
    [
        ("Prussia sent an envoy.", 1860, "DEU"),
        ("The Soviet Union sent an envoy.", 1960, "RUS"),
        ("East Germany sent an envoy.", 1975, "DDR"),
        ("West Germany sent an envoy.", 1975, "DEU"),
        ("Germany sent an envoy.", 1995, "DEU"),
        ("The Ottoman Empire sent an envoy.", 1870, "TUR"),
        ("Czechoslovakia sent an envoy.", 1930, "CSK"),
        ("Siam sent an envoy.", 1900, "THA"),
        ("The Kaiser sent an envoy.", 1606, "AUH"),
        ("The Kaiser sent an envoy.", 1900, "DEU"),
        ("Suleiman the Magnificent sent an envoy.", 1530, "TUR"),
        ("Shah Jahan sent an envoy.", 1640, "IND"),
        ("Shah Abbas sent an envoy.", 1620, "IRN"),
        ("Nadir Shah sent an envoy.", 1739, "IRN"),
        ("Stefan Batory sent an envoy.", 1580, "POL"),
        ("The Signoria sent an envoy.", 1502, "ITA"),
        ("The Palacio de Pizarro sent an envoy.", 1920, "PER"),
        ("The Ak Orda sent an envoy.", 2023, "KAZ"),
        ("President Remengesau sent an envoy.", 2015, "PLW"),
        ("The Most Christian King sent an envoy.", 1700, "FRA"),
    ],
)
def test_states_by_year(text, year, code):
    assert [codes for _, codes in meant(text, year)] == [(code,)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A Peruvian fleet left.", [("Peruvian", "PER")]),
        ("The Danes refused.", [("Danes", "DNK")]),
        ("Lima agreed, Nairobi did not.", [("Lima", "PER"), ("Nairobi", "KEN")]),
        ("The Kremlin answered the White House.", [("Kremlin", "RUS"), ("White House", "USA")]),
        ("KENYA AND PERU SIGN", [("KENYA", "KEN"), ("PERU", "PER")]),
        ("Sino-Soviet talks failed.", [("Sino-", "CHN"), ("Soviet", "RUS")]),
        ("The Anglo-Japanese alliance lapsed.", [("Anglo-", "GBR"), ("Japanese", "JPN")]),
        ("Papua New Guinea and Equatorial Guinea met.", [("Papua New Guinea", "PNG"), ("Equatorial Guinea", "GNQ")]),
    ],
)
def test_adjectives_peoples_capitals_seats_and_combining_forms(text, found):
    assert meant(text, 1960) == [(words, (code,)) for words, code in found]


@pytest.mark.parametrize(
    "text",
    [
        "The settlers of New England traded furs.",
        "Nobody recalled the Monroe Doctrine.",
        "The Kellogg–Briand Pact was read aloud.",
        "Guests met in China Street and at the Peru Hotel.",
        "A perusal of chinaware took place.",
        "Swedenborg wrote in Latin.",
    ],
)
def test_names_inside_terms_do_not_act(text):
    assert meant(text, 1928) == []


@pytest.mark.parametrize(
    ("text", "year", "found"),
    [
        ("The Sultan of Morocco wrote.", 1700, ["Morocco"]),
        ("Tsar Zoran of Bulgaria wrote.", 1930, ["Bulgaria"]),
        ("He read the Treaty of Belgrade and the Tashkent Declaration.", 1970, []),
        ("He read the Nehru plan.", 1955, []),
        ("The four powers sent ships.", 1864, ["The four powers"]),
        ("Venice joined the League of Cognac.", 1526, ["Venice"]),
        ("Pope Pius VI protested.", 1620, ["Pope"]),
        ("Kim Il of the cabinet and Kim Il Nam wrote.", 1900, []),
        ("King George Tupou I wrote.", 1876, ["King George Tupou I"]),
        ("NATO's frontline states asked for help.", 2022, ["NATO"]),
        ("The frontline states met in Lusaka.", 1980, ["frontline states", "Lusaka"]),
        ("The Grand Alliance won in Bihar.", 2015, []),
        ("The German Colonial Office wrote to the Foreign Office.", 1905, ["German", "Foreign Office"]),
        ("The War Office wrote.", 1905, ["War Office"]),
        ("Omer Yildiz of Kaiser Permanente moved to Solomons Island.", 1905, []),
        ("Sophy Lund met the Allied Irish Banks and the Allied Democratic Forces.", 2010, []),
    ],
)
def test_titles_and_groups_of_another_time_or_throne(text, year, found):
    assert [words for words, codes in meant(text, year)] == found


def test_a_person_in_office_in_any_year_of_the_sentence():
    text = "A general who had won at Pavia in 1525 saw Louis XIV crowned in 1654."
    assert ("Louis XIV", ("FRA",)) in in_document(text)


def test_they_are_the_whole_list_before():
    sentence = annotate("In 2024 Mali, Niger and Togo announced that they would leave.")[0]
    assert codes_of(sentence, "plural") == [("MLI", "NER", "TGO")]


def test_an_office_holder_stands_for_the_state_in_and_around_the_years_of_office():
    assert ("Khrushchev", ("RUS",)) in meant("Khrushchev spoke first.", 1956)
    assert meant("Khrushchev spoke first.", 1856) == []


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian Foreign Minister Ramiro Quilpe flew to Oslo.",
        "Peru under President Ramiro Quilpe broke with Norway.",
        "President Ramiro Quilpe of Peru flew to Oslo.",
        "Ramiro Quilpe, the Peruvian foreign minister, flew to Oslo.",
    ],
)
def test_persons_are_learned_from_their_introduction(text):
    assert ("Ramiro Quilpe", "PER") in introductions(text, find_actors(text))
    found = in_document(text + " The next day Quilpe signed the note.")
    assert found[-1] == ("Quilpe", ("PER",))


def test_nobody_is_learned_without_an_introduction():
    assert in_document("Ramiro Quilpe flew to Oslo. Quilpe spoke to Norwegian students.") == [
        ("Oslo", ("NOR",)),
        ("Norwegian", ("NOR",)),
    ]


def test_the_two_countries_are_the_pair_of_the_text():
    found = in_document("Peru and Norway exchanged notes. The two countries agreed to trade. Both sides were pleased.")
    assert found[2:] == [("The two countries", ("NOR", "PER")), ("Both sides", ("NOR", "PER"))]


def test_in_a_text_about_many_the_pair_is_the_last_two_named():
    text = "Peru, Norway, Kenya, Japan, Chile and Fiji met. Later Denmark saw Ghana. Both sides agreed."
    assert in_document(text)[-1] == ("Both sides", ("DNK", "GHA"))


@pytest.mark.parametrize("text", ["The two countries signed.", "Peru waited. The two countries signed, and they left."])
def test_what_has_no_single_reading_is_left_open(text):
    assert [codes for words, codes in in_document(text) if words != "Peru"] in ([()], [(), ()])


def test_codes_of_states():
    assert is_state("PER")
    assert is_state("DDR")
    assert not is_state("NSA")
    assert not is_state("")


NAMES = st.sampled_from(
    ["Peru", "Soviet Union", "Sino-", "the", "two countries", "both", "they", "Lima", "New", "England", "President",
     "of", "under", "Khrushchev", "police", ",", ".", " ", " ", " ", "\n", "-", "’s", "U.S.", "1956"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=120), st.lists(NAMES, max_size=40).map("".join)))
def test_mentions_stand_in_order_without_overlap(text):
    found = find_actors(text, year=1956)
    assert all(text[m.start : m.end] == m.text != "" for m in found)
    assert all(a.end <= b.start for a, b in pairwise(found))


def codes_of(sentence, kind):
    return [mention.codes for mention in sentence.mentions if mention.kind == kind]


def test_the_three_powers_are_the_three_last_named_together():
    found = annotate(
        "Germany, Austria-Hungary and Russia drew together in 1873. The Tsar wished for quiet. "
        "The three powers signed a convention.\n\nBrazil received an Argentine envoy in 2004."
    )
    assert codes_of(found[2], "group") == [("AUH", "DEU", "RUS")]


def test_several_powers_that_sentences_name_between_them():
    found = annotate("France sent a note. Britain and Italy followed. All three governments asked for an answer.")
    assert codes_of(found[2], "group") == [("FRA", "GBR", "ITA")]


def test_several_powers_stay_open_where_their_number_was_not_named():
    found = annotate("France, Britain, Italy and Japan sent ships. The three powers then agreed on a blockade.")
    assert codes_of(found[1], "group") == []
    assert codes_of(found[1], "plural") == [()]


@pytest.mark.parametrize("text", ["Michael Jordan came to Chicago.", "Turkey red was a dye.", "Jack London wrote it."])
def test_namesakes_of_states_are_no_actors(text):
    codes = {code for mention in annotate(text)[0].mentions for code in mention.codes}
    assert not codes & {"JOR", "TUR", "GBR"}
