"""The arrays of each plot of the Weights page."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.importance_weights import demo
from engine.pages.importance_weights.concentration import concentration
from engine.pages.importance_weights.dimension import dimension_curve
from engine.pages.importance_weights.frontier import clipping_frontier
from engine.pages.importance_weights.gather import Gathered
from engine.pages.importance_weights.histogram import histogram
from engine.pages.importance_weights.records import (
    ClipCurve,
    ClippingFrontier,
    DimensionCurve,
    RunningDiagnostics,
    RunningDivergences,
    RunningEstimates,
    RunningMeanWeight,
    VarianceMap,
)
from engine.pages.importance_weights.row_curves import (
    clip_curve,
    row_diagnostics,
    running_divergences,
    running_mean_weight,
)
from engine.pages.importance_weights.variance_map import variance_map
from engine.weights.pareto.smoothing import reliability_threshold

# The name of each method's estimate among those of the samples.
METHODS = {
    "plain": "plain",
    "self_normalised": "self_normalised",
    "truncated": "truncated",
    "clipped": "clipped",
    "masked": "masked",
    "psis": "pareto_smoothed",
}


def diagnostics(gathered: Gathered, run: Run) -> RunningDiagnostics:
    """ESS / n and k-hat of the first n samples or rows."""
    if gathered.rows is not None:
        return row_diagnostics(gathered.rows, run)
    assert gathered.target is not None
    assert gathered.limits is not None
    running = gathered.target.running
    fitted = [each for each in running if math.isfinite(each.k_hat)]
    return RunningDiagnostics(
        n=_array([each.n for each in running]),
        ess_fraction=_array([each.ess / each.n for each in running]),
        exact_ess_fraction=gathered.limits.ess_fraction,
        k_n=_array([each.n for each in fitted]),
        k_hat=_array([each.k_hat for each in fitted]),
        exact_k=gathered.limits.tail_index,
        threshold=_array([reliability_threshold(each.n) for each in running]),
    )


def estimates(gathered: Gathered, _: Run) -> RunningEstimates | None:
    """Every method's estimate of E_p f from the first n samples; None for rows."""
    target = gathered.target
    if target is None:
        return None
    found: dict[str, Array] = {}
    for name, field in METHODS.items():
        each = [getattr(point, field) for point in target.running]
        found[name] = _array([estimate.value for estimate in each])
        found[f"{name}_error"] = _array([estimate.standard_error for estimate in each])
    return RunningEstimates(
        n=_array([each.n for each in target.running]),
        **found,
        truth=target.truth,
        formula=target.formula,
        trusted=target.trusted,
    )


def frontier(gathered: Gathered, _: Run) -> ClippingFrontier | None:
    """What clipping costs, where that is known and quickly found."""
    found = _frontier(gathered)
    return None if isinstance(found, str) else found


def frontier_note(gathered: Gathered, _: Run) -> str | None:
    """Why there is no frontier, or an empty text; None for rows."""
    found = _frontier(gathered)
    return found if isinstance(found, str) else None if found is None else ""


def _frontier(gathered: Gathered) -> ClippingFrontier | str | None:
    target, options = gathered.target, gathered.options
    if target is None:
        return None
    if target.f is None or target.exact is None:
        return demo.NO_FRONTIER
    variance, slow = target.exact.plain_variance, options.slow_curves
    return clipping_frontier(
        gathered.scene, target.f, target.direction, options.clip, variance, slow
    )


def dimensions(gathered: Gathered, _: Run) -> DimensionCurve | None:
    """ESS / n against the dimension, of Gaussians."""
    return dimension_curve(gathered.scene) if gathered.gaussians else None


def finite_variance(gathered: Gathered, _: Run) -> VarianceMap | None:
    """Where the variance is finite, of Gaussians."""
    return variance_map(gathered.scene) if gathered.gaussians else None


def clipping(gathered: Gathered, _: Run) -> ClipCurve | None:
    """What clipping does to rows."""
    return clip_curve(gathered.rows, gathered.options.clip) if gathered.rows else None


def mean_weight(gathered: Gathered, _: Run) -> RunningMeanWeight | None:
    """The mean of w over the first n rows."""
    return running_mean_weight(gathered.rows) if gathered.rows else None


def divergences(gathered: Gathered, _: Run) -> RunningDivergences | None:
    """KL both ways over the first n rows."""
    return running_divergences(gathered.rows) if gathered.rows else None


FIGURES = {
    "histogram": histogram,
    "concentration": concentration,
    "diagnostics": diagnostics,
    "estimates": estimates,
    "frontier": frontier,
    "frontier_note": frontier_note,
    "dimensions": dimensions,
    "variance_map": finite_variance,
    "clipping": clipping,
    "mean_weight": mean_weight,
    "divergences": divergences,
}


def _array(values: list[float] | list[int]) -> Array:
    return frozen(np.array(values, dtype=float))
