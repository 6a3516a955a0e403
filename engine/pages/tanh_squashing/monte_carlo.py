"""One pass over samples of a squashed Gaussian: actions, KL, the entropy term, PPO ratios.

x is drawn from ``sampled``, log w = log other - log sampled. Everything is computed from the
pre-tanh values, as a learner should.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.pages.tanh_squashing.chunk import squash_chunk
from engine.pages.tanh_squashing.forms import basis_of, basis_rows
from engine.pages.tanh_squashing.question import RATIOS, Question, squash_question
from engine.sampling.accumulators.histogram import Bins
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import over_blocks, scratch
from engine.sampling.normals import block_count, chunk_rows, normal_chunks
from engine.squash.squashed_gaussian import SquashedGaussian

# A histogram of so many ratios looks like that of all.
PICTURE_BLOCKS = 1
# Working arrays of this many samples stay in a core's own cache.
ROWS = 32_768
FEW_BLOCKS = 4


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over the samples with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class SquashSamples:
    """What one pass over the samples finds."""

    names: tuple[str, ...]  # of the quantities that were averaged
    moments: Moments  # (names,)
    actions: Array  # counts, one axis for each that was asked for
    ratios: Array  # (3, bins + 2), counts of the three log-ratios: below, in and beyond the bins
    ratio_bins: Bins
    ratio_samples: int  # how many samples `ratios` holds
    held: int  # samples with a log-ratio above LARGEST_LOG, held there

    def estimate(self, name: str) -> Estimate:
        """The mean of one of the names."""
        index = self.names.index(name)
        errors = self.moments.standard_error
        return Estimate(float(self.moments.mean[index]), float(errors[index]))

    def merged(self, other: SquashSamples) -> SquashSamples:
        """Both together."""
        return SquashSamples(
            self.names,
            self.moments.merged(other.moments),
            self.actions + other.actions,
            self.ratios + other.ratios,
            self.ratio_bins,
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
    axes: tuple[int, ...] | None = None,
    action_bins: int | None = None,
) -> SquashSamples:
    """The pass over n samples of ``sampled`` with all that `squash_question` can ask for.

    Raises ParameterError, Cancelled.
    """
    question = squash_question(sampled, other, axes=axes, action_bins=action_bins)
    return squash_pass((question,), n, seed, run)[0]


def squash_pass(
    questions: tuple[Question, ...], n: int, seed: int, run: Run
) -> tuple[SquashSamples, ...]:
    """Every question over n samples of its policy, made from the same normals.

    Raises Cancelled.
    """
    d = questions[0].dimension
    space = scratch(
        basis_rows(d) + max(question.rows for question in questions), min(ROWS, chunk_rows(d))
    )

    def summarise(block: int) -> list[SquashSamples]:
        sums = [_Sums(question, pictures=block < PICTURE_BLOCKS) for question in questions]
        for z in _pieces(normal_chunks(n, block, d, seed)):
            working = space.array[:, : z.shape[1]]
            basis = basis_of(z, working)
            for each in sums:
                each.add(basis, working[-each.question.rows :])
        return [each.samples() for each in sums]

    # A few blocks of normals at hand are done before a second thread has started.
    at_hand = d <= 2 and block_count(n) <= FEW_BLOCKS
    run = replace(run, threads=1) if at_hand else run
    blocks = over_blocks(block_count(n), summarise, run)
    total = next(blocks)
    for block in blocks:
        total = [found.merged(more) for found, more in zip(total, block, strict=True)]
    return tuple(total)


def _pieces(chunks: Iterator[Array]) -> Iterator[Array]:
    for z in chunks:
        for start in range(0, z.shape[1], ROWS):
            yield z[:, start : start + ROWS]


class _Sums:
    """What the working arrays of a block add up to."""

    def __init__(self, question: Question, pictures: bool) -> None:
        self.question = question
        self.pictures = pictures and question.has(RATIOS)
        self.powers = MomentSums(question.about)
        self.actions = np.zeros(question.action_bins ** len(question.axes))
        self.ratios = np.zeros((3, question.ratio_bins.count + 2))
        self.held = 0

    def add(self, basis: Array, space: Array) -> None:
        chunk = squash_chunk(self.question, basis, space)
        self.powers.add(chunk.deviations)
        self.held += chunk.held
        if chunk.place is not None:
            self.actions += np.bincount(chunk.place, minlength=len(self.actions))
        if self.pictures and chunk.log_w is not None:
            log_w, log_jacobian = chunk.log_w, chunk.log_jacobian
            three = (log_w.copy(), log_w - log_jacobian, log_w + log_jacobian)
            self.ratios += [self.question.ratio_bins.histogram(each) for each in three]

    def samples(self) -> SquashSamples:
        shape = (self.question.action_bins,) * len(self.question.axes)
        return SquashSamples(
            self.question.names,
            self.powers.moments(),
            self.actions.reshape(shape),
            self.ratios,
            self.question.ratio_bins,
            self.powers.count if self.pictures else 0,
            self.held,
        )
