"""One pass over the samples of q: the weights, what they weigh, and every estimate of E_p f.

Memory does not grow with n: sums, the largest weights, and histograms of the first blocks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.run import Run
from engine.functions.test_function import TestFunction
from engine.gaussian.log_ratio import LogRatio, log_ratio
from engine.gaussian.projection import projection
from engine.page.scene import Scene
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.gather import over_blocks, scratch
from engine.sampling.normals import KEPT_BYTES, block_count, chunk_rows, normal_chunks
from engine.weights.errors import kurtosis
from engine.weights.estimates import WeightedEstimates, estimates_from
from engine.weights.largest import Gathered, LargestWeights, kept_for, largest_weights
from engine.weights.sums import SPACE, WeightSums, sums_of

PICTURE_BLOCKS = 2
# Estimates are looked at about so often while n grows tenfold, from this n on; less often after
# the first chunk, where they change slowly and the tails to be fitted are long.
POINTS_PER_DECADE = 3
LATER_POINTS_PER_DECADE = 2
NEARLY = 1.5
FIRST_POINT = 100
KURTOSIS_SAMPLES = 16_384


@dataclass(frozen=True, slots=True)
class WeightHistogram:
    """How many samples, and how much weight, fell below, in and beyond the bins of log w."""

    samples: int
    counts: Array  # (bins + 2,)
    weights: Array  # (bins + 2,), sums of w times exp(-reference)
    reference: float

    def merged(self, other: WeightHistogram) -> WeightHistogram:
        """Both together."""
        reference = max(self.reference, other.reference)
        weights = [
            each.weights * math.exp(max(each.reference - reference, -745.0))
            for each in (self, other)
        ]
        return WeightHistogram(
            self.samples + other.samples,
            self.counts + other.counts,
            weights[0] + weights[1],
            reference,
        )


@dataclass(frozen=True, slots=True)
class WeightSamples:
    """What the pass finds."""

    final: WeightedEstimates
    running: list[WeightedEstimates]  # of the first n = running[i].n samples, the last is `final`
    histogram: WeightHistogram  # of the first PICTURE_BLOCKS blocks
    picture_largest: Array  # (k,), the largest log w of these
    kurtosis: float  # of w f, from the first KURTOSIS_SAMPLES
    largest: LargestWeights  # of all samples, log w less its exact mean
    largest_log_weight: float


@dataclass(frozen=True, slots=True)
class _Question:
    ratio: LogRatio
    slopes: Array  # (d,)
    shift: float
    f: TestFunction
    truth: float
    log_c: float
    bins: Bins
    samples: int
    kept: int

    def values(self, z: Array) -> Array:
        """g = f - E_p f at the columns of z, (d, m) -> (m,)."""
        if self.f.name == "1":
            return np.full(z.shape[1], 1.0 - self.truth)
        used = np.flatnonzero(self.slopes)
        shift = self.shift - (self.truth if self.f.name == "x" else 0.0)
        # One after the other: BLAS would start threads for a product as long as this.
        t: Array = z[used[0]] * self.slopes[used[0]]
        for i in used[1:]:
            t += z[i] * self.slopes[i]
        t += shift
        if self.f.name == "x":
            return t
        values = self.f(t)
        values -= self.truth
        return values


@dataclass(frozen=True, slots=True)
class _Block:
    sums: WeightSums
    kept: LargestWeights
    histogram: WeightHistogram | None
    running: list[WeightedEstimates]
    kurtosis: float  # of the first block only, else NaN


def weight_samples(
    scene: Scene,
    f: TestFunction,
    direction: ArrayLike | None,
    c: float,
    bins: Bins,
    run: Run,
) -> WeightSamples:
    """The pass over all samples of the scene, weights clipped at c; raises Cancelled."""
    along = projection(scene.p, scene.q, direction)
    question = _Question(
        ratio=log_ratio(scene.p, scene.q),
        slopes=along.normal_slopes,
        shift=along.q_mean,
        f=f,
        truth=float(f.mean(along.p_mean, along.p_std)),
        log_c=math.log(c),
        bins=bins,
        samples=scene.samples,
        kept=kept_for(scene.samples),
    )
    largest = Gathered(question.kept)
    # The steps of the log-ratio end before the sums begin, so that they share their rows.
    space = scratch(1 + max(scene.dimension, SPACE), chunk_rows(scene.dimension))

    def summarise(block: int) -> _Block:
        chunks = normal_chunks(scene.samples, block, scene.dimension, scene.seed)
        return _block(question, chunks, block, largest.floor, space.array)

    # Calls of a few microseconds on normals at hand gain nothing from a second thread.
    at_hand = scene.dimension <= 2 and scene.samples * scene.dimension * 8 <= KEPT_BYTES
    run = replace(run, threads=1) if at_hand else run
    return _gathered(question, over_blocks(block_count(scene.samples), summarise, run), largest)


def _gathered(question: _Question, blocks: Iterator[_Block], largest: Gathered) -> WeightSamples:
    first = next(blocks)
    assert first.histogram is not None
    sums, histogram, running = first.sums, first.histogram, first.running
    largest.take(first.kept)
    pictured = largest.largest()
    for number, block in enumerate(blocks, start=1):
        sums = sums.merged(block.sums)
        largest.take(block.kept)
        if block.histogram is not None:
            histogram = histogram.merged(block.histogram)
        if number == PICTURE_BLOCKS - 1:
            pictured = largest.largest()
        if _due(question, running, sums.count):
            running.append(_estimates(question, sums, largest.all()))
    if running[-1].n < sums.count if running else True:
        running.append(_estimates(question, sums, largest.largest()))
    kept = largest.largest()
    mean = question.ratio.mean
    return WeightSamples(
        final=running[-1],
        running=running,
        histogram=histogram,
        picture_largest=pictured.log_weights + mean,
        kurtosis=first.kurtosis,
        largest=kept,
        largest_log_weight=float(np.max(kept.log_weights)) + mean,
    )


def _due(question: _Question, running: list[WeightedEstimates], n: int) -> bool:
    """Whether the next point of the running estimates is reached, and not yet nearly the last."""
    step = 10.0 ** (1.0 / LATER_POINTS_PER_DECADE)
    least = running[-1].n * step if running else FIRST_POINT
    return n >= least and NEARLY * n <= question.samples


def _estimates(question: _Question, sums: WeightSums, kept: LargestWeights) -> WeightedEstimates:
    return estimates_from(sums, kept, question.truth, question.ratio.mean)


def _block(
    question: _Question, chunks: Iterator[Array], block: int, floor: float, space: Array
) -> _Block:
    sums: WeightSums | None = None
    histogram: WeightHistogram | None = None
    running = list[WeightedEstimates]()
    spread = math.nan
    largest, mean = Gathered(question.kept, floor), question.ratio.mean
    for z in chunks:
        rows = space[:, : z.shape[1]]
        centred = question.ratio.centred(z, out=rows[0], scratch=rows[1 : 1 + len(z)])
        values = question.values(z)
        if block == 0 and sums is None:
            running = _first_points(question, centred, values)
            some = slice(KURTOSIS_SAMPLES)
            spread = kurtosis(centred[some], values[some] + question.truth)
        new = sums_of(centred, mean, values, question.log_c, rows[-SPACE:])
        sums = new if sums is None else sums.merged(new)
        largest.add(centred, values)
        if block < PICTURE_BLOCKS:
            part = _histogram(question.bins, centred, mean, new.reference)
            histogram = part if histogram is None else histogram.merged(part)
        if block == 0 and _due(question, running, sums.count):
            running.append(_estimates(question, sums, largest.all()))
    assert sums is not None
    return _Block(sums, largest.all(), histogram, running, spread)


def _first_points(question: _Question, centred: Array, values: Array) -> list[WeightedEstimates]:
    """The estimates of the first n samples of the first chunk, n log-spaced."""
    size = len(values)
    points = FIRST_POINT * 10.0 ** (np.arange(2 * POINTS_PER_DECADE + 1) / POINTS_PER_DECADE)
    running = list[WeightedEstimates]()
    sums: WeightSums | None = None
    start = 0
    for n in np.unique(np.minimum(np.round(points), size).astype(int)):
        part = slice(start, int(n))
        new = sums_of(centred[part], question.ratio.mean, values[part], question.log_c)
        sums = new if sums is None else sums.merged(new)
        kept = largest_weights(centred[:n], values[:n], kept_for(int(n)))
        running.append(_estimates(question, sums, kept))
        start = int(n)
    return running


def _histogram(bins: Bins, centred: Array, mean: float, largest: float) -> WeightHistogram:
    """``largest`` is that of log w - mean where the weights themselves would overflow, else 0."""
    place = centred - (bins.low - mean)
    place *= bins.count / (bins.high - bins.low)
    place += 1.0
    np.clip(place, 0.5, bins.count + 1.5, out=place)
    index = place.astype(np.intp)
    size = bins.count + 2
    with np.errstate(under="ignore"):
        # Far apart, mean + largest has not the digits that largest has.
        weights = np.exp(centred - largest if largest else centred + mean)
    return WeightHistogram(
        len(index),
        np.bincount(index, minlength=size).astype(float),
        np.bincount(index, weights=weights, minlength=size).astype(float),
        mean + largest if largest else 0.0,
    )
