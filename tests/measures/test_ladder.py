"""The ladder of a relationship from statuses."""

from datetime import date

import polars as pl

from detente.measures.ladder import condition_ranks, ladder, rank_of, rung_of


def statuses(*rows):
    return pl.DataFrame(
        [
            (date(year, 1, 1) if year else None, status, level, change, f"s{number}")
            for number, (year, status, level, change) in enumerate(rows)
        ],
        schema=["day", "status", "level", "change", "id"],
        orient="row",
    )


CHINA_RUSSIA = statuses(
    (1994, "partnership", "constructive partnership", "begins"),
    (1996, "partnership", "strategic partnership of coordination", "begins"),
    (1949, "recognition", "", "begins"),
    (1950, "alliance", "", "begins"),
    (1961, "rivalry", "", "begins"),
    (1989, "rivalry", "", "ends"),
    (2011, "partnership", "Comprehensive Strategic Partnership of Coordination", "upgraded"),
    (None, "partnership", "strategic partnership", "continues"),
    (2000, "other", "good", "continues"),
)


def test_rungs_in_order_of_time_with_their_end():
    found = ladder(CHINA_RUSSIA)
    assert found["label"].to_list() == [
        "recognition",
        "alliance",
        "rivalry",
        "rivalry ends",
        "constructive partnership",
        "strategic partnership of coordination",
        "Comprehensive Strategic Partnership of Coordination",
    ]
    assert found["until"].to_list()[:2] == [date(1950, 1, 1), date(1961, 1, 1)]
    assert found["until"][-1] is None
    ranks = found["rank"].to_list()
    assert ranks[3] == condition_ranks()["peace"]
    assert ranks[4] < ranks[5] < ranks[6]


def test_recognition_and_a_vaguer_name_end_no_partnership():
    found = ladder(
        statuses(
            (1996, "partnership", "strategic partnership of coordination", "begins"),
            (2001, "partnership", "partnership", "continues"),
            (2008, "recognition", "", "begins"),
            (2010, "partnership", "strategic partnership of coordination", "continues"),
        )
    )
    assert found["label"].to_list() == ["strategic partnership of coordination"]
    assert found["ids"].to_list() == [["s0", "s3"]]


def test_severed_relations_do():
    found = ladder(
        statuses(
            (1996, "partnership", "strategic partnership", "begins"),
            (2001, "relations_severed", "", "begins"),
            (2003, "diplomatic_relations", "", "begins"),
        )
    )
    assert found["rank"].to_list() == [60, 8, 18]


def test_ranks():
    order = ["war", "hostility", "relations_severed", "rivalry", "peace", "recognition", "diplomatic_relations"]
    assert [rank_of(status) for status in order] == sorted(rank_of(status) for status in order)
    assert rank_of("partnership", "a truly strategic partnership of the two") == 60  # the longest name that it contains
    assert rank_of("partnership", "entente cordiale") == rank_of("partnership", "partnership")
    assert rank_of("other") is None


def test_the_rung_of_a_day():
    rungs = ladder(CHINA_RUSSIA)
    assert rung_of(rungs, date(1970, 5, 1))["label"] == "rivalry"
    assert rung_of(rungs, date(1940, 1, 1)) is None


def test_partnerships_only_and_pandas():
    assert len(ladder(CHINA_RUSSIA.to_pandas(), partnerships_only=True)) == 3
