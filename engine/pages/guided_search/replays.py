"""What many replays say of the policy."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.functions.objectives import Objective
from engine.sampling.accumulators.moments import Moments, MomentSums, Summed
from engine.sampling.gather import Mapped, gather
from engine.weights.guided_replay import Replays, log_density, weigh


def repeated_returns(
    source: Replays,
    objective: Objective,
    policy: tuple[float, float],
    exact: float,
    samples: int,
    run: Run,
) -> Moments:
    """Of the return that each replay estimates for N(mean, std^2), from their sums about the
    exact one. Raises Cancelled, and ParameterError where a reward overflows."""
    guides = source.guides

    def deviations(actions: Array) -> Array:
        """Of replays (m, n, T), (1, m)."""
        found = weigh(actions, objective.value(actions), log_density(guides, actions), *policy)
        return np.asarray(found.estimate.sum(axis=1)[np.newaxis] - exact)

    def summed(actions: Array) -> Summed:
        from engine.pages.guided_search.loops import return_sums

        places = np.array([[each.mean[0], each.std[0]] for each in guides])
        sums = return_sums(actions, objective.value(actions), policy, places, exact)
        return Summed(len(actions), *(np.array([each]) for each in sums))

    change = summed if worth_compiling(samples) else deviations
    return gather(Mapped(source, change), lambda _: MomentSums((exact,)), run).moments()
