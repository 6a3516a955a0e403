"""What the KL page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from engine.core.parameter import Parameter, ParameterSet


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    batch: Annotated[
        int,
        Parameter(
            label="batch",
            symbol="B",
            help="How many samples a mean is taken over, for the chance that it is negative.",
            minimum=1,
            maximum=10**6,
            typical=(1, 10_000),
            scale="log",
        ),
    ] = 64
    coefficient: Annotated[
        float,
        Parameter(
            label="control variate",
            symbol="c",
            help="The coefficient c of the estimator k1 + c (w - 1): c = 0 is k1, c = 1 is k3.",
            minimum=-100.0,
            maximum=100.0,
            typical=(-0.5, 2.0),
        ),
    ] = 1.0
