"""How far values lie from their mean, also where their squares are no doubles."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array


def variance(values: Array) -> float:
    """sum_i (v_i - mean)^2 / n; infinite above 1.8e308."""
    mantissa, scale = _scaled(values)
    return mantissa * scale * scale


def deviation(values: Array) -> float:
    """The root of the variance."""
    mantissa, scale = _scaled(values)
    return math.sqrt(mantissa) * scale


def _scaled(values: Array) -> tuple[float, float]:
    """The variance over a power of 4, and the root of that: no digit changes."""
    largest = float(np.max(np.abs(values)))
    scale = 2.0 ** (math.frexp(largest)[1] - 1) if largest > 1.0 else 1.0
    return float(np.var(values / scale)), scale
