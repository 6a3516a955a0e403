"""The modes of two actions together, and how near a mode lies to a bound."""

from __future__ import annotations

import math
from functools import lru_cache

from engine.core.arrays import Array
from engine.core.number_format import value_text
from engine.gaussian.gaussian import Gaussian
from engine.squash.joint_modes import joint_modes


@lru_cache(maxsize=8)
def plane_modes(gaussian: Gaussian) -> Array:
    """`joint_modes`, which the numbers and the figure ask for."""
    return joint_modes(gaussian)


def distance_text(log_distance: float) -> str:
    """e^log_distance to two digits, however small: 3.7e-44."""
    decades = log_distance / math.log(10.0)
    if decades < -1e6:
        return f"10^{value_text(float(math.floor(decades)), 4)}"
    exponent = math.floor(decades)
    leading = math.exp(log_distance - exponent * math.log(10.0))
    if leading >= 9.95:
        # Not 10.0e-3, but 1.0e-2.
        leading, exponent = 1.0, exponent + 1
    return f"{leading:.1f}e{exponent}"
