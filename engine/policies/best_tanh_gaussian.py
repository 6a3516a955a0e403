"""The best tanh-Gaussian for a quadratic reward and a price on entropy: what SAC can reach.

Source: Haarnoja, Zhou, Abbeel, Levine, "Soft actor-critic", arXiv 1801.01290.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.policies.bounded_temperature import log_mass_below_top
from engine.squash.entropy import BASE_CONSTANT, highest_entropy_std, squashed_entropy
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
    kl: float  # KL(this policy||exp(r/alpha)/Z), nats: (soft value - reached) / alpha


@lru_cache(maxsize=256)
def best_tanh_gaussian(curvature: float, centre: float, alpha: float) -> BestTanhGaussian:
    """For r = -curvature (a - centre)^2 and actions between -1 and 1.

    KL(policy||exp(r/alpha)/Z) is made least by descent from several starts, its slopes by
    quadrature; it is right to about 1e-10, being flat there.
    """
    question = _Question(curvature / alpha, centre)
    found = [question.descended(start) for start in question.starts()]
    kl, place = min(found, key=lambda each: each[0])
    mean, std = float(place[0]), math.exp(float(place[1]))
    grid = nodes(mean, std)
    entropy = BASE_CONSTANT + math.log(std)
    entropy += grid.expectation(log_one_minus_tanh_squared(grid.u))
    best_reward = -curvature * (question.top - centre) ** 2
    reward = best_reward - alpha * grid.expectation(question.fall(grid.u))
    log_mass = log_mass_below_top(curvature, centre, alpha)
    return BestTanhGaussian(mean, std, entropy, reward, max(log_mass + kl, 0.0))


def actor_entropies(curvature: float, centre: float, alphas: Array) -> Array:
    """The best actor's entropy at rising temperatures, (m,) nats: followed from the highest down,
    each from the one before, which is much quicker than from several starts."""
    place = np.array([0.0, math.log(highest_entropy_std(0.0))])
    found = []
    for alpha in alphas[::-1].tolist():
        _, place = _Question(curvature / alpha, centre).descended(place, tolerance=1e-9)
        found.append(squashed_entropy(float(place[0]), math.exp(float(place[1]))))
    return np.array(found[::-1])


@dataclass(frozen=True, slots=True)
class _Question:
    """Where E [fall(a) + log pi(a)] is least, fall = (largest r - r(a)) / alpha."""

    rate: float  # curvature / alpha
    centre: float

    @property
    def top(self) -> float:
        """The action of the largest reward."""
        return min(max(self.centre, -1.0), 1.0)

    def fall(self, u: Array) -> Array:
        """At tanh(u), with its relative digits where the action leans on a bound."""
        if abs(self.top) < 1.0:
            step = np.tanh(u) - self.top
        else:
            step = -2.0 * self.top / (1.0 + np.exp(np.minimum(2.0 * self.top * u, 700.0)))
        return np.asarray(self.rate * step * (step + 2.0 * (self.top - self.centre)))

    def descended(self, start: Array, tolerance: float = 1e-11) -> tuple[float, Array]:
        """The least mean that descent from here finds, and where, (2,): mean and log std."""
        from scipy.optimize import minimize  # here: it takes as long as all else at the start

        found = minimize(
            self.loss,
            start,
            jac=True,
            method="L-BFGS-B",
            bounds=((-FARTHEST_MEAN, FARTHEST_MEAN), LOG_STD),
            options={"ftol": 1e-4 * tolerance, "gtol": tolerance, "maxiter": 200},
        )
        return float(found.fun), np.asarray(found.x)

    def loss(self, place: Array) -> tuple[float, Array]:
        """The mean, and its slopes by the Gaussian's mean and log std, (2,): with g = fall less
        log(1 - a^2) they are E g z / std and E g (z^2 - 1) - 1."""
        mean, log_std = float(place[0]), float(place[1])
        std = math.exp(log_std)
        grid = nodes(mean, std)
        middle = np.array([mean])
        g, at_mean = self._parts(grid.u), float(self._parts(middle)[0])
        z, away = grid.step / std, g - at_mean
        value = at_mean + grid.expectation(away) - BASE_CONSTANT - log_std
        slopes = grid.expectation(away * z) / std, grid.expectation(away * (z * z - 1.0)) - 1.0
        return value, np.array(slopes)

    def starts(self) -> list[Array]:
        """Near the largest reward, as wide as the policy on the line would be; and the widest."""
        mean = min(max(math.atanh(self.top * (1.0 - NEAREST)), -6.0), 6.0)
        width = math.sqrt(0.5 / self.rate) / (1.0 - math.tanh(mean) ** 2)
        log_std = min(max(math.log(width), LOG_STD[0] + 1.0), 1.0)
        widest = math.log(highest_entropy_std(0.0))
        return [np.array([mean, log_std]), np.array([0.0, widest]), np.array([0.5 * mean, 0.0])]

    def _parts(self, u: Array) -> Array:
        return np.asarray(self.fall(u) - log_one_minus_tanh_squared(u))
