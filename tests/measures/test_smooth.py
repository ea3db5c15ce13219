"""The smoother against statsmodels, the stock against its equation."""

import math
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.measures.score import BOUND
from detente.measures.smooth import local_level, relation_level
from detente.measures.stock import HALF_LIFE, WEIGHT, relation_stock, stock_after, tsinghua_step


def walk(seed, count=60):
    random = np.random.default_rng(seed)
    return np.cumsum(random.normal(0, 0.7, count)) + random.normal(0, 1, count)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_same_as_statsmodels_where_every_period_has_one_event(seed):
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    means = walk(seed)
    means[20:25] = np.nan
    fit = local_level(means, np.ones(len(means)))
    theirs = UnobservedComponents(means, "local level").fit(disp=0)
    assert [fit.noise, fit.drift] == pytest.approx(theirs.params, rel=1e-2)
    assert fit.log_likelihood == pytest.approx(theirs.llf, abs=1e-3)
    exact = UnobservedComponents(means, "local level", use_exact_diffuse=True).smooth([fit.noise, fit.drift])
    assert fit.level == pytest.approx(exact.smoothed_state[0], abs=1e-6)
    assert fit.variance == pytest.approx(exact.smoothed_state_cov[0, 0], abs=1e-6)


def test_the_same_as_statsmodels_where_numbers_of_events_differ():
    from statsmodels.tsa.statespace.mlemodel import MLEModel

    means = walk(4, 40)
    counts = np.random.default_rng(4).integers(1, 9, 40).astype(float)
    fit = local_level(means, counts, ratio=0.3)
    model = MLEModel(means, k_states=1, initialization="diffuse", loglikelihood_burn=1)
    model.ssm.initialize_diffuse()
    model["design"], model["transition"], model["selection"] = np.eye(1), np.eye(1), np.eye(1)
    model["state_cov"] = np.array([[fit.drift]])
    model["obs_cov"] = (fit.noise / counts).reshape(1, 1, -1)
    smoothed = model.ssm.smooth()
    assert fit.level == pytest.approx(smoothed.smoothed_state[0], abs=1e-6)
    assert fit.variance == pytest.approx(smoothed.smoothed_state_cov[0, 0], abs=1e-6)


def test_the_band_widens_where_nothing_is_told():
    means = walk(5)
    means[30:40] = np.nan
    variance = local_level(means, np.ones(60)).variance
    assert variance[35] > 1.5 * variance[15]
    assert variance[34] > variance[30]


def test_many_events_are_a_surer_look():
    means, counts = walk(6), np.ones(60)
    counts[30] = 50
    assert (
        local_level(means, counts, ratio=0.3).variance[30]
        < 0.3 * local_level(means, np.ones(60), ratio=0.3).variance[30]
    )


def test_too_little_is_said():
    with pytest.raises(DetenteError, match="2 periods have events"):
        local_level(np.array([1.0, np.nan, 2.0]), np.ones(3))


def test_equal_means_are_a_flat_line():
    assert local_level(np.full(10, 4.6), np.ones(10)).level == pytest.approx(np.full(10, 4.6))


EVENTS = pl.DataFrame(
    [
        (date(year, 5, 1), "CHN", "RUS", kind, "", 0.9, f"{year}{kind}")
        for year, kinds in {
            1990: ("AID",),
            1991: ("AID", "CONSULT"),
            1995: ("ASSAULT",),
            1996: ("SUPPORT", "AID"),
        }.items()
        for kind in kinds
    ],
    schema=["day", "actor", "recipient", "type", "mode", "confidence", "id"],
    orient="row",
)


def test_level_of_a_relation():
    found = relation_level(EVENTS, "CHN", "RUS")
    assert found["period"].dt.year().to_list() == list(range(1990, 1997))
    assert found["n"].to_list() == [1, 2, 0, 0, 0, 1, 2]
    assert found["mean"].is_null().to_list() == [False, False, True, True, True, False, False]
    assert (found["low"] < found["level"]).all()
    assert (found["level"] < found["high"]).all()
    assert found["ids"][1].to_list() == ["1991AID", "1991CONSULT"]
    narrow = relation_level(EVENTS, "CHN", "RUS", coverage=0.5)
    assert (narrow["high"] < found["high"]).all()


def test_stock_by_hand():
    found = relation_stock(EVENTS, "CHN", "RUS")
    fading = 2 ** (-1 / HALF_LIFE)
    first = BOUND * (1 - math.exp(-WEIGHT * 7.4 / BOUND))
    assert found["stock"][0] == pytest.approx(first)
    second = BOUND + (first * fading - BOUND) * math.exp(-WEIGHT * 9.5 / BOUND)
    assert found["stock"][1] == pytest.approx(second)
    assert found["stock"][2] == pytest.approx(second * fading)  # nothing told: what has not faded
    assert found["cooperation"][2] is None
    assert found["stock"][5] < found["carried"][5]


def test_without_fading_it_keeps_its_value():
    found = relation_stock(EVENTS, "CHN", "RUS", half_life=math.inf)
    assert found["stock"][4] == found["stock"][1]


def test_in_small_steps_it_is_the_tsinghua_rule():
    steps, level = 10_000, 2.0
    for _ in range(steps):
        level = tsinghua_step(level, WEIGHT * 5 / steps, bound=BOUND)
        level = tsinghua_step(level, -WEIGHT * 3 / steps, bound=BOUND)
    assert level == pytest.approx(stock_after(2.0, 5, 3), abs=1e-4)


@given(st.floats(-10, 10), st.floats(0, 500), st.floats(0, 500))
def test_a_stock_stays_within_bounds_and_moves_the_way_of_its_events(before, cooperation, conflict):
    after = stock_after(before, cooperation, conflict)
    assert -BOUND - 1e-9 <= after <= BOUND + 1e-9
    assert stock_after(before, cooperation + 1, conflict) >= after - 1e-9


def test_a_start_out_of_bounds_is_refused():
    with pytest.raises(DetenteError, match="start between -10 and 10"):
        relation_stock(EVENTS, "CHN", "RUS", start=11)
