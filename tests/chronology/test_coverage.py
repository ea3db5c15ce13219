import json

import pytest

from detente.store.chronology import Line, lines
from detente.store.coverage import coverage, side, stretches
from detente.store.reading import Stored, StoredDocument, stored

PAIR = ("PER", "CHL")


@pytest.fixture
def found(store):
    return lines(stored(store, dyad=PAIR))


def test_happenings_are_counted_and_not_reports(found):
    covered = coverage(found, PAIR, by=1)
    year = {each.first: each for each in covered.periods}
    assert (year[1879].happenings, year[1879].one_source) == (1, 0)
    assert (year[2008].happenings, year[2008].one_source) == (1, 1)
    assert covered.happenings == 8  # twelve records, one of them undated
    assert (covered.undated, covered.documents) == (1, 3)


def test_years_that_a_vague_date_touches_are_not_silent(found):
    covered = coverage(found, PAIR, by=1)
    assert covered.silent() == [(1880, 1882), (1884, 1928), (1930, 1969), (1980, 2007), (2009, 2013)]
    assert next(each for each in covered.periods if each.first == 1975).happenings == 0
    assert covered.single() == [(1970, 1979), (2008, 2008), (2014, 2014)]
    [decade] = [each for each in coverage(found, PAIR, by=10).periods if each.first == 1970]
    assert (decade.happenings, decade.sides["a"]) == (1, 1)


def test_who_acts(found):
    sides = {line.happening: side(line.record, PAIR) for line in found}
    assert (sides["h-ASSAULT"], sides["h-Treaty of Lima"]) == ("b", "joint")
    assert coverage(found, PAIR, by=10).silent_sides()["a"] == [(1870, 1929), (2010, 2019)]


def test_a_range_is_kept_to(found):
    covered = coverage(found, PAIR, by=1, first=1880, last=1890)
    assert (covered.happenings, len(covered.periods)) == (2, 11)


@pytest.mark.parametrize(
    ("date", "touched"),
    [("1914/1918", 5), ("1914/..", 1), ("../1918", 1), ("191X", 10), ("1914", 0), ("1914-12/1915-01", 2)],
)
def test_dates_that_are_wider_than_a_year(texts, date, touched):
    record = texts.history.made()[0].model_copy(update={"date": date})
    one = Stored(record, StoredDocument("d", "d", "o", 1, "", "", ""))
    covered = coverage([Line("h", date, one, (one,))], PAIR, by=1)
    assert sum(each.touched for each in covered.periods) == touched
    assert sum(each.happenings for each in covered.periods) == (touched == 0)


def test_nothing_at_all():
    covered = coverage([], PAIR)
    assert (covered.periods, covered.silent(), covered.happenings) == ((), [], 0)
    assert stretches([]) == []


def test_the_command(run, db, monkeypatch):
    monkeypatch.delenv("COLUMNS", raising=False)
    status, out, _ = run("coverage", "Peru", "Chile", "--db", db)
    assert status == 0
    assert "No source for 1880–1882, 1884–1928" in " ".join(out.split())
    assert "1890–1919" in out  # silent decades share a row
    assert max(map(len, out.splitlines())) <= 80
    told = json.loads(run("coverage", "Peru", "Chile", "--db", db, "--format", "json", "--by", "decade")[1])
    assert told["happenings"] == 7  # that the treaty was signed is one happening
    assert sum(row["happenings"] for row in told["rows"]) == 7
    assert {"PER_CHL", "CHL_PER", "joint"} <= set(told["rows"][0])
    assert run("coverage", "Peru", "Chile", "--db", db, "--format", "csv", "--by", "year")[1].count("\n") == 137
    assert "No source tells of the two." in run("coverage", "Peru", "China", "--db", db)[1]


def test_as_of_a_day(run, db):
    _, out, err = run("coverage", "PER", "CHL", "--db", db, "--as-of", "2000", "--format", "json")
    assert json.loads(out)["documents"] == 1
    assert "1 document left out" in err
