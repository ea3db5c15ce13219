"""Turning points in sequences whose turning points are known."""

from datetime import date, timedelta
from itertools import combinations, pairwise

import numpy as np
import polars as pl
import pytest

from detente.errors import DetenteError
from detente.measures.turning import Series, compared, cuts, turning_points

COLUMNS = ["day", "actor", "recipient", "type", "mode", "confidence", "id"]


def told(*stretches):
    """Events, one a quarter: for each (first year, number, types) a stretch that goes through its types in turn."""
    rows = []
    for year, number, kinds in stretches:
        for place in range(number):
            day = date(year, 1, 1) + timedelta(days=91 * place)
            rows.append((day, "CHN", "RUS", kinds[place % len(kinds)], "", 0.9, f"{day}"))
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


SPLIT = told((1950, 40, ("AID", "SUPPORT", "CONSULT")), (1960, 40, ("ACCUSE", "REJECT", "THREATEN")))


def test_a_split_is_found_with_its_year_and_its_events():
    found = turning_points(SPLIT, "CHN", "RUS", labels={"1960-01-01": "they fell out"})
    assert found.height == 1
    row = found.row(0, named=True)
    assert row["day"] == date(1960, 1, 1)
    assert row["before"] == pytest.approx((7.4 * 14 + 4.6 * 13 + 2.1 * 13) / 40)
    assert row["after"] < -3
    assert row["change"] == pytest.approx(row["after"] - row["before"])
    assert row["support"] > 0.9
    assert row["persists"] > 2
    assert row["low"] <= row["day"] <= row["high"]
    assert row["label"] in ("", "they fell out")
    assert row["ids"]
    assert all(each.startswith("1960") for each in row["ids"])
    assert row["standing_before"] is None


def test_a_peaceful_stretch_has_none():
    assert turning_points(told((1990, 60, ("AID", "SUPPORT", "CONSULT"))), "CHN", "RUS").is_empty()


WAR = told((1990, 24, ("SUPPORT", "CONSULT")), (1997, 12, ("ASSAULT", "COERCE")), (2001, 24, ("SUPPORT", "CONSULT")))


def test_a_war_between_is_two_turns():
    found = turning_points(WAR, "CHN", "RUS")
    years = [day.year for day in found["day"]]
    assert years[0] == 1997
    assert years[-1] in (2000, 2001)
    assert found["change"][0] < 0
    assert found["change"][-1] > 0


def test_a_higher_penalty_has_no_more_turns_and_the_seed_fixes_the_table():
    assert turning_points(WAR, "CHN", "RUS", penalty=1000).height == 0
    assert turning_points(WAR, "CHN", "RUS").equals(turning_points(WAR[::-1], "CHN", "RUS"))


STATUSES = ["day", "status", "level", "change", "id"]


def test_a_treaty_and_a_partnership_turn_a_friendly_relation():
    """What the acts cannot show: they are the same before and after."""
    friendly = told((1990, 80, ("SUPPORT", "CONSULT")))
    assert turning_points(friendly, "CHN", "RUS").is_empty()
    levels = [("diplomatic_relations", "", 1990), ("partnership", "strategic partnership", 1996)]
    statuses = pl.DataFrame(
        [(date(year, 4, 1), status, level, "begins", f"s{year}") for status, level, year in levels],
        schema=STATUSES, orient="row",
    )  # fmt: skip
    agreements = pl.DataFrame({"day": [date(2001, 7, 16)], "form": ["treaty"], "act": ["signed"], "id": ["t"]})
    found = turning_points(
        friendly, "CHN", "RUS", statuses=statuses, agreements=agreements, labels={"t": "treaty of friendship"}
    )
    assert {1996, 2001} <= {day.year for day in found["day"]}
    rows = {row["day"].year: row for row in found.iter_rows(named=True)}
    assert rows[1996]["standing_after"] > rows[1996]["standing_before"]
    assert rows[1996]["ids"][0] == "s1996"
    assert rows[2001]["label"] == "treaty of friendship"
    assert rows[2001]["support"] <= 0.8  # one record tells of it, and a third of the samples lack it
    unsure = agreements.with_columns(confidence=pl.lit(0.3))
    assert 2001 not in {day.year for day in turning_points(friendly, "CHN", "RUS", agreements=unsure)["day"]}


def test_a_vague_status_dates_nothing():
    statuses = pl.DataFrame(
        [(date(1990, 1, 1), date(1999, 12, 31), "war", "", "begins", "s")],
        schema=["day", "last_day", "status", "level", "change", "id"], orient="row",
    )  # fmt: skip
    found = turning_points(told((1985, 60, ("SUPPORT", "CONSULT"))), "CHN", "RUS", statuses=statuses)
    assert found.is_empty()


def flat(values, weights=None, landmarks=None):
    count = len(values)
    none = np.zeros(count)
    return Series(np.array(values), np.ones(count) if weights is None else np.array(weights), none, none,
                  none if landmarks is None else np.array(landmarks))  # fmt: skip


def test_cuts_are_optimal():
    """Against all ways to cut: the least of cost plus penalty, less what landmarks pay."""
    values = np.array([1.0, 1.2, 0.8, -4.0, -4.2, -3.9, 2.0, 2.1, 1.9, 2.2])
    landmarks = np.array([0, 0, 0, 0, 0, 0, 0, 0, 1.5, 0])
    unit = np.log(len(values))

    def total(places):
        edges = [0, *places, len(values)]
        if min(high - low for low, high in pairwise(edges)) < 2:
            return np.inf
        parts = [values[low:high] for low, high in pairwise(edges)]
        return sum(((part - part.mean()) ** 2).sum() / 2 for part in parts) + sum(
            unit - min(landmarks[place], unit) for place in places
        )

    ways = [list(way) for number in range(5) for way in combinations(range(1, 10), number)]
    assert cuts(flat(values, landmarks=landmarks)) == min(ways, key=total) == [3, 6]


def test_with_equal_weights_and_no_landmarks_the_cuts_are_those_of_ruptures():
    ruptures = pytest.importorskip("ruptures")
    random = np.random.default_rng(2)
    for _ in range(20):
        values = np.repeat(random.normal(0, 3, 6), random.integers(3, 12, 6)) + random.normal(0, 1, 1)
        values = values + random.normal(0, 1, len(values))
        search = ruptures.KernelCPD(kernel="linear", min_size=2).fit(values.reshape(-1, 1))
        peer = search.predict(pen=2 * np.log(len(values)))[:-1]  # its cost is the whole sum of squares, ours half
        assert cuts(flat(values)) == peer


def test_what_is_missing_weighs_nothing():
    values = [1.0] * 5 + [99.0] * 5 + [1.0] * 5
    assert cuts(flat(values)) == [5, 10]
    assert cuts(flat(values, weights=[1] * 5 + [0] * 5 + [1] * 5)) == []


def test_chance_makes_few_turns():
    """Scores that are the same throughout, a draw of eighty years: a cut a series or fewer."""
    random = np.random.default_rng(1)
    kinds = ("AID", "SUPPORT", "CONSULT", "ACCUSE", "THREATEN", "COERCE", "AGREE")
    found = 0
    for _ in range(8):
        years = np.sort(1900 + random.integers(0, 80, 120))
        rows = [
            (date(int(year), 1, 1), "CHN", "RUS", kinds[random.integers(len(kinds))], "", None, str(number))
            for number, year in enumerate(years)
        ]
        found += turning_points(pl.DataFrame(rows, schema=COLUMNS, orient="row"), "CHN", "RUS", samples=1).height
    assert found <= 10


def test_too_few_events_are_said():
    with pytest.raises(DetenteError, match="3 dated events between CHN and RUS; turning points need 8"):
        turning_points(told((1990, 3, ("AID",))), "CHN", "RUS")


def test_hits_and_misses():
    assert compared([date(1962, 1, 1)], {"split": (1961, 1961), "fall": (1989, 1991)}) == {"split": [1962], "fall": []}


def test_by_quarter():
    found = turning_points(SPLIT, "CHN", "RUS", by="quarter")
    assert [day.year for day in found["day"]] == [1960]
    assert found["ids"][0].to_list()[0].startswith("1960")
