"""What the page of guided policy search adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from engine.core.parameter import Parameter, ParameterSet
from engine.functions.objectives import NAME, K, Name, Objective
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """The reward of a step, the guides and their samples, the regulariser."""

    reward: Annotated[Name, NAME] = "square"
    k: Annotated[float, K] = 3.0
    factor: Annotated[
        float,
        Parameter(
            "factor",
            "Multiplies the reward: below 0 the square is a hill.",
            "a",
            minimum=-1e6,
            maximum=1e6,
            typical=(-5.0, 5.0),
        ),
    ] = -1.0
    regulariser: Annotated[
        float,
        Parameter(
            "regulariser",
            "What a nat of log Z is worth in reward: it holds the policy near the samples.",
            "wᵣ",
            minimum=0.0,
            maximum=1e6,
            typical=(0.0, 5.0),
        ),
    ] = 1.0
    steps: Annotated[
        int,
        Parameter(
            "steps",
            "Of a trajectory; every step's action is drawn anew and earns its reward.",
            "T",
            minimum=1,
            maximum=20,
            typical=(1, 20),
        ),
    ] = 1
    per_guide: Annotated[
        int,
        Parameter(
            "paths per guide",
            "How many each guide has left in the replay.",
            "N",
            minimum=2,
            maximum=2_000,
            typical=(5, 500),
            scale="log",
        ),
    ] = 40
    guides: Annotated[
        Literal["one", "two"],
        Parameter("guides", "one: q has left the samples; two: another Gaussian as well."),
    ] = "one"
    second_mean: Annotated[
        float,
        Parameter(
            "second mean",
            "Of the second guide.",
            when=("guides", "two"),
            minimum=-1e6,
            maximum=1e6,
            typical=(-5.0, 5.0),
        ),
    ] = -2.0
    second_std: Annotated[
        float,
        Parameter(
            "second std",
            "Of the second guide.",
            when=("guides", "two"),
            minimum=1e-6,
            maximum=1e6,
            typical=(0.1, 5.0),
            scale="log",
        ),
    ] = 0.7

    def objective(self) -> Objective:
        """The reward of an action."""
        return Objective(self.reward, self.k, 0.0, self.factor)

    def guides_in(self, scene: Scene) -> tuple[Gaussian, ...]:
        """q's first coordinate, and the second guide."""
        first = Gaussian.from_std(scene.q.mean[:1], scene.q.std[:1])
        if self.guides == "one":
            return (first,)
        return first, Gaussian.from_std(self.second_mean, self.second_std)
