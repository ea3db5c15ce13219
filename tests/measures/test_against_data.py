"""Texts against datasets: what one has and the other lacks."""

from datetime import date

import polars as pl

from detente.measures.against_data import alliances, disputes, grouped, spells_of, table, trade, visits, wars
from detente.measures.alignment import OBLIGATIONS

SCHEMA = {
    "day": pl.Date,
    "id": pl.String,
    "kind": pl.String,
    "type": pl.String,
    "mode": pl.String,
    "status": pl.String,
    "change": pl.String,
    "aux": pl.String,
    "text": pl.String,
}


def records(*rows):
    made = []
    for number, (day, kind, what, text) in enumerate(rows):
        event = kind == "event"
        made.append(
            (
                day,
                f"r{number}",
                kind,
                what if event else "",
                "visit" if what == "CONSULT" else "",
                "" if event else what,
                "begins" if kind == "status" else "",
                "",
                text,
            )
        )
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def verdicts(found):
    return [(each.first, each.last, each.verdict) for each in found]


def test_wars():
    told = records(
        (date(1904, 2, 8), "status", "war", "They went to war."),
        (date(1932, 1, 1), "status", "war", "A war between them broke out."),
        (date(1950, 1, 1), "event", "CONSULT", "They met."),
    )
    rows = pl.DataFrame({"year": [1905, 1939, 1812], "warnum": [85, 145, 1]})
    found = wars(told, rows, covered=(1816, 2003))
    # 1905 lies within a year of 1904; nobody tells of 1939; the texts go from 1904 to 1950, 1812 is not asked of them
    assert verdicts(found) == [(1905, 1905, "both"), (1932, 1932, "only texts"), (1939, 1939, "only data")]
    assert found[0].records == ("r0",)
    assert found[0].sentence == "They went to war."
    assert found[0].row == "war 85, 1905"
    assert found[2].says == "war between them, 1939: no text here tells it"


def test_what_the_dataset_does_not_cover_is_not_held_against_a_text():
    told = records((date(2022, 2, 24), "status", "war", "They went to war."))
    assert wars(told, pl.DataFrame({"year": [1905], "warnum": [85]}), covered=(1816, 2003)) == []


def test_alliances():
    told = records(
        (date(1950, 2, 14), "status", "alliance", "They signed an alliance."),
        (date(1995, 1, 1), "status", "alliance", "They are allies."),
    )
    atop = pl.DataFrame(
        [(1, 2, year, 1, 0, 0, 0, 0) for year in range(1950, 1981)] + [(1, 2, 1992, 0, 0, 0, 1, 0)],
        schema=["ccode1", "ccode2", "year", *OBLIGATIONS],
        orient="row",
    )
    found = alliances(told, atop, covered=(1815, 2018))
    assert verdicts(found) == [(1950, 1980, "both"), (1995, 1995, "only texts")]
    assert found[0].row == "ATOP: alliance, 1950-1980"


def test_disputes():
    told = records((date(1969, 3, 2), "event", "ASSAULT", "They fought on the river."))
    found = disputes(told, pl.DataFrame({"year": [1969, 1969, 1970], "dispnum": [7, 9, 9]}), covered=(1816, 2014))
    assert verdicts(found) == [(1969, 1969, "both"), (1969, 1970, "both")]


def test_visits():
    told = records(
        (date(1972, 2, 21), "event", "CONSULT", "President Nixon came."),
        (date(1990, 1, 5), "event", "CONSULT", "The president came."),
        (date(1991, 1, 5), "event", "CONSULT", "The vice president and an assistant to the president came."),
    )
    rows = pl.DataFrame(
        {
            "start": [date(1972, 2, 21), date(1975, 12, 1)],
            "end": [date(1972, 2, 28), date(1975, 12, 5)],
            "who": ["Richard M. Nixon", "Gerald R. Ford"],
        }
    )
    found = visits(told, rows, covered=(1789, 2020), name="travels")
    assert verdicts(found) == [(1972, 1972, "both"), (1975, 1975, "only data"), (1990, 1990, "only texts")]
    assert found[1].row == "Gerald R. Ford, 1975-12-01 to 1975-12-05"


def test_trade():
    figures = pl.DataFrame(
        {
            "day": [date(2014, 1, 1), date(2010, 1, 1), date(2020, 1, 1)],
            "id": ["a", "b", "c"],
            "text": ["Trade was 95 billion.", "Trade was 20 billion.", "Trade was 100 billion."],
            "value": [95e9, 20e9, 1e11],
        }
    )
    flows = pl.DataFrame({"year": [2010, 2014, 2015], "trade": [65_941.0, 93_942.0, None]})
    found = trade(figures, flows)
    assert verdicts(found) == [(2010, 2010, "differ"), (2014, 2014, "both")]  # of 2020 the dataset says nothing
    assert found[0].says == "trade 20,000 million USD in the text, 65,941 in the dataset"


def test_fighting_tells_of_a_war_and_a_dispute_stands_beside_what_only_texts_call_one():
    told = records(
        (date(1904, 2, 8), "event", "ASSAULT", "They attacked."),
        (date(1969, 3, 2), "status", "war", "A border war took place."),
    )
    rows = pl.DataFrame({"year": [1904], "warnum": [85]})
    found = wars(told, rows, covered=(1816, 2003), disputes=pl.DataFrame({"year": [1969], "dispnum": [349]}))
    assert verdicts(found) == [(1904, 1904, "both"), (1969, 1969, "only texts")]
    assert found[1].says.endswith("1,000 battle deaths on); disputes in that year: 349")


def test_a_doubtful_or_loosely_dated_record_is_held_against_nothing_but_tells_of_what_is_there():
    told = records(
        (date(1932, 1, 1), "status", "war", "They may have gone to war."),
        (date(1950, 1, 1), "status", "war", "There was war in the fifties."),
        (date(1960, 1, 1), "event", "CONSULT", "They met."),
    ).with_columns(
        confidence=pl.Series([0.3, 0.9, 0.9]),
        last_day=pl.Series([date(1932, 12, 31), date(1959, 12, 31), date(1960, 1, 1)]),
    )
    assert wars(told, pl.DataFrame({"year": [1820], "warnum": [1]}), covered=(1816, 2003)) == []
    found = wars(told, pl.DataFrame({"year": [1955], "warnum": [9]}), covered=(1816, 2003))
    assert verdicts(found) == [(1955, 1955, "both")]


def test_an_undated_sentence_is_pointed_to():
    told = records(
        (None, "status", "war", "They had been at war."),
        (date(1930, 1, 1), "event", "CONSULT", "They met."),
        (date(1950, 1, 1), "event", "CONSULT", "They met."),
    )
    (found,) = wars(told, pl.DataFrame({"year": [1939], "warnum": [145]}), covered=(1816, 2003))
    assert found.verdict == "only data"
    assert "no text here tells it with a date (1 undated sentence may mean it)" in found.says


def test_many_are_one_line():
    told = records((date(1960, 1, 1), "event", "CONSULT", "x"), (date(1999, 1, 1), "event", "CONSULT", "x"))
    days = [date(1972, 2, 21), date(1975, 12, 1), date(1975, 1, 1), date(2010, 1, 1), date(1960, 1, 3)]
    found = visits(told, pl.DataFrame({"start": days, "end": days, "who": ["X"] * 5}), covered=(1789, 2020))
    whole, *rest = grouped(found, "visit", "visits", "visits", (1960, 1999))
    assert whole.says == "3 of 4 visits in the years that the texts date, 1960-1999: no text here tells them"
    assert whole.row == "1972, 1975 (2)"
    assert "only data" not in [each.verdict for each in rest]


def test_spells():
    rows = pl.DataFrame({"year": [1950, 1951, 1953], "key": ["x", "x", "x"]})
    assert [(each.first, each.last) for each in spells_of(rows, key="key", words="")] == [(1950, 1951), (1953, 1953)]


def test_as_a_table():
    told = records((date(1969, 3, 2), "event", "ASSAULT", "They fought."))
    rows = table(disputes(told, pl.DataFrame({"year": [1969], "dispnum": [7]}), covered=(1816, 2014)))
    assert rows.columns == ["topic", "first", "last", "verdict", "says", "records", "sentence", "dataset", "row"]
    assert rows["records"].to_list() == [["r0"]]
    assert table([]).is_empty()
