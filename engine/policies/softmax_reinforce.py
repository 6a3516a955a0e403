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
from engine.sampling.accumulators.powers import PowerSums
from engine.sampling.gather import gather
from engine.sampling.normals import block_generator

ROUNDING = 1e-14  # of the largest estimate: two actions and the best b leave no more than this
BLOCK = 16_384  # batches drawn from one generator
PART = 2_048  # of them are summed at once, within a core's own cache
LEAVE_ONE_OUT = BASELINES.index("leave_one_out")


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
        """The counts of a block in parts, (m, K) each."""
        size = min(BLOCK, self.batches - block * BLOCK)
        generator = block_generator(self.seed, 0, block)
        counts = generator.multinomial(self.batch_size, self.policy.probabilities, size=size)
        for start in range(0, size, PART):
            yield counts[start : start + PART]


class ReinforceErrors:
    """Gathers the estimates' distance from the true gradient, and its squared length, by
    baseline."""

    def __init__(self, policy: SoftmaxPolicy, batch_size: int) -> None:
        true = policy.gradient()
        largest = np.max(np.abs(policy.away[:, np.newaxis] * policy.scores()))
        self._rounding = ROUNDING * float(largest)
        # With a fixed baseline an estimate is the mean of those of the batch's actions alone.
        # Leave-one-out takes the product of the mean reward less E r and the mean score off.
        alone = batch_estimates(policy, 2.0 * np.eye(policy.actions))
        factor = batch_size / (batch_size - 1.0)
        alone["leave_one_out"] = factor * alone["mean"]
        self._alone = np.concatenate([(alone[name] - true).T for name in BASELINES])
        self._scores, self._away = policy.scores().T, factor * policy.away
        self._batch_size = batch_size
        self.powers = PowerSums(np.tile(true, len(BASELINES)))
        self.lengths = MomentSums([0.0] * len(BASELINES))

    def add(self, counts: NDArray[np.int64]) -> None:
        """Take in the counts of batches, (m, K)."""
        share = np.ascontiguousarray(counts.T) / self._batch_size
        away = self._alone @ share
        by_baseline = away.reshape(len(BASELINES), -1, len(counts))
        by_baseline[LEAVE_ONE_OUT] -= (self._scores @ share) * (self._away @ share)
        away[np.abs(away) <= self._rounding] = 0.0
        self.powers.add(away)
        self.lengths.add(np.square(by_baseline).sum(axis=1))

    def merge(self, other: ReinforceErrors) -> None:
        """Take in those of other batches."""
        self.lengths.merge(other.lengths)
        self.powers.merge(other.powers)

    def samples(self) -> dict[str, ReinforceSamples]:
        """What they say, by baseline."""
        spread, lengths = self.powers.spread(), self.lengths.moments()
        columns = (spread.mean, spread.mean_error, spread.variance, spread.variance_error)
        parts = zip(*(each.reshape(len(BASELINES), -1) for each in columns), strict=True)
        totals, errors = lengths.mean.tolist(), lengths.standard_error.tolist()
        found = zip(BASELINES, parts, totals, errors, strict=True)
        return {name: ReinforceSamples(*part, *of_total) for name, part, *of_total in found}


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
    return gather(source, lambda _: ReinforceErrors(policy, batch_size), run or Run()).samples()


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
