"""Differences that cancel to their second or third order, computed without the loss."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.core.arrays import Array

Complex = NDArray[np.complex128]

# Below this |x| the series are used; above it the plain forms lose about one digit.
SMALL = 0.3
_ATANH_TERMS = [1.0 / (2 * k + 1) for k in range(1, 12)]
EXP_TERMS = [1.0 / math.factorial(k) for k in range(2, 16)]


def x_minus_log1p(x: ArrayLike) -> Array:
    """x - log(1 + x), elementwise, for x > -1; 0 or more, about x^2 / 2 for small x.

    With r = x / (2 + x) and y = r^2: r x - 2 r (y/3 + y^2/5 + ...).
    """
    values = np.asarray(x, dtype=float)
    small = np.where(np.abs(values) < SMALL, values, 0.0)
    r = small / (2.0 + small)
    series = r * small - 2.0 * r * _atanh_tail(r)
    # Zero stands in where the series is taken, or where log1p would warn.
    large = np.where(np.abs(values) < SMALL, 1.0, values)
    return np.where(np.abs(values) < SMALL, series, large - np.log1p(large))


def complex_log(x: Complex) -> Complex:
    """The principal log x, elementwise, its real part to rounding of 1: in real parts, which NumPy
    works on many at once; its own takes many times as long."""
    return _joined(np.log(np.abs(x)), np.arctan2(x.imag, x.real))


def complex_x_minus_log1p(x: Complex) -> Complex:
    """x - log(1 + x), elementwise, for complex x off the cut below -1, |x| below 1e150."""
    real, imaginary = x.real, x.imag
    modulus = 0.5 * np.log1p(real * (2.0 + real) + imaginary * imaginary)
    answer = _joined(real - modulus, imaginary - np.arctan2(imaginary, 1.0 + real))
    is_small = np.abs(x) < 0.1
    small = -x[is_small]
    series = np.zeros_like(small)
    for k in range(16, 1, -1):
        series = (series + 1.0 / k) * small
    answer[is_small] = series * small  # x^2/2 - x^3/3 + ...
    return answer


def _joined(real: Array, imaginary: Array) -> Complex:
    found = np.empty(real.shape, dtype=np.complex128)
    found.real, found.imag = real, imaginary
    return found


def log1p_minus_two_terms(x: ArrayLike) -> Array:
    """log(1 + x) - x + x^2 / 2, elementwise, for x > -1; about x^3 / 3 for small x."""
    values = np.asarray(x, dtype=float)
    small = np.where(np.abs(values) < SMALL, values, 0.0)
    r = small / (2.0 + small)
    series = 0.5 * small**2 * r + 2.0 * r * _atanh_tail(r)
    large = np.where(np.abs(values) < SMALL, 1.0, values)
    return np.where(np.abs(values) < SMALL, series, 0.5 * large**2 - large + np.log1p(large))


def expm1_minus_x(x: ArrayLike) -> Array:
    """exp(x) - 1 - x, elementwise; 0 or more, about x^2 / 2 for small x, infinite at -inf and
    where exp overflows."""
    values = np.asarray(x, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        found = np.asarray(np.expm1(values))
        np.subtract(found, values, out=found, where=values != np.inf)
    small = np.abs(values) < SMALL
    if np.any(small):
        few = values[small]
        series = np.zeros_like(few)
        for term in reversed(EXP_TERMS):
            series *= few
            series += term
        found[small] = series * few**2
    return found


def _atanh_tail(r: Array) -> Array:
    """r^2 / 3 + r^4 / 5 + ... = atanh(r) / r - 1."""
    y = r * r
    tail = np.zeros_like(y)
    for term in reversed(_ATANH_TERMS):
        tail = (tail + term) * y
    return tail
