"""One pass over the samples of q: the weights, what they weigh, and every estimate of E_p f.

Memory does not grow with n: sums, the largest weights, and histograms of the first blocks.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.largest_weights import LargestWeights, kept_for, largest_weights
from engine.log_ratio import LogRatio, log_ratio
from engine.projection import projection
from engine.run import Run
from engine.sampling import KEPT_BYTES, block_count, normal_chunks
from engine.scene import Scene
from engine.streaming import Bins, over_blocks
from engine.test_function import TestFunction
from engine.weight_sums import WeightSums, sums_of
from engine.weighted_estimates import WeightedEstimates, estimates_from

Array = NDArray[np.float64]

PICTURE_BLOCKS = 2
# Estimates are looked at about so often while n grows tenfold, from this n on.
POINTS_PER_DECADE = 3
FIRST_POINT = 100


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
    largest: LargestWeights  # at least the tail of all samples


@dataclass(frozen=True, slots=True)
class _Question:
    ratio: LogRatio
    slopes: Array  # (d,)
    shift: float
    f: TestFunction
    truth: float
    log_c: float
    bins: Bins
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


class _Floor:
    """The smallest of the largest weights found so far: what lies below is not looked at.

    It only saves work: whichever value a thread sees, the largest weights are the same.
    """

    def __init__(self) -> None:
        self.value = -math.inf


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
        kept=kept_for(scene.samples),
    )
    floor = _Floor()

    def summarise(block: int) -> _Block:
        chunks = normal_chunks(scene.samples, block, scene.dimension, scene.seed)
        return _block(question, chunks, block, floor.value)

    # Calls of a few microseconds on normals at hand gain nothing from a second thread.
    at_hand = scene.dimension <= 2 and scene.samples * scene.dimension * 8 <= KEPT_BYTES
    run = replace(run, threads=1) if at_hand else run
    return _gathered(question, over_blocks(block_count(scene.samples), summarise, run), floor)


def _gathered(question: _Question, blocks: Iterator[_Block], floor: _Floor) -> WeightSamples:
    first = next(blocks)
    assert first.histogram is not None
    sums, kept, histogram, running = first.sums, first.kept, first.histogram, first.running
    for block in blocks:
        sums = sums.merged(block.sums)
        kept = kept.merged(block.kept, question.kept)
        if len(kept.log_weights) == question.kept:
            floor.value = float(np.min(kept.log_weights))
        if block.histogram is not None:
            histogram = histogram.merged(block.histogram)
        if _due(running, sums.count):
            running.append(_estimates(question, sums, kept))
    if running[-1].n < sums.count if running else True:
        running.append(_estimates(question, sums, kept))
    return WeightSamples(running[-1], running, histogram, kept)


def _due(running: list[WeightedEstimates], n: int) -> bool:
    """Whether the next point of the running estimates is reached."""
    step = 10.0 ** (1.0 / POINTS_PER_DECADE)
    return n >= (running[-1].n * step if running else FIRST_POINT)


def _estimates(question: _Question, sums: WeightSums, kept: LargestWeights) -> WeightedEstimates:
    return estimates_from(sums, kept, question.truth, question.ratio.mean)


def _block(question: _Question, chunks: Iterator[Array], block: int, floor: float) -> _Block:
    sums: WeightSums | None = None
    histogram: WeightHistogram | None = None
    running = list[WeightedEstimates]()
    found = list[LargestWeights]()
    for z in chunks:
        centred = question.ratio.centred(z)
        log_weights = centred + question.ratio.mean
        values = question.values(z)
        if block == 0 and sums is None:
            running = _first_points(question, log_weights, centred, values)
        new = sums_of(log_weights, centred, values, question.log_c)
        sums = new if sums is None else sums.merged(new)
        found.append(largest_weights(log_weights, values, question.kept, floor))
        if len(found[-1].log_weights) == question.kept:
            floor = max(floor, float(np.min(found[-1].log_weights)))
        if block < PICTURE_BLOCKS:
            part = _histogram(question.bins, log_weights, new.reference)
            histogram = part if histogram is None else histogram.merged(part)
        if block == 0 and _due(running, sums.count):
            running.append(_estimates(question, sums, _joined(found, question.kept)))
    assert sums is not None
    return _Block(sums, _joined(found, question.kept), histogram, running)


def _joined(found: list[LargestWeights], kept: int) -> LargestWeights:
    return largest_weights(
        np.concatenate([each.log_weights for each in found]),
        np.concatenate([each.values for each in found]),
        kept,
    )


def _first_points(
    question: _Question, log_weights: Array, centred: Array, values: Array
) -> list[WeightedEstimates]:
    """The estimates of the first n samples of the first chunk, n log-spaced."""
    size = len(values)
    points = FIRST_POINT * 10.0 ** (np.arange(2 * POINTS_PER_DECADE + 1) / POINTS_PER_DECADE)
    running = list[WeightedEstimates]()
    sums: WeightSums | None = None
    start = 0
    for n in np.unique(np.minimum(np.round(points), size).astype(int)):
        part = slice(start, int(n))
        new = sums_of(log_weights[part], centred[part], values[part], question.log_c)
        sums = new if sums is None else sums.merged(new)
        kept = largest_weights(log_weights[:n], values[:n], kept_for(int(n)))
        running.append(_estimates(question, sums, kept))
        start = int(n)
    return running


def _histogram(bins: Bins, log_weights: Array, reference: float) -> WeightHistogram:
    place = (log_weights - bins.low) * (bins.count / (bins.high - bins.low))
    place += 1.0
    np.clip(place, 0.5, bins.count + 1.5, out=place)
    index = place.astype(np.int32)
    size = bins.count + 2
    with np.errstate(under="ignore"):
        weights = np.exp(log_weights - reference)
    return WeightHistogram(
        len(index),
        np.bincount(index, minlength=size).astype(float),
        np.bincount(index, weights=weights, minlength=size).astype(float),
        reference,
    )
