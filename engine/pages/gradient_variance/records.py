"""The arrays of each plot of the Gradients page.

The last axis (2,) is by mu and by sigma (or log sigma); m counts the estimators in ``names``.
NaN stands where an estimator has no such number: the zeroth-order ones have none by sigma.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Variances:
    """Variance per sample, exact beside measured, and the bias."""

    names: tuple[str, ...]  # (m,)
    exact: Array  # (m, 2), inf where it is; NaN where there is no closed form
    measured: Array  # (m, 2)
    measured_error: Array  # (m, 2)
    bias: Array  # (m, 2)
    bias_error: Array  # (m, 2), 0 for an exact bias
    missing: tuple[str, ...]  # (m,), why an estimator does not exist here; "" where it does
    by: tuple[str, str]  # what the gradient is taken by
    batch_size: int
    repetitions: int


@dataclass(frozen=True, slots=True)
class BaselineCurve:
    """Variance per sample of the score function with a constant b: parabolas."""

    b: Array  # (k,)
    variance: Array  # (k, 3): mu, sigma, total
    mark_b: Array  # (5,): none, E f, best for mu, for sigma, for the total
    mark_variance: Array  # (5, 3)
    current_b: float
    current_variance: Array  # (3,)
    by: tuple[str, str]


@dataclass(frozen=True, slots=True)
class AgainstN:
    """Variance of an estimate against the batch size N."""

    names: tuple[str, ...]
    n: Array  # (k,)
    exact: Array  # (k, m, 2)
    sampled_n: Array  # (j,)
    measured: Array  # (j, m, 2)
    measured_error: Array  # (j, m, 2)
    current_n: int
    by: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cloud:
    """Estimates from batches of N, with ellipses that hold 95 % of a Gaussian."""

    names: tuple[str, ...]
    points: Array  # (k, m, 2)
    centre: Array  # (m, 2)
    ellipse: Array  # (e, m, 2); by mu alone its 95 % interval; NaN for an infinite variance
    true: Array  # (2,)
    by: tuple[str, str]
    batch_size: int


@dataclass(frozen=True, slots=True)
class AgainstK:
    """Exact variance per sample against the objective's k."""

    names: tuple[str, ...]
    k: Array  # (n,)
    variance: Array  # (n, m, 2)
    logarithmic: bool
    current_k: float
    crossing_k: Array  # (c,), where coupled measure-valued and pathwise agree on mu
    crossing_variance: float
    crossing_distance: float  # |mu - k| there
    by: tuple[str, str]
    formula: str


@dataclass(frozen=True, slots=True)
class KlLosses:
    """Expected gradients of k1, k2, k3 with respect to q, as losses and in the reward."""

    true: Array  # (2,), of KL(q||p)
    loss: Array  # (3, 2)
    reward: Array  # (3, 2)
    by: tuple[str, str]
    missing: str = ""  # why there are none; then nothing else is there
