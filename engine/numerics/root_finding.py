"""The root of a continuous function between two places where its signs differ."""

from __future__ import annotations

import math
from collections.abc import Callable

EPSILON = 2.0**-52
SMALLEST = 1e-300
ITERATIONS = 2_000


def root(function: Callable[[float], float], low: float, high: float) -> float:
    """A root to the last digits; the values at ``low`` and ``high`` must differ in sign or be 0.

    Inverse quadratic interpolation where it is safe and bisection elsewhere: Chandrupatla 1997,
    doi:10.1016/S0965-9978(96)00051-8. Raises ValueError when both ends have one sign.
    """
    a, b, fa, fb = high, low, function(high), function(low)
    if fa == 0.0 or fb == 0.0:
        return a if fa == 0.0 else b
    if (fa > 0.0) == (fb > 0.0):
        raise ValueError(f"no change of sign between {low!r} and {high!r}")
    share = 0.5
    for _ in range(ITERATIONS):
        x = a + share * (b - a)
        fx = function(x)
        if (fx > 0.0) == (fa > 0.0):
            c, fc = a, fa
        else:
            c, fc, b, fb = b, fb, a, fa
        a, fa = x, fx
        best, f_best = (a, fa) if abs(fa) < abs(fb) else (b, fb)
        margin = (EPSILON * abs(best) + SMALLEST) / abs(b - a) if b != a else math.inf
        if f_best == 0.0 or margin > 0.5:
            return best
        share = min(max(_share(a, b, c, fa, fb, fc), margin), 1.0 - margin)
    return best


def _share(a: float, b: float, c: float, fa: float, fb: float, fc: float) -> float:
    """How far from a to b to look next."""
    if fb == fc or fa == fc:
        return 0.5
    xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
    if not (phi * phi < xi and (1.0 - phi) ** 2 < 1.0 - xi):
        return 0.5
    first = fa / (fb - fa) * (fc / (fb - fc))
    return first + (c - a) / (b - a) * (fa / (fc - fa)) * (fb / (fc - fb))
