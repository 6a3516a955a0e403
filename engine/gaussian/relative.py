"""The geometry of a pair of Gaussians: p as q sees it, in the basis that whitens both.

With z = V' Lq^-1 (x - mean_q), Lq Lq' = covariance_q and V orthogonal, q becomes N(0, I) and p
becomes N(shift, diag(eigenvalues)): every closed form is then a sum over d coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.core.late import late
from engine.core.parameter import ParameterError
from engine.gaussian.covariance_factor import factored, is_definite
from engine.gaussian.eigenbasis import NEAR, Eigenbasis, eigenbasis, is_diagonal
from engine.gaussian.gaussian import Gaussian
from engine.numerics.small_differences import x_minus_log1p

dgemm = late("scipy.linalg.blas", "dgemm")

__all__ = ["EPSILON", "NEAR", "Array", "Relative", "check_dimensions", "relative"]


EPSILON = float(np.finfo(float).eps)
# Rounding of the eigenvectors leaves so much of a shift where it is 0, beside the whole.
NO_SHIFT = 1e-12
# Beside what it is the difference of: a weight below DOUBT may be 0 but for rounding, and one
# below DIGITS has lost some.
DOUBT, DIGITS = 1e-9, 1e-2


@dataclass(frozen=True, slots=True)
class Relative:
    """The pair in the common eigenbasis; ``lam`` are the eigenvalues of covariance_q^-1
    covariance_p, in ascending order. All arrays are read-only."""

    p: Gaussian
    q: Gaussian
    eigenvalues: Array  # (d,) lam
    excess: Array  # (d,) lam - 1, accurate near equality
    excess_rest: Array  # (d,) what its rounding to doubles left
    margin: Array  # (d,) 2 - lam, accurate near 2
    log_eigenvalues: Array  # (d,) log lam
    excess_cost: Array  # (d,) e - log(1 + e): twice what each eigenvalue adds to KL(p||q)
    shift: Array  # (d,) coordinates of Lq^-1 (mean_p - mean_q)
    directions: Array  # (d, d) column i is Lq V_i, the coordinate direction in x space

    @property
    def dimension(self) -> int:
        """d."""
        return len(self.eigenvalues)

    @property
    def largest(self) -> float:
        """The largest eigenvalue of covariance_q^-1 covariance_p."""
        return float(self.eigenvalues[-1])

    @property
    def kl(self) -> float:
        """KL(p||q) in nats."""
        with np.errstate(over="ignore", under="ignore"):
            return 0.5 * float(np.sum(self.excess_cost + self.shift**2))

    @property
    def failing_direction(self) -> Array | None:
        """Unit vector (d,) along which the tails of q are too light for p, or None.

        Along it p has at least twice the variance that q has (lam >= 2), so that
        E_q[(p/q)^2] is infinite. Its sign is chosen so that its largest entry is positive.
        """
        if not self.diverges(2.0):
            return None
        direction = self.directions[:, -1] / np.max(np.abs(self.directions[:, -1]))
        direction = direction / np.linalg.norm(direction)
        unit: Array = direction * np.sign(direction[np.argmax(np.abs(direction))])
        return unit

    def slopes(self, u: Array) -> Array:
        """Of t = u . x along the coordinates, (d,): t has the variance sum slopes^2 under q and
        sum slopes^2 lam under p."""
        if is_diagonal(self.p.covariance) and is_diagonal(self.q.covariance):
            return np.asarray(self.directions.T @ u)
        rows = eigenbasis(self.p.covariance, self.q.covariance).rows
        return factored(self.q.covariance).turned(u, rows)

    def weights(self, alpha: float) -> Array:
        """alpha + (1 - alpha) lam: the whitened alpha S_q + (1 - alpha) S_p, (d,)."""
        if alpha <= 1.0:
            return alpha + (1.0 - alpha) * self.eigenvalues
        slope = (alpha - 1.0) * self.excess
        weights = 1.0 - slope
        for i in np.flatnonzero(np.abs(weights) < DIGITS * np.abs(slope)):
            excess = Fraction(self.excess[i]) + Fraction(self.excess_rest[i])
            weights[i] = float(1 - (Fraction(alpha) - 1) * excess)
        return weights

    def diverges(self, alpha: float) -> bool:
        """Whether E_q[(p/q)^alpha] is infinite: alpha S_q + (1 - alpha) S_p is not positive
        definite. Where the smallest weight is too near 0 to tell, its factor decides. The
        determinant does not: an even number of failing directions makes it positive."""
        if alpha <= 1.0:
            return False
        least, largest = float(np.min(self.weights(alpha))), (alpha - 1.0) * self.largest
        if abs(least) > DOUBT * largest:
            return least < 0.0
        return not is_definite(self.p.covariance, self.q.covariance, alpha)


@lru_cache(maxsize=16)
def relative(p: Gaussian, q: Gaussian) -> Relative:
    """The geometry of p relative to q; raises ParameterError when the dimensions differ."""
    check_dimensions(p, q)
    with np.errstate(over="ignore", under="ignore"):
        basis = eigenbasis(p.covariance, q.covariance)
        shift, directions = _shift(p, q, basis), _directions(p, q, basis)
        cost = _excess_cost(basis.excess, basis.log_eigenvalues)
    return Relative(
        p,
        q,
        eigenvalues=basis.eigenvalues,
        excess=basis.excess,
        excess_rest=basis.excess_rest,
        margin=basis.margin,
        log_eigenvalues=basis.log_eigenvalues,
        excess_cost=frozen(cost),
        shift=frozen(shift),
        directions=frozen(directions),
    )


def check_dimensions(p: Gaussian, q: Gaussian) -> None:
    """Raises ParameterError when p and q live in different dimensions."""
    if p.dimension != q.dimension:
        raise ParameterError("dimension", p.dimension, f"must be {q.dimension}, as the other's")


def _shift(p: Gaussian, q: Gaussian, basis: Eigenbasis) -> Array:
    if is_diagonal(p.covariance) and is_diagonal(q.covariance):
        return ((p.mean - q.mean) / q.std)[_order(basis)]
    shift = factored(q.covariance).difference(p.mean, q.mean, basis.rows)
    flat = basis.excess == 0.0
    if np.linalg.norm(shift[flat]) <= NO_SHIFT * np.linalg.norm(shift):
        shift[flat] = 0.0
    return shift


def _directions(p: Gaussian, q: Gaussian, basis: Eigenbasis) -> Array:
    if is_diagonal(p.covariance) and is_diagonal(q.covariance):
        return q.cholesky[:, _order(basis)]
    # SciPy's own product: its BLAS and NumPy's have threads that wait for each other.
    return np.asarray(dgemm(1.0, q.cholesky, basis.vectors))


def _order(basis: Eigenbasis) -> NDArray[np.intp]:
    """Of the coordinates, where the vectors are the axes."""
    return np.asarray(np.argmax(basis.vectors, axis=0))


def _excess_cost(excess: Array, log_eigenvalues: Array) -> Array:
    near = np.abs(excess) < NEAR
    series = x_minus_log1p(np.where(near, excess, 0.0))
    return np.where(near, series, excess - log_eigenvalues)
