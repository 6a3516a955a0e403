"""Cholesky factors of covariances that keep their digits at any condition, and what they solve."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.numerics.fixed_point import (
    BITS,
    Exponents,
    Fixed,
    cholesky,
    identity,
    shifted,
    solved,
    to_double,
    to_fixed,
)

SMALLEST = 4_000  # no double, nor a ratio of two, is below 2^-SMALLEST


@dataclass(frozen=True, slots=True)
class Factor:
    """covariance = L L' with L = diag(2^exponents) lower: a lower factor of a matrix whose diagonal
    is near 1, in whole numbers."""

    exponents: Exponents  # (d,)
    lower: Fixed  # (d, d)

    def cholesky(self) -> Array:
        """L to the nearest doubles, (d, d)."""
        return to_double(self.lower, self.exponents[:, np.newaxis])

    def difference(self, high: Array, low: Array, rows: Fixed | None = None) -> Array:
        """rows L^-1 (high - low) for two vectors (d,), to the nearest doubles."""
        unit = int(np.max(np.maximum(_sizes(high), _sizes(low)) - self.exponents))
        right = to_fixed(high, -self.exponents - unit) - to_fixed(low, -self.exponents - unit)
        white = solved(self.lower, right)
        return to_double(white if rows is None else (rows @ white) >> BITS, unit)

    def turned(self, values: Array, rows: Fixed) -> Array:
        """rows L' values for a vector (d,), to the nearest doubles."""
        unit = int(np.max(_sizes(values) + self.exponents))
        inner = (self.lower.T @ to_fixed(values, self.exponents - unit)) >> BITS
        return to_double((rows @ inner) >> BITS, unit)

    def inverse_times(self, values: Array) -> Array:
        """covariance^-1 values, (d,) or (d, m), to the nearest doubles."""
        scale = -self.exponents.reshape((-1,) + (1,) * (values.ndim - 1))
        unit = int(np.max(_sizes(values) + scale))
        half = solved(self.lower, to_fixed(values, scale - unit))
        # L' x = half is a lower system from the last row to the first.
        whole = solved(self.lower.T[::-1, ::-1], half[::-1])[::-1]
        return to_double(whole, scale + unit)


@dataclass(frozen=True, slots=True)
class Whitened:
    """L_q^-1 L_p = 2^exponent matrix: p as q sees it. A lower matrix in whole numbers, (d, d)."""

    matrix: Fixed
    exponent: int

    def to_double(self) -> Array:
        """L_q^-1 L_p to the nearest doubles, (d, d)."""
        return to_double(self.matrix, self.exponent)

    def less_identity(self) -> Array:
        """L_q^-1 L_p - I to the nearest doubles, (d, d)."""
        return to_double(shifted(self.matrix, self.exponent) - identity(len(self.matrix)))


def factored(covariance: Array) -> Factor:
    """The factor of a symmetric matrix, (d, d); raises LinAlgError where it is not positive
    definite."""
    matrix = np.ascontiguousarray(covariance, dtype=float)
    return _factored(matrix.tobytes(), len(matrix))


def whitened(covariance_p: Array, covariance_q: Array) -> Whitened:
    """L_q^-1 L_p of two positive definite matrices, (d, d) each."""
    p, q = factored(covariance_p), factored(covariance_q)
    scale = p.exponents - q.exponents
    # The least row keeps all its bits, and integers have room for the largest.
    least = int(np.min(scale))
    return Whitened(solved(q.lower, shifted(p.lower, (scale - least)[:, np.newaxis])), least)


def is_definite(covariance_p: Array, covariance_q: Array, alpha: float) -> bool:
    """Whether alpha S_q + (1 - alpha) S_p is positive definite, without rounding."""
    exponents = _exponents(covariance_q)
    scale = -exponents[:, np.newaxis] - exponents
    above, below = alpha.as_integer_ratio()
    matrix = above * to_fixed(covariance_q, scale) + (below - above) * to_fixed(covariance_p, scale)
    return cholesky(shifted(matrix, 1 - below.bit_length())) is not None


@lru_cache(maxsize=16)
def _factored(data: bytes, dimension: int) -> Factor:
    matrix = np.frombuffer(data).reshape(dimension, dimension)
    exponents = _exponents(matrix)
    lower = cholesky(to_fixed(matrix, -exponents[:, np.newaxis] - exponents))
    if lower is None:
        raise np.linalg.LinAlgError("the matrix is not positive definite")
    return Factor(exponents, lower)


def _exponents(covariance: Array) -> Exponents:
    """Powers of two near the standard deviations, (d,)."""
    return np.asarray(np.frexp(covariance.diagonal())[1].astype(np.int64) // 2)


def _sizes(values: Array) -> Exponents:
    """Powers of two near the sizes, of the shape of values."""
    return np.where(values == 0.0, -SMALLEST, np.frexp(values)[1]).astype(np.int64)
