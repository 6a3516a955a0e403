"""What the squash page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from engine.core.parameter import Parameter, ParameterError, ParameterSet, number_text
from engine.page.scene import MAXIMUM_DIMENSION
from engine.pages.tanh_squashing.reward import ActionReward
from engine.pages.tanh_squashing.reward import Name as Reward
from engine.squash.action_bounds import ActionBounds

LARGEST_ACTION = 1e6
Bounds = Literal["same", "own"]


SECOND = ("second_bounds", "own")


def _action(
    label: str,
    text: str,
    symbol: str = "",
    when: tuple[str, str] | None = None,
    dimensions: tuple[int, int] = (1, MAXIMUM_DIMENSION),
) -> Parameter:
    return Parameter(
        label=label,
        symbol=symbol,
        help=text,
        minimum=-LARGEST_ACTION,
        maximum=LARGEST_ACTION,
        typical=(-2.0, 2.0),
        when=when,
        dimensions=dimensions,
        advanced=True,
    )


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene; raises ParameterError unless every low < high."""

    jacobian: Annotated[
        bool,
        Parameter(
            label="Jacobian",
            help="Whether the density over the action is divided by |da/du|. Without, the curve "
            "is no density: its area is not 1.",
        ),
    ] = True
    coordinate: Annotated[
        int,
        Parameter(
            label="coordinate",
            symbol="i",
            help="Which action the curves over one action show.",
            minimum=1,
            maximum=MAXIMUM_DIMENSION,
            typical=(1, 10),
            dimensions=(2, MAXIMUM_DIMENSION),
        ),
    ] = 1
    low: Annotated[float, _action("low", "Lower bound of every action.")] = -1.0
    high: Annotated[float, _action("high", "Upper bound of every action.")] = 1.0
    second_bounds: Annotated[
        Bounds,
        Parameter(
            label="a2 bounds",
            help="same: the second of two actions has the bounds of the first; own: it has others.",
            dimensions=(2, 2),
            advanced=True,
        ),
    ] = "same"
    second_low: Annotated[
        float, _action("a2 low", "Lower bound of the second action.", "", SECOND, (2, 2))
    ] = -1.0
    second_high: Annotated[
        float, _action("a2 high", "Upper bound of the second action.", "", SECOND, (2, 2))
    ] = 1.0
    action: Annotated[
        float,
        _action(
            "action",
            "Where a log-density is read off from the action, in every coordinate. It must lie "
            "within the bounds.",
            "a",
        ),
    ] = 0.0
    cursor: Annotated[
        float,
        Parameter(
            label="cursor",
            symbol="|u|",
            help="Where the errors of the formulas are read off, pre-tanh.",
            minimum=0.0,
            maximum=50.0,
            typical=(0.0, 50.0),
            advanced=True,
        ),
    ] = 8.0
    alpha: Annotated[
        float,
        Parameter(
            label="temperature",
            symbol="α",
            help="Weight of the entropy in the objective of soft actor-critic.",
            unit="reward per nat",
            minimum=1e-6,
            maximum=1e6,
            typical=(0.01, 10.0),
            scale="log",
        ),
    ] = 0.2
    reward: Annotated[
        Reward,
        Parameter(
            label="reward",
            symbol="r",
            help="quadratic: -(a - target)²; linear: a - target; step: 1 if a > target, else 0.",
        ),
    ] = "quadratic"
    target: Annotated[float, _action("target", "The action that the reward is about.")] = 0.5

    def __post_init__(self) -> None:
        # ParameterSet's check is named, for dataclass(slots=True) breaks a bare super().
        ParameterSet.__post_init__(self)
        ActionBounds.checked(self.low, self.high, 1)
        if self.second_bounds == "own" and not self.second_low < self.second_high:
            high = number_text(self.second_high)
            raise ParameterError(
                "second_low", self.second_low, f"must be less than second_high = {high}"
            )
        if not self.low <= self.action <= self.high and self.action != 0.0:
            low, high = number_text(self.low), number_text(self.high)
            raise ParameterError("action", self.action, f"must lie from {low} to {high}")

    def bounds(self, dimension: int) -> ActionBounds:
        """Of every action."""
        lows, highs = [self.low] * dimension, [self.high] * dimension
        if self.second_bounds == "own" and dimension == 2:
            lows[1], highs[1] = self.second_low, self.second_high
        return ActionBounds.checked(lows, highs, dimension)

    @property
    def action_reward(self) -> ActionReward:
        """The chosen reward."""
        return ActionReward(self.reward, self.target)
