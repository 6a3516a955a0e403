"""The page of guided policy search against quadrature, the general formula and many replays."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.result import Result
from engine.page.scene import Scene
from engine.pages.guided_search.options import Options
from engine.pages.guided_search.page import PAGE


def computed(p: Gaussian, q: Gaussian, seed: int = 7, samples: int = 50_000, **options) -> Result:
    return PAGE.compute(Scene(p, q, samples=samples, seed=seed), Options(**options), Run())


NEAR = Gaussian(0.5, 0.25), Gaussian(0.0, 1.0)
FAR = Gaussian(6.0, 0.25), Gaussian(0.0, 1.0)


@pytest.mark.parametrize("reward", ["square", "exp", "cos", "quartic", "step"])
def test_the_return_is_its_integral(reward: str) -> None:
    found = computed(*NEAR, reward=reward, k=0.8, steps=3)
    f = {
        "square": lambda a: (a - 0.8) ** 2,
        "exp": lambda a: math.exp(-0.8 * a * a),
        "cos": lambda a: math.cos(0.8 * a),
        "quartic": lambda a: a**4 - 0.8 * a * a,
        "step": lambda a: float(a > 0.8),
    }[reward]
    true = quad(lambda a: f(a) * norm.pdf(a, 0.5, 0.5), -6, 7, points=[0.8], epsabs=1e-13)[0]
    assert found["return"].value == pytest.approx(-3 * true, rel=1e-9)


@pytest.mark.parametrize("guides", ["one", "two"])
@pytest.mark.parametrize("steps", [1, 4])
def test_the_error_covers_the_truth_where_the_guides_have_been(guides: str, steps: int) -> None:
    """At two standard errors about 95 of 100 replays; a small bias costs a little."""
    inside = 0
    for seed in range(60):
        found = computed(*NEAR, seed, 100, guides=guides, steps=steps, per_guide=300)
        estimate = found["return.estimate"]
        inside += abs(estimate.value - found["return"].value) < 2 * estimate.standard_error
    assert inside >= 52


def test_many_replays_show_the_bias_which_falls_as_one_over_n() -> None:
    few, many = (computed(*NEAR, samples=400_000, per_guide=n)["bias"] for n in (10, 80))
    assert abs(few.value) > 4 * few.standard_error
    expected = few.value / 8
    assert abs(many.value - expected) < 4 * many.standard_error + 0.3 * abs(expected)


def test_far_away_the_estimate_is_the_reward_of_the_nearest_sample() -> None:
    found = computed(*FAR, reward="linear", k=1.0, factor=1.0)
    actions = found.replay.sampled
    assert found["return.estimate"].value == pytest.approx(actions.max(), abs=0.05)
    assert found["effective"].value == pytest.approx(1.0, abs=0.2)
    assert found["log_z"].value < -10.0
    assert "trusted" in found["return.estimate"].note
    assert found.banners
    assert not computed(*NEAR, per_guide=300).banners


def test_a_larger_regulariser_draws_the_best_policy_to_the_guide() -> None:
    found = [computed(*NEAR, regulariser=w)["best.phi"].value for w in (0.0, 1.0, 100.0)]
    assert found[0] > found[1] > found[2]
    actions = computed(*NEAR).replay.sampled
    assert actions.min() < found[2] < actions.max() < found[0]
    assert computed(*NEAR, regulariser=0.0)["best.estimate"].value == found[0]


def test_the_maxima_are_those_of_the_curves() -> None:
    found = computed(*NEAR)
    curve = found.returns
    assert found["best.phi"].value == curve.mean[np.argmax(curve.phi)]
    assert found["best.return"].value == pytest.approx(3.0, abs=0.1)
    lost = curve.exact.max() - curve.exact[np.argmax(curve.estimate)]
    assert found["regret.estimate"].value == lost > 0.0
    assert curve.current_estimate == found["return.estimate"].value
    assert curve.current_error == found["return.estimate"].standard_error


def test_the_effective_size_has_the_spread_of_replays() -> None:
    values, errors = [], []
    for seed in range(80):
        readout = computed(*NEAR, seed, 100, per_guide=200)["effective"]
        values.append(readout.value)
        errors.append(readout.standard_error)
    assert np.std(values) == pytest.approx(np.mean(errors), rel=0.4)
