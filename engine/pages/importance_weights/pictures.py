"""The plots of sampled weights: concentration and running values."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.importance_weights.result import (
    Concentration,
    RunningDiagnostics,
    RunningEstimates,
)
from engine.weights.estimates import WeightedEstimates
from engine.weights.exact.density import log_weight_above, log_weight_below
from engine.weights.exact.line import weight_line
from engine.weights.importance import WeightLimits
from engine.weights.pareto.smoothing import reliability_threshold

LINE_POINTS = 160
SHOWN_POINTS = 300
TOP = 0.01
# So far out, in standard deviations, the exact curve is drawn.
REACH = 7.0
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
    samples: Array, weight: Array, counted: int, largest_share: float, pair: Scene | None
) -> Concentration:
    """The Lorenz curve of the first ``counted`` samples, and of infinitely many of a pair where
    log w is of one direction."""
    shown = _thinned(samples)
    exact_samples, exact_weight = _exact_lorenz(pair.p, pair.q) if pair else (EMPTY, EMPTY)
    return Concentration(
        samples=frozen(samples[shown]),
        weight=frozen(weight[shown]),
        exact_samples=exact_samples,
        exact_weight=exact_weight,
        top_percent=float(np.interp(TOP, samples, weight)),
        largest_share=largest_share,
        counted=counted,
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
    line = weight_line(p, q)
    if line is None or p == q:
        return EMPTY, EMPTY
    # Where q is, and where p is: either may be far narrower than the other.
    z = np.linspace(-REACH, REACH, LINE_POINTS)
    y = np.concatenate([z, line.delta + math.sqrt(line.eigenvalue) * z])
    logs = np.unique(line.log_weight(y))[::-1]
    # Under p the inverse weights q/p are above 1/t where w is below t.
    samples, weight = log_weight_above(p, q, logs), log_weight_below(q, p, -logs)
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
