"""The optimal map between two centred Gaussians, which the 2-Wasserstein distance measures."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.late import late
from engine.gaussian.covariance_factor import factored
from engine.gaussian.eigenbasis import is_diagonal
from engine.gaussian.gaussian import Gaussian
from engine.numerics.fixed_point import BITS, Fixed, identity, shifted, to_double, to_fixed
from engine.numerics.orthogonal_rows import nearer_orthogonal, orthogonal_rows

svd = late("scipy.linalg", "svd")
dgemm = late("scipy.linalg.blas", "dgemm")

# A map this short, beside the factors it is a difference of, has lost too many digits.
SHORT = 1e-5
# Each doubles the digits of an orthogonal matrix.
TURNS = 2


def transport(p: Gaussian, q: Gaussian) -> Array:
    """A matrix whose squared entries sum to tr(S_p + S_q - 2 (S_q^1/2 S_p S_q^1/2)^1/2).

    With the orthogonal Q nearest to L_q' L_p, that is L_p - L_q Q.
    """
    if np.array_equal(p.covariance, q.covariance):
        return np.zeros(1)
    if is_diagonal(p.covariance) and is_diagonal(q.covariance):
        difference: Array = np.diag(p.covariance - q.covariance) / (p.std + q.std)
        return difference
    # SciPy's own products: its BLAS and NumPy's have threads that wait for each other.
    U, _, V_transposed = svd(dgemm(1.0, q.cholesky, p.cholesky, trans_a=True), check_finite=False)
    moved: Array = p.cholesky - dgemm(1.0, q.cholesky, dgemm(1.0, U, V_transposed))
    short = np.linalg.norm(moved) < SHORT * np.linalg.norm(p.cholesky)
    return _precise(p, q) if short else moved


def _precise(p: Gaussian, q: Gaussian) -> Array:
    """L_p - L_q Q in whole numbers."""
    factors = factored(p.covariance), factored(q.covariance)
    unit = max(int(np.max(each.exponents)) for each in factors)
    L_p, L_q = (shifted(each.lower, (each.exponents - unit)[:, np.newaxis]) for each in factors)
    # Not rounded to BITS, for the least entries need twice as many.
    Q = _nearest_orthogonal(L_q.T @ L_p)
    return to_double(L_p - ((L_q @ Q) >> BITS), unit)


def _nearest_orthogonal(matrix: Fixed) -> Fixed:
    """Q orthogonal with Q' matrix symmetric and positive; the unit of the matrix does not matter.

    U R V' from the singular vectors U and V, where N = U' matrix V is nearly diagonal, so that
    R = I + W turns the rest of it away: W_ij = (N_ij - N_ji) / (N_ii + N_jj).
    """
    left = to_fixed(np.ascontiguousarray(svd(to_double(matrix, -BITS), check_finite=False)[0].T))
    left, stretched = orthogonal_rows(left, (left @ matrix) >> BITS, matrix)
    left, right = nearer_orthogonal(left), _orthonormal(stretched)
    N = (((left @ matrix) >> BITS) @ right.T) >> BITS
    for _ in range(TURNS):
        sizes = np.maximum(np.diag(N), 1)
        turn = identity(len(N)) + ((N - N.T) << BITS) // (sizes[:, np.newaxis] + sizes)
        turn = nearer_orthogonal(turn)
        left, N = (turn.T @ left) >> BITS, (turn.T @ N) >> BITS
    return nearer_orthogonal((left.T @ right) >> BITS)


def _orthonormal(rows: Fixed) -> Fixed:
    """By Gram and Schmidt from the longest row on, which must not lean on a short one."""
    found = np.zeros_like(rows)
    done = list[int]()
    for i in sorted(range(len(rows)), key=lambda i: -int(rows[i] @ rows[i])):
        rest = rows[i] - ((((found[done] @ rows[i]) >> BITS) @ found[done]) >> BITS)
        found[i] = (rest << BITS) // max(math.isqrt(int(rest @ rest)), 1)
        done.append(i)
    return found
