"""What the Trust region page adds to the scene."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Literal

from engine.core.parameter import Parameter, ParameterSet
from engine.functions.objectives import NAME, SCALE, K, Name, Objective

if TYPE_CHECKING:
    from engine.gradients.natural.move import Ball

MOST_DIRECTIONS = 2
MOST_STEPS = 200


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """The reward, the size of a step and how often it is repeated."""

    objective: Annotated[Name, NAME] = "square"
    k: Annotated[float, K] = 0.0
    factor: Annotated[float, replace(SCALE, advanced=False)] = -1.0
    delta: Annotated[
        float,
        Parameter(
            label="delta",
            symbol="δ",
            unit="nats",
            help="The KL that a step is set to: its length in Fisher's metric is sqrt(2 delta).",
            minimum=1e-12,
            maximum=20.0,
            typical=(1e-4, 1.0),
            scale="log",
        ),
    ] = 0.1
    ball: Annotated[
        Literal["old||new", "new||old"],
        Parameter(
            label="ball",
            help="Which KL the best policy is sought in: old||new is what TRPO bounds and PPO "
            "logs, from samples of the old policy; new||old is that of a KL penalty.",
        ),
    ] = "old||new"
    steps: Annotated[
        int,
        Parameter(
            label="steps",
            symbol="N",
            help="How often each step is repeated along its path, delta staying as it is.",
            minimum=1,
            maximum=MOST_STEPS,
            typical=(1, 60),
        ),
    ] = 20
    shown: Annotated[
        int,
        Parameter(
            label="shown step",
            help="Where along its path each repeated step is shown; it can be played.",
            minimum=0,
            maximum=MOST_STEPS,
            typical=(0, 60),
            advanced=True,
        ),
    ] = 20
    direction: Annotated[
        int,
        Parameter(
            label="direction",
            symbol="i",
            help="Along which principal direction of q the half-plane of mean and std lies.",
            minimum=1,
            maximum=MOST_DIRECTIONS,
            typical=(1, MOST_DIRECTIONS),
            dimensions=(2, math.inf),
        ),
    ] = 1

    @property
    def reward(self) -> Objective:
        """f; raises ParameterError for exp(-k x^2) with a negative k."""
        return Objective(self.objective, self.k, 0.0, self.factor)

    @property
    def measured_by(self) -> Ball:
        """The ball's KL, as the engine calls it."""
        return "old_new" if self.ball == "old||new" else "new_old"

    def shown_direction(self, directions: int) -> int:
        """The index of the direction that is shown, of so many."""
        return min(self.direction, directions) - 1
