"""A softmax policy over K actions with known rewards: its gradient, and REINFORCE with baselines.

pi(y) = softmax(theta / tau)_y; the score of one action is s_j(y) = (1[y = j] - pi(j)) / tau.
"""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.policies.softmax_exact import BASELINES, Enumerated, enumerated, enumerated_variances
from engine.sampling.gather import over_blocks
from engine.sampling.normals import block_generator

ROUNDING = 1e-14  # of the largest estimate: two actions and the best b leave no more than this
BLOCK = 16_384  # repetitions drawn from one generator


class SoftmaxPolicy:
    """Logits theta (K,), rewards r (K,), temperature tau > 0; K of 2 or more.

    Raises ParameterError for shapes that differ, and for numbers that cannot be taken.
    """

    def __init__(self, logits: ArrayLike, rewards: ArrayLike, temperature: float = 1.0) -> None:
        self.logits = _vector("logits", logits)
        self.rewards = _vector("rewards", rewards)
        if self.logits.shape != self.rewards.shape:
            allowed = f"must be as many as the logits, {len(self.logits)}"
            raise ParameterError("rewards", len(self.rewards), allowed)
        if not (math.isfinite(temperature) and temperature > 0.0):
            raise ParameterError("temperature", temperature, "must be a finite number above 0")
        self.temperature = float(temperature)

    @property
    def actions(self) -> int:
        """K."""
        return len(self.logits)

    @cached_property
    def log_probabilities(self) -> Array:
        """log pi, (K,)."""
        with np.errstate(over="ignore"):
            scaled = (self.logits - self.logits.max()) / self.temperature
        with np.errstate(under="ignore"):
            return np.asarray(scaled - np.log(np.sum(np.exp(scaled))))

    @cached_property
    def probabilities(self) -> Array:
        """pi, (K,); they add up to 1."""
        with np.errstate(under="ignore"):
            level = np.exp(self.log_probabilities)
        return np.asarray(level / level.sum())

    @property
    def expected_reward(self) -> float:
        """E r."""
        likeliest = int(np.argmax(self.probabilities))
        return float(self.rewards[likeliest] - self.away[likeliest])

    @cached_property
    def away(self) -> Array:
        """r - E r, (K,), from the differences of the rewards: none is lost to a policy that is
        nearly certain."""
        return np.asarray((self.rewards[:, np.newaxis] - self.rewards) @ self.probabilities)

    @property
    def reward_variance(self) -> float:
        """Var r under the policy."""
        return float(self.probabilities @ np.square(self.away))

    @property
    def argmax_reward(self) -> float:
        """r of the action with the largest logit; the mean over those that tie."""
        return float(np.mean(self.rewards[self.logits == self.logits.max()]))

    def gradient(self) -> Array:
        """d E r / d theta_j = pi(j) (r_j - E r) / tau, (K,)."""
        return np.asarray(self.probabilities * self.away / self.temperature)

    def scores(self) -> Array:
        """s_j(y), (K actions y, K coordinates j)."""
        own = np.eye(self.actions)
        # 1 - pi(j) from the others, for it may be small.
        others = (1.0 - own) @ self.probabilities
        return np.asarray((own * others - (1.0 - own) * self.probabilities) / self.temperature)

    def best_away(self) -> float:
        """b* - E r, b* = E r |s|^2 / E |s|^2; 0 for a policy that is certain."""
        sizes = self.probabilities * np.sum(np.square(self.scores()), axis=1)
        total = float(np.sum(sizes))
        return float(sizes @ self.away) / total if total > 0.0 else 0.0

    @property
    def enumerated(self) -> Enumerated:
        """What is exact about it, in many digits."""
        return enumerated(*self._numbers)

    def enumerated_variances(self, batch_size: int) -> dict[str, tuple[Decimal, ...]]:
        """Those of REINFORCE per sample and coordinate, by baseline, in many digits."""
        return enumerated_variances(*self._numbers, batch_size)

    @property
    def _numbers(self) -> tuple[tuple[float, ...], tuple[float, ...], float]:
        return tuple(self.logits.tolist()), tuple(self.rewards.tolist()), self.temperature


def reward_spread(rewards: ArrayLike) -> tuple[float, float]:
    """Mean and population variance: [4, 5, 6] and [-10, 10, 15] agree in the first only."""
    values = _vector("rewards", rewards).tolist()
    # Both add fractions up, and round once.
    return statistics.mean(values), statistics.pvariance(values)


def exact_variances(policy: SoftmaxPolicy, batch_size: int = 2) -> dict[str, Array]:
    """Variance per sample of each coordinate of REINFORCE, (K,), by enumeration of the actions.

    By baseline: none, mean (E r), optimal (b* for the total) and leave_one_out, whose is N times
    that of the estimate from N samples. Raises ParameterError for N = 1.
    """
    _check_batch(batch_size)
    found = policy.enumerated_variances(batch_size)
    return {name: np.array([float(each) for each in values]) for name, values in found.items()}


@dataclass(frozen=True, slots=True)
class ReinforceSamples:
    """REINFORCE over many batches with one baseline."""

    mean: Array  # (K,)
    mean_error: Array  # (K,)
    variance: Array  # (K,), of the estimate from one batch
    variance_error: Array  # (K,)
    total: float  # mean squared distance from the true gradient: the sum of the variances
    total_error: float


def sample_reinforce(
    policy: SoftmaxPolicy,
    batch_size: int,
    repetitions: int,
    seed: int,
    run: Run | None = None,
) -> dict[str, ReinforceSamples]:
    """Estimates from ``repetitions`` batches of N, by baseline, all on the same batches.

    A batch matters only by how often it holds each action, so these counts are drawn at once.
    Raises ParameterError for N = 1 and fewer than 2 repetitions; Cancelled.
    """
    _check_batch(batch_size)
    checked_count("repetitions", repetitions, "must be a whole number, 2 or more", 2)
    true = policy.gradient()
    away = policy.away
    rounding = ROUNDING * float(np.max(np.abs(away[:, np.newaxis] * policy.scores())))

    def summarise(block: int) -> dict[str, Array]:
        size = min(BLOCK, repetitions - block * BLOCK)
        generator = block_generator(seed, 0, block)
        counts = generator.multinomial(batch_size, policy.probabilities, size=size)
        found = batch_estimates(policy, counts)
        return {name: _powers(estimates - true, rounding) for name, estimates in found.items()}

    parts = list(over_blocks(-(-repetitions // BLOCK), summarise, run or Run()))
    return {
        name: _summary(
            np.sum([part[name] for part in parts], axis=0) / repetitions, true, repetitions
        )
        for name in BASELINES
    }


def _powers(away: Array, rounding: float) -> Array:
    """Sums of the deviations' powers 1 to 4 over the batches (m, K), and in the last column
    those of their squared length: once, and squared; (4, K + 1)."""
    away[np.abs(away) <= rounding] = 0.0
    squares = away * away
    lengths = squares.sum(axis=1)
    sums = np.zeros((4, away.shape[1] + 1))
    sums[0, :-1] = away.sum(axis=0)
    sums[1, :-1] = squares.sum(axis=0)
    sums[2, :-1] = np.einsum("ij,ij->j", squares, away)
    sums[3, :-1] = np.einsum("ij,ij->j", squares, squares)
    sums[:2, -1] = lengths.sum(), lengths @ lengths
    return sums


def batch_estimates(policy: SoftmaxPolicy, counts: ArrayLike) -> dict[str, Array]:
    """REINFORCE by baseline, (r, K), from how often each batch holds each action, (r, K)."""
    held = np.asarray(counts, dtype=float)
    n = held.sum(axis=1, keepdims=True)
    if np.any(n < 2):
        _check_batch(int(n.min()))
    scores = policy.scores()
    away = policy.away
    centred = held @ (away[:, np.newaxis] * scores)
    total = held @ scores
    best = policy.best_away()
    rewards = held @ away[:, np.newaxis]
    return {
        "none": (centred + policy.expected_reward * total) / n,
        "mean": centred / n,
        "leave_one_out": (centred - rewards * total / n) / (n - 1.0),
        "optimal": (centred - best * total) / n,
    }


def _summary(powers: Array, true: Array, n: int) -> ReinforceSamples:
    first, second, third, fourth = powers[:, :-1]
    spread = np.maximum(second - first**2, 0.0)
    central = fourth - 4.0 * first * third + 6.0 * first**2 * second - 3.0 * first**4
    noise = np.maximum(central - spread**2 * ((n - 3.0) / (n - 1.0)), 0.0)
    variance = spread * (n / (n - 1.0))
    found = (true + first, np.sqrt(variance / n), variance, np.sqrt(noise / n))
    for each in found:
        each.flags.writeable = False
    total, square = (float(value) for value in powers[:2, -1])
    return ReinforceSamples(*found, total, math.sqrt(max(square - total**2, 0.0) / (n - 1.0)))


def _check_batch(batch_size: int) -> None:
    allowed = "must be a whole number of at least 2: leave-one-out needs another sample"
    checked_count("batch_size", batch_size, allowed, 2)


def _vector(field: str, values: ArrayLike) -> Array:
    try:
        vector = np.array(values, dtype=float)
    except (TypeError, ValueError):
        raise ParameterError(field, values, "must be numbers") from None
    if vector.ndim != 1 or len(vector) < 2:
        raise ParameterError(field, vector.shape, "must be a list of at least 2 numbers")
    # Squares of products of four such numbers stay finite.
    if not np.all(np.abs(vector) <= 1e50):
        raise ParameterError(field, vector.tolist(), "must be finite, and at most 1e50 in size")
    vector.flags.writeable = False
    return vector
