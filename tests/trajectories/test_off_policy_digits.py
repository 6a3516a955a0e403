"""Exact numbers from the steps of another policy, in many digits."""

from functools import cache

import mpmath
import pytest

from engine.gaussian.gaussian import Gaussian
from engine.page.page import page_named
from engine.page.scene import Scene
from engine.pages.off_policy.gather import pair_of, vtrace_of
from engine.trajectories import LinearQuadraticTask
from engine.trajectories.off_policy import per_decision, whole_trajectory
from tests.oracles.off_policy import truths

TASK = LinearQuadraticTask(T=6)


def _gaussian(mean_and_std: tuple[float, float]) -> Gaussian:
    return Gaussian.from_std(*mean_and_std)


@cache
def _truths(p: tuple, q: tuple) -> dict:
    scene = Scene(_gaussian(p), _gaussian(q), task=TASK)
    return truths(scene, page_named("off-policy").options())


FAR = [((0.0, 0.03), (9.0, 3.0)), ((0.2, 0.01), (-7.0, 2.0)), ((0.2, 0.3), (2.5, 0.6))]


@pytest.mark.parametrize(("p", "q"), FAR)
@pytest.mark.parametrize("loops", [True, False])
def test_policies_far_apart_keep_their_digits(p: tuple, q: tuple, loops: bool) -> None:
    """About the behaviour's mean the terms of the second moments cancelled to 8 digits."""
    scene, options = Scene(*map(_gaussian, (p, q)), task=TASK), page_named("off-policy").options()
    pair, true = pair_of(scene, options.distance), _truths(p, q)
    found = {
        "V-trace": vtrace_of(pair, options, loops),
        "per decision": per_decision(pair, loops),
        "whole trajectory": whole_trajectory(pair, loops),
    }
    for name, each in found.items():
        variance = each.variance
        assert variance == pytest.approx(float(true[f"{name} variance"]), rel=2e-13)
        error = abs(mpmath.mpf(variance) - true[f"{name} variance"])
        assert error <= each.variance_error <= 1e-9 * variance
        assert abs(mpmath.mpf(each.bias) - true[f"{name} bias"]) <= each.bias_error


@pytest.mark.parametrize("beyond", [4e-14, 1e-9, -3e-12])
def test_policies_that_are_nearly_the_same(beyond: float) -> None:
    """What clipping takes away follows the difference of the deviations, not their ratio."""
    p, q = (0.7, 0.3), (0.7, 0.3 * (1.0 + beyond))
    bias = pair_of(Scene(*map(_gaussian, (p, q)), task=TASK), 1.0).value_bias(1.0)
    assert bias == pytest.approx(float(_truths(p, q)["return of πᵨ bias"]), rel=1e-10)
