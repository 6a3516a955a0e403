"""What the means, stds and correlations of a Gaussian may be: described once, for every use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from engine.core.parameter import Described, Parameter, ParameterSet, described


@dataclass(frozen=True, slots=True)
class Component(ParameterSet):
    """What each coordinate of p and q takes; vectors are checked entry by entry."""

    mean: Annotated[
        float,
        Parameter(
            label="mean",
            symbol="μ",
            help="Centre of the Gaussian along this coordinate.",
            minimum=-1e12,
            maximum=1e12,
            typical=(-5.0, 5.0),
        ),
    ] = 0.0
    std: Annotated[
        float,
        Parameter(
            label="std",
            symbol="σ",
            help="Standard deviation along this coordinate.",
            minimum=1e-12,
            maximum=1e12,
            typical=(0.1, 10.0),
            scale="log",
        ),
    ] = 1.0
    correlation: Annotated[
        float,
        Parameter(
            label="correlation",
            symbol="ρ",
            help="Correlation of the two coordinates; in more dimensions, of every pair "
            "(equal) or of neighbours (AR(1): ρ to the power of the distance).",
            minimum=-0.999999,
            maximum=0.999999,
            typical=(-0.99, 0.99),
        ),
    ] = 0.0


def component(field: str) -> Described:
    """The description of ``mean``, ``std`` or ``correlation``."""
    return next(found for found in described(Component) if found.name == field)
