"""The plots of sampled weights: concentration and running values."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.covariance import frozen
from engine.gaussian import Gaussian
from engine.importance import WeightLimits
from engine.pareto_smoothing import reliability_threshold
from engine.scene import Scene
from engine.weight_concentration import concentration as lorenz
from engine.weight_density import log_weight_above
from engine.weight_line import weight_line
from engine.weight_monte_carlo import WeightHistogram as Counted
from engine.weighted_estimates import WeightedEstimates
from engine.weights_histogram import fine_bins
from engine.weights_result import Concentration, RunningDiagnostics, RunningEstimates

Array = NDArray[np.float64]

LINE_POINTS = 160
SHOWN_POINTS = 300
METHODS = {
    "plain": "plain",
    "self_normalised": "self_normalised",
    "truncated": "truncated",
    "clipped": "clipped",
    "masked": "masked",
    "psis": "pareto_smoothed",
}
EMPTY = frozen(np.empty(0))


def concentration(
    scene: Scene, counted: Counted, largest_share: float, *, exact: bool = True
) -> Concentration:
    """A Lorenz curve of the first samples, and of infinitely many where log w is of one
    direction."""
    samples, weight = lorenz(counted)
    shown = _thinned(samples)
    exact_samples, exact_weight = _exact_lorenz(scene.p, scene.q) if exact else (EMPTY, EMPTY)
    return Concentration(
        samples=frozen(samples[shown]),
        weight=frozen(weight[shown]),
        exact_samples=exact_samples,
        exact_weight=exact_weight,
        top_percent=float(np.interp(0.01, samples, weight)),
        largest_share=largest_share,
        counted=counted.samples,
    )


def _thinned(samples: Array) -> NDArray[np.intp]:
    """Indices of at most so many points, evenly spaced in the logarithm."""
    if len(samples) <= SHOWN_POINTS:
        return np.arange(len(samples))
    wanted = np.geomspace(samples[1], 1.0, SHOWN_POINTS)
    return np.unique(np.concatenate([[0, len(samples) - 1], np.searchsorted(samples, wanted)]))[
        : len(samples)
    ]


@lru_cache(maxsize=16)
def _exact_lorenz(p: Gaussian, q: Gaussian) -> tuple[Array, Array]:
    """P_q(w > t) and P_p(w > t) for t from large to small."""
    if weight_line(p, q) is None:
        return EMPTY, EMPTY
    bins = fine_bins(p, q)
    logs = np.linspace(bins.high, bins.low, LINE_POINTS)
    # Under p the inverse weights q/p are above 1/t where w is below t.
    samples, weight = log_weight_above(p, q, logs), 1.0 - log_weight_above(q, p, -logs)
    inner = (samples > 0.0) & (samples < 1.0)
    return frozen(samples[inner]), frozen(weight[inner])


def diagnostics(running: list[WeightedEstimates], limits: WeightLimits) -> RunningDiagnostics:
    """ESS / n and k-hat of the first n samples."""
    fitted = [each for each in running if math.isfinite(each.k_hat)]
    return RunningDiagnostics(
        n=_array([each.n for each in running]),
        ess_fraction=_array([each.ess / each.n for each in running]),
        exact_ess_fraction=limits.ess_fraction,
        k_n=_array([each.n for each in fitted]),
        k_hat=_array([each.k_hat for each in fitted]),
        exact_k=limits.tail_index,
        threshold=_array([reliability_threshold(each.n) for each in running]),
    )


def estimates(
    running: list[WeightedEstimates], truth: float, formula: str, trusted: bool
) -> RunningEstimates:
    """Every method's estimate of E_p f from the first n samples."""
    found: dict[str, Array] = {}
    for name, field in METHODS.items():
        each = [getattr(point, field) for point in running]
        found[name] = _array([estimate.value for estimate in each])
        found[f"{name}_error"] = _array([estimate.standard_error for estimate in each])
    return RunningEstimates(
        n=_array([each.n for each in running]),
        **found,
        truth=truth,
        formula=formula,
        trusted=trusted,
    )


def _array(values: list[float] | list[int]) -> Array:
    return frozen(np.array(values, dtype=float))


def ess_error(counted: Counted, n: int) -> float:
    """Standard error of ESS / n by the delta method, from the means of fine bins of log w."""
    filled = counted.counts > 0.0
    counts, w = counted.counts[filled], counted.weights[filled] / counted.counts[filled]
    total = float(np.sum(counts))
    w = w / np.max(w)
    first, square = float(counts @ w) / total, float(counts @ (w * w)) / total
    fraction = first**2 / square
    influence = fraction * (2.0 * w / first - w * w / square - 1.0)
    return math.sqrt(max(float(counts @ influence**2) / total, 0.0) / n)
