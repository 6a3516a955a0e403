"""What a gradient estimator is asked: the objective, the policy, the estimators' numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count
from engine.functions.objectives import Objective, checked_gaussian
from engine.sampling.normals import BLOCK_ROWS


@dataclass(frozen=True, slots=True)
class Setting:
    """The gradient of E f(x), x ~ N(mean, std^2), by (mu, sigma), from batches of N samples.

    ``baseline`` is the constant b of the score function; ``epsilon`` the step of the zeroth-order
    estimators, the std where None; ``behaviour_mean`` and ``behaviour_std`` the q that off-policy
    samples come from; ``deviation_floor`` is added to the deviation that advantages are divided
    by. With ``others``, the (mean, std) of independent further coordinates, the reward is f(x) +
    sum_j f(x_j), its constant added once, and they are noise beside this coordinate. Raises
    ParameterError.
    """

    objective: Objective
    mean: float
    std: float
    batch_size: int = 1
    baseline: float = 0.0
    epsilon: float | None = None
    behaviour_mean: float | None = None
    behaviour_std: float | None = None
    deviation_floor: float = 0.0
    others: tuple[tuple[float, float], ...] = ()
    others_behaviour: tuple[tuple[float, float], ...] = ()  # of q, as many, where it has one

    def __post_init__(self) -> None:
        checked_gaussian(self.mean, self.std)
        allowed = f"must be a whole number from 1 to {BLOCK_ROWS}"
        size = checked_count("batch_size", self.batch_size, allowed, 1, BLOCK_ROWS)
        object.__setattr__(self, "batch_size", size)
        if not math.isfinite(self.baseline):
            raise ParameterError("baseline", self.baseline, "must be a finite number")
        if not (math.isfinite(self.step) and self.step > 0.0):
            raise ParameterError(
                "epsilon", self.step, "must be above 0: the perturbation is divided by it"
            )
        if (self.behaviour_mean is None) != (self.behaviour_std is None):
            raise ParameterError(
                "behaviour", None, "needs both a mean and a standard deviation, or neither"
            )
        if self.behaviour_mean is not None and self.behaviour_std is not None:
            checked_gaussian(self.behaviour_mean, self.behaviour_std)
        if not (math.isfinite(self.deviation_floor) and self.deviation_floor >= 0.0):
            raise ParameterError("deviation_floor", self.deviation_floor, "must be at least 0")
        for each in (*self.others, *self.others_behaviour):
            checked_gaussian(*each)
        wanted = len(self.others) if self.behaviour_mean is not None else 0
        if len(self.others_behaviour) != wanted:
            count = len(self.others_behaviour)
            raise ParameterError("others_behaviour", count, f"must be {wanted} pairs")

    @property
    def others_objective(self) -> Objective:
        """f of each other coordinate: without the constant."""
        return self.objective.replace(constant=0.0) if self.objective.constant else self.objective

    @property
    def step(self) -> float:
        """epsilon, or the std where none is given."""
        return self.std if self.epsilon is None else self.epsilon

    @property
    def behaviour(self) -> tuple[float, float]:
        """Mean and std of q: those of the policy where none are given."""
        if self.behaviour_mean is None or self.behaviour_std is None:
            return self.mean, self.std
        return self.behaviour_mean, self.behaviour_std
