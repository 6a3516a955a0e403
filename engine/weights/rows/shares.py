"""Which share of the weight a few rows carry: the largest one, the largest 1 %, those above c."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.divergence.kl_estimators import Estimate
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.gather import over_blocks
from engine.sampling.normals import block_count
from engine.weights.errors import largest_share_error
from engine.weights.largest import LargestWeights, kept_for
from engine.weights.rows.first_look import rows_of
from engine.weights.rows.tail import largest
from engine.weights.rows.weights import RowWeights


def share_of_rows(count: float, n: int) -> Estimate:
    """A share of n rows; Laplace's rule keeps the error of an empty share above zero."""
    hedged = (count + 1.0) / (n + 2.0)
    return Estimate(count / n, math.sqrt(hedged * (1.0 - hedged) / n))


def largest_share(logs: Array, found: RowWeights, run: Run) -> Estimate:
    """The share of the weight that the largest row carries; its error is 1 where all other
    weights are 0."""
    look = found.look
    share = min(math.exp(look.high - found.reference) / (found.mean * look.n), 1.0)
    if look.all_equal or look.n - look.zeros == 1:
        return Estimate(share, 0.0 if look.all_equal else 1.0)
    rows = largest(logs, kept_for(look.n), run)
    ess = found.ess_fraction.value * look.n
    return Estimate(share, largest_share_error(LargestWeights(rows, rows), share, ess, look.n))


def top_share(logs: Array, found: RowWeights, top: float) -> Estimate:
    """The share of the weight that the share ``top`` of the rows, the largest, carries.

    The m = ceil(top n) largest weights, the least of which is t; the error is that of
    [(w - t)+ - share w] / mean w, by the delta method.
    """
    fine, n = found.binned, found.n
    m = math.ceil(top * n)
    if found.look.all_equal:
        return Estimate(m / n, 0.0)
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
    return Estimate(min(share, 1.0), math.sqrt(variance / n) / found.mean)


def _rows_in(logs: Array, bins: Bins, place: int) -> Array:
    """The rows of the bin with this number, 0 for those below all."""
    edges = bins.edges
    if place == 0:
        return np.asarray(logs[logs < edges[0]])
    high = edges[place] if place <= bins.count else np.inf
    # Rounding may put a row that lies on an edge on either side: a little more is sought.
    near = logs[(logs >= edges[place - 1] - 1e-9) & (logs <= high + 1e-9)]
    index = np.clip((near - bins.low) * (bins.count / (bins.high - bins.low)) + 1.0, 0.5, None)
    return np.asarray(near[np.minimum(index, bins.count + 1.5).astype(int) == place])


@dataclass(frozen=True, slots=True)
class Clipped:
    """What clipping at each c does, (m,) each: the share of the rows with w > c, and the share of
    the weight that min(w, c) takes away, with their errors."""

    rows: Array
    rows_error: Array
    lost: Array
    lost_error: Array


def clipped(found: RowWeights, log_c: Array, count: Array, weight: Array, square: Array) -> Clipped:
    """From the number, the sum of w and the sum of w^2 of the rows above each c.

    The weight lost is a ratio R = sum a / sum w, a = (w - c)+; its variance is
    sum (a - R w)^2 / (sum w)^2.
    """
    n, total = found.n, found.mean * found.n
    hedged = (count + 1.0) / (n + 2.0)
    with np.errstate(under="ignore", over="ignore"):
        c = np.exp(log_c - found.reference)
        c = np.where(count > 0.0, c, 0.0)
    lost = np.maximum(weight - c * count, 0.0) / total
    cut_squared = square - 2.0 * c * weight + c * c * count
    cut_weight = square - c * weight
    spread = cut_squared - 2.0 * lost * cut_weight + lost**2 * float(np.sum(found.binned.squares))
    error = np.sqrt(np.maximum(spread, 0.0)) / total
    return Clipped(count / n, np.sqrt(hedged * (1.0 - hedged) / n), lost, error)


def clipped_at(logs: Array, found: RowWeights, c: float, run: Run) -> tuple[Estimate, Estimate]:
    """The share of the rows with w > c, and of the weight lost; raises Cancelled."""
    log_c = math.log(c)

    def summarise(block: int) -> Array:
        rows = rows_of(logs, block)
        rows = rows[rows > log_c]
        with np.errstate(under="ignore"):
            w = np.exp(rows - found.reference)
        return np.array([len(rows), np.sum(w), np.vecdot(w, w)])

    total = np.zeros(3)
    for part in over_blocks(block_count(len(logs)), summarise, run):
        total += part
    here = clipped(found, np.array([log_c]), *total[:, np.newaxis])
    rows = Estimate(float(here.rows[0]), float(here.rows_error[0]))
    return rows, Estimate(float(here.lost[0]), float(here.lost_error[0]))
