"""One pass over samples of a squashed Gaussian: actions, KL, the entropy term, PPO ratios.

x is drawn from ``sampled``, log w = log other - log sampled. Everything is computed from the
pre-tanh values, as a learner should.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from engine.exact_moments import exact_moments
from engine.parameter import ParameterError
from engine.run import Run
from engine.sampling import KEPT_BYTES, block_count, normal_chunks
from engine.squash import SquashedGaussian
from engine.squash_chunk import QUANTITIES, Question, deviations, fill_ratios, squash_chunk
from engine.streaming import Bins, Moments, PowerSums, over_blocks

Array = NDArray[np.float64]

# A histogram of so many ratios looks like that of all.
PICTURE_BLOCKS = 1
ACTION_BINS = {1: 120, 2: 64}
RATIO_BINS = 120
# Working arrays of this many samples stay in a core's own cache.
ROWS = 32768


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over the samples with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class SquashSamples:
    """What one pass over the samples finds."""

    moments: Moments  # (7,) of QUANTITIES
    actions: Array  # counts: (bins,) for d = 1, else (bins, bins) of the two axes
    ratios: Array  # (3, bins + 2), counts of the three log-ratios: below, in and beyond the bins
    ratio_samples: int  # how many samples `ratios` holds
    held: int  # samples with a log-ratio above LARGEST_LOG, held there

    def estimate(self, name: str) -> Estimate:
        """The mean of one of QUANTITIES."""
        index = QUANTITIES.index(name)
        errors = self.moments.standard_error
        return Estimate(float(self.moments.mean[index]), float(errors[index]))

    def merged(self, other: SquashSamples) -> SquashSamples:
        """Both together."""
        return SquashSamples(
            self.moments.merged(other.moments),
            self.actions + other.actions,
            self.ratios + other.ratios,
            self.ratio_samples + other.ratio_samples,
            self.held + other.held,
        )


def squash_samples(
    sampled: SquashedGaussian,
    other: SquashedGaussian,
    n: int,
    seed: int,
    run: Run,
    *,
    ratio_bins: Bins | None = None,
    axes: tuple[int, int] = (0, 1),
    action_bins: int | None = None,
) -> SquashSamples:
    """The pass over n samples of ``sampled``; both policies must have the same bounds.

    Action bins divide each axis evenly from low to high; ``axes`` are the two that are counted
    for d > 1. Raises ParameterError, Cancelled.
    """
    if sampled.dimension != other.dimension or sampled.bounds.differ(other.bounds):
        raise ParameterError("bounds", other, "must be those of the sampled policy")
    d = sampled.dimension
    if d > 1 and (axes[0] == axes[1] or not all(0 <= axis < d for axis in axes)):
        raise ParameterError("axes", axes, f"must be two different numbers from 0 to {d - 1}")
    question = Question.of(
        sampled,
        other,
        ratio_bins or log_ratio_bins(sampled, other),
        axes if d > 1 else (0,),
        action_bins or ACTION_BINS[min(d, 2)],
    )

    def summarise(block: int) -> SquashSamples:
        chunks = normal_chunks(n, block, d, seed)
        return _block(question, chunks, pictures=block < PICTURE_BLOCKS)

    # Calls of a few microseconds on normals at hand gain nothing from a second thread.
    at_hand = d <= 2 and n * d * 8 <= KEPT_BYTES
    run = replace(run, threads=1) if at_hand else run
    blocks = over_blocks(block_count(n), summarise, run)
    total = next(blocks)
    for block in blocks:
        total = total.merged(block)
    if len(question.axes) > 1:
        counts = total.actions.reshape(question.action_bins, question.action_bins)
        return SquashSamples(total.moments, counts, total.ratios, total.ratio_samples, total.held)
    return total


def log_ratio_bins(sampled: SquashedGaussian, other: SquashedGaussian) -> Bins:
    """A range that holds the bulk of the log-ratio with both corrections and with either."""
    k1 = exact_moments(other.gaussian, sampled.gaussian).k1
    reach = 5.0 * k1.std + 3.0 * abs(sampled.jacobian_term()) + 1e-6
    return Bins(-k1.mean - reach, -k1.mean + reach, RATIO_BINS)


def _block(question: Question, chunks: Iterator[Array], pictures: bool) -> SquashSamples:
    sums = PowerSums(question.about)
    actions = np.zeros(question.action_bins ** len(question.axes))
    ratios = np.zeros((3, question.ratio_bins.count + 2))
    counted, held = 0, 0
    for z in chunks:
        log_jacobian, place = squash_chunk(question, z)
        actions += np.bincount(place, minlength=len(actions))
        rows, log_w = deviations(question, z, log_jacobian)
        held += fill_ratios(question, rows, log_w, log_jacobian)
        sums.add(rows)
        if pictures:
            three = (log_w, log_w - log_jacobian, log_w + log_jacobian)
            ratios += [question.ratio_bins.histogram(each) for each in three]
            counted += len(log_w)
    return SquashSamples(sums.moments(), actions, ratios, counted, held)
