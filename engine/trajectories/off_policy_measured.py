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
from engine.trajectories.states import rewards
from engine.trajectories.vtrace import corrections

Targets = Callable[["WeightedPaths"], Array]  # of m trajectories, (m,)
# Of normals, and what is known of all targets: as `engine.trajectories.loops.target_sums`.
CompiledSums = Callable[[Array, Array], Array]


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
    constant, line, square = _log_weight(pair)
    e = paths.actions_noise
    found = square * e
    found += line
    found *= e
    found += constant
    return np.asarray(found)


def _log_weight(pair: OffPolicy) -> tuple[float, float, float]:
    """log pi - log mu as a polynomial of the action's noise."""
    ratio = pair.deviation / pair.task.sigma
    shift = (pair.offset - pair.task.c) / pair.task.sigma
    constant = math.log(ratio) - 0.5 * shift**2
    return constant, -ratio * shift, 0.5 * (1.0 - ratio) * (1.0 + ratio)


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
    constant, line, square = _critic(pair, steps, factor, shift).T[:, :, np.newaxis]
    gamma = pair.task.gamma

    def of(weighted: WeightedPaths) -> Array:
        y = weighted.paths.away[: steps + 1]
        critic = square * y
        critic += line
        critic *= y
        critic += constant
        weights = np.exp(weighted.logs[:steps])
        deltas = gamma * critic[1:]
        deltas += weighted.paths.rewards[:steps]
        deltas -= critic[:-1]
        deltas *= weights if clip_rho is None else np.minimum(weights, clip_rho)
        carried = weights if clip_c is None else np.minimum(weights, clip_c)
        return np.asarray(critic[0] + corrections(deltas, (gamma * lam) * carried)[0])

    return of


def _critic(pair: OffPolicy, steps: int, factor: float, shift: float) -> Array:
    """Polynomials in y of the first steps + 1 times, (steps + 1, 3); 0 at the end of the task."""
    found = factor * pair.target_values[: steps + 1]
    found[: steps if steps == pair.task.T else steps + 1, 0] += shift
    return np.asarray(found)


def compiled_sums(
    pair: OffPolicy,
    steps: int,
    clip_rho: float,
    clip_c: float,
    lam: float,
    factor: float,
    shift: float,
) -> CompiledSums:
    """`target_sums` of V-trace so clipped, of `per_decision_targets` and of `whole_targets`."""
    from engine.trajectories.loops import target_sums

    task, gamma = pair.behaviour, pair.task.gamma
    step = task.v0, task.carry, task.B * task.sigma, task.tau
    by = rewards(task)[..., 0]
    rows = [by[:, 0, 0], by[:, 1, 0], by[:, 2, 0], by[:, 0, 1], by[:, 1, 1], by[:, 0, 2]]
    critic, trace = _critic(pair, steps, factor, shift), (gamma, gamma * lam, clip_rho, clip_c)

    def of(normals: Array, known: Array) -> Array:
        fixed = step, _log_weight(pair), np.stack(rows, axis=1), critic, trace
        return target_sums(np.ascontiguousarray(normals), *fixed, known)

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
    fast: CompiledSums | None = None,
) -> dict[str, MeasuredTarget]:
    """Each of the targets on the same trajectories of the behaviour policy; ``fast`` makes the sums
    of the same targets by compiled loops.

    Raises ParameterError for fewer than 2 trajectories; Cancelled.
    """
    n = checked_count("trajectories", trajectories, "must be a whole number, 2 or more", 2)
    exact = [moments for _, moments in targets.values()]
    source = Rollouts(pair.behaviour, n, seed)
    sums = gather(source, lambda _: _Sums(pair, list(targets.values()), fast), run or Run())
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

    def __init__(
        self,
        pair: OffPolicy,
        targets: list[tuple[Targets, TargetMoments]],
        fast: CompiledSums | None,
    ) -> None:
        self._pair, self._targets, self._fast = pair, targets, fast
        # Squares vary as much as their mean is large: about 0 their variance keeps its digits.
        self._first, self._second = (MomentSums([0.0] * len(targets)) for _ in range(2))

    def add(self, paths: Paths) -> None:
        """Take in the trajectories of the own block."""
        if self._fast is None:
            for part in paths.parts():
                self._add(WeightedPaths(self._pair, part))
            return
        known = np.array([[known.mean, *known.given] for _, known in self._targets])
        sums = self._fast(paths.normals, known)
        self._first.take(paths.normals.shape[1], sums[0], sums[1])
        self._second.take(paths.normals.shape[1], sums[2], sums[3])

    def _add(self, weighted: WeightedPaths) -> None:
        y = weighted.paths.away[0]
        with np.errstate(over="ignore", invalid="ignore"):
            found = np.stack([target(weighted) for target, _ in self._targets])
            given = np.stack(
                [(k.given[2] * y + k.given[1]) * y + k.given[0] for _, k in self._targets]
            )
            mean = np.array([[known.mean] for _, known in self._targets])
            self._first.add(found - mean)
            self._second.add(np.square(found - given))

    def merge(self, other: Self) -> None:
        """Take in the block that follows."""
        with np.errstate(over="ignore", invalid="ignore"):
            self._first.merge(other._first)
            self._second.merge(other._second)

    def moments(self) -> tuple[Moments, Moments]:
        """Of both."""
        with np.errstate(over="ignore", invalid="ignore"):
            return self._first.moments(), self._second.moments()
