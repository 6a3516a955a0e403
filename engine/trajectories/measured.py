"""Mean and variance of every gradient estimator, measured on the same trajectories."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.sampling.accumulators.moments import MomentSums
from engine.sampling.gather import gather
from engine.trajectories.credit import Credit, named_credits
from engine.trajectories.credit_moments import credit_moments
from engine.trajectories.rollouts import Paths, Rollouts
from engine.trajectories.sampled_credit import estimates, standardised
from engine.trajectories.task import LinearQuadraticTask
from engine.trajectories.whole_return import whole_return_moments

KEPT = 2_000  # estimates of each that are kept for a cloud
HEAVY = 0.07  # of a variance: from such an error on its bars hold less often than they should
READS_LOW = "heavy tails: this error reads low and cannot be trusted"
WHOLE = ("total_reward", "total_reward/mean", "total_reward/best")


@dataclass(frozen=True, slots=True)
class MeasuredEstimator:
    """One estimator over n trajectories (or batches), by K, c and log sigma, (3,) each."""

    mean: Array
    mean_error: Array
    variance: Array  # of the estimate from one trajectory (or batch)
    variance_error: Array  # reads low where tails are heavy
    cloud: Array  # (3, min(n, KEPT)), the first estimates


def measure(
    task: LinearQuadraticTask,
    trajectories: int,
    seed: int,
    lam: float = 0.95,
    credits: Mapping[str, Credit] | None = None,
    run: Run | None = None,
) -> dict[str, MeasuredEstimator]:
    """What `LinearQuadraticTask.variances` names, and more ``credits`` by name, as sampled.

    All see the same trajectories; memory does not grow with their number and the answer does not
    depend on the threads. Raises ParameterError for fewer than 2 trajectories and for estimates
    that overflow; Cancelled.
    """
    n = checked_count("trajectories", trajectories, "must be a whole number, 2 or more", 2)
    named = named_credits(lam) | dict(credits or {})
    whole = whole_return_moments(task)
    exact = credit_moments(task, tuple(named.values()))
    means = np.concatenate([np.tile(whole.mean, (3, 1)), exact.mean])
    of_whole = [whole.variance(b) for b in (-whole.mean_return, 0.0, whole.best)]
    spread = np.concatenate([np.array(of_whole), exact.variance])

    def of_paths(paths: Paths) -> Array:
        return estimates(paths, named, whole).reshape(-1, paths.away.shape[1])

    source = Rollouts(task, n, seed)
    sums = gather(source, lambda _: _Sums(of_paths, means.ravel(), spread.ravel()), run or Run())
    return dict(zip((*WHOLE, *named), sums.measured(), strict=True))


def measure_standardised(
    task: LinearQuadraticTask,
    batches: int,
    batch: int,
    seed: int,
    credit: Credit | None = None,
    run: Run | None = None,
) -> MeasuredEstimator:
    """Batches whose credits are standardised by their own mean and deviation: measured only.

    No closed form is known; the mean is not the gradient, but about the gradient over the
    deviation. Raises ParameterError for fewer than 2 batches or an empty one; Cancelled.
    """
    many = checked_count("batches", batches, "must be a whole number, 2 or more", 2)
    size = checked_count("batch", batch, "must be a whole number, 1 or more", 1)
    chosen = credit or Credit("none")

    def of_paths(paths: Paths) -> Array:
        return standardised(paths, chosen, size)

    source = Rollouts(task, many * size, seed, size)
    zero = np.zeros(3)
    (found,) = gather(source, lambda _: _Sums(of_paths, zero, zero), run or Run()).measured()
    return found


def heavy_tails(variance: float, error: float) -> str:
    """What is wrong with the error of a measured variance, in words; "" where nothing is."""
    return READS_LOW if error > HEAVY * variance else ""


class _Sums:
    """Gathers deviations from ``means``, and of their squares from ``spread``."""

    def __init__(self, of_paths: Callable[[Paths], Array], means: Array, spread: Array) -> None:
        self._of_paths, self._means = of_paths, means
        self._spread = np.where(np.isfinite(spread), spread, 0.0)
        self._first = MomentSums(list(means))
        self._second = MomentSums(list(self._spread))
        self._cloud = np.empty((len(means), 0))

    def add(self, paths: Paths) -> None:
        """Take in the trajectories of the own block."""
        with np.errstate(over="ignore", invalid="ignore"):
            found = self._of_paths(paths)
            self._cloud = found[:, :KEPT].copy()
            found -= self._means[:, np.newaxis]
            self._first.add(found)
            found *= found
            found -= self._spread[:, np.newaxis]
            self._second.add(found)

    def merge(self, other: Self) -> None:
        """Take in the block that follows."""
        with np.errstate(over="ignore", invalid="ignore"):
            self._first.merge(other._first)
            self._second.merge(other._second)
        room = KEPT - self._cloud.shape[1]
        if room > 0:
            self._cloud = np.concatenate([self._cloud, other._cloud[:, :room]], axis=1)

    def measured(self) -> list[MeasuredEstimator]:
        """One for each three rows."""
        with np.errstate(over="ignore", invalid="ignore"):
            first, second = self._first.moments(), self._second.moments()
            variance = first.squares / (first.count - 1)
            rows = (first.mean, first.standard_error, variance, second.standard_error)
        if not all(np.isfinite(row).all() for row in rows):
            raise ParameterError("K", "its estimates", "overflow here; use smaller numbers")
        found = []
        for i in range(0, len(first.mean), 3):
            mean, error, spread, noise = (sealed(row[i : i + 3].copy()) for row in rows)
            cloud = sealed(self._cloud[i : i + 3].copy())
            found.append(MeasuredEstimator(mean, error, spread, noise, cloud))
        return found
