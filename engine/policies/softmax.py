"""A softmax policy over K actions with known rewards: its gradient, and REINFORCE with baselines.

pi(y) = softmax(theta / tau)_y; the score of one action is s_j(y) = (1[y = j] - pi(j)) / tau.
"""

from __future__ import annotations

import math
import statistics
from decimal import Decimal
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.core.arrays import Array
from engine.core.late import late
from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count
from engine.policies.softmax_exact import Enumerated, enumerated, enumerated_variances
from engine.sampling.normals import standard_normals

ndtr = late("scipy.special", "ndtr")


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

    @cached_property
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

    @property
    def parameters(self) -> tuple[str, ...]:
        """The logits."""
        return tuple(f"logits[{action}]" for action in range(1, self.actions + 1))

    def sample(self, n: int, seed: int) -> NDArray[np.int64]:
        """n actions, counted from 0, (n,); the first n of 2n are the n."""
        levels = np.cumsum(self.probabilities)
        uniform: Array = ndtr(standard_normals(n, 1, seed)[:, 0])
        # The last level may be rounded to less than 1.
        return np.minimum(np.searchsorted(levels, uniform, side="right"), self.actions - 1)

    def log_density(self, action: ArrayLike) -> Array:
        """log pi of actions, counted from 0: of the same shape."""
        return np.asarray(self.log_probabilities[np.asarray(action, dtype=int)])

    def score(self, action: ArrayLike) -> Array:
        """Of actions, counted from 0, (n,): (n, K)."""
        return np.asarray(self.scores()[np.asarray(action, dtype=int)])

    def fisher(self) -> Array:
        """(diag pi - pi pi^T) / tau^2, (K, K); its least eigenvalue is 0, for a shift of all
        logits changes nothing."""
        scores = self.scores()
        return np.asarray((scores.T * self.probabilities) @ scores)

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
    check_batch(batch_size)
    found = policy.enumerated_variances(batch_size)
    return {name: np.array([float(each) for each in values]) for name, values in found.items()}


def check_batch(batch_size: int) -> None:
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
