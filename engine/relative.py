"""The geometry of a pair of Gaussians: p as q sees it, in the basis that whitens both.

With z = V' Lq^-1 (x - mean_q), Lq Lq' = covariance_q and V orthogonal, q becomes N(0, I) and p
becomes N(shift, diag(eigenvalues)): every closed form is then a sum over d coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh, lapack, solve_triangular, svd, svdvals
from scipy.linalg.blas import dgemm, dgemv

from engine.gaussian import Gaussian
from engine.parameter import ParameterError
from engine.small_differences import x_minus_log1p

Array = NDArray[np.float64]

EPSILON = float(np.finfo(float).eps)
# Below this |lam - 1| the difference of the covariances is the more accurate start.
NEAR = 0.5
# A singular value that underflowed must still have a logarithm.
SMALLEST_SINGULAR = 1e-150


@dataclass(frozen=True, slots=True)
class Relative:
    """The pair in the common eigenbasis; ``lam`` are the eigenvalues of covariance_q^-1
    covariance_p, in ascending order. All arrays are read-only."""

    eigenvalues: Array  # (d,) lam
    excess: Array  # (d,) lam - 1, accurate near equality
    margin: Array  # (d,) 2 - lam, accurate near 2
    log_eigenvalues: Array  # (d,) log lam
    excess_cost: Array  # (d,) e - log(1 + e): twice what each eigenvalue adds to KL(p||q)
    shift: Array  # (d,) coordinates of Lq^-1 (mean_p - mean_q)
    directions: Array  # (d, d) column i is Lq V_i, the coordinate direction in x space
    rounding: float  # relative error of lam that rounding alone may make
    same_covariance: bool  # the two matrices are equal, entry by entry

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

    def weights(self, alpha: float) -> Array:
        """alpha + (1 - alpha) lam: the whitened alpha S_q + (1 - alpha) S_p, (d,)."""
        if alpha > 1.0:
            # Exact at alpha = 2, where the margin itself decides.
            return (2.0 - alpha) + (alpha - 1.0) * self.margin
        return alpha + (1.0 - alpha) * self.eigenvalues

    def diverges(self, alpha: float) -> bool:
        """Whether E_q[(p/q)^alpha] is infinite: alpha S_q + (1 - alpha) S_p is not positive
        definite, up to the rounding of the eigenvalues. The determinant alone does not tell:
        an even number of failing directions makes it positive."""
        if alpha <= 1.0:
            return False
        slack = (alpha - 1.0) * self.rounding * self.largest
        return bool(np.min(self.weights(alpha)) <= slack)


@lru_cache(maxsize=16)
def relative(p: Gaussian, q: Gaussian) -> Relative:
    """The geometry of p relative to q.

    Raises ParameterError when the dimensions differ. Near equality lam - 1 comes from
    Lq^-1 (S_p - S_q) Lq^-T, elsewhere lam from the singular values of Lq^-1 Lp by one-sided
    Jacobi rotations, which keep small ones accurate (Demmel and Veselic 1992); diagonal pairs
    are divided entry by entry.
    """
    check_dimensions(p, q)
    with np.errstate(over="ignore", under="ignore"):
        if _is_diagonal(p.covariance) and _is_diagonal(q.covariance):
            return _diagonal(p, q)
        return _dense(p, q)


def check_dimensions(p: Gaussian, q: Gaussian) -> None:
    """Raises ParameterError when p and q live in different dimensions."""
    if p.dimension != q.dimension:
        raise ParameterError("dimension", p.dimension, f"must be {q.dimension}, as the other's")


def _diagonal(p: Gaussian, q: Gaussian) -> Relative:
    p_variance, q_variance = np.diag(p.covariance), np.diag(q.covariance)
    ratio = p_variance / q_variance
    order = np.argsort(ratio, kind="stable")
    p_variance, q_variance, ratio = p_variance[order], q_variance[order], ratio[order]
    excess = (p_variance - q_variance) / q_variance
    near = np.abs(excess) < NEAR
    logs = np.where(
        near, np.log1p(np.where(near, excess, 0.0)), np.log(p_variance) - np.log(q_variance)
    )
    q_std = np.sqrt(q_variance)
    directions = np.zeros((p.dimension, p.dimension))
    directions[order, np.arange(p.dimension)] = q_std
    return _frozen(
        eigenvalues=ratio,
        excess=excess,
        # The difference is exact where it is small against the variances (Sterbenz).
        margin=((q_variance - p_variance) + q_variance) / q_variance,
        log_eigenvalues=logs,
        shift=(p.mean - q.mean)[order] / q_std,
        directions=directions,
        rounding=0.0,
        same_covariance=bool(np.array_equal(p_variance, q_variance)),
    )


def _dense(p: Gaussian, q: Gaussian) -> Relative:
    L = q.cholesky
    same = bool(np.array_equal(p.covariance, q.covariance))
    E = _whiten(L, _whiten(L, p.covariance - q.covariance).T)
    excess, V = eigh(0.5 * (E + E.T), check_finite=False)
    if np.max(np.abs(excess)) < NEAR:
        lam, logs = 1.0 + excess, np.log1p(excess)
    else:
        V, singular = _singular(_whiten(L, p.cholesky))
        lam, logs = singular**2, 2.0 * np.log(singular)
        excess = (singular - 1.0) * (singular + 1.0)
    return _frozen(
        eigenvalues=lam,
        excess=excess,
        margin=1.0 - excess,
        log_eigenvalues=logs,
        # SciPy's own products: its BLAS and NumPy's have threads that wait for each other.
        shift=dgemv(1.0, V, _whiten(L, p.mean - q.mean), trans=1),
        directions=dgemm(1.0, L, V),
        rounding=_rounding(q),
        same_covariance=same,
    )


def _singular(A: Array) -> tuple[Array, Array]:
    """Left singular vectors and singular values of A, ascending, to high relative accuracy."""
    # joba = 2: rows and columns may both be graded. The other flags ask for U only.
    values, U, _, work, _, info = lapack.dgejsv(A, joba=2, jobu=0, jobv=3, jobr=0)
    if info == 0:
        values = values * (work[0] / work[1])
    else:
        U, values, _ = svd(A, check_finite=False)
    return U[:, ::-1], np.maximum(values[::-1], SMALLEST_SINGULAR)


def _rounding(q: Gaussian) -> float:
    """Relative error of lam from rounding: d eps times the condition of q's correlations."""
    rows = q.cholesky / q.std[:, np.newaxis]
    singular = svdvals(rows, check_finite=False)
    return 4.0 * q.dimension * EPSILON * float(singular[0] / singular[-1]) ** 2


def _whiten(L: Array, right: Array) -> Array:
    solved: Array = solve_triangular(L, right, lower=True, check_finite=False)
    return solved


def _is_diagonal(matrix: Array) -> bool:
    return not np.any(matrix - np.diag(np.diag(matrix)))


def _excess_cost(excess: Array, log_eigenvalues: Array) -> Array:
    near = np.abs(excess) < NEAR
    series = x_minus_log1p(np.where(near, excess, 0.0))
    return np.where(near, series, excess - log_eigenvalues)


def _frozen(*, rounding: float, same_covariance: bool, **arrays: Array) -> Relative:
    arrays["excess_cost"] = _excess_cost(arrays["excess"], arrays["log_eigenvalues"])
    for array in arrays.values():
        array.flags.writeable = False
    return Relative(**arrays, rounding=rounding, same_covariance=same_covariance)
