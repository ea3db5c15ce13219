import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import measures as m
from detente.errors import DetenteError
from detente.measures.similarity import COEFFICIENTS, COUNTS

MIRROR = {f"n{x}{y}": f"n{y}{x}" for x in (1, 2, 3) for y in (1, 2, 3)}


def cast(votes: dict[int, list[int | None]], year: int = 2000) -> pl.DataFrame:
    """Votes of states, by roll call: {state: [1, 3, None, ...]}."""
    rows = [(call, state, vote, year) for state, of in votes.items() for call, vote in enumerate(of)]
    return pl.DataFrame(
        rows, schema={"rcid": pl.Int32, "ccode": pl.Int16, "vote": pl.Int8, "year": pl.Int16}, orient="row"
    )


# Worked by hand: d = 0 -1 0 2 0.
BY_HAND = cast({2: [1, 1, 2, 3, 1], 365: [1, 2, 2, 1, 1]})


def test_by_hand():
    (row,) = m.vote_similarity(BY_HAND).to_dicts()
    assert (row["ccode1"], row["ccode2"], row["year"], row["n"]) == (2, 365, 2000, 5)
    assert [row[name] for name in COUNTS] == [2, 1, 0, 0, 1, 0, 1, 0, 0]
    expected = {
        "agree": 3 / 5, "agree_yn": 2 / 3, "s_abs": 1 - 2 * 3 / 10, "s_sq": 1 - 2 * 5 / 20, "pi_sq": 1 - 5 / 4.5,
        "kappa_sq": 1 - 5 / 4.6, "pi_nom": (0.6 - 0.46) / 0.54, "kappa_nom": (0.6 - 0.44) / 0.56,
    }  # fmt: skip
    assert {name: row[name] for name in COEFFICIENTS} == pytest.approx(expected)


def test_all_kinds_of_frames(kind, plain):
    rng = np.random.default_rng(4)
    votes = cast({state: rng.choice([1, 2, 3, 8], 20).tolist() for state in (2, 20, 200, 365)})
    words = votes.with_columns(
        vote=pl.col("vote").replace_strict({1: "yes", 2: "abstain", 3: "no", 8: "absent"}, return_dtype=pl.String)
    )
    calls = pl.DataFrame({"rcid": range(20), "date": [dt.date(2000 + call % 2, 5, 1) for call in range(20)]})
    issues = pl.DataFrame({"rcid": [*range(10), *range(5, 20)], "short_name": ["co"] * 10 + ["me"] * 15})
    for each in (votes, words):
        made = kind.polars(m.vote_similarity(kind.of(each.drop("year")), kind.of(calls), kind.of(issues)))
        assert plain(made) == plain(m.vote_similarity(votes.drop("year"), calls, issues))


def test_an_absence_is_no_vote():
    votes = cast({2: [1, 8, 3, None], 365: [1, 1, 9, 2], 710: [8, 8, 8, 8]})
    frame = m.vote_similarity(votes)
    assert frame.select("ccode1", "ccode2", "n").rows() == [(2, 365, 1)]


def test_where_chance_explains_all_the_coefficient_is_missing():
    (row,) = m.vote_similarity(cast({2: [1, 1, 1], 365: [1, 1, 1]})).to_dicts()
    assert (row["agree"], row["s_abs"], row["s_sq"]) == (1, 1, 1)
    assert [row[name] for name in ("pi_sq", "kappa_sq", "pi_nom", "kappa_nom")] == [None] * 4
    (row,) = m.vote_similarity(cast({2: [2, 2], 365: [2, 1]})).to_dicts()
    assert row["agree_yn"] is None


def test_years_of_dates_and_names_of_states():
    votes = pl.DataFrame(
        {"rcid": [1, 1, 2, 2], "country": ["China", "Russia"] * 2, "vote": ["yes", "no", "yes", "yes"]}
    )
    calls = pl.DataFrame({"rcid": [1, 2], "date": [dt.date(1999, 12, 31), dt.date(2000, 1, 1)]})
    frame = m.vote_similarity(votes, calls)
    assert frame.select("country1", "country2", "year", "agree").rows() == [
        ("China", "Russia", 1999, 0.0),
        ("China", "Russia", 2000, 1.0),
    ]
    assert m.vote_similarity(votes, calls, state="country", counts=False, coefficients=["agree"]).columns == [
        "country1", "country2", "year", "n", "agree",
    ]  # fmt: skip


def test_by_issue():
    issues = pl.DataFrame({"rcid": [0, 1, 1, 2], "short_name": ["co", "co", "me", "me"]})
    frame = m.vote_similarity(BY_HAND, issues=issues)
    assert frame.select("issue", "n", "agree").rows() == [("co", 2, 0.5), ("me", 2, 0.5)]
    assert m.vote_similarity(BY_HAND, issues=issues, issue="me")["issue"].to_list() == ["me"]
    with pytest.raises(DetenteError, match="no issue xx; there are co, me"):
        m.vote_similarity(BY_HAND, issues=issues, issue="xx")


def test_a_weight_of_two_is_a_vote_cast_twice():
    weights = [1, 2, 0, 3, 1]
    calls = pl.DataFrame(
        {"rcid": range(5), "year": [2000] * 5, "importance": weights}, schema_overrides={"rcid": pl.Int32}
    )
    (weighted,) = m.vote_similarity(BY_HAND.drop("year"), calls, weight="importance").to_dicts()
    repeat = [call for call, times in enumerate(weights) for _ in range(times)]
    x, y = ([votes[call] for call in repeat] for votes in ([1, 1, 2, 3, 1], [1, 2, 2, 1, 1]))
    (repeated,) = m.vote_similarity(cast({2: x, 365: y})).to_dicts()
    assert {n: weighted[n] for n in COEFFICIENTS} == pytest.approx({n: repeated[n] for n in COEFFICIENTS})
    assert weighted["n"] == 5
    with pytest.raises(DetenteError, match="0 and more"):
        m.vote_similarity(BY_HAND.drop("year"), calls.with_columns(importance=-1), weight="importance")


def test_what_the_user_can_mend():
    with pytest.raises(DetenteError, match="two votes in one roll call"):
        m.vote_similarity(pl.concat([BY_HAND, BY_HAND]))
    with pytest.raises(DetenteError, match="no coefficient tau"):
        m.vote_similarity(BY_HAND, coefficients=["tau"])
    with pytest.raises(DetenteError, match="state="):
        m.vote_similarity(BY_HAND.rename({"ccode": "member"}))
    with pytest.raises(DetenteError, match="year or date"):
        m.vote_similarity(BY_HAND, BY_HAND.select("rcid"))


def test_no_votes_at_all(kind):
    frame = kind.polars(m.vote_similarity(kind.of(cast({2: [8], 365: [9]}))))
    assert frame.height == 0
    assert "kappa_sq" in frame.columns


random_votes = st.lists(st.tuples(st.sampled_from([1, 2, 3]), st.sampled_from([1, 2, 3])), min_size=2, max_size=40)


@settings(max_examples=25)
@given(random_votes)
def test_kappa_is_scikit_learns_and_all_is_symmetric(pairs):
    from sklearn.metrics import cohen_kappa_score

    x, y = [a for a, _ in pairs], [b for _, b in pairs]
    (row,) = m.vote_similarity(cast({2: x, 365: y})).to_dicts()
    (swapped,) = m.vote_similarity(cast({365: x, 2: y})).to_dicts()
    for name in COEFFICIENTS:
        assert swapped[name] == pytest.approx(row[name], abs=1e-12)
        assert row[name] is None or -1 - 1e-12 <= row[name] <= 1 + 1e-12
    assert {MIRROR[name]: swapped[name] for name in COUNTS} == {name: row[name] for name in COUNTS}
    if len({*x, *y}) > 1:
        labels = [1, 2, 3]
        assert row["kappa_nom"] == pytest.approx(cohen_kappa_score(x, y, labels=labels), abs=1e-12)
        quadratic = cohen_kappa_score(x, y, labels=labels, weights="quadratic")
        assert row["kappa_sq"] == pytest.approx(quadratic, abs=1e-12)
    else:
        assert row["kappa_nom"] is None


def test_distance_of_ideal_points(kind):
    points = pl.DataFrame({"ccode": [2, 365, 710], "year": [2000] * 3, "idealpointfp": [2.5, -0.5, None]})
    frame = pl.DataFrame({"ccode1": [2, 365, 2], "ccode2": [365, 2, 710], "year": [2000] * 3})
    made = kind.polars(m.add_ideal_point_distance(kind.of(frame), kind.of(points))).sort("ccode1", "ccode2")
    assert made["idealpoint_distance"].to_list()[0] == made["idealpoint_distance"].to_list()[2] == 3.0
    assert made["idealpoint_distance"].fill_nan(None)[1] is None
    assert made["idealpointfp1"].to_list() == [2.5, 2.5, -0.5]
