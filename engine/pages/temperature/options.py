"""What the temperature page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from engine.core.parameter import Parameter, ParameterSet

STRENGTHS = {"minimum": 1e-6, "maximum": 1e6, "typical": (1e-2, 1e2), "scale": "log"}


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """The reward -c (a - k)², the price of entropy, and how that is adjusted."""

    curvature: Annotated[
        float, Parameter("curvature", "c of the reward -c (a - k)².", "c", **STRENGTHS)
    ] = 1.0
    centre: Annotated[
        float,
        Parameter(
            "best action",
            "k of the reward -c (a - k)²; with bounds it may lie beyond them.",
            "k",
            minimum=-1e3,
            maximum=1e3,
            typical=(-2.0, 2.0),
        ),
    ] = 0.5
    alpha: Annotated[
        float,
        Parameter("temperature", "What a nat of entropy is worth in reward.", "α", **STRENGTHS),
    ] = 0.2
    bounded: Annotated[
        bool,
        Parameter(
            "actions after tanh",
            "Actions lie between -1 and 1, where no entropy is above log 2; else on the line.",
        ),
    ] = True
    target: Annotated[
        float,
        Parameter(
            "target entropy",
            "Where the temperature is adjusted to; the usual choice is -1 an action.",
            "H",
            "nats",
            minimum=-20.0,
            maximum=20.0,
            typical=(-3.0, 1.5),
        ),
    ] = -1.0
    rate: Annotated[
        float,
        Parameter(
            "learning rate",
            "Of the temperature's steps.",
            "η",
            minimum=1e-6,
            maximum=1e3,
            typical=(1e-3, 1.0),
            scale="log",
        ),
    ] = 0.03
    steps: Annotated[
        int,
        Parameter(
            "steps",
            "How many steps the temperature is adjusted for.",
            "t",
            minimum=1,
            maximum=1_000,
            typical=(10, 1_000),
            scale="log",
        ),
    ] = 200
