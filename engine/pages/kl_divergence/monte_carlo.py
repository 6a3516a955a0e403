"""k1, k2, k3 from samples of q: estimates, their running values, histograms and batches.

One pass over the blocks: the estimates use every sample; the histograms and the batch means
use those of the first PICTURE_BLOCKS, which a picture cannot tell from more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.gaussian.log_ratio import LogRatio, log_ratio
from engine.page.scene import Scene
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.accumulators.running import log_spaced, running_moments
from engine.sampling.gather import over_blocks, scratch
from engine.sampling.normals import KEPT_BYTES, block_count, chunk_rows, normal_chunks

PICTURE_BLOCKS = 1
BATCHES = tuple(4**power for power in range(8))  # 1 to 16,384
FIRST_PIECE = 8_192
TO_ESTIMATORS = np.array([-1.0, 0.5, 1.0, 1.0])
# exp(log w) overflows a double above this.
LARGEST_LOG = 709.0


@dataclass(frozen=True, slots=True)
class Pictures:
    """Histograms and batches of the first blocks; they add up."""

    samples: int
    histograms: Array  # (3, bins + 2), counts of k1, k2, k3: below, in and beyond the bins
    batches: Array  # (8,), how many whole batches of each of BATCHES
    negative: Array  # (8,), how many of them have a negative mean of k1

    def __add__(self, other: Pictures) -> Pictures:
        return Pictures(
            self.samples + other.samples,
            self.histograms + other.histograms,
            self.batches + other.batches,
            self.negative + other.negative,
        )


@dataclass(frozen=True, slots=True)
class KLSamples:
    """What one pass over the samples finds; the four quantities are k1, k2, k3 and w - 1."""

    moments: Moments  # (4,)
    negative: int  # samples with k1 < 0
    largest_log_weight: float
    running_n: Array  # (m,)
    running_mean: Array  # (m, 4), of the first n samples
    running_error: Array  # (m, 4), their standard errors
    pictures: Pictures


@dataclass(frozen=True, slots=True)
class Block:
    """What a block of samples adds to `KLSamples`."""

    moments: Moments
    negative: int
    largest: float
    pictures: Pictures | None
    running: list[Moments]


def kl_samples(scene: Scene, bins: Bins, run: Run) -> KLSamples:
    """The pass over all samples of the scene; raises Cancelled."""
    ratio = log_ratio(scene.p, scene.q)
    space = scratch(4 + scene.dimension, chunk_rows(scene.dimension))

    def summarise(block: int) -> Block:
        chunks = normal_chunks(scene.samples, block, scene.dimension, scene.seed)
        return _block_summary(ratio, chunks, bins, block, space.array)

    # Calls of a few microseconds on normals at hand gain nothing from a second thread.
    at_hand = scene.dimension <= 2 and scene.samples * scene.dimension * 8 <= KEPT_BYTES
    run = replace(run, threads=1) if at_hand else run
    return gathered(over_blocks(block_count(scene.samples), summarise, run))


def gathered(blocks: Iterator[Block]) -> KLSamples:
    """All blocks, in their order; the first has pictures."""
    first = next(blocks)
    assert first.pictures is not None
    total, pictures, running = first.moments, first.pictures, first.running
    negative, largest = first.negative, first.largest
    for block in blocks:
        total = total.merged(block.moments)
        running.append(total)
        pictures = pictures if block.pictures is None else pictures + block.pictures
        negative += block.negative
        largest = max(largest, block.largest)
    # A single sample has no standard error.
    points = [each for each in log_spaced(running) if each.count > 1]
    n = np.array([each.count for each in points], dtype=float)
    squares = np.array([each.squares for each in points])
    return KLSamples(
        moments=Moments(total.count, TO_ESTIMATORS * total.mean, TO_ESTIMATORS**2 * total.squares),
        negative=negative,
        largest_log_weight=largest,
        running_n=n,
        running_mean=np.array([each.mean for each in points]) * TO_ESTIMATORS,
        running_error=np.sqrt(squares.T / (n * (n - 1.0))).T * np.abs(TO_ESTIMATORS),
        pictures=pictures,
    )


def _block_summary(
    ratio: LogRatio, chunks: Iterator[Array], bins: Bins, block: int, space: Array
) -> Block:
    sums = MomentSums(_about(ratio))
    pictures: Pictures | None = None
    running = list[Moments]()
    negative, largest = 0, -np.inf
    for z in chunks:
        rows = space[:, : z.shape[1]]
        deviations = rows[:4]
        centred = ratio.centred(z, out=deviations[0], scratch=rows[4:])
        negative += int(np.count_nonzero(centred > -ratio.mean))
        greatest = ratio.mean + float(np.max(centred))
        largest = max(largest, greatest)
        deviate(ratio.mean, deviations, overflows=greatest > LARGEST_LOG)
        if block == 0:
            running += first_points(sums, deviations)
        else:
            sums.add(deviations)
        if block < PICTURE_BLOCKS:
            part = pictures_of(centred + ratio.mean, deviations[3], bins)
            pictures = part if pictures is None else pictures + part
    return Block(sums.moments(), negative, largest, pictures, running)


def first_points(sums: MomentSums, deviations: Array) -> list[Moments]:
    """Add a chunk of the first block; the running moments on the way, one a piece, and
    log-spaced in the very first."""
    points = []
    for start in range(0, deviations.shape[1], FIRST_PIECE):
        piece = deviations[:, start : start + FIRST_PIECE]
        sums.add(piece)
        first = sums.count == piece.shape[1]
        points += running_moments(piece, sums.about) if first else [sums.moments()]
    return points


def _about(ratio: LogRatio) -> tuple[float, float, float, float]:
    """Numbers near the means of log w, (log w)^2, k3 and w - 1; exact for all but the square."""
    return ratio.mean, ratio.mean**2, -ratio.mean, 0.0


def deviate(mean: float, deviations: Array, overflows: bool) -> None:
    """From r = log w - E log w in the first row fill the others of what `_about` is about.

    (log w)^2 - (E log w)^2 = r (log w + E log w), k3 - KL = expm1(log w) - r; in (4, m).
    """
    centred, second, third, excess = deviations
    np.add(centred, mean, out=excess)
    np.add(excess, mean, out=second)
    second *= centred
    if overflows:
        np.minimum(excess, LARGEST_LOG, out=excess)
    np.expm1(excess, out=excess)
    np.subtract(excess, centred, out=third)


def pictures_of(log_weights: Array, excess: Array, bins: Bins) -> Pictures:
    """Of a chunk, from log w, which it spoils, and w - 1, (m,) each."""
    # One array after the other is worked on in place: new memory costs as much as the sums.
    third = bins.histogram(excess - log_weights)
    second = np.square(log_weights)
    second *= 0.5
    k1 = np.negative(log_weights, out=log_weights)
    counts, negative = batches_of(k1)
    histograms = np.array([bins.histogram(k1), bins.histogram(second), third])
    return Pictures(len(excess), histograms, counts, negative)


def batches_of(k1: Array) -> tuple[Array, Array]:
    """How many whole batches of each size, and how many have a negative mean, (8,) each."""
    counts, negative = [], []
    sums = k1
    for _ in BATCHES:
        counts.append(len(sums))
        negative.append(np.count_nonzero(sums < 0.0))
        whole = sums[: len(sums) // 4 * 4]
        sums = (whole[0::4] + whole[1::4]) + (whole[2::4] + whole[3::4])
    return np.array(counts, float), np.array(negative, float)
