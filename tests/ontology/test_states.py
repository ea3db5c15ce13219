"""The tables of states and organisations: every form hits one actor, every state can be found."""

import csv
from pathlib import Path

import pycountry
import pytest

from detente.errors import DetenteError
from detente.ontology import states as tables

CASES = Path(__file__).parent / "cases"
KINDS = {"name", "historic", "adjective", "people", "capital", "seat", "abbreviation"}
# Their capital bears the state's own name, or is too common a name to identify it (Victoria).
NO_CAPITAL = {"LUX", "DJI", "SGP", "MCO", "SMR", "SYC"}


def _overlap(a: tables.ActorForm, b: tables.ActorForm) -> bool:
    return max(a.first or 0, b.first or 0) <= min(a.last or 9999, b.last or 9999)


def test_a_form_means_one_actor_in_a_year():
    forms: dict[str, list[tables.ActorForm]] = {}
    for form in tables.actor_forms():
        forms.setdefault(form.form, []).append(form)
    clashes = {
        text: tuple(dict.fromkeys(row.code for row in rows))
        for text, rows in forms.items()
        if any(a.code != b.code and _overlap(a, b) for a in rows for b in rows)
    }
    assert clashes == tables.ambiguous()


def test_no_row_is_told_twice():
    seen: dict[tuple[str, str], list[tables.ActorForm]] = {}
    for form in tables.actor_forms():
        seen.setdefault((form.code, form.form), []).append(form)
    twice = [rows for rows in seen.values() for a in rows for b in rows if a is not b and _overlap(a, b)]
    assert not twice


def test_groups_have_settled_members_in_a_year():
    known = {state.code for state in tables.states()}
    by_form: dict[str, list[tables.Group]] = {}
    for group in tables.groups():
        assert set(group.codes) <= known, group
        by_form.setdefault(group.form, []).append(group)
    for rows in by_form.values():
        for year in range(1500, 2027):
            assert sum(row.holds_in(year) for row in rows) <= 1, (rows, year)


def test_rows_are_clean():
    codes = {state.code for state in tables.states()} | tables.organisations() | {"NSA"}
    for form in tables.actor_forms():
        assert form.code in codes, form
        assert form.kind in KINDS, form
        assert form.form.strip() == form.form != "", form
        assert form.first is None or form.last is None or form.first <= form.last, form
    assert not tables.not_actors() & {form.form for form in tables.actor_forms()}
    assert {row.code for row in tables.domestic()} <= {"", "NSA"}
    nouns = [row.form for row in tables.domestic()]
    assert len(nouns) == len(set(nouns))


def test_organisations_and_states_share_no_code():
    assert not tables.organisations() & {state.code for state in tables.states()}


@pytest.mark.parametrize("path", sorted(CASES.glob("*.csv")), ids=lambda path: path.stem)
def test_hard_cases_by_year(path):
    with path.open(encoding="utf-8") as file:
        wrong = [
            (row["form"], row["year"], row["code"], tables.codes_of(row["form"], int(row["year"])))
            for row in csv.DictReader(file)
            if tables.codes_of(row["form"], int(row["year"]))[:1] != ((row["code"],) if row["code"] else ())
        ]
    assert not wrong


def test_every_present_state_has_name_adjective_and_capital():
    kinds: dict[str, set[str]] = {}
    for form in tables.actor_forms():
        kinds.setdefault(form.code, set()).add(form.kind)
    lacking = {}
    for state in tables.states():
        if state.last is None and state.gw is not None:
            needed = {"name", "adjective"} | (set() if state.code in NO_CAPITAL else {"capital"})
            if state.name == "New Zealand":
                needed -= {"adjective"}
            if missing := needed - kinds[state.code]:
                lacking[state.code] = missing
    assert not lacking


def test_iso_names_find_their_state():
    codes = {state.code: state for state in tables.states()}
    for country in pycountry.countries:
        if country.alpha_3 not in codes or country.alpha_3 in {"COG", "HKG"}:
            continue
        for text in {country.alpha_3, country.alpha_2, country.name, getattr(country, "common_name", country.name)}:
            assert tables.find_state(text).code == country.alpha_3, text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CHN", "CHN"),
        ("chn", "CHN"),
        ("cn", "CHN"),
        ("710", "CHN"),
        ("365", "RUS"),
        ("255", "DEU"),
        ("260", "DEU"),
        ("816", "VNM"),
        ("817", "RVN"),
        ("678", "YEM"),
        ("730", "KOR"),
        ("russia", "RUS"),
        ("Soviet Union", "RUS"),
        ("Chinese", "CHN"),
        ("the Netherlands", "NLD"),
        ("Holland", "NLD"),
        ("UK", "GBR"),
        ("U.S.", "USA"),
        ("Korea, Republic of", "KOR"),
        ("Iran (Persia)", "IRN"),
        ("Bosnia & Herzegovina", "BIH"),
        ("Cote d'Ivoire", "CIV"),
        ("Côte d’Ivoire", "CIV"),
        ("Vienna", "AUT"),
        ("Prussia", "DEU"),
        ("Serbia", "SRB"),
        ("Yugoslavia", "YUG"),
        (" Japan ", "JPN"),
    ],
)
def test_find_state(text, code):
    assert tables.find_state(text).code == code


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Chian", "unknown state 'Chian': did you mean China (CHN, 710)?"),
        ("Untied States", "did you mean United States (USA, 2)?"),
        ("Soviet Unoin", "did you mean Russia (RUS, 365)?"),
        ("xyzzy", "give an ISO code, a COW number or an English name"),
        ("999", "unknown state number 999"),
        ("Congo", "may mean Democratic Republic of the Congo (COD, 490) or Republic of the Congo (COG, 484)"),
        ("", "unknown state ''"),
    ],
)
def test_unknown_states_say_what_to_do(text, says):
    with pytest.raises(DetenteError) as error:
        tables.find_state(text)
    assert says in str(error.value)


def test_numbers_of_both_lists():
    assert tables.state_of_number(345, year=1950).code == "YUG"
    assert tables.state_of_number(345, year=1900).code == "SRB"
    assert tables.state_of_number(345, year=2010).code == "SRB"
    assert tables.state_of_number(340, system="gw").code == "SRB"
    assert tables.state_of_number(245).code == "DEU"
    assert tables.state_of_number(329, year=1850).code == "ITA"
    assert tables.state_of_number(260, system="gw").code == "DEU"
    assert tables.state_of_number(1) is None


def test_names_of_codes():
    assert tables.name_of("TWN") == "Taiwan"
    assert tables.name_of("WEST") == "the West"
    assert tables.name_of("NSA") == "non-state actor"
    assert tables.name_of("UNSC") == "Security Council"
    assert tables.name_of("ARABLEAGUE") == "Arab League"
    assert tables.name_of("QQQ") == "QQQ"
    assert tables.short_name("NONALIGNED") == "NAM"
    assert tables.short_name("NATO") == "NATO"
    assert tables.organisation_name("NAM") == "Non-Aligned Movement"
    assert tables.organisation_name("ASEAN") == "Association of Southeast Asian Nations"
