"""The best tanh-Gaussian for a quadratic reward and a price on entropy: what SAC can reach.

Source: Haarnoja, Zhou, Abbeel, Levine, "Soft actor-critic", arXiv 1801.01290.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.optimize import minimize

from engine.core.arrays import Array
from engine.squash.entropy import BASE_CONSTANT, highest_entropy_std
from engine.squash.jacobian import log_one_minus_tanh_squared
from engine.squash.quadrature import nodes

FARTHEST_MEAN = 30.0
LOG_STD = (-30.0, 4.0)
NEAREST = 1e-9  # to a bound, where a start would lie beyond it


@dataclass(frozen=True, slots=True)
class BestTanhGaussian:
    """a = tanh(u), u ~ N(mean, std^2), with the largest E r + alpha entropy."""

    mean: float
    std: float
    entropy: float  # nats, of the action
    expected_reward: float

    def soft_value(self, alpha: float) -> float:
        """E r + alpha entropy, in units of the reward."""
        return self.expected_reward + alpha * self.entropy


@lru_cache(maxsize=256)
def best_tanh_gaussian(curvature: float, centre: float, alpha: float) -> BestTanhGaussian:
    """For r = -curvature (a - centre)^2; found by ascent from several starts, with the exact
    gradient by quadrature, so that its soft value is right to about 1e-10 of its size."""
    bounds = ((-FARTHEST_MEAN, FARTHEST_MEAN), LOG_STD)
    scale = curvature + alpha

    def loss(place: Array) -> tuple[float, Array]:
        value, slope = _soft_value(curvature, centre, alpha, float(place[0]), float(place[1]))
        return -value / scale, -slope / scale

    found = [
        minimize(
            loss,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=bounds,
            options={"ftol": 1e-15, "gtol": 1e-11, "maxiter": 200},
        )
        for start in _starts(curvature, centre, alpha)
    ]
    best = min(found, key=lambda each: float(each.fun))
    mean, log_std = float(best.x[0]), float(best.x[1])
    return _at(curvature, centre, mean, math.exp(log_std))


def _starts(curvature: float, centre: float, alpha: float) -> list[Array]:
    """Near the largest reward, as wide as the policy on the line would be; and the widest."""
    top = min(max(centre, -1.0 + NEAREST), 1.0 - NEAREST)
    mean = min(max(math.atanh(top), -6.0), 6.0)
    width = math.sqrt(alpha / (2.0 * curvature)) / (1.0 - math.tanh(mean) ** 2)
    log_std = min(max(math.log(width), LOG_STD[0] + 1.0), 1.0)
    widest = math.log(highest_entropy_std(0.0))
    return [np.array([mean, log_std]), np.array([0.0, widest]), np.array([0.5 * mean, 0.0])]


def _soft_value(
    curvature: float, centre: float, alpha: float, mean: float, log_std: float
) -> tuple[float, Array]:
    """E r + alpha entropy, and its slopes by the mean and log std, (2,): E f z / std and
    E f (z^2 - 1) + alpha for f = r + alpha log(1 - a^2)."""
    std = math.exp(log_std)
    grid = nodes(mean, std)
    f = -curvature * np.square(np.tanh(grid.u) - centre)
    f += alpha * log_one_minus_tanh_squared(grid.u)
    middle = -curvature * (math.tanh(mean) - centre) ** 2
    middle += alpha * float(log_one_minus_tanh_squared(np.array([mean]))[0])
    z, away = grid.step / std, f - middle
    value = middle + grid.expectation(away) + alpha * (BASE_CONSTANT + log_std)
    slopes = grid.expectation(away * z) / std, grid.expectation(away * (z * z - 1.0)) + alpha
    return value, np.array(slopes)


def _at(curvature: float, centre: float, mean: float, std: float) -> BestTanhGaussian:
    grid = nodes(mean, std)
    reward = -curvature * grid.expectation(np.square(np.tanh(grid.u) - centre))
    term = grid.expectation(log_one_minus_tanh_squared(grid.u))
    return BestTanhGaussian(mean, std, BASE_CONSTANT + math.log(std) + term, reward)
