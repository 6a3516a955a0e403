"""Functions of one number for compiled loops; a compiler makes them work on many at once."""

from __future__ import annotations

import math

import numpy as np

from engine.core.compiled import compiled_part

LOG2_E = 1.0 / math.log(2.0)
# ln 2 in two parts: the product of the first with a whole number below 2^20 is exact.
LN2_HIGH, LN2_LOW = 6.93147180369123816490e-01, 1.90821492927058770002e-10
LOWEST, LARGEST = -708.0, 709.0
# A number beside it has no digits behind the point, and stands in the last bits of the sum.
ROUNDING = 1.5 * 2.0**52
# (e^r - 1 - r) / r^2 for |r| < 0.35 as 1/2 + r/6 + ..., within 3e-18 of itself: the minimax
# polynomial, by Remez's algorithm.
C2, C3, C4, C5 = 0.5, 0.1666666666666667, 0.041666666666666616, 0.008333333333326169
C6, C7, C8 = 0.0013888888888918013, 0.00019841269874718684, 2.48015872455982e-05
C9, C10 = 2.755725551667067e-06, 2.7557349770799694e-07
C11, C12 = 2.5105172717297332e-08, 2.0889319702303396e-09
BIAS, FRACTION_BITS = 1023, 52  # of a double
FRACTION, ONE, ROOT_HALF = 2**52 - 1, 0x3FF0000000000000, 0x3FE6A09E667F3BCD  # the bits of them
# Of [log(1 + f) - log(1 - f)] / f - 2 by f^2: the minimax polynomial of fdlibm's log.
L1, L2, L3 = 0.6666666666666735130, 0.3999999999940941908, 0.2857142874366239149
L4, L5, L6 = 0.2222219843214978396, 0.1818357216161805012, 0.1531383769920937332
L7 = 0.1479819860511658591


@compiled_part
def _scale_and_rest(x: float) -> tuple[float, float]:
    """2^k and e^r - 1 with k = round(x / ln 2), r = x - k ln 2 and |r| < 0.35."""
    x = min(max(x, LOWEST), LARGEST)
    # Many processors cannot turn many doubles into whole numbers at once.
    above = x * LOG2_E + ROUNDING
    k = above - ROUNDING
    r = (x - k * LN2_HIGH) - k * LN2_LOW
    scale = np.int64((np.float64(above).view(np.int64) + BIAS) << FRACTION_BITS).view(np.float64)
    return scale, r + r * r * _bend(r)


@compiled_part
def _bend(r: float) -> float:
    """(e^r - 1 - r) / r^2 for |r| < 0.35."""
    # In pairs, which a core works on side by side.
    r2 = r * r
    first, second = C2 + r * C3 + r2 * (C4 + r * C5), C6 + r * C7 + r2 * (C8 + r * C9)
    third = C10 + r * C11 + r2 * C12
    return first + r2 * r2 * (second + r2 * r2 * third)


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


@compiled_part
def exp_and_expm1(x: float) -> tuple[float, float]:
    """Both, from one series."""
    scale, rest = _scale_and_rest(x)
    return scale + scale * rest, scale * rest + (scale - 1.0)


@compiled_part
def expm1_minus_x(x: float) -> float:
    """e^x - 1 - x within 4 units of the last place, for |x| < 0.35."""
    return x * x * _bend(x)


@compiled_part
def log(x: float) -> float:
    """ln x within 1 unit of the last place, x a normal number above 0 (Tang 1990)."""
    bits = np.float64(x).view(np.int64) + (ONE - ROOT_HALF)
    k = np.float64((bits >> FRACTION_BITS) - BIAS)
    f = np.int64((bits & FRACTION) + ROOT_HALF).view(np.float64) - 1.0
    s = f / (2.0 + f)
    z = s * s
    series = z * (L1 + z * (L2 + z * (L3 + z * (L4 + z * (L5 + z * (L6 + z * L7))))))
    half = 0.5 * f * f
    return k * LN2_HIGH - ((half - (s * (half + series) + k * LN2_LOW)) - f)


@compiled_part
def log1p(x: float) -> float:
    """ln(1 + x) within 2 units of the last place, x above -1, from what is lost in 1 + x."""
    whole = 1.0 + x
    return log(whole) + (x - (whole - 1.0)) / whole
