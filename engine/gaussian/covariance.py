"""Covariance matrices: the check that every one passes, the nearest valid one, structures."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from engine.core.number_format import apart
from engine.core.parameter import ParameterError
from engine.gaussian.covariance_factor import factored

Structure = Literal["equal", "ar1"]

# Entries (i, j) and (j, i) may differ by this much of the larger: printed tables are rounded.
ASYMMETRY = 1e-9
# In single precision by this much of the entries' scale, sqrt(C_ii C_jj): sums are rounded too.
SINGLE_ASYMMETRY = 1e-5
# Where less of a variance is left beside the other coordinates, doubles lose too many digits.
LEAST_SHARE = 1e-2
LARGEST = 1e300  # of an entry, so that sums of a hundred are numbers too


class CovarianceError(ParameterError):
    """A matrix that is not positive definite.

    Attributes
    ----------
    eigenvalue : float, the smallest one (or that of the correlation matrix, if scales differ)
    direction : (d,), its unit vector
    nearest : (d, d), the nearest valid covariance
    """

    def __init__(self, field: str, matrix: Array) -> None:
        values, vectors = np.linalg.eigh(matrix)
        self.eigenvalue = float(values[0])
        self.direction = _leading_positive(vectors[:, 0])
        self.nearest = nearest_covariance(matrix)
        super().__init__(
            field,
            f"{len(matrix)} x {len(matrix)} matrix",
            f"must be positive definite, but its smallest eigenvalue is {self.eigenvalue:.6g}, "
            f"along ({', '.join(f'{round(value, 3) + 0.0:g}' for value in self.direction[:6])}"
            f"{', ...' if len(matrix) > 6 else ''}); "
            f"the nearest valid covariance {_nearest_text(matrix, self.nearest)}",
        )


def checked_covariance(covariance: ArrayLike, dimension: int) -> tuple[Array, Array]:
    """The symmetric matrix and its lower Cholesky factor, both (d, d); raises ParameterError.

    Arrays of single precision may be asymmetric as that rounds; see `symmetrised` for others.
    """
    matrix = _square_matrix("covariance", covariance, dimension)
    if getattr(covariance, "dtype", None) == np.float32:
        matrix, _ = symmetrised(matrix)
    asymmetry = np.abs(matrix - matrix.T)
    allowed = ASYMMETRY * np.maximum(np.abs(matrix), np.abs(matrix.T))
    if np.any(asymmetry > allowed):
        i, j = np.unravel_index(int(np.argmax(asymmetry - allowed)), matrix.shape)
        raise ParameterError(
            f"covariance[{i}][{j}]",
            float(matrix[i, j]),
            f"must equal covariance[{j}][{i}] = {float(matrix[j, i])!r}: symmetric",
        )
    matrix = np.where(asymmetry == 0.0, matrix, 0.5 * (matrix + matrix.T))
    try:
        cholesky = _cholesky(matrix)
    except np.linalg.LinAlgError:
        raise CovarianceError("covariance", matrix) from None
    return matrix, cholesky


def symmetrised(matrix: Array) -> tuple[Array, str]:
    """A matrix (d, d) that is symmetric up to rounding in single precision, made symmetric.

    (C + C^T)/2 and what was done, in words; the matrix itself and "" where nothing had to be done
    or where it differs from its transpose by more than 1e-5 sqrt(C_ii C_jj).
    """
    if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.isfinite(matrix).all():
        return matrix, ""
    asymmetry = np.abs(matrix - matrix.T)
    scale = np.sqrt(np.abs(matrix.diagonal()))
    if not asymmetry.any() or np.any(asymmetry > SINGLE_ASYMMETRY * np.outer(scale, scale)):
        return matrix, ""
    words = (
        f"entries across the diagonal differ by up to {np.max(asymmetry):.2g}, as rounding makes "
        "them; the matrix is symmetrised, by their mean"
    )
    return 0.5 * matrix + 0.5 * matrix.T, words


def _cholesky(matrix: Array) -> Array:
    """The lower factor, each entry to about 1e-13; raises LinAlgError where the matrix is not
    positive definite."""
    try:
        factor = np.linalg.cholesky(matrix)
        if np.min(factor.diagonal() ** 2 / matrix.diagonal()) > LEAST_SHARE:
            return np.asarray(factor, dtype=float)
    except np.linalg.LinAlgError:
        pass  # Doubles may say so of a matrix that is.
    return factored(matrix).cholesky()


def correlation_matrix(
    correlation: ArrayLike | None, dimension: int, structure: Structure = "equal"
) -> Array:
    """A (d, d) correlation matrix from nothing (identity), a scalar or a matrix.

    A scalar r gives R_ij = r for i != j ("equal", valid for -1/(d-1) < r < 1) or
    R_ij = r^|i-j| ("ar1", valid for -1 < r < 1).
    """
    if correlation is None:
        return np.eye(dimension)
    try:
        array = np.array(correlation, dtype=float)
    except (TypeError, ValueError):
        raise ParameterError("correlation", correlation, "must be a number or a matrix") from None
    if array.ndim == 0:
        return _structured(float(array), dimension, structure)
    matrix = _square_matrix("correlation", array, dimension)
    for i, value in enumerate(np.diag(matrix)):
        if abs(value - 1.0) > ASYMMETRY:
            raise ParameterError(f"correlation[{i}][{i}]", float(value), "must be 1")
    return matrix.copy()


def nearest_covariance(matrix: Array) -> Array:
    """The nearest usable covariance: eigenvalues below 1e-4 of the largest are raised to that.

    In the Frobenius norm the nearest positive semi-definite matrix replaces negative
    eigenvalues by 0 (Higham 1988, doi:10.1016/0024-3795(88)90223-6); the floor keeps it definite.
    """
    symmetric = 0.5 * (matrix + matrix.T)
    values, vectors = np.linalg.eigh(symmetric)
    largest = float(np.max(np.abs(values)))
    floor = 1e-4 * largest if largest > 0.0 else 1.0
    repaired = (vectors * np.maximum(values, floor)) @ vectors.T
    return np.asarray(0.5 * (repaired + repaired.T))


def _structured(r: float, dimension: int, structure: Structure) -> Array:
    lowest = -1.0 if structure == "ar1" or dimension <= 2 else -1.0 / (dimension - 1)
    if not lowest < r < 1.0:
        limit, _ = apart(lowest, r, 6)
        raise ParameterError(
            "correlation", r, f"must be greater than {limit} and less than 1 in d = {dimension}"
        )
    index = np.arange(dimension)
    power = np.abs(index[:, np.newaxis] - index)
    if structure == "equal":
        power = np.minimum(power, 1)
    return np.asarray(np.power(r, power), dtype=float)


def _square_matrix(field: str, values: ArrayLike, dimension: int) -> Array:
    try:
        matrix = np.array(values, dtype=float, ndmin=2)
    except (TypeError, ValueError):
        raise ParameterError(field, values, "must be a table of numbers") from None
    if matrix.shape != (dimension, dimension):
        raise ParameterError(
            field, f"shape {matrix.shape}", f"must be {dimension} x {dimension}, as the mean is"
        )
    bad = np.argwhere(~(np.abs(matrix) <= LARGEST))
    if len(bad):
        i, j = bad[0]
        value = float(matrix[i, j])
        allowed = f"must be at most {LARGEST:g} in size" if np.isfinite(value) else "must be finite"
        raise ParameterError(f"{field}[{i}][{j}]", value, allowed)
    return matrix


def _leading_positive(direction: Array) -> Array:
    """The direction or its opposite, so that its largest entry is positive."""
    return np.asarray(direction * np.sign(direction[np.argmax(np.abs(direction))]))


def _nearest_text(matrix: Array, nearest: Array) -> str:
    if len(matrix) <= 3:
        rows = ("[" + ", ".join(f"{value:.6g}" for value in row) + "]" for row in nearest)
        return "is [" + ", ".join(rows) + "]"
    change = float(np.linalg.norm(nearest - matrix)) / max(float(np.linalg.norm(matrix)), 1e-300)
    return f"changes the matrix by {100.0 * change:.3g} %"
