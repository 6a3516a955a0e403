"""The exact bias that a wrong critic brings into GAE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array, sealed
from engine.trajectories.expectations import summed_scores
from engine.trajectories.states import ahead, step_of

if TYPE_CHECKING:
    from engine.trajectories.credit import Credit
    from engine.trajectories.task import LinearQuadraticTask


def critic_bias(task: LinearQuadraticTask, credit: Credit) -> Array:
    """E sum_t gamma^t score_t A_t less the gradient, by K, c and log sigma, (3,).

    The error w of the critic adds sum_(u >= t) (gamma lam)^(u-t) (gamma w_(u+1) - w_u) to A_t:
    that is -w_t, which no score notices, plus gamma (1 - lam) times the sum of
    (gamma lam)^(u-t) w_(u+1), nothing at lam = 1. Formed from w alone, so that a small one keeps
    its digits.
    """
    wrong, gamma, lam = credit.error(task), task.gamma, credit.lam
    carried = gamma * lam * step_of(task).after(2)
    later = wrong.copy()  # sum_(u >= t) (gamma lam)^(u-t) E[w_u | y_t]
    for t in reversed(range(task.T)):
        later[t] += later[t + 1] @ carried
    added = gamma * (1.0 - lam) * ahead(task, later[1:])[..., :1]
    factors = gamma ** np.arange(float(task.T)) if credit.discounted else np.ones(task.T)
    return sealed(np.array(list(summed_scores(task, added, factors).values())))
