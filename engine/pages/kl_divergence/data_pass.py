"""k1, k2, k3 from log-ratios of a file: one pass over all rows, and one for a control variate."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.pages.kl_divergence.monte_carlo import (
    Block,
    KLSamples,
    deviate,
    first_points,
    gathered,
    pictures_of,
)
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import over_blocks, scratch
from engine.sampling.normals import block_count
from engine.weights.rows.first_look import FirstLook, bins_for, rows_of

CHUNK = 16_384
# The histograms leave out this share of the rows on either side, and are widened by this.
OUTSIDE, WIDENED = 5e-4, 0.25


@dataclass(frozen=True, slots=True)
class ControlMoments:
    """Central moments of a = k1, b = w - 1 and d = k2 over n rows: ``aabb`` is the mean of
    a^2 b^2."""

    n: int
    aa: float
    ab: float
    bb: float
    aaaa: float
    aaab: float
    aabb: float
    abbb: float
    bbbb: float
    dd: float
    dddd: float

    def variance(self, c: Array) -> tuple[Array, Array]:
        """Of one a + c b, and its standard error sqrt((m4 - m2^2) / n), (m,) each."""
        second = self.aa + 2.0 * c * self.ab + c * c * self.bb
        fourth = self.aaaa + 4.0 * c * self.aaab + 6.0 * c**2 * self.aabb
        fourth = fourth + 4.0 * c**3 * self.abbb + c**4 * self.bbbb
        error = np.sqrt(np.maximum(fourth - second**2, 0.0) / self.n)
        return np.maximum(second, 0.0) * self.n / (self.n - 1.0), error

    def std(self, name: str) -> tuple[float, float]:
        """Of one k1, k2 or k3, and its standard error, that of the variance over 2 std."""
        if name == "k2":
            error = math.sqrt(max(self.dddd - self.dd**2, 0.0) / self.n)
            value = self.dd * self.n / (self.n - 1.0)
        else:
            variances, errors = self.variance(np.array([0.0 if name == "k1" else 1.0]))
            value, error = float(variances[0]), float(errors[0])
        std = math.sqrt(value)
        return std, error / (2.0 * std) if std > 0.0 else 0.0

    @property
    def best(self) -> tuple[float, float]:
        """The c of the least variance, -ab / bb, and its standard error: as of a regression."""
        c = -self.ab / self.bb
        residual = self.aabb + 2.0 * c * self.abbb + c * c * self.bbbb
        return c, math.sqrt(max(residual, 0.0) / self.n) / self.bb


def data_bins(look: FirstLook) -> Bins:
    """Bins of k1 that hold nearly all rows, with 0 on an edge."""
    low, high = look.range_of_most(OUTSIDE, WIDENED)
    low, high = -high, -low
    if not high > low:
        reach = 0.5 * abs(low) or 1.0
        low, high = low - reach, high + reach
    count = bins_for(look.n)
    width = (high - low) / (count - 1)
    low = math.floor(low / width) * width
    return Bins(low, low + count * width, count)


def kl_pass(logs: Array, look: FirstLook, bins: Bins, run: Run) -> KLSamples:
    """All estimates, in the order of the file; raises Cancelled.

    Where rows are -inf, k1, k2 and k3 are infinite from the first of them on. Where weights are
    too large for sums of their squares, the moments of k3 and w are left at infinity.
    """
    space = scratch(4, CHUNK)
    about = (look.mean, look.mean**2, -look.mean, 0.0)

    def summarise(block: int) -> Block:
        sums = MomentSums(about)
        running = list[Moments]()
        pictures = None
        rows = rows_of(logs, block)
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            deviations = _deviations(part, look, space.array[:, : len(part)])
            if block == 0:
                running += first_points(sums, deviations)
            else:
                sums.add(deviations)
            new = pictures_of(part.copy(), deviations[3], bins)
            pictures = new if pictures is None else pictures + new
        positive = int(np.count_nonzero(rows > 0.0))
        return Block(sums.moments(), positive, float(np.max(rows)), pictures, running)

    return _infinite(gathered(over_blocks(block_count(len(logs)), summarise, run)), look)


def control_moments(logs: Array, look: FirstLook, means: Array, run: Run) -> ControlMoments:
    """The pass for k1 + c (w - 1); needs finite, ordinary rows, and the means of k1, k2, k3 and
    w - 1, (4,)."""

    def summarise(block: int) -> Array:
        total = np.zeros(10)
        rows = rows_of(logs, block)
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            a = look.mean - part
            b = np.expm1(part) - means[3]
            d = 0.5 * part * part - means[1]
            aa, ab, bb, dd = a * a, a * b, b * b, d * d
            pairs = ((a, a), (a, b), (b, b), (aa, aa), (aa, ab), (aa, bb), (ab, bb), (bb, bb))
            total[:8] += [np.vecdot(first, second) for first, second in pairs]
            total[8:] += np.vecdot(d, d), np.vecdot(dd, dd)
        return total

    total = np.zeros(10)
    for part in over_blocks(block_count(len(logs)), summarise, run):
        total += part
    return ControlMoments(len(logs), *(total / len(logs)).tolist())


def _deviations(part: Array, look: FirstLook, deviations: Array) -> Array:
    """Of what `deviate` says, (4, m); a weight of 0 stands at the mean."""
    np.subtract(part, look.mean, out=deviations[0])
    zero = part == -np.inf if look.zeros else None
    if zero is not None:
        deviations[0, zero] = 0.0
    deviate(look.mean, deviations, overflows=not look.ordinary)
    if zero is not None:
        deviations[3, zero] = -1.0
    if not look.ordinary:
        deviations[2:] = np.minimum(deviations[2:], 1e100)
    return deviations


def _infinite(samples: KLSamples, look: FirstLook) -> KLSamples:
    """What has no finite value, put at infinity."""
    if look.ordinary and not look.zeros:
        return samples
    mean, squares = samples.moments.mean.copy(), samples.moments.squares.copy()
    running_mean, running_error = samples.running_mean.copy(), samples.running_error.copy()
    if look.zeros:
        mean[:3] = squares[:3] = np.inf
        late = samples.running_n > look.first_zero
        running_mean[late, :3] = running_error[late, :3] = np.inf
    if not look.ordinary:
        mean[2:] = squares[2:] = np.inf
        running_mean[:, 2:] = running_error[:, 2:] = np.inf
    return replace(
        samples,
        moments=Moments(samples.moments.count, mean, squares),
        running_mean=running_mean,
        running_error=running_error,
    )
