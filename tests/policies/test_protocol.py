"""What holds for every policy: scores are slopes, their mean is 0, their covariance the Fisher
information, and samples follow the density."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from engine.core.arrays import Array
from engine.gaussian import Gaussian
from engine.policies.base import Policy
from engine.policies.gaussian import GaussianPolicy
from engine.policies.softmax import SoftmaxPolicy
from engine.policies.squashed import SquashedPolicy
from engine.squash import SquashedGaussian

N = 200_000


def gaussian(theta: Array) -> Gaussian:
    d = len(theta) // 2
    return Gaussian.from_std(theta[:d], np.exp(theta[d:]), 0.6 if d > 1 else None)


POLICIES: dict[str, tuple[Callable[[Array], Policy], list[float]]] = {
    "line": (lambda theta: GaussianPolicy(gaussian(theta)), [0.5, 0.3]),
    "plane": (lambda theta: GaussianPolicy(gaussian(theta)), [0.5, -1.0, 0.3, -0.4]),
    "squashed": (
        lambda theta: SquashedPolicy(SquashedGaussian(gaussian(theta), -1.0, 2.0)),
        [0.5, -1.0, 0.3, -0.4],
    ),
    "softmax": (lambda theta: SoftmaxPolicy(theta, [0.0, 0.0, 0.0], 0.7), [0.3, -0.2, 0.5]),
}


@pytest.fixture(params=POLICIES)
def case(request: pytest.FixtureRequest) -> tuple[Callable[[Array], Policy], Array]:
    make, theta = POLICIES[request.param]
    return make, np.array(theta)


def test_scores_are_slopes_of_the_log_density(case: Any) -> None:
    make, theta = case
    actions = make(theta).sample(20, 3)
    step = 1e-6

    def slope(axis: Array) -> Any:
        above, below = (make(theta + side * step * axis) for side in (1.0, -1.0))
        return (above.log_density(actions) - below.log_density(actions)) / (2.0 * step)

    slopes = [slope(axis) for axis in np.eye(len(theta))]
    np.testing.assert_allclose(make(theta).score(actions), np.transpose(slopes), atol=1e-7)


def test_the_fisher_information_is_the_covariance_of_the_score(case: Any) -> None:
    make, theta = case
    policy = make(theta)
    scores = policy.score(policy.sample(N, 5))
    assert scores.shape == (N, len(policy.parameters))
    assert np.max(np.abs(scores.mean(axis=0)) / scores.std(axis=0)) < 5.0 / np.sqrt(N)
    products = scores[:, :, np.newaxis] * scores[:, np.newaxis]
    away = products.mean(axis=0) - policy.fisher()
    assert np.all(np.abs(away) < 5.0 * products.std(axis=0) / np.sqrt(N) + 1e-12)


def test_first_samples_stay_the_first(case: Any) -> None:
    make, theta = case
    few, many = (make(theta).sample(n, 7) for n in (10, 20))
    few, many = (getattr(each, "action", each) for each in (few, many))
    np.testing.assert_array_equal(few, many[:10])


def test_softmax_samples_are_as_frequent_as_they_are_likely() -> None:
    policy = SoftmaxPolicy([0.3, -0.2, 0.5, -40.0], np.zeros(4), 0.7)
    shares = np.bincount(policy.sample(N, 1), minlength=4) / N
    np.testing.assert_allclose(shares, policy.probabilities, atol=5.0 / np.sqrt(N))
    assert policy.fisher() @ np.ones(4) == pytest.approx(np.zeros(4), abs=1e-15)
