"""What the Replay page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from engine.core.parameter import Parameter, ParameterSet
from engine.trajectories.task import MOST_STEPS


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene: the buffer, then the recurrent unit."""

    items: Annotated[
        int,
        Parameter(
            "items",
            "How many items the buffer holds: the first ones of q's trajectories.",
            "m",
            minimum=2,
            maximum=10_000,
            typical=(10, 2_000),
            scale="log",
        ),
    ] = 200
    a: Annotated[
        float,
        Parameter(
            "priority",
            "An item is drawn in proportion to its priority to this power; 0 draws all alike.",
            "a",
            minimum=0.0,
            maximum=10.0,
            typical=(0.0, 1.0),
        ),
    ] = 0.9
    b: Annotated[
        float,
        Parameter(
            "correction",
            "An update is weighted by (m P)^-b; 1 takes the bias away, 0 corrects nothing.",
            "b",
            minimum=0.0,
            maximum=10.0,
            typical=(0.0, 1.0),
        ),
    ] = 0.6
    sequence: Annotated[
        int,
        Parameter(
            "sequence",
            "How many steps an item holds, at most those of a trajectory; 1 is a transition.",
            "ℓ",
            minimum=1,
            maximum=MOST_STEPS,
            typical=(1, 80),
        ),
    ] = 1
    eta: Annotated[
        float,
        Parameter(
            "mix",
            "The priority of a sequence: η times its largest TD error and 1 - η times the mean.",
            "η",
            minimum=0.0,
            maximum=1.0,
            typical=(0.0, 1.0),
        ),
    ] = 0.9
    factor: Annotated[
        float,
        Parameter(
            "V times",
            "The critic is the exact V of p times this.",
            minimum=-1e6,
            maximum=1e6,
            typical=(0.0, 2.0),
        ),
    ] = 0.5
    rescale: Annotated[
        bool,
        Parameter(
            "rescale",
            "TD errors of values after h(x) = sign(x)(√(|x| + 1) - 1) + .001 x, as in R2D2.",
        ),
    ] = False
    w: Annotated[
        float,
        Parameter(
            "recurrence",
            "What a step keeps of the hidden state: h' = w h + u o.",
            "w",
            minimum=-0.999999,
            maximum=0.999999,
            typical=(0.0, 0.99),
        ),
    ] = 0.9
    u: Annotated[
        float,
        Parameter(
            "input",
            "What an observation o ~ N(0, 1) adds to the hidden state.",
            "u",
            minimum=-1e6,
            maximum=1e6,
            typical=(0.1, 2.0),
            advanced=True,
        ),
    ] = 1.0
    v: Annotated[
        float,
        Parameter(
            "output",
            "The policy is N(v h, s²), s being the std of p.",
            "v",
            minimum=-1e6,
            maximum=1e6,
            typical=(0.1, 2.0),
            advanced=True,
        ),
    ] = 1.0
    rate: Annotated[
        float,
        Parameter(
            "drift",
            "How far w was from its current value for each update of age.",
            minimum=-0.1,
            maximum=0.1,
            typical=(-1e-3, 1e-3),
            advanced=True,
        ),
    ] = -1e-4
    age: Annotated[
        float,
        Parameter(
            "age",
            "How many updates ago the hidden state was stored.",
            minimum=0.0,
            maximum=1e6,
            typical=(0.0, 2_000.0),
        ),
    ] = 500.0
    burn_in: Annotated[
        int,
        Parameter(
            "burn-in",
            "How many steps the unit runs before its output counts.",
            "L",
            minimum=0,
            maximum=1_000,
            typical=(0, 80),
        ),
    ] = 10
