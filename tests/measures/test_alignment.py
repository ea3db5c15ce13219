"""Alliance and alignment: obligations, criteria, and the answer with its grounds."""

from datetime import date

import polars as pl
import pytest

from detente.measures.alignment import (
    alignment_by_year,
    alliance_types,
    criteria,
    evidence,
    findings,
    is_it_an_alliance,
    last_rupture,
    stage_of,
    stages,
)

SCHEMA = {
    "day": pl.Date,
    "id": pl.String,
    "kind": pl.String,
    "type": pl.String,
    "status": pl.String,
    "change": pl.String,
    "aux": pl.String,
    "text": pl.String,
}


def records(*rows):
    """(year or None, kind, type or status, text, [aux])."""
    made = []
    for number, (year, kind, what, text, *aux) in enumerate(rows):
        day = date(year, 6, 1) if year else None
        event = kind == "event"
        made.append(
            (
                day,
                f"r{number}",
                kind,
                what if event else "",
                "" if event else what,
                "begins" if kind == "status" else "",
                aux[0] if aux else "",
                text,
            )
        )
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def atop(*rows):
    names = ["ccode1", "ccode2", "year", "atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"]
    return pl.DataFrame([(1, 2, *row) for row in rows], schema=names, orient="row")


def test_the_strongest_promise():
    found = alliance_types(
        atop(
            (1950, 1, 1, 0, 1, 1),
            (1951, 0, 1, 1, 0, 0),
            (1952, 0, 0, 1, 1, 0),
            (1953, 0, 0, 0, 1, 1),
            (1954, 0, 0, 0, 0, 1),
            (1955, 0, 0, 0, 0, 0),
        )
    )
    assert found["promise"].to_list() == ["defence", "offence", "neutrality", "non-aggression", "consultation", None]
    assert found["active"].to_list() == [True, True, False, False, False, False]


def test_engines_agree_on_promises():
    table = atop((1950, 1, 0, 0, 1, 1), (1954, 0, 0, 0, 0, 1))
    assert alliance_types(table.to_pandas())["promise"].tolist() == ["defence", "consultation"]


EARLY = (1997, "agreement", "", "agreement to reduce forces on the border: In 1997 they signed it.")
ARMS = (2002, "event", "AID", "Peru delivered fighter aircraft to Chile.")
DRILLS = [(year, "event", "COOPERATE", "They held a joint naval exercise.") for year in (2005, 2007, 2012)]
COMMAND = (2020, "agreement", "", "They set up a joint command in the north.")


@pytest.mark.parametrize(
    ("told", "stage"),
    [
        ([], "none"),
        ([EARLY], "early"),
        ([EARLY, ARMS], "moderate"),
        ([ARMS], "none"),  # the stages below are not told of
        ([EARLY, DRILLS[0]], "early"),  # once is not regularly
        ([EARLY, *DRILLS], "moderate"),
        ([EARLY, ARMS, COMMAND], "advanced"),
    ],
)
def test_stages(told, stage):
    assert stage_of(findings(records(*told)))[0] == stage


def test_regular_in_one_sentence_counts_as_often_as_needed():
    told = records(EARLY, (2009, "event", "COOPERATE", "They hold annual joint exercises."))
    exercises = next(each for each in findings(told) if each.criterion.key == "exercises")
    assert exercises.met
    assert exercises.records == ("r1",)


def test_since_when():
    met = {each.criterion.key: each.since for each in findings(records(EARLY, ARMS, *DRILLS)) if each.met}
    assert met == {"confidence": 1997, "technology": 2002, "exercises": 2012}


def test_what_is_denied_or_only_possible_meets_nothing():
    told = records(
        (2002, "event", "AID", "Peru will not deliver missiles to Chile.", "negated"),
        (2003, "event", "AID", "Peru might deliver missiles to Chile.", "hypothetical"),
    )
    technology = next(each for each in findings(told) if each.criterion.key == "technology")
    assert not technology.met
    assert technology.against == ("r0", "r1")


def test_the_count_begins_anew_after_a_rupture():
    told = records(
        EARLY,
        ARMS,
        (2003, "status", "war", "War broke out between them."),
        (2010, "event", "AID", "Missiles were sold."),
    )
    assert last_rupture(told) == date(2003, 6, 1)
    assert stage_of(findings(told, until=2002))[0] == "moderate"
    assert stage_of(findings(told))[0] == "none"
    by_year = alignment_by_year(told)
    assert by_year.select("year", "stage").rows() == [
        (1997, "early"),
        *((year, "early") for year in range(1998, 2002)),
        (2002, "moderate"),
        *((year, "none") for year in range(2003, 2011)),
    ]


def test_answers():
    treaty = atop(*((year, 1, 0, 0, 0, 0) for year in range(1990, 2019)))
    lapsed = atop(*((year, 1, 0, 0, 0, 0) for year in range(1950, 1981)))
    weaker = atop(*((year, 0, 0, 0, 1, 1) for year in range(1992, 2019)))
    called = records((1995, "status", "alliance", "They are allies."))
    denied = records(
        (1995, "status", "alliance", "They are allies."),
        (2000, "event", "CONSULT", "He said that it is not an alliance."),
    )
    assert is_it_an_alliance(records(), treaty).verdict == "treaty alliance"
    assert is_it_an_alliance(called, lapsed).verdict == "alliance by the sources"
    assert is_it_an_alliance(records(EARLY), lapsed, year=1970).verdict == "treaty alliance"
    assert is_it_an_alliance(called, weaker).verdict == "pact without a promise of help"
    assert is_it_an_alliance(denied, lapsed).verdict == "contested"
    assert is_it_an_alliance(records(EARLY), lapsed).verdict == "alignment"
    assert is_it_an_alliance(records(), lapsed).verdict == "no alliance told"
    assert is_it_an_alliance(called).verdict == "alliance by the sources"
    unknown = is_it_an_alliance(records(EARLY))
    assert (
        "unknown",
        "ATOP is not in the store: whether a treaty promises help was not looked up",
        (),
    ) in unknown.grounds


def test_a_lapsed_treaty_is_named_and_speaks_no_more():
    lapsed = atop(*((year, 1, 0, 0, 0, 0) for year in range(1954, 1981)), (1990, 0, 0, 0, 0, 1))
    answer = is_it_an_alliance(records(), lapsed)
    assert answer.sentence == (
        "No: no treaty between them was in force in 2018; the last promised consultation, to 1990. "
        "No record tells of their alignment."
    )
    assert ("context", "ATOP: defence, 1954-1980", ()) in answer.grounds
    assert ("context", "ATOP: consultation, 1990", ()) in answer.grounds
    then = is_it_an_alliance(records(), lapsed, year=1970)
    assert ("for", "ATOP: defence, 1954-1970", ()) in then.grounds
    assert then.sentence.startswith("Yes: a treaty in force in 1970 promises defence.")


def test_silence_is_not_evidence_against():
    silent = is_it_an_alliance(records())
    assert [speaks for speaks, *_ in silent.grounds] == ["unknown", "unknown"]
    denied = (2002, "event", "AID", "Peru will not deliver missiles to Chile.", "negated")
    grounds = {words: speaks for speaks, words, _ in is_it_an_alliance(records(EARLY, denied)).grounds}
    assert grounds["moderate: no record meets military-technical cooperation"] == "against"
    assert grounds["advanced: no record meets common defence policy"] == "unknown"


def test_grounds_name_their_records():
    answer = is_it_an_alliance(records(EARLY, ARMS), atop((1992, 0, 0, 0, 1, 0)))
    grounds = {words: ids for _, words, ids in answer.grounds}
    assert grounds["early: confidence-building measures since 1997"] == ("r0",)
    assert grounds["moderate: military-technical cooperation since 2002"] == ("r1",)
    assert "ATOP: no obligation in 2018" in grounds
    assert answer.stage == "moderate"
    assert not answer.complete


NEGATIVES = [
    ("event", "CONSULT", "They met in Lima to talk about fish."),
    ("event", "ASSAULT", "Peru bombed a naval base of Chile."),  # not granted, attacked
    ("event", "COOPERATE", "They built a joint university."),
    ("agreement", "", "agreement on fishing: They signed an agreement on fishing."),
]


@pytest.mark.parametrize(("kind", "what", "text"), NEGATIVES)
def test_what_meets_no_criterion(kind, what, text):
    assert evidence(records((2000, kind, what, text))).is_empty()


def test_the_table_is_whole():
    assert [each.stage for each in criteria()] == sorted((each.stage for each in criteria()), key=stages().index)
    assert len({each.key for each in criteria()}) == 7
    assert {each.stage for each in criteria()} == set(stages()[1:])
