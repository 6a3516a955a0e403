"""Moments of pieces of densities, and weights at nodes that reproduce moments, in mpmath."""

from __future__ import annotations

import math

import numpy as np
from mpmath import erfc, exp, fsum, lu_solve, matrix, mp, mpf, pi, sqrt
from mpmath.calculus.quadrature import GaussLegendre

PANELS, NODES = 24, 5  # of mpmath's degrees: 48 nodes


def inside(low, high):
    if mp.isinf(low) and mp.isinf(high):
        return mpf(0)
    if mp.isinf(low):
        return high - max(1, abs(high))
    if mp.isinf(high):
        return low + max(1, abs(low))
    return (low + high) / 2


def truncated(middle, std, low, high, degree):
    """Integrals of z^j exp(-(z - middle)^2 / (2 std^2)) / (std sqrt(2 pi)) between two ends."""
    low, high = (low - middle) / std, (high - middle) / std
    density = [mpf(0) if mp.isinf(x) else exp(-(x**2) / 2) / sqrt(2 * pi) for x in (low, high)]
    if low > 0:
        below = erfc(low / sqrt(mpf(2))) / 2 - erfc(high / sqrt(mpf(2))) / 2
    else:
        below = erfc(-high / sqrt(mpf(2))) / 2 - erfc(-low / sqrt(mpf(2))) / 2
    own = [below]
    for j in range(1, degree + 1):
        ends = [mpf(0) if mp.isinf(x) else x ** (j - 1) * d
                for x, d in zip((low, high), density, strict=True)]  # fmt: skip
        own.append(ends[0] - ends[1] + ((j - 1) * own[j - 2] if j > 1 else 0))
    return [
        fsum(math.comb(j, k) * middle ** (j - k) * std**k * own[k] for k in range(j + 1))
        for j in range(degree + 1)
    ]


def integrals(density, low, high, degree):
    """Of z^j times a density between two ends, by Gauss-Legendre panels."""
    total = [mpf(0)] * (degree + 1)
    nodes = GaussLegendre(mp).get_nodes(mpf(-1), mpf(1), NODES, mp.prec)
    half = (high - low) / (2 * PANELS)
    for panel in range(PANELS):
        middle = low + (2 * panel + 1) * half
        for x, w in nodes:
            z = middle + half * x
            mass = half * w * density(z)
            for j in range(degree + 1):
                total[j] += mass
                mass *= z
    return total


def weights_at(nodes, moments):
    """Weights at the nodes that give these moments of z^0, z^1, .."""
    rows = matrix([[z**j for z in nodes] for j in range(len(nodes))])
    return list(lu_solve(rows, matrix(moments)))


def hermite():
    root = sqrt(mpf(10))
    x = [-sqrt(5 + root), -sqrt(5 - root), mpf(0), sqrt(5 - root), sqrt(5 + root)]
    w = [(7 - 2 * root) / 60, (7 + 2 * root) / 60, mpf(8) / 15]
    return np.array(x, dtype=object), np.array([*w, w[1], w[0]], dtype=object)
