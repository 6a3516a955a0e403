"""What the Off-policy page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from engine.core.parameter import Parameter, ParameterSet
from engine.trajectories.task import MOST_STEPS

CLIP = {"minimum": 1e-6, "maximum": 1e6, "typical": (0.1, 10.0), "scale": "log"}


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    clip_rho: Annotated[
        float,
        Parameter(
            "rho-bar",
            "Where the weight of a TD error is clipped; it decides which policy is evaluated.",
            "ρ̄",
            **CLIP,
        ),
    ] = 1.0
    clip_c: Annotated[
        float,
        Parameter(
            "c-bar",
            "Where the weight that later TD errors pass through is clipped: how fast, not what.",
            "c̄",
            **CLIP,
        ),
    ] = 1.0
    steps: Annotated[
        int,
        Parameter(
            "steps",
            "How many steps a target of V-trace looks ahead before the critic stands in; at most "
            "those of the task.",
            "n",
            minimum=1,
            maximum=MOST_STEPS,
            typical=(1, 50),
        ),
    ] = 5
    lam: Annotated[
        float,
        Parameter(
            "trace",
            "What every c is multiplied by; 1 is V-trace as published.",
            "λ",
            minimum=0.0,
            maximum=1.0,
            typical=(0.0, 1.0),
        ),
    ] = 1.0
    distance: Annotated[
        float,
        Parameter(
            "staleness",
            "How far the behaviour μ has moved from p, of the way to q: 0 is on-policy, 1 is q; "
            "the mean moves evenly, the std by equal factors.",
            minimum=0.0,
            maximum=10.0,
            typical=(0.0, 2.0),
        ),
    ] = 1.0
    factor: Annotated[
        float,
        Parameter(
            "V times",
            "The critic is the exact V of p times this, plus an offset.",
            minimum=-1e6,
            maximum=1e6,
            typical=(0.0, 2.0),
            advanced=True,
        ),
    ] = 1.0
    shift: Annotated[
        float,
        Parameter(
            "V plus",
            "What the critic adds to V at every step but the end.",
            minimum=-1e6,
            maximum=1e6,
            typical=(-5.0, 5.0),
            advanced=True,
        ),
    ] = 0.0
