"""The Off-policy page: V-trace and importance sampling, measured beside exact."""

import math

import numpy as np
import pytest

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.off_policy.gather import TARGETS, pair_of
from engine.pages.off_policy.page import PAGE
from engine.trajectories import LinearQuadraticTask
from engine.weights import clipped_policy

G = Gaussian.from_std


def drawn_scene(number: int) -> Scene:
    rng = np.random.default_rng([43, number])
    z, sigma = rng.normal(size=4), math.exp(0.3 * rng.normal())
    task = LinearQuadraticTask(
        K=-0.5 + 0.2 * z[0], g=z[1], tau=0.3 * (number % 2), T=(1, 2, 5)[number % 3], r=0.3
    )
    p, q = G(z[2], sigma), G(z[2] + 0.3 * sigma * z[3], sigma * (1.0 + 0.1 * (number % 4)))
    return Scene(p, q, samples=60_000 * task.T, seed=number, task=task)


@pytest.mark.parametrize("number", range(20))
def test_sampled_means_and_variances_within_four_errors(number: int) -> None:
    options = PAGE.options(clip_rho=0.9, clip_c=0.7, steps=3, lam=0.9, factor=0.6, shift=-0.3)
    result = PAGE.compute(drawn_scene(number), options, Run())
    for name in TARGETS:
        for column in ("mean", "variance"):
            exact, found = result[f"{name}.{column}"], result[f"{name}.measured_{column}"]
            assert "trust" not in found.note
            assert abs(found.value - exact.value) <= 4.0 * found.standard_error, (name, column)


def test_clipping_evaluates_another_policy() -> None:
    scene = Scene(G(0.4, 0.8), G(-0.3, 1.7), samples=500)
    result = PAGE.compute(scene, PAGE.options(clip_rho=0.7), Run())
    found = clipped_policy(scene.p, scene.q, 0.7)
    assert result["clipped.mean"].value == found.mean
    assert result["clipped.std"].value == pytest.approx(math.sqrt(found.variance))
    there = scene.task.replace(c=found.mean, sigma=math.sqrt(found.variance))
    assert result["return.clipped"].value == pytest.approx(there.expected_return(), rel=1e-12)
    difference = result["return.clipped"].value - result["return.target"].value
    assert result["return.clipped_bias"].value == pytest.approx(difference, rel=1e-10)


def test_the_behaviour_goes_from_p_to_q() -> None:
    scene = Scene(G(1.0, 2.0), G(3.0, 0.5))
    for distance, offset, std in ((0.0, 1.0, 2.0), (0.5, 2.0, 1.0), (1.0, 3.0, 0.5)):
        pair = pair_of(scene, distance)
        assert (pair.offset, pair.deviation) == pytest.approx((offset, std), rel=1e-14)
    on_policy = PAGE.compute(scene.replace(samples=500), PAGE.options(distance=0.0), Run())
    assert on_policy["kl.behaviour_target"].value == pytest.approx(0.0, abs=1e-15)
    assert on_policy["vtrace.bias"].value == 0.0
    assert any("On-policy" in banner for banner in on_policy.banners)


def test_infinite_variances_are_said_in_words() -> None:
    scene = Scene(G(0.0, 1.0), G(0.0, 0.5), samples=500)
    result = PAGE.compute(scene, PAGE.options(), Run())
    for key in ("whole.variance", "per_decision.variance", "chi_square.step"):
        assert result[key].value == math.inf
        assert "E w² diverges" in result[key].note
    assert math.isfinite(result["vtrace.variance"].value)
    assert "cannot be trusted" in result["whole.measured_mean"].note
    assert any("infinite variance" in banner for banner in result.banners)
    assert np.all(np.isinf(result.growth.whole))
    assert np.all(np.isfinite(result.growth.vtrace))


def test_samples_that_missed_the_weights_say_so() -> None:
    result = PAGE.compute(Scene(samples=2_000), PAGE.options(), Run())
    assert "trust no error" in result["whole.measured_mean"].note
    assert any("leave" in banner for banner in result.banners)


def test_weights_beyond_doubles_are_said() -> None:
    scene = Scene(G(0.0, 1e-12), G(0.0, 1e-12), samples=500)
    scene = scene.replace(p=G(1e3, 1e-3), q=G(0.0, 1e3))
    result = PAGE.compute(scene, PAGE.options(), Run())
    for readout in result.readouts:
        assert readout.note or math.isfinite(readout.value)


def test_curves_meet_the_readouts() -> None:
    scene = Scene(G(0.0, 0.5), G(0.3, 0.6), samples=500)
    result = PAGE.compute(scene, PAGE.options(clip_rho=1.3, clip_c=0.8, steps=4), Run())
    bias, variance = result["vtrace.bias"].value, result["vtrace.variance"].value
    for name, x in (("against_rho", 1.3), ("against_c", 0.8), ("against_steps", 4.0)):
        figure = getattr(result, name)
        place = int(np.flatnonzero(figure.x == x)[0])
        assert figure.bias[place] == pytest.approx(bias, rel=1e-12)
        assert figure.std[place] ** 2 == pytest.approx(variance, rel=1e-12)
    place = int(np.flatnonzero(result.against_rho.x == 1.3)[0])
    assert result.against_rho.value_bias[place] == result["return.clipped_bias"].value
    stale = result.staleness
    place = int(np.flatnonzero(stale.distance == 1.0)[0])
    assert stale.bias[place] == pytest.approx(bias, rel=1e-12)
    assert stale.kl[place] == result["kl.behaviour_target"].value
    assert stale.bias[0] == 0.0
    growth = result.growth
    place = int(np.flatnonzero(growth.steps == 20.0)[0])
    assert growth.whole[place] == pytest.approx(result["whole.variance"].value, rel=1e-12)
