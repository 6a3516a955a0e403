"""The best tanh-Gaussian against SciPy's descent and quadrature."""

import math

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.optimize import minimize

from engine.policies.best_tanh_gaussian import actor_entropies, best_tanh_gaussian


def less_soft_value(place: np.ndarray, curvature: float, centre: float, alpha: float) -> float:
    """-(E r + alpha entropy) by what is integrated over z."""
    mean, std = float(place[0]), math.exp(float(place[1]))

    def at(z: float) -> float:
        u = mean + std * z
        narrowed = 2.0 * (math.log(2.0) - abs(u) - math.log1p(math.exp(-2.0 * abs(u))))
        reward = -curvature * (math.tanh(u) - centre) ** 2
        return (reward + alpha * narrowed) * math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi)

    own = 0.5 * math.log(2.0 * math.pi * math.e) + math.log(std)
    return -quad(at, -12.0, 12.0, epsabs=1e-12, epsrel=1e-12, limit=200)[0] - alpha * own


@pytest.mark.parametrize("question", [(1.0, 0.5, 0.2), (3.0, -1.5, 0.7), (2.0, 0.0, 5.0)])
def test_scipy_finds_no_better(question) -> None:
    found = best_tanh_gaussian(*question)
    place = np.array([found.mean, math.log(found.std)])
    reached = less_soft_value(place, *question)
    assert reached == pytest.approx(-found.expected_reward - question[2] * found.entropy, abs=1e-10)
    for start in (place + 0.3, np.array([-0.4, 0.2])):
        other = minimize(less_soft_value, start, question, method="Nelder-Mead")
        assert reached <= other.fun + 1e-12


def test_followed_and_found_from_several_starts_are_the_same() -> None:
    alphas = np.geomspace(1e-3, 1e3, 25)
    found = actor_entropies(3.0, 0.8, alphas)
    wanted = [best_tanh_gaussian(3.0, 0.8, float(alpha)).entropy for alpha in alphas]
    np.testing.assert_allclose(found, wanted, rtol=0.0, atol=1e-11)
