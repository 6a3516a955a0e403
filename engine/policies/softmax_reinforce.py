"""REINFORCE for a softmax policy, with baselines, over many batches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.core.arrays import Array
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.policies.batch_counts import MOST_INVERTED, BatchCounts
from engine.policies.score_sums import ScoreSums
from engine.policies.softmax import SoftmaxPolicy, check_batch
from engine.policies.softmax_exact import BASELINES
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.accumulators.powers import PowerSums
from engine.sampling.gather import gather

ROUNDING = 1e-14  # of the largest estimate: two actions and the best b leave no more than this
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


class ReinforceErrors:
    """Gathers the estimates' distance from the true gradient, and its squared length, by
    baseline."""

    def __init__(self, policy: SoftmaxPolicy, batch_size: int, compiled: bool = False) -> None:
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
        self._batch_size, self._compiled = batch_size, compiled
        self.powers = PowerSums(np.tile(true, len(BASELINES)))
        self.lengths = MomentSums([0.0] * len(BASELINES))

    def add(self, counts: NDArray[np.int64]) -> None:
        """Take in the counts of batches, (m, K)."""
        if self._compiled:
            self._add_compiled(counts)
            return
        share = np.ascontiguousarray(counts.T) / self._batch_size
        away = self._alone @ share
        by_baseline = away.reshape(len(BASELINES), -1, len(counts))
        by_baseline[LEAVE_ONE_OUT] -= (self._scores @ share) * (self._away @ share)
        away[np.abs(away) <= self._rounding] = 0.0
        self.powers.add(away)
        self.lengths.add(np.square(by_baseline).sum(axis=1))

    def _add_compiled(self, counts: NDArray[np.int64]) -> None:
        from engine.policies.loops import reinforce_sums

        alone, scores, away = (
            each / self._batch_size for each in (self._alone, self._scores, self._away)
        )
        powers, lengths = reinforce_sums(counts, alone, scores, away, LEAVE_ONE_OUT, self._rounding)
        self.powers.take(len(counts), powers.T)
        self.lengths.take(len(counts), *lengths.T[:2])

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
    run = run or Run()
    compiled = compiled_batches(batch_size, max(repetitions, run.of // batch_size))
    source = BatchCounts(policy, batch_size, repetitions, seed, compiled=compiled)

    def make(_: int) -> ReinforceErrors:
        return ReinforceErrors(policy, batch_size, compiled)

    return gather(source, make, run).samples()


def compiled_batches(batch_size: int, repetitions: int) -> bool:
    """Whether compiled loops go over them: counts of larger batches are no more work."""
    return worth_compiling(min(batch_size, MOST_INVERTED) * repetitions)


def batch_estimates(policy: SoftmaxPolicy, counts: ArrayLike) -> dict[str, Array]:
    """REINFORCE by baseline, (r, K), from how often each batch holds each action, (r, K)."""
    sums, away = _sums(policy, counts)
    return {
        "none": sums.estimates(-policy.expected_reward),
        "mean": sums.estimates(0.0),
        "leave_one_out": sums.leave_one_out(away),
        "optimal": sums.estimates(policy.best_away()),
    }


def leave_one_out_estimates(policy: SoftmaxPolicy, counts: ArrayLike) -> Array:
    """Those of `batch_estimates` with leave-one-out alone, (r, K)."""
    sums, away = _sums(policy, counts)
    return sums.leave_one_out(away)


def _sums(policy: SoftmaxPolicy, counts: ArrayLike) -> tuple[ScoreSums, Array]:
    """What estimates are made of, and the sums of r - E r over each batch, (r, 1)."""
    held = np.asarray(counts, dtype=float)
    n = held.sum(axis=1, keepdims=True)
    if np.any(n < 2):
        check_batch(int(n.min()))
    scores, away = policy.scores(), policy.away[:, np.newaxis]
    sums = ScoreSums(n, scores=held @ scores, products=held @ (away * scores), scale=1.0 / n)
    return sums, held @ away
