"""Moments of tanh(u), u normal, in mpmath: quadrature in many digits."""

from __future__ import annotations

from functools import cache, lru_cache
from itertools import pairwise

from mpmath import exp, log, mp, mpf, pi, sqrt, tanh
from mpmath.calculus.quadrature import GaussLegendre

DIGITS = 60
REACH = 11


@cache
def _rule():
    """Nodes and weights on [-1, 1]."""
    with mp.workdps(DIGITS + 10):
        return [(x, w) for x, w in GaussLegendre(mp).calc_nodes(4, mp.prec)]


@lru_cache(maxsize=256)
def nodes(mean, std, breaks=()):
    """(u, weight, exp(-2|u|)) for u ~ N(mean, std^2)."""
    centre = -mean / std
    shift = min(4 * std, abs(centre), mpf(28))
    low, high = mpf(-REACH), mpf(REACH)
    low, high = (low - shift, high) if mean > 0 else (low, high + shift)
    edges = {low, high, *(low + i * (high - low) / 12 for i in range(12)), centre}
    width = 1 / std
    while width < 80:
        edges |= {centre - width, centre + width}
        width *= 2
    edges |= {(each - mean) / std for each in breaks}
    edges = sorted(each for each in edges if low <= each <= high)
    found = []
    for a, b in pairwise(edges):
        for x, w in _rule():
            z = (a + b + (b - a) * x) / 2
            u = mean + std * z
            found.append((u, z, w * (b - a) / 2 * exp(-z * z / 2) / sqrt(2 * pi), exp(-2 * abs(u))))
    return found


@lru_cache(maxsize=256)
def moments(mean, std):
    """E t, E t^2 less (E t)^2, E log(1 - t^2), E (1 - t^2) and E (1 - t) (1 + t) parts."""
    centre = tanh(mean)
    first = second = term = area = mpf(0)
    for u, _, w, decay in nodes(mean, std):
        t = (1 - decay) / (1 + decay)
        away = (t if u >= 0 else -t) - centre
        slope = 4 * decay / (1 + decay) ** 2
        first += w * away
        second += w * away * away
        term += w * log(slope)
        area += w * slope
    if abs(mean) > 28 * std:
        area = _far_area(abs(mean), std)
    # tanh is odd.
    return centre + first if mean else mpf(0), second - first**2, term, area


def _far_area(mean, std):
    """Far out, where exp(s u) moves the normal to where the mass is."""
    s = min(mpf(2), mean / std**2)
    total = sum(
        w * exp(s * u) * 4 * decay / (1 + decay) ** 2
        for u, _, w, decay in nodes(max(mean - 2 * std**2, mpf(0)), std)
    )
    return exp(s * s * std**2 / 2 - s * mean) * total
