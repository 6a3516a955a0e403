"""Targets from the steps of another policy, measured on sampled trajectories."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Self

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.core.whole_number import checked_count
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import gather
from engine.trajectories.off_policy import OffPolicy, TargetMoments
from engine.trajectories.rollouts import Paths, Rollouts
from engine.trajectories.vtrace import corrections

Targets = Callable[["WeightedPaths"], Array]  # of m trajectories, (m,)


@dataclass(frozen=True, slots=True)
class MeasuredTarget:
    """One target of V(s_0) over n trajectories; NaN where weights outgrow doubles."""

    mean: float
    variance: float  # about E[target | s_0]
    variance_error: float  # reads low where tails are heavy

    @property
    def finite(self) -> bool:
        """Whether doubles hold all of it."""
        return all(map(math.isfinite, (self.mean, self.variance, self.variance_error)))


class WeightedPaths:
    """m trajectories of the behaviour policy, and what weighs them for the target policy."""

    def __init__(self, pair: OffPolicy, paths: Paths) -> None:
        self.pair, self.paths = pair, paths

    @cached_property
    def logs(self) -> Array:
        """log w of every action, (T, m), in nats."""
        return log_weights(self.pair, self.paths)

    @cached_property
    def summed_logs(self) -> Array:
        """sum_(u <= t) log w_u, (T, m)."""
        found = self.logs.copy()
        for t in range(1, len(found)):
            found[t] += found[t - 1]
        return found

    @cached_property
    def discounted(self) -> Array:
        """gamma^t r_t, (T, m)."""
        discounts = self.pair.task.gamma ** np.arange(float(len(self.paths.rewards)))
        return self.paths.rewards * discounts[:, np.newaxis]


def log_weights(pair: OffPolicy, paths: Paths) -> Array:
    """log pi - log mu of every action, (T, m), in nats."""
    ratio = pair.deviation / pair.task.sigma
    shift = (pair.offset - pair.task.c) / pair.task.sigma
    e = paths.actions_noise
    found = (0.5 * (1.0 - ratio) * (1.0 + ratio)) * e
    found -= ratio * shift
    found *= e
    found += math.log(ratio) - 0.5 * shift**2
    return np.asarray(found)


def vtrace_targets(
    pair: OffPolicy,
    steps: int,
    clip_rho: float | None,
    clip_c: float | None,
    lam: float,
    factor: float,
    shift: float,
) -> Targets:
    """What `vtrace_target` is exact about."""
    constant, line, square = factor * pair.target_values[: steps + 1].T[:, :, np.newaxis]
    ends = steps if steps == pair.task.T else steps + 1
    gamma = pair.task.gamma

    def of(weighted: WeightedPaths) -> Array:
        y = weighted.paths.away[: steps + 1]
        critic = square * y
        critic += line
        critic *= y
        critic += constant
        critic[:ends] += shift
        weights = np.exp(weighted.logs[:steps])
        deltas = gamma * critic[1:]
        deltas += weighted.paths.rewards[:steps]
        deltas -= critic[:-1]
        deltas *= weights if clip_rho is None else np.minimum(weights, clip_rho)
        carried = weights if clip_c is None else np.minimum(weights, clip_c)
        return np.asarray(critic[0] + corrections(deltas, (gamma * lam) * carried)[0])

    return of


def whole_targets(weighted: WeightedPaths) -> Array:
    """prod_t w_t times the return."""
    return np.asarray(np.exp(weighted.summed_logs[-1]) * weighted.discounted.sum(axis=0))


def per_decision_targets(weighted: WeightedPaths) -> Array:
    """sum_t gamma^t (prod_(u <= t) w_u) r_t."""
    found = np.exp(weighted.summed_logs)
    found *= weighted.discounted
    return np.asarray(found.sum(axis=0))


def measure(
    pair: OffPolicy,
    targets: Mapping[str, tuple[Targets, TargetMoments]],
    trajectories: int,
    seed: int,
    run: Run | None = None,
) -> dict[str, MeasuredTarget]:
    """Each of the targets on the same trajectories of the behaviour policy.

    Raises ParameterError for fewer than 2 trajectories; Cancelled.
    """
    n = checked_count("trajectories", trajectories, "must be a whole number, 2 or more", 2)
    exact = [moments for _, moments in targets.values()]
    source = Rollouts(pair.behaviour, n, seed)
    sums = gather(source, lambda _: _Sums(pair, list(targets.values())), run or Run())
    first, second = sums.moments()
    found = {}
    for i, (name, known) in enumerate(zip(targets, exact, strict=True)):
        found[name] = MeasuredTarget(
            mean=known.mean + float(first.mean[i]),
            variance=float(second.mean[i]),
            variance_error=float(second.standard_error[i]),
        )
    return found


class _Sums:
    """Gathers deviations from the exact mean, and squares of those from E[target | s_0]."""

    def __init__(self, pair: OffPolicy, targets: list[tuple[Targets, TargetMoments]]) -> None:
        self._pair, self._targets = pair, targets
        spread = [known.variance for _, known in targets]
        self._about = np.where(np.isfinite(spread), spread, 0.0)
        self._first, self._second = MomentSums([0.0] * len(targets)), MomentSums(list(self._about))

    def add(self, paths: Paths) -> None:
        """Take in the trajectories of the own block."""
        for part in paths.parts():
            self._add(WeightedPaths(self._pair, part))

    def _add(self, weighted: WeightedPaths) -> None:
        y = weighted.paths.away[0]
        with np.errstate(over="ignore", invalid="ignore"):
            found = np.stack([target(weighted) for target, _ in self._targets])
            given = np.stack(
                [(k.given[2] * y + k.given[1]) * y + k.given[0] for _, k in self._targets]
            )
            away = np.square(found - given) - self._about[:, np.newaxis]
            mean = np.array([[known.mean] for _, known in self._targets])
            self._first.add(found - mean)
            self._second.add(away)

    def merge(self, other: Self) -> None:
        """Take in the block that follows."""
        with np.errstate(over="ignore", invalid="ignore"):
            self._first.merge(other._first)
            self._second.merge(other._second)

    def moments(self) -> tuple[Moments, Moments]:
        """Of both."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._first.moments(), self._second.moments()
