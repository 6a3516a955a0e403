"""What a step's score is multiplied by: returns less a baseline, GAE, the exact advantage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.trajectories.states import ahead, rewards, state_moments, values

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask


@dataclass(frozen=True, slots=True)
class Credit:
    """sum_(u >= t) (gamma lam)^(u-t) delta_u, delta_u = r_u + gamma b_(u+1)(s') - b_u(s_u).

    ``baseline`` says which b: 0, E G_u, or ``factor`` V_u(s) + ``offset`` (b_T is 0 always).
    With lam = 1 that is G_t - b_t(s_t). The exact advantage is delta_t with V and without what
    the noise of the step adds. ``discounted``: gamma^t stands before each step's score.
    """

    baseline: Literal["none", "mean", "value", "advantage"]
    lam: float = 1.0
    factor: float = 1.0
    offset: float = 0.0
    discounted: bool = True

    def __post_init__(self) -> None:
        if not 0.0 <= self.lam <= 1.0:
            raise ParameterError("lam", self.lam, "must be from 0 to 1")

    def deltas(self, task: LinearQuadraticTask) -> Array:
        """delta_t as polynomials in (y_t, e_t, n_t), (T, 3, 3, 3)."""
        found = np.zeros((task.T, 3, 3, 3))
        found[..., :1] = rewards(task)
        if self.baseline == "none":
            return found
        if self.baseline == "mean":
            # The reward where there is no noise drops out, and with it its digits.
            variance = state_moments(task)[1][:-1]
            found[:, 0, 0, 0] = -(found[:, 0, 2, 0] + found[:, 2, 0, 0] * variance)
            return found
        return self._with_value(task, found)

    def _with_value(self, task: LinearQuadraticTask, found: Array) -> Array:
        value = values(task)
        found += task.gamma * ahead(task, value[1:])
        if self.baseline == "advantage":
            found[:, 0, 0, 2] = 0.0
            found[..., 1:] = 0.0
        # V is the mean of what follows, so all that is left without noise is 0 to the last digit.
        found[:, :, 0, 0] = 0.0
        found[:, 0, 0, 0] = -found[:, 0, 2, 0] - found[:, 0, 0, 2]
        if self.baseline == "value" and (self.factor != 1.0 or self.offset != 0.0):
            wrong = self._error(value)
            found += task.gamma * ahead(task, wrong[1:])
            found[:, :, 0, 0] -= wrong[:-1]
        return found

    def error(self, task: LinearQuadraticTask) -> Array:
        """w = b - V of the baseline "value", polynomials in y, (T + 1, 3)."""
        return self._error(values(task))

    def _error(self, value: Array) -> Array:
        wrong = (self.factor - 1.0) * value
        wrong[:-1, 0] += self.offset
        return wrong


def named_credits(lam: float) -> dict[str, Credit]:
    """Those that `LinearQuadraticTask.variances` names."""
    return {
        "reward_to_go": Credit("none"),
        "reward_to_go/mean_each_step": Credit("mean"),
        "reward_to_go/value": Credit("value"),
        "gae": Credit("value", lam),
        "advantage": Credit("advantage", 0.0),
    }
