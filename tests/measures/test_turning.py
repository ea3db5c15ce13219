"""Turning points in sequences whose turning points are known."""

from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import polars as pl
import pytest

from detente.errors import DetenteError
from detente.measures.turning import compared, cuts, standard_penalty, turning_points

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
    assert row["day"].year == 1960
    assert row["before"] == pytest.approx((7.4 * 14 + 4.6 * 13 + 2.1 * 13) / 40)
    assert row["after"] < -3
    assert row["change"] == pytest.approx(row["after"] - row["before"])
    assert row["support"] > 0.9
    assert row["persists"] > 2
    assert row["low"] <= row["day"] <= row["high"]
    assert row["label"] in ("", "they fell out")
    assert len(row["ids"]) == 3


def test_a_peaceful_stretch_has_none():
    assert turning_points(told((1990, 60, ("AID", "SUPPORT", "CONSULT"))), "CHN", "RUS").is_empty()


def test_a_war_between_is_two_turns():
    war = told(
        (1990, 24, ("SUPPORT", "CONSULT")), (1997, 12, ("ASSAULT", "COERCE")), (2001, 24, ("SUPPORT", "CONSULT"))
    )
    found = turning_points(war, "CHN", "RUS")
    assert [day.year for day in found["day"]] == [1997, 2001]
    assert found["change"][0] < 0
    assert found["change"][1] > 0


def test_a_higher_penalty_has_no_more_turns_and_the_seed_fixes_the_table():
    war = told(
        (1990, 24, ("SUPPORT", "CONSULT")), (1997, 12, ("ASSAULT", "COERCE")), (2001, 24, ("SUPPORT", "CONSULT"))
    )
    assert turning_points(war, "CHN", "RUS", penalty=1000).height == 0
    assert turning_points(war, "CHN", "RUS").equals(turning_points(war[::-1], "CHN", "RUS"))


def test_cuts_are_optimal():
    """Against all ways to cut: the least of cost plus penalty."""
    values = np.array([1.0, 1.2, 0.8, -4.0, -4.2, -3.9, 2.0, 2.1, 1.9])
    penalty = 1.0

    def cost(places):
        edges = [0, *places, len(values)]
        parts = [values[low:high] for low, high in pairwise(edges)]
        return sum(((part - part.mean()) ** 2).sum() for part in parts) + penalty * len(places)

    ways = [[]] + [[one] for one in range(3, 7)] + [[3, 6]]
    assert cuts(values, penalty) == min(ways, key=cost) == [3, 6]


def test_standard_penalty_is_of_the_scatter_not_of_the_change():
    steady = np.array([1.0, 2.0] * 20)
    assert standard_penalty(steady) == pytest.approx(np.log(40))  # s2 = 1/2
    split = np.concatenate([steady, steady - 8])
    assert standard_penalty(split) < 0.1 * 2 * split.var() * np.log(80)


def test_too_few_events_are_said():
    with pytest.raises(DetenteError, match="3 dated events between CHN and RUS; turning points need 8"):
        turning_points(told((1990, 3, ("AID",))), "CHN", "RUS")


def test_hits_and_misses():
    assert compared([date(1962, 1, 1)], {"split": (1961, 1961), "fall": (1989, 1991)}) == {"split": [1962], "fall": []}


def test_by_periods_where_there_are_many_events():
    found = turning_points(SPLIT, "CHN", "RUS", by="quarter")
    assert [day.year for day in found["day"]] == [1960]
    assert found["ids"][0].to_list()[0].startswith("1960")
