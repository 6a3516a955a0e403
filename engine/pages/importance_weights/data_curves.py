"""The plots of the weights of own data, from the passes over the rows."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.importance_weights.data_pass import WeightsPass, points_of
from engine.pages.importance_weights.data_result import RunningDivergences, RunningMeanWeight
from engine.pages.importance_weights.result import (
    Concentration,
    RunningDiagnostics,
    WeightHistogram,
)
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.gather import over_blocks
from engine.sampling.normals import block_count
from engine.weights.errors import largest_share_error
from engine.weights.largest import LargestWeights, kept_for
from engine.weights.pareto.smoothing import reliability_threshold
from engine.weights.rows.first_look import FirstLook, bins_for, rows_of
from engine.weights.rows.tail import fitted_tail, largest

LOG_10 = math.log(10.0)
# The histogram leaves out this share of the rows on either side, and is widened by this.
OUTSIDE, WIDENED = 2e-4, 0.3
SHOWN_SHARE = 0.995  # of w itself
LINE_POINTS = 200
SMALLEST = 1e-290
TOP = 0.01


def histogram(logs: Array, found: WeightsPass, c: float, scale: str, run: Run) -> WeightHistogram:
    """Counts of log10 w or of w; their mean is that of the finite ones."""
    look = found.look
    bins = _log_bins(look) if scale == "log10 w" else _bins_of_w(look)

    def summarise(block: int) -> Array:
        values = rows_of(logs, block)
        if scale == "log10 w":
            return bins.histogram(values / LOG_10)
        with np.errstate(under="ignore", over="ignore"):
            return bins.histogram(np.minimum(np.exp(values), 1e300))

    counts = np.zeros(bins.count + 2)
    for part in over_blocks(block_count(look.n), summarise, run):
        counts += part
    finite = look.n - look.zeros
    error = math.sqrt(found.central.ll * look.n / finite / max(finite - 1, 1)) / LOG_10
    mean, clip = look.mean / LOG_10, math.log10(c)
    if scale != "log10 w":
        mean, error, clip = *mean_weight(found), c
    return WeightHistogram(
        edges=frozen(bins.edges),
        counts=frozen(counts[1:-1]),
        outside=frozen(counts[[0, -1]]),
        expected=frozen(np.empty(0)),
        expected_note="unknown for data",
        scale=scale,
        mean=mean,
        clip=clip,
        samples=look.n,
        mean_error=error,
    )


def mean_weight(found: WeightsPass) -> tuple[float, float]:
    """The mean of w and its standard error; infinite above 1.8e308."""
    n = found.look.n
    error = math.sqrt(found.central.uu / max(n - 1, 1))
    if found.reference == 0.0:
        return found.mean, error
    return unscaled(found.mean, found.reference), unscaled(error, found.reference)


def unscaled(value: float, reference: float) -> float:
    """value times exp(reference), 0 or infinite where that is no double."""
    logarithm = math.log(value) + reference if value > 0.0 else -math.inf
    return math.exp(logarithm) if logarithm < 709.0 else math.inf


def concentration(logs: Array, found: WeightsPass) -> Concentration:
    """A Lorenz curve, exact at the edges of the fine bins, and the share of the largest 1 %."""
    fine = found.fine
    filled = fine.counts[::-1] > 0.0
    samples = np.concatenate([[0.0], np.cumsum(fine.counts[::-1][filled])])
    weight = np.concatenate([[0.0], np.cumsum(fine.weights[::-1][filled])])
    shown = _thinned(samples, found.look.n)
    return Concentration(
        samples=frozen(samples[shown] / samples[-1]),
        weight=frozen(weight[shown] / weight[-1]),
        exact_samples=frozen(np.empty(0)),
        exact_weight=frozen(np.empty(0)),
        top_percent=top_share(logs, found)[0],
        largest_share=_largest_share(found),
        counted=found.look.n,
    )


def largest_share(logs: Array, found: WeightsPass, run: Run) -> tuple[float, float]:
    """The share of the weight that the largest row carries, and its standard error, which is 1
    where all other weights are 0."""
    look, share = found.look, _largest_share(found)
    if look.all_equal or look.n - look.zeros == 1:
        return share, 0.0 if look.all_equal else 1.0
    rows = largest(logs, kept_for(look.n), run)
    ess = found.ess_fraction * look.n
    return share, largest_share_error(LargestWeights(rows, rows), share, ess, look.n)


def _largest_share(found: WeightsPass) -> float:
    return min(math.exp(found.look.high - found.reference) / (found.mean * found.look.n), 1.0)


def top_share(logs: Array, found: WeightsPass) -> tuple[float, float]:
    """The share of the weight that the largest 1 % of the rows carry, and its standard error.

    The m = ceil(n / 100) largest weights, the least of which is t; the error is that of
    [(w - t)+ - share w] / mean w, by the delta method.
    """
    fine, n = found.fine, found.look.n
    m = math.ceil(TOP * n)
    if found.look.all_equal:
        return m / n, 0.0
    above = np.cumsum(fine.counts[::-1])
    place = len(above) - 1 - int(np.searchsorted(above, m))  # the bin of the m-th largest
    rest = m - int(np.sum(fine.counts[place + 1 :]))
    inside = np.sort(_rows_in(logs, fine.bins, place))[::-1][:rest]
    with np.errstate(under="ignore"):
        w = np.exp(inside - found.reference)
    total = found.mean * n
    weight = float(np.sum(fine.weights[place + 1 :])) + float(np.sum(w))
    square = float(np.sum(fine.squares[place + 1 :])) + float(np.sum(w * w))
    t = float(w[-1])
    share = weight / total
    # Sums over the top of ((1 - share) w - t)^2 and over the others of (share w)^2.
    spread = (1.0 - share) ** 2 * square - 2.0 * t * (1.0 - share) * weight + t * t * m
    spread += share**2 * (float(np.sum(fine.squares)) - square)
    mean = ((1.0 - share) * weight - t * m - share * (total - weight)) / n
    variance = max(spread / n - mean**2, 0.0)
    return min(share, 1.0), math.sqrt(variance / n) / found.mean


def diagnostics(logs: Array, found: WeightsPass, run: Run) -> RunningDiagnostics:
    """ESS / n of the first n rows, and k-hat at fewer of them."""
    running = found.running
    # The squares of weights far below the largest are no doubles.
    keep = running.w_squared > SMALLEST
    n = running.n[keep]
    fitted = []
    for count in points_of(found.look.n):
        run.step(1.0)
        k_hat = fitted_tail(logs[:count], run).k_hat if running_has_weight(logs, count) else np.inf
        fitted.append((float(count), k_hat))
    points = np.array([point for point in fitted if math.isfinite(point[1])]).reshape(-1, 2)
    return RunningDiagnostics(
        n=frozen(n),
        ess_fraction=frozen(np.minimum(running.w[keep] ** 2 / running.w_squared[keep], 1.0)),
        exact_ess_fraction=None,
        k_n=frozen(points[:, 0]),
        k_hat=frozen(points[:, 1]),
        exact_k=None,
        threshold=frozen(np.array([reliability_threshold(int(each)) for each in n])),
    )


def running_has_weight(logs: Array, n: int) -> bool:
    """Whether the first n rows can have a tail: not all of their weights are 0."""
    return bool(np.max(logs[:n]) > -np.inf)


def running_mean_weight(found: WeightsPass) -> RunningMeanWeight:
    """The mean of w; infinite where it is above 1.8e308."""
    running = found.running
    scale = math.exp(found.reference) if abs(found.reference) < 700.0 else math.inf
    error = _errors(running.n, running.w, running.w_squared)
    with np.errstate(invalid="ignore"):
        mean, error = scale * running.w, scale * error
    return RunningMeanWeight(frozen(running.n), frozen(mean), frozen(error))


def running_divergences(found: WeightsPass) -> RunningDivergences:
    """KL(q||p) and KL(p||q), without scaling: infinite where weights are too large."""
    running, look = found.running, found.look
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


def _rows_in(logs: Array, bins: Bins, place: int) -> Array:
    """The rows of the bin with this number, 0 for those below all."""
    edges = bins.edges
    if place == 0:
        return np.asarray(logs[logs < edges[0]])
    high = edges[place] if place <= bins.count else np.inf
    # Rounding may put a row that lies on an edge on either side: a little more is looked at.
    near = logs[(logs >= edges[place - 1] - 1e-9) & (logs <= high + 1e-9)]
    index = np.clip((near - bins.low) * (bins.count / (bins.high - bins.low)) + 1.0, 0.5, None)
    return np.asarray(near[np.minimum(index, bins.count + 1.5).astype(int) == place])


def _log_bins(look: FirstLook) -> Bins:
    low, high = look.range_of_most(OUTSIDE, WIDENED)
    if not high > low:
        reach = 0.5 * abs(low) or 1.0
        low, high = low - reach, high + reach
    margin = 1e-9 * (high - low)
    return Bins((low - margin) / LOG_10, (high + margin) / LOG_10, bins_for(look.n))


def _bins_of_w(look: FirstLook) -> Bins:
    top = float(look.spread[int(SHOWN_SHARE * (len(look.spread) - 1))])
    top = min(max(top, -600.0), 600.0)
    return Bins(0.0, 1.02 * math.exp(top), bins_for(look.n))


def _thinned(samples: Array, n: int) -> NDArray[np.intp]:
    """Indices of the points that a picture can tell apart, both ends kept."""
    if len(samples) <= LINE_POINTS:
        return np.arange(len(samples))
    wanted = np.unique(
        np.concatenate([np.geomspace(1.0, n, LINE_POINTS), np.linspace(0.0, n, LINE_POINTS)])
    )
    places = np.searchsorted(samples, wanted)
    return np.unique(np.concatenate([[0, len(samples) - 1], places.clip(0, len(samples) - 1)]))


def _errors(n: Array, mean: Array, square: Array) -> Array:
    """Standard errors of means, infinite for one row."""
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = np.maximum(square - mean**2, 0.0)
        return np.where(n > 1.0, np.sqrt(variance / (n - 1.0)), np.inf)
