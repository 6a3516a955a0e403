"""What the squash pass needs of the Gaussians, quadratic forms of the same normals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gaussian.gaussian import LOG_2PI, Gaussian
from engine.gaussian.log_ratio import LogRatio, log_ratio

# Up to here one matrix product with all monomials costs less than the steps one by one.
MOST_MONOMIALS = 2


@dataclass(frozen=True, slots=True)
class QuadraticForms:
    """-2 u, log N(u) - KL and -log w - KL at u = mean + L z, for u ~ ``sampled``.

    log w = log ``other`` - log ``sampled`` and KL = KL(sampled||other) = -E log w, in nats.
    """

    mean: Array  # (d,)
    cholesky: Array  # (d, d)
    log_constant: float  # ln of the sampled Gaussian's density at its mean, less KL
    ratio: LogRatio
    coefficients: Array | None  # (d + 2, k) of `monomials`, where d is small

    @classmethod
    def of(cls, sampled: Gaussian, other: Gaussian) -> QuadraticForms:
        """Worked out once for a pass."""
        ratio = log_ratio(other, sampled)
        constant = ratio.mean - 0.5 * (sampled.log_determinant + sampled.dimension * LOG_2PI)
        few = sampled.dimension <= MOST_MONOMIALS
        coefficients = _coefficients(sampled, constant, ratio) if few else None
        return cls(sampled.mean, sampled.cholesky, constant, ratio, coefficients)

    def fill(self, basis: Array, out: Array, scratch: Array) -> None:
        """From `basis_of` the normals, (k, m), into ``out``, (d + 2, m); spoils ``scratch``."""
        if self.coefficients is not None:
            np.matmul(self.coefficients, basis, out=out)
            return
        *_, log_sampled, log_ratio_left = out
        np.matmul(-2.0 * self.cholesky, basis, out=out[:-2])
        out[:-2] -= 2.0 * self.mean[:, np.newaxis]
        np.einsum("ij,ij->j", basis, basis, out=log_sampled)
        log_sampled *= -0.5
        log_sampled += self.log_constant
        self.ratio.centred(basis, out=log_ratio_left, scratch=scratch[: len(basis)])
        np.negative(log_ratio_left, out=log_ratio_left)


def largest_log_ratio(ratio: LogRatio, normal: float) -> float:
    """A |log w| that no sample exceeds whose normals are at most ``normal``."""
    slope, curvature = float(np.sum(np.abs(ratio.slope))), float(np.sum(np.abs(ratio.curvature)))
    return abs(ratio.constant) + normal * slope + normal**2 * curvature


def basis_rows(dimension: int) -> int:
    """k: how many rows `basis_of` has."""
    few = dimension <= MOST_MONOMIALS
    return 1 + dimension + dimension * (dimension + 1) // 2 if few else dimension


def basis_of(z: Array, scratch: Array) -> Array:
    """1, z_i and z_i z_j for i <= j, (k, m), in ``scratch``; in many dimensions z itself."""
    d, m = z.shape
    if d > MOST_MONOMIALS:
        return z
    basis = scratch[: basis_rows(d), :m]
    basis[0] = 1.0
    basis[1 : d + 1] = z
    row = d + 1
    for i in range(d):
        np.multiply(z[i], z[i:], out=basis[row : row + d - i])
        row += d - i
    return basis


def _coefficients(sampled: Gaussian, constant: float, ratio: LogRatio) -> Array:
    d = sampled.dimension
    table = np.zeros((d + 2, basis_rows(d)))
    table[:d, 0] = -2.0 * sampled.mean
    table[:d, 1 : d + 1] = -2.0 * sampled.cholesky
    i, j = np.triu_indices(d)
    table[d, 0] = constant
    table[d, d + 1 :] = np.where(i == j, -0.5, 0.0)
    table[d + 1, 0] = ratio.mean - ratio.constant
    table[d + 1, 1 : d + 1] = -ratio.slope
    table[d + 1, d + 1 :] = -np.where(i == j, 1.0, 2.0) * ratio.curvature[i, j]
    return frozen(table)
