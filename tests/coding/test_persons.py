import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding import offices
from detente.coding.persons import find_persons, holder_of
from detente.coding.titles import tidy_office

from .conftest import cases, judged


@pytest.mark.parametrize("case", cases("persons"))
def test_persons_of_a_text(case):
    assert [[p.name, p.office, p.state] for p in find_persons(case["text"])] == case["persons"]


@pytest.mark.parametrize("case", cases("offices"))
def test_office_of_the_person_at_the_anchor(case):
    found = offices.complete(*judged(case, "office", "holds"))
    if case["person"] is None:
        assert found == {}
    else:
        assert (found["person"], found["office"]) == (case["person"], case["office"])


@given(st.text(max_size=200))
def test_any_text_is_read_and_spans_lie_inside(text):
    for person in find_persons(text):
        assert 0 <= person.start < person.end <= len(text)
        assert person.name
        assert text[person.start : person.end].split()[-1] in person.name


@given(st.sampled_from(["president", "king", "foreign minister", "secretary of state", "ambassador in rome"]))
def test_tidying_an_office_twice_changes_nothing(office):
    assert tidy_office(tidy_office(office)) == tidy_office(office) == office


@pytest.mark.parametrize(
    ("said", "tidy"),
    [
        ("Foreign Ministers", "foreign minister"),
        ("the Secretaries of State", "secretary of state"),
        ("heads of government", "head of government"),
        ("chargé d'affaires", "chargé d'affaires"),
        ("Dey of Algiers", "dey"),
        ("UN Secretary-General", "un secretary-general"),
    ],
)
def test_offices_in_lower_case_singular_without_their_state(said, tidy):
    assert tidy_office(said) == tidy


def test_the_tables_give_no_office_to_a_namesake_with_another_first_name():
    assert holder_of("Jens Stoltenberg", "NOR", 2010)
    assert not holder_of("Thorvald Stoltenberg", "NATO", 2020)
    assert holder_of("Hernando Cortez", "ESP", 1520)  # the table's Hernán Cortés
    assert holder_of("Mazeppa", "UKR", 1700)
    assert holder_of("Thomas Davis", "COK", 1980) == holder_of("Tom Davis", "COK", 1980) != ""


@pytest.mark.parametrize(
    ("text", "anchor", "state"),
    [
        ("Norway's Minister of Defence Tore Sandnes met Boris Lund.", "Sandnes", "NOR"),
        ("Prime Minister of India Rohan Mehta came.", "Mehta", "IND"),
        ("Russia's ambassador to Serbia, Ivan Botsanov, spoke.", "Botsanov", "RUS"),
        ("Ambassador of Kazakhstan to Hungary Daniyar Abenov spoke.", "Abenov", "KAZ"),
        ("Peruvian UN Secretary-General Javier Pereda came.", "Pereda", "UN"),
        ("European Commissioner for Trade Ana Pereira came.", "Pereira", "EU"),
        ("Prime Minister Olaf Lund came.", "Lund", None),
        ("The pro-Russian President Petru Lund came.", "Lund", None),
        ("Norway's Prime Minister Olaf Lund, against pro-Russian parties, came.", "Lund", "NOR"),
        ("In the pro-Russian camp, Norway's Prime Minister Olaf Lund stood.", "Lund", "NOR"),
    ],
)
def test_the_state_beside_the_title_is_the_persons(text, anchor, state):
    found = offices.complete(*judged({"text": text, "anchor": anchor, "states": ["SWE"]}, "office", "holds"))
    assert found.get("state") == state
