"""Functions of one number for compiled loops; a compiler makes them work on many at once."""

from __future__ import annotations

import math

import numpy as np

from engine.core.compiled import compiled_part

LOG2_E = 1.0 / math.log(2.0)
# ln 2 in two parts: the product of the first with a whole number below 2^20 is exact.
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
LOWEST, LARGEST = -708.0, 709.0
C2, C3, C4, C5, C6, C7, C8, C9, C10, C11, C12, C13, C14 = (
    1.0 / math.factorial(power) for power in range(2, 15)
)
BIAS, FRACTION_BITS = 1023, 52  # of a double


@compiled_part
def _scale_and_rest(x: float) -> tuple[float, float]:
    """2^k and e^r - 1 with k = round(x / ln 2), r = x - k ln 2 and |r| < 0.35, by its series."""
    x = min(max(x, LOWEST), LARGEST)
    k = np.rint(x * LOG2_E)
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    series = C9 + r * (C10 + r * (C11 + r * (C12 + r * (C13 + r * C14))))
    series = C2 + r * (C3 + r * (C4 + r * (C5 + r * (C6 + r * (C7 + r * (C8 + r * series))))))
    scale = np.int64((np.int64(k) + BIAS) << FRACTION_BITS).view(np.float64)
    return scale, r + r * r * series


@compiled_part
def exp(x: float) -> float:
    """e^x within 2 units of the last place, x taken into [-708, 709] (Tang 1989)."""
    scale, rest = _scale_and_rest(x)
    return scale + scale * rest


@compiled_part
def expm1(x: float) -> float:
    """e^x - 1 within 2 units of the last place, x taken into [-708, 709] (Tang 1992)."""
    scale, rest = _scale_and_rest(x)
    return scale * rest + (scale - 1.0)
