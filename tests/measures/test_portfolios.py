import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente import measures as m
from detente.errors import DetenteError
from detente.measures.portfolios import COEFFICIENTS

OBLIGATIONS = ["defense", "offense", "neutral", "nonagg", "consul"]
STATES = [2, 200, 220, 365]


def ties(values: dict[tuple[int, int], int], year: int = 1950) -> pl.DataFrame:
    """Obligations that make these values (3 defence, 2 consultation, 1 non-aggression, 0 a treaty without any)."""
    rows = [
        {"ccode1": a, "ccode2": b, "year": year}
        | {f"atop_{name}": int({"defense": 3, "consul": 2, "nonagg": 1}.get(name) == value) for name in OBLIGATIONS}
        for (a, b), value in values.items()
    ]
    return pl.DataFrame(rows)


def members(codes=STATES, year: int = 1950) -> pl.DataFrame:
    return pl.DataFrame({"ccode": codes, "year": [year] * len(codes)})


NATO = ties({(a, b): 3 for a in (2, 200, 220) for b in (2, 200, 220) if a != b} | {(365, 220): 1, (220, 365): 1})


def row(frame: pl.DataFrame, one: int, two: int) -> dict:
    return frame.row(by_predicate=(pl.col("ccode1") == one) & (pl.col("ccode2") == two), named=True)


def test_by_hand():
    frame = m.alliance_similarity(NATO, members())
    assert frame.columns == ["ccode1", "ccode2", "year", "n", *COEFFICIENTS]
    # Portfolios over 2, 200, 220, 365: of 2 and of 200 it is 3 3 3 0, of 220 3 3 3 1, of 365 0 0 1 3.
    assert row(frame, 2, 200)["s_abs"] == 1
    us_france = row(frame, 2, 220)
    assert us_france["n"] == 4
    assert us_france["s_abs"] == pytest.approx(1 - 2 * 1 / 12)
    assert us_france["s_sq"] == pytest.approx(1 - 2 * 1 / 36)
    us_russia = row(frame, 2, 365)
    assert us_russia["s_abs"] == pytest.approx(1 - 2 * (3 + 3 + 2 + 3) / 12)
    assert us_russia["s_sq"] == pytest.approx(1 - 2 * (9 + 9 + 4 + 9) / 36)
    x, y = np.array([3, 3, 3, 0.0]), np.array([0, 0, 1, 3.0])
    middle = (x.mean() + y.mean()) / 2
    assert us_russia["pi_sq"] == pytest.approx(1 - 31 / (((x - middle) ** 2).sum() + ((y - middle) ** 2).sum()))
    # Ties at all: 1 1 1 0 and 0 0 1 1.
    assert us_russia["s_bin"] == pytest.approx(1 - 2 * 3 / 4)


def test_strongest_obligation_counts():
    more = NATO.with_columns(atop_consul=pl.lit(1), atop_nonagg=pl.lit(1))
    frame = m.alliance_similarity(more, members())
    assert row(frame, 2, 200)["s_abs"] == 1
    # France's tie to Russia is worth 2 now, like Russia's to France: 3 3 3 2 and 0 0 2 3.
    assert row(frame, 220, 365)["s_abs"] == pytest.approx(1 - 2 * (3 + 3 + 1 + 1) / 12)


def test_all_kinds_of_frames(kind, plain):
    made = kind.polars(m.alliance_similarity(kind.of(NATO), kind.of(members())))
    assert plain(made) == plain(m.alliance_similarity(NATO, members()))


def test_no_row_where_the_data_do_not_reach_or_nobody_was_a_member():
    states = pl.concat([members(), members(year=1951), members([2, 200], year=1949)])
    frame = m.alliance_similarity(NATO, states)
    assert frame["year"].unique().to_list() == [1950]
    assert m.alliance_similarity(NATO, members([2, 200]))["n"].to_list() == [2]


def test_weights_belong_to_partners():
    weights = members().with_columns(cinc=pl.Series([0.0, 0.0, 0.0, 1.0]))
    frame = m.alliance_similarity(NATO, weights, weight="cinc")
    assert row(frame, 2, 365)["s_abs"] == pytest.approx(-1)  # of ties with 365 alone: 0 and 3
    assert row(frame, 2, 220)["s_abs"] == pytest.approx(1 - 2 / 3)  # 0 and 1
    assert row(frame, 2, 365)["n"] == 1
    with pytest.raises(DetenteError, match="0 and more"):
        m.alliance_similarity(NATO, weights.with_columns(cinc=-1.0), weight="cinc")


@settings(max_examples=20)
@given(st.lists(st.integers(min_value=0, max_value=3), min_size=12, max_size=12))
def test_range_symmetry_and_kappa(values):
    from sklearn.metrics import cohen_kappa_score

    pairs = [(a, b) for a in STATES for b in STATES if a != b]
    frame = m.alliance_similarity(ties(dict(zip(pairs, values, strict=True))), members())
    portfolio = {a: [3 if a == b else values[pairs.index((a, b))] for b in STATES] for a in STATES}
    for each in frame.to_dicts():
        x, y = portfolio[each["ccode1"]], portfolio[each["ccode2"]]
        assert each["s_abs"] == pytest.approx(1 - 2 * sum(abs(a - b) for a, b in zip(x, y, strict=True)) / 12)
        for name in COEFFICIENTS:
            assert each[name] is None or -1 - 1e-9 <= each[name] <= 1 + 1e-9
        if len({*x, *y}) > 1:
            expected = cohen_kappa_score(x, y, labels=[0, 1, 2, 3], weights="quadratic")
            assert each["kappa_sq"] == pytest.approx(expected, abs=1e-9)
    # Other codes, other order of states: the same values, the other way round.
    turned = {2: 904, 200: 903, 220: 902, 365: 901}
    others = ties({(turned[a], turned[b]): value for (a, b), value in zip(pairs, values, strict=True)})
    mirrored = m.alliance_similarity(others, members(sorted(turned.values())))
    for each in frame.to_dicts():
        back = row(mirrored, turned[each["ccode2"]], turned[each["ccode1"]])
        assert {n: back[n] for n in COEFFICIENTS} == pytest.approx({n: each[n] for n in COEFFICIENTS}, abs=1e-9)
