"""Bias and variance of targets of V(s_0), from their first two moments given s_0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, sealed
from engine.numerics.gaussian_polynomials import expected, state_times
from engine.trajectories.off_policy_pair import OffPolicy
from engine.trajectories.states import values

SIZES = np.array([1.0, 1.0, 1.0, 2.0, 3.0])  # at least E |z|^j of a standard normal z


@dataclass(frozen=True, slots=True)
class TargetMoments:
    """Of a target of V(s_0): what it is wrong by on average, and how much it varies."""

    mean: float
    bias: float  # mean less E V(s_0) of the target policy
    bias_error: float  # a bound on its rounding
    variance: float  # E Var[target | s_0]; inf where the weights' own is
    variance_error: float  # a bound on its rounding, for it is a difference
    given: Array  # E[target | s_0], a polynomial in s_0 less its mean
    known_variance: float  # Var E[target | s_0]

    @property
    def whole_variance(self) -> float:
        """Of the target over first states too."""
        return self.variance + self.known_variance


def target_moments(
    pair: OffPolicy,
    steps: ArrayLike,
    second: Array,
    first: Array,
    bias: Array,
    size: Array,
    most: Array,
) -> list[TargetMoments]:
    """Of each row of E[D^2 | s_0] (m, 5) and E[D | s_0] (m, 3), D being the target less a critic.

    ``bias`` (m, 3) is E[target - V(s_0) | s_0], ``size`` (m, 3) that of what it is the sum of,
    ``most`` (m, 5) that of what the second moment is the sum of, through so many ``steps``.
    The mean is that of the value and the bias alone, which hold their digits wherever the
    behaviour is.
    """
    v0, value = pair.task.v0, values(pair.task)[0]
    spread = expected(second - state_times(first, first), 0.0, v0)
    finite = np.isfinite(spread)
    wrong, given = expected(bias, 0.0, v0), value + bias
    mean = pair.task.expected_return() + wrong
    bias_error = pair.rounding * (size @ v0 ** np.arange(3.0))
    variance = np.where(finite, np.maximum(spread, 0.0), np.inf)
    rounding = pair.rounding * np.asarray(steps) * (most @ (SIZES * v0 ** np.arange(5.0)))
    variance_error = np.where(finite, rounding, 0.0)
    known = (given[:, 1] * v0) ** 2 + 2.0 * (given[:, 2] * v0**2) ** 2
    return [
        TargetMoments(
            mean=float(mean[i]),
            bias=float(wrong[i]),
            bias_error=float(bias_error[i]),
            variance=float(variance[i]),
            variance_error=float(variance_error[i]),
            given=sealed(given[i].copy()),
            known_variance=float(known[i]),
        )
        for i in range(len(wrong))
    ]


def back(source: Array, carried: Array) -> Array:
    """f_t = source_t + f_(t+1) carried with f_n = 0, (..., n + 1, k).

    Of sources (..., n, k) and matrices (..., k, k), whose leading axes broadcast.
    """
    *leading, n, powers = source.shape
    shape = np.broadcast_shapes(tuple(leading), carried.shape[:-2])
    found = np.zeros((*shape, n + 1, powers))
    for t in reversed(range(n)):
        found[..., t : t + 1, :] = source[..., t : t + 1, :]
        found[..., t : t + 1, :] += found[..., t + 1 : t + 2, :] @ carried
    return found
