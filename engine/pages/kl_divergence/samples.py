"""k1, k2, k3 from samples of q or rows of a file: estimates, running values, histograms, batches.

One pass over the blocks: the estimates use every sample; the histograms and the batch means
use those of the first PICTURE_BLOCKS, which a picture cannot tell from more, and of own data all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.sampling.accumulators.batch_signs import BatchSigns
from engine.sampling.accumulators.histogram import Bins, Histogram
from engine.sampling.accumulators.moments import Moments
from engine.sampling.accumulators.running import RunningMoments
from engine.sampling.gather import gather
from engine.weights.log_weights import (
    LARGEST_LOG,
    LogWeights,
    RowLogWeights,
    SampledLogWeights,
)
from engine.weights.rows.first_look import ORDINARY, FirstLook

PICTURE_BLOCKS = 1
ROWS = 4  # of deviations: log w, its square, k3, w - 1
HUGE = 1e100
TO_ESTIMATORS = np.array([-1.0, 0.5, 1.0, 1.0])


@dataclass(frozen=True, slots=True)
class KLSamples:
    """What the pass finds; the four values are k1, k2, k3 and w - 1."""

    moments: Moments  # (4,)
    negative: int  # samples with k1 < 0
    below: float  # the sum of max(-k1, 0)
    largest_log_weight: float
    running_n: Array  # (m,)
    running_mean: Array  # (m, 4), of the first n samples
    running_error: Array  # (m, 4), their standard errors
    histograms: tuple[Histogram, ...]  # of k1, k2, k3
    batches: BatchSigns  # of k1
    pictured: int  # how many samples the histograms and the batches hold


@dataclass(frozen=True, slots=True)
class Chunk:
    """A few thousand samples; the deviations are those that `deviate` fills."""

    deviations: Array  # (4, m)
    about: float
    log_weights: Array | None  # (m,), of rows; of samples they follow from the deviations
    greatest: float
    positive: int  # how many w > 1
    above: float  # the sum of their log w


@dataclass(frozen=True, slots=True)
class Summed:
    """What is left of a chunk that a compiled loop went over."""

    count: int
    sums: Array  # (4,), of the deviations
    squares: Array  # (4,), sums of theirs
    greatest: float
    positive: int
    above: float


@dataclass(frozen=True, slots=True)
class KLSource:
    """A source of log w, seen as `Chunk`, or as `Summed` where no picture needs more."""

    weights: LogWeights

    @property
    def blocks(self) -> int:
        """Those of the log-weights."""
        return self.weights.blocks

    def chunks(self, block: int) -> Iterator[Chunk | Summed]:
        """Those of a block; the next one overwrites the deviations."""
        weights = self.weights
        if block < PICTURE_BLOCKS or isinstance(weights, RowLogWeights) or not weights.compiled:
            return self._deviations(block)
        return map(partial(summed, weights), weights.normals(block))

    def _deviations(self, block: int) -> Iterator[Chunk]:
        about = self.weights.about
        space = self.weights.space(ROWS).array
        for centred, logs in self.weights.chunks(block, space, ROWS):
            deviations = space[:ROWS, : len(centred)]
            zero = centred == -np.inf if logs is not None and np.min(logs) == -np.inf else None
            if zero is not None:
                centred[zero] = 0.0  # a weight of 0 stands at the mean
            summed = np.add(centred, about, out=deviations[3])
            log_w = summed if logs is None else logs
            greatest = float(np.max(log_w))
            positive = int(np.count_nonzero(log_w > 0.0))
            above = float(np.clip(log_w, 0.0, np.inf, out=deviations[1]).sum())
            deviate(about, deviations, overflows=greatest > LARGEST_LOG)
            if zero is not None:
                deviations[3, zero] = -1.0
            if logs is not None and greatest > ORDINARY:  # their squares must be doubles
                np.minimum(deviations[2:], HUGE, out=deviations[2:])
            yield Chunk(deviations, about, logs, greatest, positive, above)


def summed(weights: SampledLogWeights, z: Array) -> Summed:
    """Of the samples that are made of these normals, (d, m)."""
    from engine.pages.kl_divergence.loops import kl_sums

    ratio = weights.ratio
    return Summed(z.shape[1], *kl_sums(z, ratio.curvature, ratio.slope, ratio.mean))


class KLSums:
    """Gathers what `KLSamples` holds."""

    def __init__(
        self, about: float, bins: Bins, first: bool, pictured: bool, loops: bool = False
    ) -> None:
        # Numbers near the means of log w, (log w)^2, k3 and w - 1; exact for all but the square.
        self.moments = RunningMoments((about, about**2, -about, 0.0), first)
        self.negative = 0
        self.below = 0.0
        self.largest = -np.inf
        self.histograms = tuple(Histogram(bins, loops) for _ in range(3))
        self.batches = BatchSigns()
        self.pictured = 0
        self._pictured = pictured

    def add(self, chunk: Chunk | Summed) -> None:
        """Take in a chunk of the own block."""
        self.negative += chunk.positive
        self.below += chunk.above
        self.largest = max(self.largest, chunk.greatest)
        if isinstance(chunk, Summed):
            self.moments.take(chunk.count, chunk.sums, chunk.squares)
            return
        self.moments.add(chunk.deviations)
        if self._pictured:
            self._picture(chunk)

    def merge(self, other: KLSums) -> None:
        """Take in the block that follows."""
        self.moments.merge(other.moments)
        self.negative += other.negative
        self.below += other.below
        self.largest = max(self.largest, other.largest)
        for mine, theirs in zip(self.histograms, other.histograms, strict=True):
            mine.merge(theirs)
        self.batches.merge(other.batches)
        self.pictured += other.pictured

    def samples(self) -> KLSamples:
        """Of all that was taken in."""
        total = self.moments.moments()
        n, mean, squares = self.moments.log_spaced()
        return KLSamples(
            Moments(total.count, TO_ESTIMATORS * total.mean, TO_ESTIMATORS**2 * total.squares),
            self.negative,
            self.below,
            self.largest,
            n,
            mean * TO_ESTIMATORS,
            np.sqrt(squares.T / (n * (n - 1.0))).T * np.abs(TO_ESTIMATORS),
            self.histograms,
            self.batches,
            self.pictured,
        )

    def _picture(self, chunk: Chunk) -> None:
        # One array after the other, in place: new memory costs as much as the sums.
        excess = chunk.deviations[3]
        logs = chunk.log_weights
        logs = chunk.deviations[0] + chunk.about if logs is None else logs.copy()
        self.histograms[2].add(excess - logs)
        second = np.square(logs)
        second *= 0.5
        self.histograms[1].add(second)
        k1 = np.negative(logs, out=logs)
        self.batches.add(k1)
        self.histograms[0].add(k1)
        self.pictured += len(excess)


def kl_samples(weights: LogWeights, bins: Bins, run: Run) -> KLSamples:
    """The pass over all samples or rows; raises Cancelled.

    Where rows are -inf, k1, k2 and k3 are infinite from the first of them on. Where weights are
    too large for sums of their squares, the moments of k3 and w are infinite.
    """
    own = isinstance(weights, RowLogWeights)
    loops = not isinstance(weights, RowLogWeights) and weights.compiled

    def sums(block: int) -> KLSums:
        return KLSums(weights.about, bins, block == 0, own or block < PICTURE_BLOCKS, loops)

    found = gather(KLSource(weights), sums, weights.run(run)).samples()
    return _infinite(found, weights.look) if isinstance(weights, RowLogWeights) else found


def deviate(mean: float, deviations: Array, overflows: bool) -> None:
    """From r = log w - mean in the first row and log w in the last fill the others, (4, m).

    (log w)^2 - mean^2 = r (log w + mean), k3 - KL = expm1(log w) - r, and w - 1.
    """
    centred, second, third, excess = deviations
    np.add(excess, mean, out=second)
    second *= centred
    if overflows:
        np.minimum(excess, LARGEST_LOG, out=excess)
    np.expm1(excess, out=excess)
    np.subtract(excess, centred, out=third)


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
