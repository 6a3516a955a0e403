"""Polynomials in mpmath."""

from __future__ import annotations

import mpmath
from mpmath import mpf, sqrt


def product(f, g):
    """That of two polynomials, lowest power first."""
    found = [mpf(0)] * (len(f) + len(g) - 1)
    for i, a in enumerate(f):
        for j, b in enumerate(g):
            found[i + j] += a * b
    return found


def roots(a, b, c):
    """Where a x^2 + b x + c crosses 0."""
    if a == 0:
        return [-c / b] if b else []
    square = b * b - 4 * a * c
    if square <= 0:
        return []
    larger = -(b + (1 if b >= 0 else -1) * sqrt(square)) / 2
    return [larger / a, c / larger]


def inside(low, high):
    """A place between the two, either of which may be infinite."""
    if mpmath.isinf(low) and mpmath.isinf(high):
        return mpf(0)
    if mpmath.isinf(low):
        return high - 1
    return low + 1 if mpmath.isinf(high) else (low + high) / 2
