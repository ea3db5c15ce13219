"""Texts against datasets: what one has and the other lacks."""

from datetime import date

import polars as pl

from detente.measures.against_data import alliances, disputes, spells_of, table, trade, visits, wars

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
    # 1905 lies within a year of 1904; nobody tells of 1939; the texts begin in 1904, so 1812 is not held against them
    assert verdicts(found) == [(1905, 1905, "both"), (1932, 1932, "only texts"), (1939, 1939, "only data")]
    assert found[0].records == ("r0",)
    assert found[0].sentence == "They went to war."
    assert found[0].row == "war 85, 1905"
    assert found[2].says == "war between them, 1939: the texts do not tell of it"


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
        schema=[
            "ccode1",
            "ccode2",
            "year",
            "atop_defense",
            "atop_offense",
            "atop_neutral",
            "atop_nonagg",
            "atop_consul",
        ],
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


def test_spells():
    rows = pl.DataFrame({"year": [1950, 1951, 1953], "key": ["x", "x", "x"]})
    assert [(each.first, each.last) for each in spells_of(rows, key="key", words="")] == [(1950, 1951), (1953, 1953)]


def test_as_a_table():
    told = records((date(1969, 3, 2), "event", "ASSAULT", "They fought."))
    rows = table(disputes(told, pl.DataFrame({"year": [1969], "dispnum": [7]}), covered=(1816, 2014)))
    assert rows.columns == ["topic", "first", "last", "verdict", "says", "records", "sentence", "dataset", "row"]
    assert rows["records"].to_list() == [["r0"]]
    assert table([]).is_empty()
