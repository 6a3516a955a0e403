"""The plots that only rows of a file have, and their running diagnostics."""

from __future__ import annotations

import math

import numpy as np

from engine.core.array_cache import Kept
from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.importance_weights.gather import Rows
from engine.pages.importance_weights.records import (
    ClipCurve,
    RunningDiagnostics,
    RunningDivergences,
    RunningMeanWeight,
)
from engine.weights.pareto.smoothing import reliability_threshold
from engine.weights.rows.shares import clipped
from engine.weights.rows.tail import fitted_tail

SMALLEST = 1e-290
FIRST_POINT = 100
POINTS_PER_DECADE = 3
# The curve leaves out this share of the rows on either side, and is widened by this.
OUTSIDE, WIDENED = 2e-4, 0.3
CLIP_POINTS = 200
LARGEST_LOG = 700.0

_tails: Kept[Array] = Kept()


def row_diagnostics(rows: Rows, run: Run) -> RunningDiagnostics:
    """ESS / n of the first n rows, and k-hat at fewer of them."""
    logs, running = rows.data.log_weights, rows.weights.running
    # The squares of weights far below the largest are no doubles.
    keep = running.w_squared > SMALLEST
    n = running.n[keep]
    tails = _tails.answer(logs, lambda: _fitted(logs, run))
    return RunningDiagnostics(
        n=frozen(n),
        ess_fraction=frozen(np.minimum(running.w[keep] ** 2 / running.w_squared[keep], 1.0)),
        exact_ess_fraction=None,
        k_n=frozen(tails[:, 0]),
        k_hat=frozen(tails[:, 1]),
        exact_k=None,
        threshold=frozen(np.array([reliability_threshold(int(each)) for each in n])),
    )


def _fitted(logs: Array, run: Run) -> Array:
    """n and the finite k-hat of the first n rows, (m, 2)."""
    found = []
    for count in _points(len(logs)):
        run.step(1.0)
        # Weights that are all 0 have no tail.
        if np.max(logs[:count]) > -np.inf:
            found.append((float(count), fitted_tail(logs[:count], run).k_hat))
    return np.array([each for each in found if math.isfinite(each[1])]).reshape(-1, 2)


def _points(n: int) -> list[int]:
    """The numbers of rows at which a tail is fitted: log-spaced, and all of them."""
    decades = math.log10(n / FIRST_POINT) if n > FIRST_POINT else 0.0
    count = 1 + math.ceil(decades * POINTS_PER_DECADE)
    return sorted({int(each) for each in np.geomspace(min(FIRST_POINT, n), n, count).round()})


def clip_curve(rows: Rows, c: float) -> ClipCurve:
    """At the edges of the fine bins, where the sums are exact, and at the current c."""
    found, fine = rows.weights, rows.weights.binned
    edges = fine.bins.edges
    low, high = found.look.range_of_most(OUTSIDE, WIDENED)
    inside = np.flatnonzero((edges >= low) & (edges <= max(high, math.log(c))))
    if not found.look.ordinary:
        inside = inside[:0]  # the bins begin where no weight is an ordinary number
    shown = inside[:: max(len(inside) // CLIP_POINTS, 1)]
    # Sums over the bins above each edge.
    above = [np.cumsum(each[::-1])[::-1][1:] for each in (fine.counts, fine.weights, fine.squares)]
    curve = clipped(found, edges[shown], *(each[shown] for each in above))
    return ClipCurve(
        c=frozen(np.exp(np.clip(edges[shown], -LARGEST_LOG, LARGEST_LOG))),
        clipped=frozen(curve.rows),
        clipped_error=frozen(curve.rows_error),
        lost=frozen(curve.lost),
        lost_error=frozen(curve.lost_error),
        current=c,
        current_clipped=rows.clipped_rows.value,
        current_clipped_error=rows.clipped_rows.standard_error,
        current_lost=rows.clipped_weight.value,
        current_lost_error=rows.clipped_weight.standard_error,
    )


def running_mean_weight(rows: Rows) -> RunningMeanWeight:
    """The mean of w; infinite where it is above 1.8e308."""
    found, running = rows.weights, rows.weights.running
    scale = math.exp(found.reference) if abs(found.reference) < LARGEST_LOG else math.inf
    error = _errors(running.n, running.w, running.w_squared)
    with np.errstate(invalid="ignore"):
        mean, error = scale * running.w, scale * error
    return RunningMeanWeight(frozen(running.n), frozen(mean), frozen(error))


def running_divergences(rows: Rows) -> RunningDivergences:
    """KL(q||p) and KL(p||q), without scaling: infinite where weights are too large."""
    found, running, look = rows.weights, rows.weights.running, rows.weights.look
    kl_qp = -look.mean - running.log_w
    kl_qp_error = _errors(running.n, running.log_w, running.log_w_squared)
    kl_pq = running.wl.copy()
    kl_pq_error = _errors(running.n, running.wl, running.wl_squared)
    if look.zeros:
        late = running.n > look.first_zero
        kl_qp[late] = kl_qp_error[late] = np.inf
    if found.reference != 0.0:
        kl_pq[:] = kl_pq_error[:] = np.inf
    return RunningDivergences(
        frozen(running.n), frozen(kl_qp), frozen(kl_qp_error), frozen(kl_pq), frozen(kl_pq_error)
    )


def _errors(n: Array, mean: Array, square: Array) -> Array:
    """Standard errors of means, infinite for one row."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum(square - mean**2, 0.0)
        return np.where(n > 1.0, np.sqrt(variance / (n - 1.0)), np.inf)
