"""One pass over samples of squashed Gaussians: actions, KL before and after squashing, PPO ratios.

x is drawn from ``sampled``, log w = log other - log sampled. Everything is computed from the
pre-tanh values, as a learner should.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.pages.tanh_squashing.chunk import Chunk, Summed, squash_chunk, summed_chunk
from engine.pages.tanh_squashing.plan import ACTION_BINS, Plan
from engine.pages.tanh_squashing.quadratic_forms import basis_of, basis_rows
from engine.sampling.accumulators.histogram import Bins, Histogram
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Scratch, gather, scratch
from engine.sampling.normals import block_count, chunk_rows, normal_chunks, threads_for

# A histogram of so many ratios looks like that of all.
PICTURE_BLOCKS = 1


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over the samples with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class SquashSamples:
    """What the pass finds for one plan."""

    names: tuple[str, ...]  # of what was averaged
    moments: Moments  # (names,)
    actions: Array | None  # (ACTION_BINS,), counts along the plan's axis
    ratios: Array  # (3, bins + 2), counts of the three log-ratios: below, in and beyond the bins
    ratio_bins: Bins
    ratio_samples: int  # how many samples `ratios` holds
    held: int  # samples with a log-ratio above LARGEST_LOG, held there

    def estimate(self, name: str) -> Estimate:
        """The mean of one of the names."""
        index = self.names.index(name)
        errors = self.moments.standard_error
        return Estimate(float(self.moments.mean[index]), float(errors[index]))


@dataclass(frozen=True, slots=True)
class SquashSource:
    """The chunks of n samples for each of the plans, made from the same normals."""

    plans: tuple[Plan, ...]
    n: int
    seed: int
    space: Scratch

    @property
    def blocks(self) -> int:
        """How many blocks hold the samples."""
        return block_count(self.n)

    def chunks(self, block: int) -> Iterator[tuple[int, Chunk | Summed]]:
        """A chunk with the number of its plan; the next one overwrites it."""
        loops = worth_compiling(self.n)
        for z in normal_chunks(self.n, block, self.plans[0].dimension, self.seed):
            working, rows = self.space.array[:, : z.shape[1]], np.ascontiguousarray(z)
            basis: Array | None = None
            for number, plan in enumerate(self.plans):
                if loops and not (plan.ratios and block < PICTURE_BLOCKS):
                    yield number, summed_chunk(plan, rows)
                    continue
                basis = basis_of(z, working) if basis is None else basis
                yield number, squash_chunk(plan, basis, working[-plan.rows :])


class PlanSums:
    """Gathers what `SquashSamples` holds."""

    def __init__(self, plan: Plan, pictured: bool) -> None:
        self.plan = plan
        self.moments = MomentSums(plan.about)
        self.actions = np.zeros(ACTION_BINS)
        self.ratios = tuple(Histogram(plan.ratio_bins) for _ in range(3))
        self.pictured = 0
        self.held = 0
        self._pictured = pictured and plan.ratios

    def add(self, chunk: Chunk | Summed) -> None:
        """Take in a chunk of the own block."""
        self.held += chunk.held
        if isinstance(chunk, Summed):
            self.moments.take(chunk.count, chunk.sums, chunk.squares)
            self.actions += chunk.actions
            return
        self.moments.add(chunk.deviations)
        if chunk.bins is not None:
            self.actions += np.bincount(chunk.bins, minlength=ACTION_BINS)
        if self._pictured and chunk.log_w is not None:
            log_w, log_jacobian = chunk.log_w, chunk.log_jacobian
            three = (log_w.copy(), log_w - log_jacobian, log_w + log_jacobian)
            for histogram, values in zip(self.ratios, three, strict=True):
                histogram.add(values)
            self.pictured += len(log_w)

    def merge(self, other: PlanSums) -> None:
        """Take in the block that follows."""
        self.moments.merge(other.moments)
        self.held += other.held
        self.actions += other.actions
        for mine, theirs in zip(self.ratios, other.ratios, strict=True):
            mine.merge(theirs)
        self.pictured += other.pictured

    def samples(self) -> SquashSamples:
        """Of all that was taken in."""
        return SquashSamples(
            self.plan.names,
            self.moments.moments(),
            None if self.plan.axis is None else self.actions,
            np.array([histogram.counts for histogram in self.ratios]),
            self.plan.ratio_bins,
            self.pictured,
            self.held,
        )


class SquashSums:
    """`PlanSums` for each plan."""

    def __init__(self, plans: tuple[Plan, ...], pictured: bool) -> None:
        self.sums = [PlanSums(plan, pictured) for plan in plans]

    def add(self, chunk: tuple[int, Chunk | Summed]) -> None:
        """Take in a chunk of the plan with this number."""
        number, of_plan = chunk
        self.sums[number].add(of_plan)

    def merge(self, other: SquashSums) -> None:
        """Take in the block that follows."""
        for mine, theirs in zip(self.sums, other.sums, strict=True):
            mine.merge(theirs)


def squash_samples(
    plans: tuple[Plan, ...], n: int, seed: int, run: Run
) -> tuple[SquashSamples, ...]:
    """Every plan over n samples of its policy, made from the same normals; raises Cancelled."""
    d = plans[0].dimension
    rows = basis_rows(d) + max(plan.rows for plan in plans)
    source = SquashSource(plans, n, seed, scratch(rows, chunk_rows(d)))
    run = threads_for(run, n, d)
    sums = gather(source, lambda block: SquashSums(plans, block < PICTURE_BLOCKS), run).sums
    return tuple(each.samples() for each in sums)
