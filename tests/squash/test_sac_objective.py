"""The objective of soft actor-critic with the Jacobian and without."""

import math

import numpy as np
import pytest
from scipy import stats

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.squash.entropy import highest_entropy_std
from engine.squash.sac_objective import SACObjective, sac_objective
from engine.squash.squashed_gaussian import SquashedGaussian


def square(a: np.ndarray) -> np.ndarray:
    return -4.0 * (a - 0.2) ** 2


def at(objective: SACObjective, index: int, low: float, high: float) -> SquashedGaussian:
    return SquashedGaussian(Gaussian.from_std(0.3, objective.std[index]), low, high)


def test_it_is_reward_plus_alpha_entropy() -> None:
    found = sac_objective(square, mean=0.3, alpha=0.7, low=-2.0, high=3.0)
    for index in range(0, len(found.std), 15):
        policy = at(found, index, -2.0, 3.0)
        reward = -4.0 * (policy.variance()[0] + (policy.mean()[0] - 0.2) ** 2)
        assert found.reward[index] == pytest.approx(reward, rel=1e-12)
        expected = reward + 0.7 * policy.entropy()
        assert found.with_jacobian[index] == pytest.approx(expected, rel=1e-12)
        expected = reward + 0.7 * policy.base_entropy()
        assert found.without_jacobian[index] == pytest.approx(expected, rel=1e-12)


def test_the_best_std_differs() -> None:
    found = sac_objective(square, mean=0.1, alpha=0.2)
    best = found.best_with
    assert not best.at_edge
    assert best.objective >= np.max(found.with_jacobian)
    near = best.std * np.array([1.0 - 1e-3, 1.0, 1.0 + 1e-3])
    values = [
        0.2 * (policy := SquashedGaussian(Gaussian.from_std(0.1, std))).entropy()
        - 4.0 * (policy.variance()[0] + (policy.mean()[0] - 0.2) ** 2)
        for std in near
    ]
    assert values[1] > max(values[0], values[2])
    assert best.objective == pytest.approx(values[1], rel=1e-12)
    (peak,) = found.peaks_without
    assert peak.std > 1.02 * best.std


def test_without_the_jacobian_a_bounded_reward_has_no_best_std() -> None:
    found = sac_objective(square, mean=0.0, alpha=2.0)
    assert found.best_without.at_edge
    assert found.best_without.std == found.std[-1]
    assert found.peaks_without == ()
    assert not found.best_with.at_edge


def test_no_reward_leaves_the_largest_entropy() -> None:
    found = sac_objective(np.zeros_like, mean=0.5, alpha=1.0)
    assert found.best_with.std == pytest.approx(highest_entropy_std(0.5), rel=1e-6)


def test_alpha_0_needs_no_jacobian() -> None:
    found = sac_objective(square, mean=0.2, alpha=0.0)
    assert np.array_equal(found.with_jacobian, found.without_jacobian)
    assert np.array_equal(found.with_jacobian, found.reward)
    assert found.best_with == found.best_without


def test_a_reward_that_jumps() -> None:
    def step(a: np.ndarray) -> np.ndarray:
        return (a > 0.35).astype(float)

    found = sac_objective(step, mean=0.1, alpha=0.0, jumps=[0.35])
    expected = stats.norm(0.1, found.std).sf(math.atanh(0.35))
    assert found.reward == pytest.approx(expected, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"alpha": -0.1}, "alpha"),
        ({"alpha": math.nan}, "alpha"),
        ({"std_range": (1.0, 1.0)}, "std_range"),
        ({"std_range": (0.0, 1.0)}, "std_range"),
        ({"low": 2.0}, "low"),
        ({"jumps": [1.5]}, "action"),
    ],
)
def test_bad_input_is_refused_by_name(arguments: dict[str, object], field: str) -> None:
    with pytest.raises(ParameterError) as caught:
        sac_objective(square, **{"mean": 0.0, "alpha": 1.0, **arguments})  # type: ignore[arg-type]
    assert caught.value.field == field


def test_a_reward_that_is_not_finite_is_refused() -> None:
    with pytest.raises(ParameterError, match="finite at every action"):
        sac_objective(lambda a: np.where(a > 0.0, np.inf, a), mean=0.0, alpha=1.0)
