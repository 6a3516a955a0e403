"""The eigenvalues lam of S_q^-1 S_p and the basis that whitens both matrices, at any condition."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.late import late
from engine.gaussian.covariance_factor import Whitened, whitened
from engine.numerics.fixed_point import BITS, Fixed, to_double, to_fixed
from engine.numerics.orthogonal_rows import orthogonal_rows

eigh = late("scipy.linalg", "eigh")
dgejsv = late("scipy.linalg.lapack", "dgejsv")
svd = late("scipy.linalg", "svd")
dgemm = late("scipy.linalg.blas", "dgemm")

# Below this |lam - 1| a logarithm comes from lam - 1.
NEAR = 0.5
# What rounding leaves of lam - 1 = 0, beside the largest.
NOTHING = 1e-22
# Bits of the first vectors' entries: short factors make quick products.
SHORT = 60


@dataclass(frozen=True, slots=True)
class Eigenbasis:
    """In ascending order of lam; with L_q the Cholesky factor of S_q, L_q vectors whitens both."""

    vectors: Array  # (d, d), orthogonal
    rows: Fixed  # (d, d), the same as rows, to more digits
    eigenvalues: Array  # (d,) lam
    excess: Array  # (d,) lam - 1
    excess_rest: Array  # (d,) what its rounding to doubles left
    margin: Array  # (d,) 2 - lam
    log_eigenvalues: Array  # (d,) log lam


def is_diagonal(matrix: Array) -> bool:
    """Whether every entry off the diagonal is 0."""
    return bool(np.count_nonzero(matrix) == np.count_nonzero(matrix.diagonal()))


def eigenbasis(covariance_p: Array, covariance_q: Array) -> Eigenbasis:
    """Of two positive definite matrices, (d, d) each; arrays are read-only.

    Diagonal ones are divided entry by entry. Else L_q^-1 L_p comes in whole numbers. Doubles find
    its left singular vectors v, near equality those of L_q^-1 (S_p - S_q) L_q^-T, and where they
    have too few digits, one-sided Jacobi rotations of the rows v' L_q^-1 L_p in whole numbers make
    them good (Demmel and Veselic 1992: they keep the small ones accurate). lam is the square of a
    row, whose error is the square of the vectors'.
    """
    data = (np.ascontiguousarray(each).tobytes() for each in (covariance_p, covariance_q))
    return _eigenbasis(*data, len(covariance_p))


@lru_cache(maxsize=8)
def _eigenbasis(data_p: bytes, data_q: bytes, dimension: int) -> Eigenbasis:
    p, q = (np.frombuffer(data).reshape(dimension, dimension) for data in (data_p, data_q))
    if is_diagonal(p) and is_diagonal(q):
        return _diagonal(p.diagonal(), q.diagonal())
    return _dense(p, q)


def _diagonal(p: Array, q: Array) -> Eigenbasis:
    ratios = [Fraction(high) / Fraction(low) for high, low in zip(p, q, strict=True)]
    return _ordered(to_fixed(np.eye(len(p))), ratios)


def _dense(p: Array, q: Array) -> Eigenbasis:
    if np.array_equal(p, q):
        return _ordered(to_fixed(np.eye(len(p))), [Fraction(1)] * len(p))
    a = whitened(p, q)
    vectors = _near(a)
    if vectors is None:
        vectors = _singular_vectors(a)
    v: Fixed = np.rint(np.ldexp(vectors.T, SHORT)).astype(np.int64).astype(object)
    v, w = orthogonal_rows(v << (BITS - SHORT), (v @ a.matrix) >> SHORT, a.matrix)
    scale = Fraction(2) ** (2 * a.exponent)
    squares = [
        scale * Fraction(int(stretched), int(length))
        for stretched, length in zip(np.sum(w * w, axis=1), np.sum(v * v, axis=1), strict=True)
    ]
    least = NOTHING * min(1.0, max(abs(_nearest(square - 1)) for square in squares))
    return _ordered(v, [Fraction(1) if abs(each - 1) <= least else each for each in squares])


def _near(a: Whitened) -> Array | None:
    """The eigenvectors of A A' - I, A = L_q^-1 L_p, which keeps its digits where that is small;
    else None."""
    b = a.less_identity()
    if np.max(np.abs(b)) > NEAR:
        return None
    values, vectors = eigh(b + b.T + dgemm(1.0, b, b, trans_b=True), check_finite=False)
    return np.asarray(vectors) if np.max(np.abs(values)) < NEAR else None


def _singular_vectors(a: Whitened) -> Array:
    """The left singular vectors of L_q^-1 L_p, as far as doubles have them."""
    # In the middle of their range, where neither end leaves what doubles hold.
    size = max(int(value).bit_length() for value in a.matrix.ravel()) - BITS
    matrix = to_double(a.matrix, -(size // 2))
    # joba = 2: rows and columns may both be graded. The other flags ask for U only.
    _, vectors, _, _, _, info = dgejsv(matrix, joba=2, jobu=0, jobv=3, jobr=0)
    return np.asarray(vectors if info == 0 else svd(matrix, check_finite=False)[0])


def _ordered(rows: Fixed, ratios: list[Fraction]) -> Eigenbasis:
    order = sorted(range(len(ratios)), key=ratios.__getitem__)
    rows, ratios = rows[order], [ratios[i] for i in order]
    vectors = to_double(rows).T
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
        vectors=frozen(vectors / np.linalg.norm(vectors, axis=0)),
        rows=rows,
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
