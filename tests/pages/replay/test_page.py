"""The Replay page: what is drawn beside what is exact, and the stale state."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.replay.page import PAGE

SCENE = Scene(Gaussian.from_std(0.0, 0.5), Gaussian.from_std(0.2, 0.6), samples=50_000)


@pytest.mark.parametrize("number", range(20))
def test_drawn_means_within_four_errors(number: int) -> None:
    rng = np.random.default_rng([47, number])
    options = PAGE.options(
        a=rng.uniform(0, 1),
        b=rng.uniform(0, 1),
        sequence=int(rng.integers(1, 10)),
        w=rng.uniform(-0.8, 0.8),
        age=rng.uniform(0, 1_000),
        burn_in=int(rng.integers(0, 5)),
    )
    result = PAGE.compute(SCENE.replace(seed=number), options, Run())
    for exact, measured in (
        ("update.mean", "update.measured_mean"),
        ("update.variance", "update.measured_variance"),
        ("stale.stored", "stale.measured_stored"),
        ("stale.zero", "stale.measured_zero"),
    ):
        found = result[measured]
        assert abs(found.value - result[exact].value) <= 4.0 * found.standard_error, exact


def test_the_correction_takes_the_bias_away() -> None:
    biases = []
    for b in (0.0, 0.5, 1.0):
        result = PAGE.compute(SCENE, PAGE.options(b=b), Run())
        biases.append(abs(result["update.bias"].value))
        uniform = result["update.uniform"].value + result["update.bias"].value
        assert result["update.mean"].value == pytest.approx(uniform, rel=1e-12)
    assert biases == sorted(biases, reverse=True)
    assert biases[-1] == 0.0
    assert result["update.bias"].note == ""


def test_items_are_in_the_order_of_their_priorities() -> None:
    items = PAGE.compute(SCENE, PAGE.options(items=50, sequence=4), Run()).items
    assert len(items.rank) == 50
    assert np.all(np.diff(items.priority) <= 0.0)
    assert np.all(np.diff(items.probability) <= 0.0)
    assert items.probability.sum() == pytest.approx(1.0)
    assert np.all(np.diff(items.weight) >= 0.0)
    assert items.weight.max() == 1.0


def test_sequences_longer_than_a_trajectory_are_said() -> None:
    result = PAGE.compute(SCENE, PAGE.options(sequence=80), Run())
    assert any("has 20 steps" in banner for banner in result.banners)


def test_a_state_that_is_never_forgotten_is_not_simulated() -> None:
    result = PAGE.compute(SCENE, PAGE.options(w=0.9999, rate=0.0), Run())
    assert result["stale.measured_zero"].kind == "unknown"
    assert math.isfinite(result["stale.zero"].value)
    assert np.all(np.isnan(result.against_age.measured))


def test_the_old_weight_must_be_stable() -> None:
    with pytest.raises(ParameterError, match=r"^age = .*w_old = 1.4"):
        PAGE.compute(SCENE, PAGE.options(rate=1e-3), Run())
    result = PAGE.compute(SCENE, PAGE.options(rate=1e-4, age=100.0), Run())
    assert result.against_age.x[-1] < 1_000.0
    assert 100.0 in result.against_age.x


def test_figures_meet_the_readouts() -> None:
    result = PAGE.compute(SCENE, PAGE.options(b=0.7, age=300.0, burn_in=7), Run())
    place = int(np.flatnonzero(result.against_b.b == 0.7)[0])
    assert result.against_b.bias[place] == result["update.bias"].value
    for figure, x in ((result.against_age, 300.0), (result.against_burn_in, 7.0)):
        place = int(np.flatnonzero(figure.x == x)[0])
        assert figure.stored[place] == result["stale.stored"].value
        assert figure.zero[place] == result["stale.zero"].value
    assert result["stale.w_old"].value == pytest.approx(0.87)
