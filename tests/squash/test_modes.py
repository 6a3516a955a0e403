"""How many modes a squashed Gaussian has, and where."""

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.pages.tanh_squashing.modes import distance_text
from engine.squash.joint_modes import joint_modes
from engine.squash.modes import BIMODAL_STD, bimodal_mean, bimodal_std, modes
from engine.squash.squashed_gaussian import SquashedGaussian


def maxima_on_a_grid(mean: float, std: float) -> np.ndarray:
    """Local maxima of the log-density over the action, found by looking."""
    reach = 2.5 * std**2 + 0.5
    u = np.linspace(mean - reach, mean + reach, 40_001)
    log_density = SquashedGaussian(Gaussian.from_std(mean, std)).log_density_from_pre_tanh(u)
    inside = (log_density[1:-1] > log_density[:-2]) & (log_density[1:-1] > log_density[2:])
    return u[1:-1][inside]


def test_against_a_grid() -> None:
    rng = np.random.default_rng(8)
    counts = []
    for _ in range(120):
        mean, std = float(rng.normal(0.0, 1.0)), float(rng.uniform(0.2, 2.5))
        found = modes(mean, std)
        expected = maxima_on_a_grid(mean, std)
        assert len(expected) == found.count, (mean, std)
        assert found.pre_tanh == pytest.approx(expected, abs=2e-3), (mean, std)
        counts.append(found.count)
    assert {1, 2} == set(counts)


@pytest.mark.parametrize(("mean", "std"), [(0.0, 0.3), (0.8, 1.5), (-2.0, 3.0), (50.0, 1e3)])
def test_the_slope_vanishes_at_each(mean: float, std: float) -> None:
    found = modes(mean, std)
    stationary = list(found.pre_tanh) + ([] if found.antimode is None else [found.antimode])
    for u in stationary:
        slope = mean - u + 2.0 * std**2 * math.tanh(u)
        assert abs(slope) <= 1e-14 * (abs(mean) + abs(u) + 2.0 * std**2)
    assert (found.antimode is None) == (found.count == 1)


def test_mean_0_splits_above_the_square_root_of_a_half() -> None:
    assert modes(0.0, BIMODAL_STD).pre_tanh == pytest.approx([0.0], abs=1e-12)
    assert modes(0.0, BIMODAL_STD * (1.0 - 1e-6)).count == 1
    assert modes(0.0, BIMODAL_STD * (1.0 + 1e-6)).count == 2
    assert modes(0.0, BIMODAL_STD * (1.0 + 1e-6)).antimode == pytest.approx(0.0, abs=1e-12)
    assert bimodal_std(0.0) == pytest.approx(0.70710678, abs=1e-8)
    assert bimodal_mean(0.7) == 0.0


@pytest.mark.parametrize("mean", [1e-3, 0.4, -1.0, 10.0, 1e6])
def test_the_std_at_which_any_mean_splits(mean: float) -> None:
    threshold = bimodal_std(mean)
    assert bimodal_mean(threshold) == pytest.approx(abs(mean), rel=1e-9)
    assert modes(mean, threshold * (1.0 - 1e-6)).count == 1
    assert modes(mean, threshold * (1.0 + 1e-6)).count == 2


def test_a_narrow_policy_keeps_its_mean() -> None:
    assert modes(50.0, 1e-12).pre_tanh == (50.0,)
    assert modes(-0.3, 1e-12).pre_tanh == pytest.approx([-0.3], rel=1e-15)


def test_the_policy_says_its_modes() -> None:
    policy = SquashedGaussian(Gaussian.from_std(0.2, 1.5), low=-4.0, high=4.0)
    assert policy.modes() == modes(0.2, 1.5)
    assert policy.action(policy.modes().pre_tanh).shape == (2,)


def test_independent_dimensions_multiply() -> None:
    found = joint_modes(Gaussian.from_std([0.1, 0.0, 0.5], [1.2, 0.4, 1.5]))
    assert found.shape == (4, 3)
    first, third = modes(0.1, 1.2).pre_tanh, modes(0.5, 1.5).pre_tanh
    expected = sorted((a, 0.0, c) for a in first for c in third)
    assert sorted(map(tuple, found)) == pytest.approx(np.array(expected), abs=1e-12)
    # The highest comes first.
    assert found[0] == pytest.approx([max(first), 0.0, max(third)], abs=1e-12)


@pytest.mark.parametrize(
    ("mean", "std", "correlation", "count"),
    [
        ([0.0, 0.0], [1.5, 1.5], 0.05, 4),
        ([0.0, 0.0], [1.5, 1.5], 0.8, 2),
        ([0.0, 0.0], [0.5, 0.5], 0.8, 1),
        ([0.3, -0.2], [1.1, 0.9], -0.4, 2),
        ([3.0, 3.0], [1.0, 1.0], 0.5, 1),
    ],
)
def test_correlated_dimensions(
    mean: list[float], std: list[float], correlation: float, count: int
) -> None:
    gaussian = Gaussian.from_std(mean, std, correlation)
    policy = SquashedGaussian(gaussian)
    found = joint_modes(gaussian)
    assert len(found) == count
    angle = np.linspace(0.0, 2.0 * np.pi, 64, endpoint=False)
    ring = 1e-3 * np.column_stack([np.cos(angle), np.sin(angle)])
    for mode in found:
        here = policy.log_density_from_pre_tanh(mode)
        assert np.all(policy.log_density_from_pre_tanh(mode + ring) < here)
    heights = [policy.log_density_from_pre_tanh(mode) for mode in found]
    assert heights == sorted(heights, reverse=True)
    # Nothing that was drawn, or lies on a grid, is higher.
    everywhere = np.stack(np.meshgrid(*[np.linspace(-12.0, 12.0, 241)] * 2), axis=-1)
    assert np.max(policy.log_density_from_pre_tanh(everywhere)) <= heights[0]


def test_too_many_dimensions_are_refused() -> None:
    with pytest.raises(ParameterError, match="up to 8"):
        joint_modes(Gaussian(np.zeros(9), np.eye(9)))


@pytest.mark.parametrize(
    ("log_distance", "text"),
    [
        (math.log(3.7e-44), "3.7e-44"),
        (math.log(9.97e-5), "1.0e-4"),
        (-1e10, "10^-4.343e9"),
        (-2e24, "10^-8.686e23"),
        (-3.595598393495036e20, "10^-1.562e20"),
    ],
)
def test_the_distance_to_a_bound_in_words(log_distance: float, text: str) -> None:
    assert distance_text(log_distance) == text
