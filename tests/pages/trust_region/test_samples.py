"""Rewards that are polynomials: from sums of Hermite's as from the samples themselves."""

import numpy as np
import pytest

from engine.core.run import Run
from engine.functions.objectives import Objective
from engine.gaussian import Gaussian
from engine.pages.trust_region.policies import policies_of
from engine.pages.trust_region.polynomial_rewards import polynomial_rewards
from engine.pages.trust_region.samples import rewards_of
from engine.pages.trust_region.steps import start_of, steps_from
from engine.sampling.normals import Normals

POLICIES = [Gaussian(2.0, 3.0), Gaussian([0.7, -4.0], [[1.2, 0.3], [0.3, 0.5]])]


@pytest.mark.parametrize("q", POLICIES, ids=["line", "plane"])
@pytest.mark.parametrize("name", ["square", "linear", "cubic", "quartic"])
def test_sums_of_hermites_polynomials_are_those_of_the_rewards(name: str, q: Gaussian) -> None:
    reward = Objective(name, 0.7, 2.0, -1.5)
    start = start_of(q, reward)
    moves = [each for each in steps_from(q, reward, 0.2, "old_new").values() if each is not None]
    source = Normals(70_001, start.land.directions, seed=5, rows=16_384)
    for shown in range(start.land.directions):
        policies = policies_of(start, moves, shown)
        found = polynomial_rewards(policies, source, Run())
        wanted = rewards_of(policies, source, Run())
        assert found.count == wanted.count
        np.testing.assert_allclose(found.mean, wanted.mean, rtol=1e-12)
        np.testing.assert_allclose(found.squares, wanted.squares, rtol=1e-12)


@pytest.mark.parametrize("name", ["square", "linear", "cubic", "quartic"])
def test_the_terms_add_up_to_the_function(name: str) -> None:
    objective, z = Objective(name, 0.7, 0.0, -1.5), np.linspace(-4.0, 4.0, 9)
    terms = objective.function.terms(2.0, 0.3, objective.scale)
    series = np.polynomial.hermite_e.hermeval(z, [objective.moments(2.0, 0.3).mean, *terms])
    np.testing.assert_allclose(series, objective(2.0 + 0.3 * z), rtol=1e-12, atol=1e-12)
