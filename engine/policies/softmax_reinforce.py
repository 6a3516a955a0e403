"""REINFORCE for a softmax policy, with baselines, over many batches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.core.arrays import Array
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.policies.score_sums import ScoreSums
from engine.policies.softmax import SoftmaxPolicy, check_batch
from engine.policies.softmax_exact import BASELINES
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.accumulators.powers import PowerSums, Spread
from engine.sampling.gather import gather
from engine.sampling.normals import block_generator

ROUNDING = 1e-14  # of the largest estimate: two actions and the best b leave no more than this
BLOCK = 16_384  # batches drawn from one generator


@dataclass(frozen=True, slots=True)
class ReinforceSamples:
    """REINFORCE over many batches with one baseline."""

    mean: Array  # (K,)
    mean_error: Array  # (K,)
    variance: Array  # (K,), of the estimate from one batch
    variance_error: Array  # (K,)
    total: float  # mean squared distance from the true gradient: the sum of the variances
    total_error: float


@dataclass(frozen=True, slots=True)
class BatchCounts:
    """How often each of ``batches`` batches of N holds each action: all that an estimate needs."""

    policy: SoftmaxPolicy
    batch_size: int
    batches: int
    seed: int

    @property
    def blocks(self) -> int:
        """How many blocks hold the batches."""
        return -(-self.batches // BLOCK)

    def chunks(self, block: int) -> Iterator[NDArray[np.int64]]:
        """The counts of a block at once, (m, K)."""
        size = min(BLOCK, self.batches - block * BLOCK)
        generator = block_generator(self.seed, 0, block)
        yield generator.multinomial(self.batch_size, self.policy.probabilities, size=size)


class ReinforceErrors:
    """Gathers the estimates' distance from the true gradient, and its squared length, by
    baseline."""

    def __init__(self, policy: SoftmaxPolicy) -> None:
        self._policy, self._true = policy, policy.gradient()
        largest = np.max(np.abs(policy.away[:, np.newaxis] * policy.scores()))
        self._rounding = ROUNDING * float(largest)
        self.powers = {name: PowerSums(self._true) for name in BASELINES}
        self.lengths = MomentSums([0.0] * len(BASELINES))

    def add(self, counts: ArrayLike) -> None:
        """Take in the counts of batches, (m, K)."""
        lengths = []
        for name, estimates in batch_estimates(self._policy, counts).items():
            away = np.ascontiguousarray((estimates - self._true).T)
            away[np.abs(away) <= self._rounding] = 0.0
            self.powers[name].add(away)
            lengths.append(np.sum(away * away, axis=0))
        self.lengths.add(np.stack(lengths))

    def merge(self, other: ReinforceErrors) -> None:
        """Take in those of other batches."""
        self.lengths.merge(other.lengths)
        for name, powers in self.powers.items():
            powers.merge(other.powers[name])

    def samples(self) -> dict[str, ReinforceSamples]:
        """What they say, by baseline."""
        lengths = self.lengths.moments()
        totals = zip(lengths.mean.tolist(), lengths.standard_error.tolist(), strict=True)
        found = zip(self.powers.items(), totals, strict=True)
        return {name: _samples(powers.spread(), *total) for (name, powers), total in found}


def sample_reinforce(
    policy: SoftmaxPolicy,
    batch_size: int,
    repetitions: int,
    seed: int,
    run: Run | None = None,
) -> dict[str, ReinforceSamples]:
    """Estimates from ``repetitions`` batches of N, by baseline, all on the same batches.

    Raises ParameterError for N = 1 and fewer than 2 repetitions; Cancelled.
    """
    check_batch(batch_size)
    checked_count("repetitions", repetitions, "must be a whole number, 2 or more", 2)
    source = BatchCounts(policy, batch_size, repetitions, seed)
    return gather(source, lambda _: ReinforceErrors(policy), run or Run()).samples()


def batch_estimates(policy: SoftmaxPolicy, counts: ArrayLike) -> dict[str, Array]:
    """REINFORCE by baseline, (r, K), from how often each batch holds each action, (r, K)."""
    held = np.asarray(counts, dtype=float)
    n = held.sum(axis=1, keepdims=True)
    if np.any(n < 2):
        check_batch(int(n.min()))
    scores, away = policy.scores(), policy.away[:, np.newaxis]
    sums = ScoreSums(n, scores=held @ scores, products=held @ (away * scores), scale=1.0 / n)
    return {
        "none": sums.estimates(-policy.expected_reward),
        "mean": sums.estimates(0.0),
        "leave_one_out": sums.leave_one_out(held @ away),
        "optimal": sums.estimates(policy.best_away()),
    }


def _samples(spread: Spread, total: float, total_error: float) -> ReinforceSamples:
    return ReinforceSamples(
        spread.mean, spread.mean_error, spread.variance, spread.variance_error, total, total_error
    )
