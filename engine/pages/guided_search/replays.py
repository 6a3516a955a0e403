"""What many replays say of the policy."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.functions.objectives import Objective
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import gather
from engine.weights.guided_replay import Replays, log_density, weigh


def repeated_returns(
    source: Replays,
    objective: Objective,
    policy: tuple[float, float],
    exact: float,
    samples: int,
    run: Run,
) -> Moments:
    """Of the return that each replay estimates for N(mean, std^2); ``exact``: about what its sums
    are made. Raises Cancelled, and ParameterError where a reward overflows."""
    task = _Task(source, objective, policy, exact)
    sums = _CompiledSums if worth_compiling(samples) else _Sums
    return gather(source, lambda _: sums(task), run).moments()


@dataclass(frozen=True, slots=True)
class _Task:
    source: Replays
    objective: Objective
    policy: tuple[float, float]
    exact: float


class _Sums(MomentSums):
    """Gathers estimated returns."""

    def __init__(self, task: _Task) -> None:
        super().__init__((task.exact,))
        self._task = task

    def add(self, actions: Array) -> None:
        """Take in replays, (m, n, T)."""
        task = self._task
        rewards, log_q = task.objective.value(actions), log_density(task.source.guides, actions)
        estimate = weigh(actions, rewards, log_q, *task.policy).estimate
        super().add(estimate.sum(axis=1)[np.newaxis] - task.exact)


class _CompiledSums(_Sums):
    """The same by compiled loops."""

    def add(self, actions: Array) -> None:
        from engine.pages.guided_search.loops import return_sums

        task = self._task
        guides = np.array([[each.mean[0], each.std[0]] for each in task.source.guides])
        rewards = task.objective.value(actions)
        sums = return_sums(actions, rewards, task.policy, guides, task.exact)
        self.take(len(actions), *(np.array([each]) for each in sums))
