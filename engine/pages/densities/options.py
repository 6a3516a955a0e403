"""What the densities page adds to the scene."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from engine.core.parameter import Parameter, ParameterSet
from engine.page.scene import MAXIMUM_DIMENSION


@dataclass(frozen=True, slots=True)
class Options(ParameterSet):
    """What this page adds to the scene."""

    alpha: Annotated[
        float,
        Parameter(
            label="Rényi order",
            symbol="α",
            help="The order of the Rényi divergence: 1/2 is -2 log of the Bhattacharyya "
            "coefficient, 1 is KL, 2 is log(1 + chi-square).",
            minimum=0.01,
            maximum=100.0,
            typical=(0.1, 3.0),
            scale="log",
        ),
    ] = 2.0
    x_axis: Annotated[
        int,
        Parameter(
            label="x axis",
            symbol="i",
            help="The coordinate along x, in three dimensions or more.",
            minimum=1,
            maximum=MAXIMUM_DIMENSION,
            typical=(1, 10),
            dimensions=(3, MAXIMUM_DIMENSION),
        ),
    ] = 1
    y_axis: Annotated[
        int,
        Parameter(
            label="y axis",
            symbol="j",
            help="The coordinate along y, in three dimensions or more.",
            minimum=1,
            maximum=MAXIMUM_DIMENSION,
            typical=(1, 10),
            dimensions=(3, MAXIMUM_DIMENSION),
        ),
    ] = 2
    points: Annotated[
        int,
        Parameter(
            label="sample points",
            help="How many samples of q are drawn into the picture.",
            minimum=0,
            maximum=2000,
            typical=(0, 2000),
        ),
    ] = 0

    def axes(self, dimension: int) -> tuple[int, ...]:
        """The coordinates in the picture, counted from 0.

        Those chosen; a choice that the scene does not have gives way to one that it has.
        """
        if dimension <= 2:
            return tuple(range(dimension))
        x, y = min(self.x_axis, dimension) - 1, min(self.y_axis, dimension) - 1
        return (x, y) if x != y else (x, x - 1 if x > 0 else 1)
