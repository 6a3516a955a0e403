"""What clipping does to the weights of own data: how many rows, and how much weight."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.importance_weights.data_pass import WeightsPass
from engine.pages.importance_weights.data_result import ClipCurve
from engine.sampling.gather import over_blocks
from engine.sampling.normals import block_count
from engine.weights.rows.first_look import rows_of

# The curve leaves out this share of the rows on either side, and is widened by this.
OUTSIDE, WIDENED = 2e-4, 0.3
POINTS = 200


def clip_curve(logs: Array, found: WeightsPass, c: float, run: Run) -> ClipCurve:
    """At the edges of the fine bins, where the sums are exact, and at today's c."""
    fine = found.fine
    edges = fine.bins.edges
    low, high = found.look.range_of_most(OUTSIDE, WIDENED)
    inside = np.flatnonzero((edges >= low) & (edges <= max(high, math.log(c))))
    if not found.look.ordinary:
        inside = inside[:0]  # the bins begin where no weight is an ordinary number
    shown = inside[:: max(len(inside) // POINTS, 1)]
    # Sums over the bins above each edge.
    above = [np.cumsum(each[::-1])[::-1][1:] for each in (fine.counts, fine.weights, fine.squares)]
    count, weight, square = (each[shown] for each in above)
    clipped, lost = _shares(found, edges[shown], count, weight, square)
    at_c = _above(logs, found, math.log(c), run)
    today = _shares(found, np.array([math.log(c)]), *(np.array([each]) for each in at_c))
    return ClipCurve(
        c=frozen(np.exp(np.clip(edges[shown], -700.0, 700.0))),
        clipped=frozen(clipped[0]),
        clipped_error=frozen(clipped[1]),
        lost=frozen(lost[0]),
        lost_error=frozen(lost[1]),
        today=c,
        today_clipped=float(today[0][0][0]),
        today_clipped_error=float(today[0][1][0]),
        today_lost=float(today[1][0][0]),
        today_lost_error=float(today[1][1][0]),
    )


def _shares(
    found: WeightsPass, log_c: Array, count: Array, weight: Array, square: Array
) -> tuple[tuple[Array, Array], tuple[Array, Array]]:
    """The share of the rows above c and of the weight that min(w, c) takes away, with errors.

    From the number, the sum of w and the sum of w^2 of the rows above. The second is a ratio
    R = sum a / sum w, a = (w - c)+; its variance is sum (a - R w)^2 / (sum w)^2.
    """
    n, total = found.look.n, found.mean * found.look.n
    share = count / n
    hedged = (count + 1.0) / (n + 2.0)
    with np.errstate(under="ignore", over="ignore"):
        c = np.exp(log_c - found.reference)
        c = np.where(count > 0.0, c, 0.0)
    lost = np.maximum(weight - c * count, 0.0) / total
    cut_squared = square - 2.0 * c * weight + c * c * count
    cut_weight = square - c * weight
    spread = cut_squared - 2.0 * lost * cut_weight + lost**2 * float(np.sum(found.fine.squares))
    error = np.sqrt(np.maximum(spread, 0.0)) / total
    return (share, np.sqrt(hedged * (1.0 - hedged) / n)), (lost, error)


def _above(logs: Array, found: WeightsPass, log_c: float, run: Run) -> tuple[float, float, float]:
    """The number, the sum of w and the sum of w^2 of the rows above c."""

    def summarise(block: int) -> Array:
        rows = rows_of(logs, block)
        rows = rows[rows > log_c]
        with np.errstate(under="ignore"):
            w = np.exp(rows - found.reference)
        return np.array([len(rows), np.sum(w), np.vecdot(w, w)])

    total = np.zeros(3)
    for part in over_blocks(block_count(len(logs)), summarise, run):
        total += part
    count, weight, square = total.tolist()
    return count, weight, square
