"""Moments of actions weighted by clipped importance weights."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian
from engine.weights.pieces import between, inside
from engine.weights.vtrace_policy import clipped_policies
from engine.weights.weight_line import WeightLine

ROUNDING = 1e-15
Rows = NDArray[np.intp]


def clipped_moments(
    pi: Gaussian, mu: Gaussian, clips: Sequence[float | None], degree: int
) -> Array:
    """E_mu[prod_i min(clip_i, w) u^j] for j = 0 .. degree, (degree + 1,), in one dimension.

    w = pi / mu and u is the action in deviations of pi from its mean, about which weights leave
    what there is; a clip of None clips nothing. Where the product is not integrable all moments
    are inf.
    """
    row = [[np.inf if clip is None else clip for clip in clips]]
    return np.asarray(many_clipped_moments(pi, mu, np.array(row, dtype=float), degree)[0])


def many_clipped_moments(
    pi: Gaussian, mu: Gaussian, clips: Array, degree: int, loops: bool = False
) -> Array:
    """`clipped_moments` for each row of clips (m, k), inf for no clip and NaN for a factor less:
    (m, degree + 1); ``loops``: summed by a compiled one.

    Between the places where w passes a clip the integrand is a polynomial times the exponential
    of a quadratic; each piece is integrated to about 1e-14.
    """
    weight, (count, factors) = WeightLine.of(pi, mu), clips.shape
    levels = _log(clips)
    factor = np.where(np.isnan(levels), 0.0, levels)
    breaks = weight.crossings(levels.ravel()).reshape(count, 2 * factors)
    low, high = between(breaks)
    there = low < high
    row, low, high = np.nonzero(there)[0], low[there], high[there]
    clipped = ~(levels[row] >= weight.log(inside(low, high))[:, np.newaxis])
    scale = np.where(clipped, factor[row], 0.0).sum(axis=1)
    free = np.where(scale > -np.inf, factors - clipped.sum(axis=1), -1)
    total, infinite = np.zeros((count, degree + 1)), np.zeros(count, dtype=bool)
    for power in range(factors + 1):
        finite = weight.integrable(power, low, high)
        infinite[row[(free == power) & ~finite]] = True
        some = (free == power) & finite
        if some.any():
            nodes = weight.nodes(power, scale[some], low[some], high[some])
            _add(total, row[some], weight.of_pi(nodes[0]), nodes[1], loops)
    total[infinite] = np.inf
    return total


def excess_moments(pi: Gaussian, mu: Gaussian, clip: float | None, degree: int) -> Array:
    """E_mu[max(w - clip, 0) u^j] for j = 0 .. degree: what clipping takes away, (degree + 1,).

    The same as `clipped_moments` of no clip less those of this one, without cancellation.
    """
    return np.asarray(many_excess_moments(pi, mu, _array(clip), degree)[0])


def many_excess_moments(
    pi: Gaussian, mu: Gaussian, clips: Array, degree: int, loops: bool = False
) -> Array:
    """`excess_moments` of clips (m,), inf where nothing is clipped: (m, degree + 1); ``loops`` as
    before."""
    total, weight = np.zeros((len(clips), degree + 1)), WeightLine.of(pi, mu)
    for row, z, mass in weight.excess(_log(clips)):
        _add(total, row, weight.of_pi(z), mass, loops)
    return total


def _add(total: Array, row: Rows, nodes: Array, mass: Array, loops: bool = False) -> None:
    """To total (m, degree + 1), sum_i mass_i x_i^j of nodes (k, n) to the row of each, in ascending
    order; inf or NaN where a power outgrows doubles."""
    if not len(row):
        return
    if loops:
        from engine.weights.loops import add_node_powers

        add_node_powers(row, nodes, mass, total)
        return
    nodes = np.where(mass != 0.0, nodes, 0.0)
    powers = np.empty((total.shape[1], *mass.shape))
    powers[0] = mass
    with np.errstate(over="ignore", invalid="ignore"):
        for before, power in pairwise(powers):
            np.multiply(before, nodes, out=power)
        first = np.flatnonzero(np.diff(row, prepend=-1))
        total[row[first]] += np.add.reduceat(powers.sum(axis=2).T, first)


class ClipShift(NamedTuple):
    """Of the policy that V-trace evaluates, mean and variance less those of pi, and how far they
    may be off by rounding."""

    mean: float
    variance: float
    mean_error: float
    variance_error: float


@lru_cache(maxsize=8)
def clip_shift(pi: Gaussian, mu: Gaussian, clip: float | None) -> ClipShift:
    """Mean and variance of min(clip mu, pi), made whole, less those of pi: what V-trace changes."""
    return ClipShift(*(float(each[0]) for each in clip_shifts(pi, mu, _array(clip))))


def clip_shifts(
    pi: Gaussian, mu: Gaussian, clips: Array, loops: bool = False
) -> tuple[Array, Array, Array, Array]:
    """`clip_shift` of clips (m,), inf where nothing is clipped: the four arrays, (m,); ``loops``:
    summed by a compiled one.

    From what clipping takes away, so that little of it keeps its digits; where it takes more
    than half, the clipped policy itself is accurate, and better.
    """
    std, centre = float(pi.cholesky[0, 0]), float(pi.mean[0])
    moments, sizes = np.zeros((2, len(clips), 3))
    weight = WeightLine.of(pi, mu)
    for row, z, mass in weight.excess(_log(clips)):
        u = weight.of_pi(z)
        _add(moments, row, u, mass, loops)
        _add(sizes, row, np.abs(u), np.abs(mass), loops)
    (lost, first, second), size = moments.T, ROUNDING * sizes.T
    most = lost > 0.5
    left = np.where(most, 1.0, 1.0 - lost)
    mean = -first / left
    found = np.stack(
        [
            std * mean,
            std**2 * ((lost - second) / left - mean**2),
            2.0 * std * size[1],
            2.0 * std**2 * (size[0] + size[2]),
        ]
    )
    if most.any():
        _, means, variances = clipped_policies(pi, mu, clips[most])
        rounding = ROUNDING * (abs(centre) + abs(float(mu.mean[0])) + np.sqrt(variances))
        change = means - centre, variances - std**2
        found[:, most] = *change, rounding, ROUNDING * (variances + std**2)
    return found[0], found[1], found[2], found[3]


def _log(clips: Array) -> Array:
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(clips))


def _array(clip: float | None) -> Array:
    return np.array([np.inf if clip is None else clip])
