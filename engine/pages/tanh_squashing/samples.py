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
from engine.core.once import Once
from engine.core.run import Run
from engine.pages.tanh_squashing.chunk import Chunk, Summed, squash_chunk, summed_chunk
from engine.pages.tanh_squashing.plan import ACTION_BINS, Plan
from engine.pages.tanh_squashing.quadratic_forms import basis_of, basis_rows
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import Scratch, begin, scratch
from engine.sampling.normals import block_count, chunk_rows, normal_chunks, threads_for


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
            if loops:
                rows = np.ascontiguousarray(z)
                for number, plan in enumerate(self.plans):
                    yield number, summed_chunk(plan, rows)
                continue
            working = self.space.array[:, : z.shape[1]]
            basis = basis_of(z, working)
            for number, plan in enumerate(self.plans):
                yield number, squash_chunk(plan, basis, working[-plan.rows :])


class PlanSums:
    """Gathers what `SquashSamples` holds."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.moments = MomentSums(plan.about)
        self.actions = np.zeros(ACTION_BINS)
        self.held = 0

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

    def merge(self, other: PlanSums) -> None:
        """Take in the block that follows."""
        self.moments.merge(other.moments)
        self.held += other.held
        self.actions += other.actions

    def samples(self) -> SquashSamples:
        """Of all that was taken in."""
        return SquashSamples(
            self.plan.names,
            self.moments.moments(),
            None if self.plan.axis is None else self.actions,
            self.held,
        )


class SquashSums:
    """`PlanSums` for each plan."""

    def __init__(self, plans: tuple[Plan, ...]) -> None:
        self.sums = [PlanSums(plan) for plan in plans]

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
) -> Once[tuple[SquashSamples, ...]]:
    """Every plan over n samples of its policy, made from the same normals: begun; the answer is
    waited for. Raises Cancelled then."""
    d = plans[0].dimension
    rows = basis_rows(d) + max(plan.rows for plan in plans)
    source = SquashSource(plans, n, seed, scratch(rows, chunk_rows(d)))
    whole = begin(source, lambda _: SquashSums(plans), threads_for(run, n, d))
    return Once(lambda: tuple(each.samples() for each in whole().sums))
