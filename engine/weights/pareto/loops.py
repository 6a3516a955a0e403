"""The fit of Zhang and Stephens, compiled."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.numerics.loops import exp, log, log1p
from engine.weights.pareto.generalized_pareto import FACTORS, LARGEST_FACTOR

LEAST = -700.0  # of a logarithm


@compiled
def fitted(x: Array, b: Array) -> tuple[bool, float, float]:
    """`generalized_pareto.fit` without its prior, of ascending values, (n,), with the points b,
    (m,): whether it is an ordinary one, whose doubles are far from their ends; shape and scale."""
    n, points = len(x), len(b)
    k, likelihood = np.empty(points), np.empty(points)
    for j in range(points):
        nearest, farthest = 1.0 - b[j] * x[-1], 1.0 - b[j] * x[0]
        least, most = min(nearest, farthest), max(nearest, farthest)
        if not (least > 1.0 / LARGEST_FACTOR and most < LARGEST_FACTOR):
            return False, 0.0, 0.0
        k[j] = sum_of_logs(x, b[j]) / n
        ratio = -b[j] / k[j] if k[j] != 0.0 else 0.0
        if not 0.0 < ratio < math.inf:
            return False, 0.0, 0.0
        likelihood[j] = n * (log(ratio) - k[j] - 1.0)
    top, total, mean_b = np.max(likelihood), 0.0, 0.0
    for j in range(points):
        weight = exp(max(likelihood[j] - top, LEAST))
        total += weight
        mean_b += weight * b[j]
    mean_b /= total
    if mean_b == 0.0:
        return False, 0.0, 0.0
    shape = 0.0
    for i in range(n):
        shape += log1p(-mean_b * x[i])
    shape /= n
    return True, shape, -shape / mean_b


@compiled
def sum_of_logs(x: Array, b: float) -> float:
    """sum log(1 - b x), one logarithm for FACTORS of them."""
    whole = len(x) // FACTORS
    total = 0.0
    for i in range(whole):
        product = 1.0
        for row in range(FACTORS):
            product *= 1.0 - b * x[row * whole + i]
        total += log(product)
    for i in range(whole * FACTORS, len(x)):
        total += log(1.0 - b * x[i])
    return total
