"""Counts and sums of weights in bins of log w, and the Lorenz curve that they make."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array, frozen
from engine.sampling.accumulators.histogram import Bins

NO_LOGS = np.empty(0)


class BinnedWeights:
    """Gathers how many samples, and how much weight, fell below, in and beyond `Bins` of log w.

    The sums of w are times exp(-reference), the greatest reference of what was added.
    """

    def __init__(self, bins: Bins, loops: bool = False) -> None:
        self.bins = bins
        self._loops = loops  # compiled; they make no squares
        self.samples = 0
        self.reference = -math.inf
        self.counts = np.zeros(bins.count + 2)
        self.weights = np.zeros(bins.count + 2)
        self.squares = np.zeros(bins.count + 2)  # sums of w^2, where they are given

    def add(
        self,
        centred: Array,
        mean: float,
        weights: Array,
        reference: float = 0.0,
        squares: Array | None = None,
    ) -> None:
        """Take in samples with log w = centred + mean, w = weights exp(reference), (m,) each."""
        self.samples += len(centred)
        if self._loops:
            self._add_compiled(centred, mean, weights, reference)
            return
        place = centred - (self.bins.low - mean)
        place *= self.bins.count / (self.bins.high - self.bins.low)
        place += 1.0
        np.clip(place, 0.5, self.bins.count + 1.5, out=place)
        index, size = place.astype(np.intp), self.bins.count + 2
        factor = self._raised(reference)
        self.counts += np.bincount(index, minlength=size)
        self.weights += factor * np.bincount(index, weights=weights, minlength=size)
        if squares is not None:
            self.squares += factor**2 * np.bincount(index, weights=squares, minlength=size)

    def _add_compiled(self, centred: Array, mean: float, weights: Array, reference: float) -> None:
        from engine.weights.loops import binned

        low, per_unit = self.bins.low - mean, self.bins.count / (self.bins.high - self.bins.low)
        counts, sums = binned(centred, weights, low, per_unit, len(self.counts))
        factor = self._raised(reference)
        self.counts += counts
        self.weights += factor * sums

    def merge(self, other: BinnedWeights) -> None:
        """Take in those of other samples."""
        factor = self._raised(other.reference)
        self.samples += other.samples
        self.counts += other.counts
        self.weights += factor * other.weights
        self.squares += factor**2 * other.squares

    def _raised(self, reference: float) -> float:
        """Raises the reference to this one, if that is greater; the factor of sums that have it."""
        if reference <= self.reference:
            return _factor(reference - self.reference)
        factor = _factor(self.reference - reference)
        self.weights *= factor
        self.squares *= factor**2
        self.reference = reference
        return 1.0


def _factor(logarithm: float) -> float:
    return math.exp(max(logarithm, -745.0)) if logarithm else 1.0


def lorenz_curve(
    counts: Array, weights: Array, reference: float, largest: Array = NO_LOGS
) -> tuple[Array, Array]:
    """The share of the samples, those of the largest weights first, and the share of the total
    weight that they carry, (k,) each, from (0, 0) to (1, 1).

    Exact for each of the ``largest`` log-weights, (m,), which must be all of that size, and at
    the edges of the bins of log w below them; empty bins are left out. ``counts`` and the sums
    of w times exp(-reference), ``weights``, are those of `BinnedWeights`.
    """
    counts, weights = counts[::-1], weights[::-1]
    filled = counts > 0.0
    samples, weight = np.cumsum(counts[filled]), np.cumsum(weights[filled])
    with np.errstate(under="ignore"):
        single = np.cumsum(np.exp(np.sort(largest)[::-1] - reference))
    below = samples > len(largest)
    samples = np.concatenate([np.arange(len(largest) + 1.0), samples[below]])
    # Both sums are of the same weights: rounding must not let the curve fall where they meet.
    weight = np.maximum.accumulate(np.concatenate([[0.0], single, weight[below]]))
    return frozen(samples / samples[-1]), frozen(weight / weight[-1])
