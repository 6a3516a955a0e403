"""The eigenvalues lam of S_q^-1 S_p and the basis that whitens both matrices, at any condition."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import eigh, lapack, svd
from scipy.linalg.blas import dgemm

from engine.covariance import frozen
from engine.covariance_factor import Whitened, whitened
from engine.fixed_point import BITS, to_double

Array = NDArray[np.float64]

# Below this |lam - 1| a logarithm comes from lam - 1.
NEAR = 0.5
# A singular value that underflowed must still have a logarithm.
SMALLEST_SINGULAR = 1e-150
# Beside the largest lam: below, a singular value has digits that a Rayleigh quotient has not.
SMALLEST_QUOTIENT = 1e-12
# Bits of the vectors' entries: short factors make quick products.
SHORT = 60
# What rounding leaves of lam - 1 = 0, beside the largest: the square of the vectors' own.
NOTHING = 1e-24


@dataclass(frozen=True, slots=True)
class Eigenbasis:
    """In ascending order of lam; with L_q the Cholesky factor of S_q, L_q vectors whitens both."""

    vectors: Array  # (d, d), orthogonal
    eigenvalues: Array  # (d,) lam
    excess: Array  # (d,) lam - 1
    excess_rest: Array  # (d,) what its rounding to doubles left
    margin: Array  # (d,) 2 - lam
    log_eigenvalues: Array  # (d,) log lam


def is_diagonal(matrix: Array) -> bool:
    """Whether every entry off the diagonal is 0."""
    return not np.any(matrix - np.diag(np.diag(matrix)))


def eigenbasis(covariance_p: Array, covariance_q: Array) -> Eigenbasis:
    """Of two positive definite matrices, (d, d) each; arrays are read-only.

    Diagonal ones are divided entry by entry. Else L_q^-1 L_p comes in whole numbers; the vectors
    are those of its singular values, by one-sided Jacobi rotations, which keep small ones accurate
    (Demmel and Veselic 1992), or near equality those of L_q^-1 (S_p - S_q) L_q^-T; and lam comes
    from Rayleigh quotients in whole numbers, whose error is the square of the vectors'.
    """
    data = (np.ascontiguousarray(each).tobytes() for each in (covariance_p, covariance_q))
    return _eigenbasis(*data, len(covariance_p))


@lru_cache(maxsize=16)
def _eigenbasis(data_p: bytes, data_q: bytes, dimension: int) -> Eigenbasis:
    p, q = (np.frombuffer(data).reshape(dimension, dimension) for data in (data_p, data_q))
    if is_diagonal(p) and is_diagonal(q):
        return _diagonal(np.diag(p), np.diag(q))
    return _dense(p, q)


def _diagonal(p: Array, q: Array) -> Eigenbasis:
    ratios = [Fraction(high) / Fraction(low) for high, low in zip(p, q, strict=True)]
    order = sorted(range(len(ratios)), key=ratios.__getitem__)
    return _from_ratios(np.eye(len(p))[:, order], [ratios[i] for i in order])


def _dense(p: Array, q: Array) -> Eigenbasis:
    if np.array_equal(p, q):
        return _from_ratios(np.eye(len(p)), [Fraction(1)] * len(p))
    a = whitened(p, q)
    vectors = _near(a)
    ratios = None
    if vectors is None:
        vectors, ratios = _singular(a)
    ratios = _quotients(a, vectors, ratios)
    largest = max(abs(ratio - 1) for ratio in ratios)
    ratios = [Fraction(1) if abs(ratio - 1) <= NOTHING * largest else ratio for ratio in ratios]
    order = sorted(range(len(ratios)), key=ratios.__getitem__)
    return _from_ratios(vectors[:, order], [ratios[i] for i in order])


def _near(a: Whitened) -> Array | None:
    """The eigenvectors of A A' - I, A = L_q^-1 L_p, which keeps its digits where that is small;
    else None."""
    b = a.less_identity()
    if np.max(np.abs(b)) > NEAR:
        return None
    values, vectors = eigh(b + b.T + dgemm(1.0, b, b, trans_b=True), check_finite=False)
    return np.asarray(vectors) if np.max(np.abs(values)) < NEAR else None


def _singular(a: Whitened) -> tuple[Array, list[Fraction]]:
    """The left singular vectors of L_q^-1 L_p and the squares of its singular values."""
    # In the middle of their range, where neither end leaves what doubles hold.
    size = max(int(value).bit_length() for value in a.matrix.ravel()) - BITS
    matrix = to_double(a.matrix, -(size // 2))
    # joba = 2: rows and columns may both be graded. The other flags ask for U only.
    values, vectors, _, work, _, info = lapack.dgejsv(matrix, joba=2, jobu=0, jobv=3, jobr=0)
    if info == 0:
        values = values * (work[0] / work[1])
    else:
        vectors, values, _ = svd(matrix, check_finite=False)
    scale = Fraction(2) ** (2 * (a.exponent + size // 2))
    squares = [Fraction(max(value, SMALLEST_SINGULAR)) ** 2 * scale for value in values]
    return vectors, squares


def _quotients(a: Whitened, vectors: Array, squares: list[Fraction] | None) -> list[Fraction]:
    """v' A A' v / v' v of each vector, or its square where the quotient has fewer digits."""
    v = np.rint(np.ldexp(vectors.T, SHORT)).astype(np.int64).astype(object)
    length, stretched = np.sum(v * v, axis=1), np.sum((v @ a.matrix) ** 2, axis=1)
    scale = Fraction(2) ** (2 * (a.exponent - BITS))
    quotients = [scale * Fraction(int(s), int(n)) for s, n in zip(stretched, length, strict=True)]
    if squares is None:
        return quotients
    least = SMALLEST_QUOTIENT * max(squares)
    return [q if q > least else s for q, s in zip(quotients, squares, strict=True)]


def _from_ratios(vectors: Array, ratios: list[Fraction]) -> Eigenbasis:
    excess = [_nearest(ratio - 1) for ratio in ratios]
    logs = [
        math.log1p(e) if abs(e) < NEAR else math.log(ratio.numerator) - math.log(ratio.denominator)
        for e, ratio in zip(excess, ratios, strict=True)
    ]
    rest = [
        _nearest(ratio - 1 - Fraction(e)) if math.isfinite(e) else 0.0
        for e, ratio in zip(excess, ratios, strict=True)
    ]
    return Eigenbasis(
        vectors=frozen(vectors),
        eigenvalues=frozen(np.array([_nearest(ratio) for ratio in ratios])),
        excess=frozen(np.array(excess)),
        excess_rest=frozen(np.array(rest)),
        margin=frozen(np.array([_nearest(2 - ratio) for ratio in ratios])),
        log_eigenvalues=frozen(np.array(logs)),
    )


def _nearest(value: Fraction) -> float:
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
