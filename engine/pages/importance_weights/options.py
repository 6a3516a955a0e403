"""What the Weights page adds to the scene."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Annotated, Literal

from engine.core.parameter import Parameter, ParameterSet
from engine.functions.test_function import Name
from engine.page.scene import MAXIMUM_DIMENSION


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    function: Annotated[
        Name,
        Parameter(
            label="function",
            own_data=False,
            symbol="f",
            help="The function whose mean under p is wanted: 1, x, x², the indicator of x > a, "
            "the sigmoid of x - a, or the distance |x - a|; x is taken along one direction.",
        ),
    ] = "x"
    point: Annotated[
        float,
        Parameter(
            label="point",
            own_data=False,
            symbol="a",
            help="Threshold of the indicator, centre of the sigmoid, end of the distance.",
            minimum=-1e12,
            maximum=1e12,
            typical=(-5.0, 5.0),
        ),
    ] = 0.0
    clip: Annotated[
        float,
        Parameter(
            label="clip at",
            symbol="c",
            help="Weights above c are clipped to c, or masked to 0: V-trace's rho-bar.",
            minimum=1e-3,
            maximum=1e9,
            typical=(0.1, 100.0),
            scale="log",
        ),
    ] = 1.0
    direction: Annotated[
        Literal["axis", "mean difference", "worst direction"],
        Parameter(
            label="direction",
            own_data=False,
            help="What f looks along: one axis, the difference of the means, or the direction "
            "that adds most to log(1 + chi-square).",
            dimensions=(2, math.inf),
        ),
    ] = "axis"
    axis: Annotated[
        int,
        Parameter(
            label="axis",
            own_data=False,
            help="Which coordinate f takes, 1 being the first.",
            minimum=1,
            maximum=MAXIMUM_DIMENSION,
            typical=(1, 20),
            dimensions=(2, math.inf),
        ),
    ] = 1
    histogram: Annotated[
        Literal["log10 w", "w"],
        Parameter(
            label="histogram of",
            help="Show the logarithm of the weights, or the weights themselves.",
        ),
    ] = "log10 w"
    slow_curves: Annotated[
        bool,
        Parameter(
            label="slow exact curves",
            own_data=False,
            help="Draw the exact curves also where they take seconds: several directions.",
            dimensions=(2, math.inf),
        ),
    ] = False
    blind_ess: Annotated[
        bool,
        Parameter(
            label="half of p unseen",
            own_data=False,
            help="Replace p by half N(-10, 1), half N(10, 1), q by N(10, 1) and f by 1[x < 0]: "
            "ESS is n and the estimate is 0, while the truth is 0.5.",
            dimensions=(1, 1),
        ),
    ] = False
