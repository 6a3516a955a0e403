"""A Gaussian along its principal directions, in which it has no correlations."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gaussian.eigenbasis import is_diagonal
from engine.gaussian.gaussian import Gaussian


@dataclass(frozen=True, slots=True)
class Principal:
    """Independent normals along k directions."""

    mean: Array  # (k,)
    std: Array  # (k,)
    directions: Array  # (d, k), orthonormal columns

    def of(self, other: Gaussian) -> tuple[Array, Array]:
        """Means and standard deviations of another Gaussian along these directions, (k,) each."""
        along = self.directions.T @ other.covariance @ self.directions
        return self.directions.T @ other.mean, np.sqrt(np.diag(along))


def principal(gaussian: Gaussian, most: int) -> Principal:
    """The ``most`` directions of the largest variances, or all of them where there are no more.

    All of a diagonal covariance are the axes, in their order; in the plane the first is the one
    nearest to the first axis, so that it turns smoothly with the correlation.
    """
    d = gaussian.dimension
    if is_diagonal(gaussian.covariance):
        variance, vectors = np.diag(gaussian.covariance), np.eye(d)
    elif d == 2:
        variance, vectors = _plane(gaussian.covariance)
    else:
        variance, vectors = np.linalg.eigh(gaussian.covariance)
        variance, vectors = variance[::-1], vectors[:, ::-1]
        largest = np.argmax(np.abs(vectors), axis=0)
        vectors = vectors * np.sign(vectors[largest, np.arange(d)])
    if d > most:
        kept = np.sort(np.argsort(-variance, kind="stable")[:most])
        variance, vectors = variance[kept], vectors[:, kept]
    return Principal(frozen(vectors.T @ gaussian.mean), frozen(np.sqrt(variance)), frozen(vectors))


def _plane(covariance: Array) -> tuple[Array, Array]:
    """The smaller variance from the determinant, which is exact."""
    a, b, c = float(covariance[0, 0]), float(covariance[1, 1]), float(covariance[0, 1])
    large = 0.5 * (a + b) + math.hypot(0.5 * (a - b), c)
    small = float(Fraction(a) * Fraction(b) - Fraction(c) ** 2) / large
    turn = 0.5 * math.atan2(2.0 * c, abs(a - b)) * (1.0 if a >= b else -1.0)
    vectors = np.array([[math.cos(turn), -math.sin(turn)], [math.sin(turn), math.cos(turn)]])
    return np.array([large, small] if a >= b else [small, large]), vectors
