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
LIMITS: tuple[Array, Array] = (
    np.array([-FARTHEST_MEAN, LOG_STD[0]]),
    np.array([FARTHEST_MEAN, LOG_STD[1]]),
)
# Of descent: steps, the longest and where they end; the least second derivative that is believed.
DESCENT, FARTHEST_STEP, NEAR, LEAST_BEND = 200, 1.0, 1e-6, 1e-8
STEPS, LONGEST, SETTLED = 40, 0.5, 1e-14
ROUNDING = 1e-15


@dataclass(frozen=True, slots=True)
class BestActor:
    """The u ~ N(mean, std^2) with the largest E r + alpha entropy of tanh(u), or of u itself."""

    mean: float
    std: float
    entropy: float  # nats, of the action
    expected_reward: float
    kl: float  # KL(this policy||exp(r/alpha)/Z), nats: (soft value - reached) / alpha
    mean_rounding: float = 0.0  # bounds on what rounding has left
    std_rounding: float = 0.0
    entropy_rounding: float = 0.0
    kl_rounding: float = 0.0


@lru_cache(maxsize=256)
def best_tanh_gaussian(curvature: float, centre: float, alpha: float) -> BestActor:
    """For r = -curvature (a - centre)^2 and actions between -1 and 1.

    KL(policy||exp(r/alpha)/Z) is made least by descent from several starts, its derivatives by
    quadrature, and settled by Newton's steps.
    """
    question = _Question(curvature / alpha, centre)
    found = [question.descended(start) for start in question.starts()]
    _, place = min(found, key=lambda each: each[0])
    place, left = question.settled(place)
    mean, std = float(place[0]), math.exp(float(place[1]))
    if centre == 0.0 and abs(mean) <= left * std:
        mean = 0.0
    grid = nodes(mean, std)
    narrowing = grid.expectation(log_one_minus_tanh_squared(grid.u))
    log_std = math.log(std)
    fall = grid.expectation(question.fall(grid.u))
    log_mass = log_mass_below_top(curvature, centre, alpha)
    kl = question.bent(np.array([mean, log_std]))[0]
    size = 1.0 + abs(log_std) + abs(narrowing)
    return BestActor(
        mean=mean,
        std=std,
        entropy=BASE_CONSTANT + log_std + narrowing,
        expected_reward=-curvature * (question.top - centre) ** 2 - alpha * fall,
        kl=max(log_mass + kl, 0.0),
        mean_rounding=left * std + ROUNDING * abs(mean),
        std_rounding=left * std,
        entropy_rounding=ROUNDING * size + left * size,
        kl_rounding=4.0 * ROUNDING * (size + abs(log_mass) + fall),
    )


def actor_entropies(curvature: float, centre: float, alphas: Array) -> Array:
    """The best actor's entropy at rising temperatures, (m,) nats: followed from the highest down,
    each from the one before, which is much quicker than from several starts."""
    place = np.array([0.0, math.log(highest_entropy_std(0.0))])
    found = []
    for alpha in alphas[::-1].tolist():
        _, place = _Question(curvature / alpha, centre).descended(place)
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

    def descended(self, start: Array) -> tuple[float, Array]:
        """The least mean that descent from here finds, and where, (2,): mean and log std, so near
        that `settled` leads on. By Newton's steps, halved until they lead down."""
        place, (value, slopes, bends) = start, self.bent(start)
        step = _downhill(slopes, bends)
        for _ in range(DESCENT):
            further = np.clip(_moved(place, step), *LIMITS)
            if np.max(np.abs(step)) < NEAR:
                return value, further
            found = self.bent(further)
            if found[0] < value:
                place, (value, slopes, bends) = further, found
                step = _downhill(slopes, bends)
            else:
                step = 0.5 * step
        return value, place

    def settled(self, place: Array) -> tuple[Array, float]:
        """Where the slopes are 0, by Newton's steps from nearby, (2,), and how far it may be off:
        in standard deviations, and of the log std."""
        left = 1.0
        for _ in range(STEPS):
            _, slopes, bends = self.bent(place)
            if not np.all(np.linalg.eigvalsh(bends) > 0.0):
                break
            step: Array = np.linalg.solve(bends, -slopes).astype(float)
            size = float(np.max(np.abs(step)))
            if size > LONGEST or size >= left:
                break
            place = _moved(place, step)
            left = size
            if size < SETTLED:
                break
        return place, 10.0 * left + ROUNDING

    def bent(self, place: Array) -> tuple[float, Array, Array]:
        """The mean, and its first and second derivatives by (mean / std, log std), (2,) and (2, 2):
        by Stein's lemma the expectations of g = fall less log(1 - a^2) times Hermite's polynomials
        of z."""
        mean, log_std = float(place[0]), float(place[1])
        std = math.exp(log_std)
        grid = nodes(mean, std)
        z = grid.step / std
        away, at_mean = self._away(grid.u, mean)
        square = z * z
        one = np.ones_like(z)
        hermite = (one, z, square - one, z * (square - 3.0), square * (square - 6.0) + 3.0)
        zero, one, two, three, four = np.stack(hermite) @ (away * grid.weight)
        value = float(at_mean + zero) - BASE_CONSTANT - log_std
        bends = np.array([[two, three], [three, 2.0 * two + four]])
        return value, np.array([one, two - 1.0]), bends

    def starts(self) -> list[Array]:
        """Near the largest reward, as wide as the policy on the line would be; and the widest."""
        mean = min(max(math.atanh(self.top * (1.0 - NEAREST)), -6.0), 6.0)
        width = math.sqrt(0.5 / self.rate) / (1.0 - math.tanh(mean) ** 2)
        log_std = min(max(math.log(width), LOG_STD[0] + 1.0), 1.0)
        widest = math.log(highest_entropy_std(0.0))
        return [np.array([mean, log_std]), np.array([0.0, widest]), np.array([0.5 * mean, 0.0])]

    def _away(self, u: Array, mean: float) -> tuple[Array, float]:
        """fall less log(1 - a^2), less that at the mean, (n,), and that at the mean."""
        places = np.append(u, mean)
        parts = self.fall(places) - log_one_minus_tanh_squared(places)
        return parts[:-1] - parts[-1], float(parts[-1])


def _downhill(slopes: Array, bends: Array) -> Array:
    """Newton's step, downhill along every axis of the second derivatives, of at most
    FARTHEST_STEP."""
    sizes, axes = np.linalg.eigh(bends)
    step = -axes @ ((axes.T @ slopes) / np.maximum(np.abs(sizes), LEAST_BEND))
    size = float(np.max(np.abs(step)))
    return np.asarray(step * (FARTHEST_STEP / max(size, FARTHEST_STEP)))


def _moved(place: Array, step: Array) -> Array:
    """By standard deviations, and in the log std."""
    return np.asarray(place + step * np.array([math.exp(float(place[1])), 1.0]))
