"""k1, k2, k3 from samples of q: estimates, their running values, histograms and batches.

One pass over the blocks: the estimates use every sample; the histograms and the batch means
use those of the first PICTURE_BLOCKS, which a picture cannot tell from more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.log_ratio import LogRatio, log_ratio
from engine.run import Run
from engine.sampling import KEPT_BYTES, block_count, normal_chunks
from engine.scene import Scene
from engine.streaming import Bins, Moments, PowerSums, log_spaced, over_blocks, running_moments

Array = NDArray[np.float64]

PICTURE_BLOCKS = 2
BATCHES = tuple(4**power for power in range(8))  # 1 to 16,384
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
    """What one pass over the samples finds; the four quantities are log w, k2, k3 and w - 1."""

    moments: Moments  # (4,)
    negative: int  # samples with k1 < 0
    largest_log_weight: float
    running: list[Moments]  # of the first n = running[i].count samples
    pictures: Pictures


@dataclass(frozen=True, slots=True)
class _Block:
    moments: Moments
    negative: int
    largest: float
    pictures: Pictures | None
    running: list[Moments]


def kl_samples(scene: Scene, bins: Bins, run: Run) -> KLSamples:
    """The pass over all samples of the scene; raises Cancelled."""
    ratio = log_ratio(scene.p, scene.q)

    def summarise(block: int) -> _Block:
        chunks = normal_chunks(scene.samples, block, scene.dimension, scene.seed)
        return _block_summary(ratio, chunks, bins, block)

    # Calls of a few microseconds on normals at hand gain nothing from a second thread.
    at_hand = scene.dimension <= 2 and scene.samples * scene.dimension * 8 <= KEPT_BYTES
    run = replace(run, threads=1) if at_hand else run
    blocks = over_blocks(block_count(scene.samples), summarise, run)
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
    return KLSamples(total, negative, largest, log_spaced(running), pictures)


def _block_summary(ratio: LogRatio, chunks: Iterator[Array], bins: Bins, block: int) -> _Block:
    about = _about(ratio)
    sums = PowerSums(about)
    pictures: Pictures | None = None
    running = list[Moments]()
    negative, largest = 0, -np.inf
    for z in chunks:
        centred = ratio.centred(z)
        deviations, log_weights, greatest = _deviations(centred, ratio.mean)
        sums.add(deviations)
        if block == 0:
            # Log-spaced within the first chunk, then one point a chunk, then one a block.
            running += [sums.moments()] if running else running_moments(deviations, about)
        largest = max(largest, greatest)
        negative += int(np.count_nonzero(log_weights > 0.0))
        if block < PICTURE_BLOCKS:
            part = _pictures(log_weights, deviations[3], bins)
            pictures = part if pictures is None else pictures + part
    return _Block(sums.moments(), negative, largest, pictures, running)


def _about(ratio: LogRatio) -> tuple[float, float, float, float]:
    """Numbers near the means of log w, k2, k3 and w - 1; exact for all but k2."""
    return ratio.mean, 0.5 * ratio.mean**2, -ratio.mean, 0.0


def _deviations(centred: Array, mean: float) -> tuple[list[Array], Array, float]:
    """log w, k2, k3 and w - 1 less `_about`; log w; and its largest, from r = log w - E log w.

    k2 - (E log w)^2 / 2 = r (r/2 + E log w),  k3 - KL = expm1(log w) - r.
    """
    log_weights = centred + mean
    second = 0.5 * centred
    second += mean
    second *= centred
    largest = float(np.max(log_weights))
    excess = np.expm1(
        log_weights if largest < LARGEST_LOG else np.minimum(log_weights, LARGEST_LOG)
    )
    return [centred, second, excess - centred, excess], log_weights, largest


def _pictures(log_weights: Array, excess: Array, bins: Bins) -> Pictures:
    values = (-log_weights, 0.5 * log_weights**2, excess - log_weights)
    histograms = np.array([bins.histogram(each) for each in values])
    counts, negative = [], []
    sums = values[0]
    for _ in BATCHES:
        counts.append(len(sums))
        negative.append(np.count_nonzero(sums < 0.0))
        whole = sums[: len(sums) // 4 * 4]
        sums = (whole[0::4] + whole[1::4]) + (whole[2::4] + whole[3::4])
    return Pictures(len(excess), histograms, np.array(counts, float), np.array(negative, float))
