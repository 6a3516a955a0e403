"""Moments of the standard normal between two ends: pieces of Phi."""

from __future__ import annotations

import math

import numpy as np
from scipy.special import ndtr

from engine.core.arrays import Array

ROOT_2PI = math.sqrt(2.0 * math.pi)


def normal_moments(low: float, high: float, degree: int) -> Array:
    """E t^n 1[low < t < high] under N(0, 1) for n = 0 ... degree, (degree + 1,).

    M_0 = Phi(high) - Phi(low), M_n = (n - 1) M_(n-2) + low^(n-1) phi(low) - high^(n-1) phi(high).
    """
    found = np.zeros(degree + 1)
    if not low < high:
        return found
    # From whichever side is nearer, so that small differences keep their digits.
    found[0] = ndtr(-low) - ndtr(-high) if low > 0.0 else ndtr(high) - ndtr(low)
    for n in range(1, degree + 1):
        before = (n - 1) * found[n - 2] if n > 1 else 0.0
        found[n] = before + _edge(low, n - 1) - _edge(high, n - 1)
    return found


def _edge(t: float, power: int) -> float:
    # Beyond 39 the density underflows.
    return t**power * math.exp(-0.5 * t * t) / ROOT_2PI if abs(t) < 39.0 else 0.0
