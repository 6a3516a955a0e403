"""The arrays of each plot of the Trajectories page.

The last axis (3,) is by K, c and log sigma; k counts the estimators in ``names``.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Fan:
    """States over time: their exact law and some sampled trajectories."""

    t: Array  # (T + 1,)
    mean: Array  # (T + 1,), exact
    std: Array  # (T + 1,), exact
    paths: Array  # (T + 1, m)
    returns: Array  # (m,), of the same trajectories
    goal: float


@dataclass(frozen=True, slots=True)
class Variances:
    """Of one trajectory's estimate, exact beside measured, and the bias."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    exact: Array  # (k, 3); NaN: no closed form is known
    measured: Array  # (k, 3); NaN: too few trajectories
    measured_error: Array  # (k, 3)
    bias: Array  # (k, 3), exact; NaN as above
    trajectories: int
    batch: int  # of the standardised estimate, whose variance is times this


@dataclass(frozen=True, slots=True)
class AgainstSteps:
    """Exact variance by the chosen parameter against the number of steps."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    steps: Array  # (m,)
    variance: Array  # (m, k); inf where it is too large
    current_steps: int
    by: str


@dataclass(frozen=True, slots=True)
class AgainstLambda:
    """Exact variance by the chosen parameter of GAE with the exact V and with a wrong one."""

    lam: Array  # (m,)
    variance: Array  # (m,), exact V
    wrong_variance: Array  # (m,)
    wrong_bias: Array  # (m,)
    error: Array  # (m,), bias^2 + variance / N with the wrong V
    best_lam: float  # of the least error
    current_lam: float
    batch: int
    by: str


@dataclass(frozen=True, slots=True)
class NoiseMap:
    """Log10 of noise to signal over sigma and K; NaN where it is infinite."""

    sigma: Array  # (m,), evenly in the logarithm
    gain: Array  # (n,)
    log_ratio: Array  # (n, m)
    current_sigma: float
    current_gain: float
    current: float  # noise to signal there
    estimator: str
    stable: tuple[float, float]  # the gains between which |A + B K| < 1; NaN where B = 0


@dataclass(frozen=True, slots=True)
class Split:
    """Variance of gamma^t score_t (G_t - b_t) by the chosen parameter, step by step."""

    t: Array  # (T,)
    state: Array  # (T,)
    action: Array  # (T,), without a baseline
    action_with_value: Array  # (T,), with V as the baseline
    trajectory: Array  # (T,)
    by: str


@dataclass(frozen=True, slots=True)
class Learning:
    """Exact return of the policies as they learn, over the repeats, up to what is shown."""

    names: tuple[str, ...]
    labels: tuple[str, ...]
    iteration: Array  # (m,)
    mean: Array  # (m, k); NaN where all have diverged
    standard_error: Array  # (m, k)
    low: Array  # (m, k), a tenth of the repeats are below
    high: Array  # (m, k)
    diverged: Array  # (k,), how many repeats by now
    repeats: int
    iterations: int  # of the whole of it
    lowest: float  # of everything that is going to be shown
    start: float  # J of the policy at the start
    best_constant: float
    riccati: float
