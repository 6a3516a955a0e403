"""The old policy and all new ones, as what their rewards are measured against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.functions.objectives import Objective
from engine.gradients.natural.move import Move
from engine.pages.trust_region.steps import Start


@dataclass(frozen=True, slots=True)
class Policies:
    """The old one first, (p,), along k principal directions."""

    reward: Objective
    mean: Array  # (p, k)
    std: Array  # (p, k)
    level: Array  # (p,), E f
    gradient: Array  # (2,), of the old one by m and by v along the direction that is shown
    shown: int

    @property
    def about(self) -> Array:
        """What is estimated: the gradient, and E f of each new policy, (1 + p,)."""
        return np.concatenate([self.gradient, self.level[1:]])


def policies_of(start: Start, moves: list[Move], shown: int) -> Policies:
    """The start, and where the moves end."""
    policy, reward = start.policy, start.land.objective
    assert isinstance(reward, Objective)
    nothing = np.zeros_like(start.by_shift)
    every = [Move(nothing, nothing), *moves]
    mean, std = np.swapaxes([each.there(policy.mean, policy.std) for each in every], 0, 1)
    level = np.array([start.land.value(each) for each in every])
    gradient = np.array([start.by_shift[shown], start.by_growth[shown]])
    return Policies(reward, mean, std, level, gradient, shown)
