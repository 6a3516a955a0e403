"""Learning curves: K and c by stochastic gradients of several estimators, again and again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.sampling.normals import block_generator
from engine.trajectories.learner import Learner, Noise
from engine.trajectories.policy_values import policy_values

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask

STREAM = 1_000_001
REPEATS = 20
LOST = 1e3  # times the cost of the start, from which a repeat counts as diverged
BAND = (0.1, 0.9)
FIRST, SECOND, SMALL = 0.9, 0.999, 1e-8
Optimiser = Literal["gradient ascent", "Adam"]


@dataclass(frozen=True, slots=True)
class LearningCurves:
    """Exact expected returns J(K, c) of the policies on their way, over the repeats.

    A repeat that has diverged stays out of the mean and the band from then on.
    """

    iteration: Array  # (m + 1,)
    mean: Array  # (m + 1, k); NaN where all have diverged
    standard_error: Array  # (m + 1, k), of the mean
    low: Array  # (m + 1, k), a tenth of the repeats are below
    high: Array  # (m + 1, k), a tenth are above
    diverged: Array  # (m + 1, k), how many
    repeats: int


def learn(
    task: LinearQuadraticTask,
    learners: Sequence[Learner],
    batch: int,
    rate: float,
    iterations: int,
    seed: int,
    optimiser: Optimiser = "gradient ascent",
    run: Run | None = None,
) -> LearningCurves:
    """Ascends J from the task's K and c; sigma stays.

    An iteration draws ``batch`` trajectories a repeat and adds ``rate`` times the mean of their
    estimates, or Adam's step (Kingma and Ba 2015). All learners meet the same noise; repeats are
    independent. Raises ParameterError for a batch or iterations below 1 and a rate not above 0;
    Cancelled.
    """
    size = checked_count("batch", batch, "must be a whole number, 1 or more", 1)
    steps = checked_count("iterations", iterations, "must be a whole number, 1 or more", 1)
    if not 0.0 < rate < np.inf:
        raise ParameterError("rate", rate, "must be a finite number above 0")
    watch = run or Run()
    flocks = [_Repeats(task, learner, rate, optimiser) for learner in learners]
    shape = (1 + 2 * task.T, REPEATS, size)
    for step in range(steps):
        watch.step(step / steps)
        normals = block_generator(seed, STREAM, step).standard_normal(shape)
        noise = Noise(normals[0], normals[1::2], normals[2::2])
        for flock in flocks:
            flock.advance(noise)
    returns = np.stack([np.array(flock.returns) for flock in flocks], axis=1)
    return _summary(returns)


class _Repeats:
    """One learner's policies, a repeat each."""

    def __init__(
        self, task: LinearQuadraticTask, learner: Learner, rate: float, optimiser: Optimiser
    ) -> None:
        self._task, self._learner, self._rate = task, learner, rate
        self._policy = np.tile([[task.K], [task.c]], REPEATS)  # (2, repeats)
        self._adam = _Adam(self._policy.shape) if optimiser == "Adam" else None
        self._lost = np.zeros(REPEATS, dtype=bool)
        start = policy_values(task, *self._policy).expected_return
        self._worst = LOST * min(float(start[0]), -1e-300)
        self.returns = [start]

    def advance(self, noise: Noise) -> None:
        """One iteration; those that have diverged stay where they are."""
        with np.errstate(over="ignore", invalid="ignore"):
            slope = self._learner.gradient(self._task, self._policy, noise)
            step = self._rate * (slope if self._adam is None else self._adam.step(slope))
            moved = np.where(self._lost, self._policy, self._policy + step)
            found = policy_values(self._task, *moved).expected_return
            self._lost = self._lost | ~(found > self._worst)
        self._policy = np.where(self._lost, self._policy, moved)
        self.returns.append(np.where(self._lost, -np.inf, found))


class _Adam:
    def __init__(self, shape: tuple[int, ...]) -> None:
        self._first, self._second, self._count = np.zeros(shape), np.zeros(shape), 0

    def step(self, slope: Array) -> Array:
        """m / (sqrt(v) + small) of the running means, each over 1 - beta^count."""
        self._count += 1
        usable = np.where(np.isfinite(slope), slope, 0.0)
        self._first += (1.0 - FIRST) * (usable - self._first)
        self._second += (1.0 - SECOND) * (np.square(usable) - self._second)
        mean = self._first / (1.0 - FIRST**self._count)
        size = np.sqrt(self._second / (1.0 - SECOND**self._count))
        return np.asarray(mean / (size + SMALL))


def _summary(returns: Array) -> LearningCurves:
    """Of exact returns (m + 1, k, repeats)."""
    kept = np.isfinite(returns)
    count = kept.sum(axis=2)
    known = np.maximum(count, 1)
    total = np.where(kept, returns, 0.0).sum(axis=2)
    mean = total / known
    away = np.where(kept, returns - mean[..., np.newaxis], 0.0)
    spread = np.sqrt(np.square(away).sum(axis=2) / np.maximum(count - 1, 1))
    ordered = np.sort(np.where(kept, returns, np.inf), axis=2)
    low, high = (_quantile(ordered, known, share) for share in BAND)
    none = count == 0
    return LearningCurves(
        iteration=sealed(np.arange(float(len(returns)))),
        mean=sealed(np.where(none, np.nan, mean)),
        standard_error=sealed(np.where(none, np.nan, spread / np.sqrt(known))),
        low=sealed(np.where(none, np.nan, low)),
        high=sealed(np.where(none, np.nan, high)),
        diverged=sealed(np.asarray(REPEATS - count, dtype=float)),
        repeats=REPEATS,
    )


def _quantile(ordered: Array, count: Array, share: float) -> Array:
    """Of the first ``count`` along the last axis, by linear interpolation."""
    place = share * (count - 1)
    low = np.floor(place).astype(int)
    above = np.minimum(low + 1, count - 1)
    first, second = (
        np.take_along_axis(ordered, at[..., np.newaxis], axis=2)[..., 0] for at in (low, above)
    )
    with np.errstate(invalid="ignore"):
        return np.asarray(first + (place - low) * (second - first))
