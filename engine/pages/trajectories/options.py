"""What the Trajectories page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from engine.core.parameter import Parameter, ParameterSet
from engine.pages.trajectories.estimators import STANDARDISED, WRONG
from engine.trajectories.learning import Optimiser

By = Literal["K", "c", "log sigma"]
Mapped = Literal["total reward", "total - mean", "reward-to-go", "to-go - V", "GAE", "advantage"]
Compared = Literal["reward-to-go", "baselines", "critics"]
MAPPED: dict[Mapped, str] = {
    "total reward": "total_reward",
    "total - mean": "total_reward/mean",
    "reward-to-go": "reward_to_go",
    "to-go - V": "reward_to_go/value",
    "GAE": "gae",
    "advantage": "advantage",
}
COMPARED: dict[Compared, tuple[str, ...]] = {
    "reward-to-go": (
        "total_reward",
        "reward_to_go",
        "total_reward/standardised",
        STANDARDISED,
    ),
    "baselines": ("total_reward", "reward_to_go", "reward_to_go/value", "advantage"),
    "critics": ("reward_to_go", "reward_to_go/value", "gae", WRONG),
}
PARAMETERS: dict[By, int] = {"K": 0, "c": 1, "log sigma": 2}


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    by: Annotated[
        By,
        Parameter(
            label="by",
            help="Which parameter of the policy the curves and the split are about: the gain K, "
            "the offset c or the logarithm of the noise.",
            shown_as=(("log sigma", "log σ"),),
        ),
    ] = "K"
    lam: Annotated[
        float,
        Parameter(
            label="GAE",
            symbol="λ",
            help="How far GAE looks ahead: 0 uses one TD error, 1 the whole return.",
            minimum=0.0,
            maximum=1.0,
            typical=(0.0, 1.0),
        ),
    ] = 0.95
    factor: Annotated[
        float,
        Parameter(
            label="V times",
            help="The wrong critic is the exact V times this, plus an offset.",
            minimum=-1e6,
            maximum=1e6,
            typical=(0.0, 2.0),
        ),
    ] = 0.5
    offset: Annotated[
        float,
        Parameter(
            label="V plus",
            help="What the wrong critic adds to V at every step but the end.",
            minimum=-1e6,
            maximum=1e6,
            typical=(-5.0, 5.0),
        ),
    ] = 0.0
    mapped: Annotated[
        Mapped,
        Parameter(
            label="map of",
            help="Whose noise to signal the map over σ and K shows.",
            shown_as=(("total - mean", "total − mean"), ("to-go - V", "to-go − V")),
        ),
    ] = "total reward"
    compared: Annotated[
        Compared,
        Parameter(
            label="learn by",
            help="Which estimators learn: total reward and reward-to-go, each with and without "
            "standardised credits; better and better baselines; or critics.",
        ),
    ] = "reward-to-go"
    batch: Annotated[
        int,
        Parameter(
            label="batch",
            symbol="N",
            help="How many trajectories make one estimate, in learning and for standardising.",
            minimum=1,
            maximum=1_000,
            typical=(1, 200),
            scale="log",
        ),
    ] = 16
    rate: Annotated[
        float,
        Parameter(
            label="rate",
            symbol="α",
            help="What the estimated gradient, or Adam's step, is multiplied by.",
            minimum=1e-9,
            maximum=1e3,
            typical=(1e-4, 1.0),
            scale="log",
        ),
    ] = 0.01
    iterations: Annotated[
        int,
        Parameter(
            label="iterations",
            help="How many steps of learning.",
            minimum=1,
            maximum=1_000,
            typical=(10, 300),
        ),
    ] = 100
    optimiser: Annotated[
        Optimiser,
        Parameter(
            label="optimiser",
            help="gradient ascent adds the rate times the estimate; Adam divides it by its size.",
            advanced=True,
        ),
    ] = "gradient ascent"
    shown: Annotated[
        int,
        Parameter(
            label="shown",
            help="The last iteration that is shown, at most all of them: play the learning by it.",
            minimum=0,
            maximum=1_000,
            typical=(0, 300),
            advanced=True,
        ),
    ] = 1_000

    @property
    def parameter(self) -> int:
        """The place of the chosen parameter among K, c, log sigma."""
        return PARAMETERS[self.by]

    @property
    def shown_iteration(self) -> int:
        """The last iteration that is shown."""
        return min(self.shown, self.iterations)
