"""The multivariate normal distribution, checked when it is made."""

from __future__ import annotations

import math
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, frozen
from engine.core.late import late
from engine.core.parameter import ParameterError
from engine.gaussian.covariance import LARGEST, checked_covariance, correlation_matrix
from engine.sampling.normals import standard_normals

solve_triangular = late("scipy.linalg", "solve_triangular")

LOG_2PI = math.log(2.0 * math.pi)


class Gaussian:
    """N(mean, covariance) in d dimensions; immutable.

    Parameters
    ----------
    mean : (d,) or a scalar
    covariance : (d, d) or a scalar variance; symmetric and positive definite

    Raises
    ------
    ParameterError
        names the entry that is wrong; for a matrix that is not positive definite a
        CovarianceError with the failing eigenvalue, its direction and the nearest valid matrix.
    """

    __slots__ = ("__weakref__", "_hash", "cholesky", "covariance", "mean")

    mean: Array  # (d,)
    covariance: Array  # (d, d)
    cholesky: Array  # (d, d), lower: covariance = cholesky @ cholesky.T
    _hash: int

    def __init__(self, mean: ArrayLike, covariance: ArrayLike) -> None:
        if _plain(mean) and _plain(covariance) and 0.0 < covariance <= LARGEST:
            checked_mean, matrix = np.array([mean]), np.array([[covariance]])
            cholesky = np.sqrt(matrix)
        else:
            checked_mean = vector("mean", mean)
            matrix, cholesky = checked_covariance(covariance, len(checked_mean))
        for name, array in (
            ("mean", checked_mean),
            ("covariance", matrix),
            ("cholesky", cholesky),
        ):
            object.__setattr__(self, name, frozen(array))

    @classmethod
    def from_std(
        cls, mean: ArrayLike, std: ArrayLike, correlation: ArrayLike | None = None
    ) -> Gaussian:
        """N(mean, diag(std) R diag(std)).

        ``mean`` and ``std`` are scalars or (d,), broadcast against each other; ``correlation``
        is a scalar (every pair of coordinates) or a (d, d) matrix R with unit diagonal.
        """
        if correlation is None and _plain(mean) and _plain(std) and std > 0.0:
            return cls(mean, std * std)
        mean_vector, std_vector = vector("mean", mean), vector("std", std)
        dimension = max(len(mean_vector), len(std_vector))
        for name, values in (("mean", mean_vector), ("std", std_vector)):
            if len(values) not in (1, dimension):
                raise ParameterError(name, values.tolist(), f"must have 1 or {dimension} entries")
        for value in std_vector:
            if value <= 0.0:
                raise ParameterError("std", float(value), "must be greater than 0")
        scale = np.broadcast_to(std_vector, (dimension,))
        matrix = correlation_matrix(correlation, dimension) * np.outer(scale, scale)
        # The diagonal is squared directly, so that sqrt gives back the very std.
        np.fill_diagonal(matrix, scale**2)
        return cls(np.broadcast_to(mean_vector, (dimension,)), matrix)

    @property
    def dimension(self) -> int:
        """d."""
        return len(self.mean)

    @property
    def std(self) -> Array:
        """Square roots of the variances, (d,)."""
        return np.sqrt(self.covariance.diagonal())

    @property
    def correlation(self) -> Array:
        """The correlation matrix, (d, d)."""
        matrix = self.covariance / np.outer(self.std, self.std)
        np.fill_diagonal(matrix, 1.0)
        return matrix

    @property
    def log_determinant(self) -> float:
        """ln |covariance|."""
        return 2.0 * float(np.sum(np.log(self.cholesky.diagonal())))

    def log_density(self, x: ArrayLike) -> Any:
        """ln N(x; mean, covariance) in nats.

        -(1/2) [ |L^-1 (x - mean)|^2 + ln |covariance| + d ln 2 pi ], L the Cholesky factor.

        ``x`` is (..., d) and the answer (...); for d = 1, ``x`` of any shape whose last axis
        is not of length 1 is taken as (...) scalars. A single point gives a float.
        """
        points = np.asarray(x, dtype=float)
        if self.dimension == 1 and (points.ndim == 0 or points.shape[-1] != 1):
            points = points[..., np.newaxis]
        if points.shape[-1] != self.dimension:
            raise ParameterError(
                "x", points.shape, f"must have {self.dimension} entries along its last axis"
            )
        value = -0.5 * (self._square(points) + self.log_determinant + self.dimension * LOG_2PI)
        return float(value) if value.ndim == 0 else value

    def _square(self, points: Array) -> Array:
        """|L^-1 (x - mean)|^2, (...) from (..., d)."""
        mean, L = self.mean, self.cholesky
        if self.dimension > 2:
            flat = (points - mean).reshape(-1, self.dimension).T
            white = solve_triangular(L, flat, lower=True, check_finite=False)
            return np.asarray(np.einsum("ij,ij->j", white, white).reshape(points.shape[:-1]))
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            # By the inverse, as the solver for more dimensions does.
            first = (points[..., 0] - mean[0]) * (1.0 / L[0, 0])
            square = first * first
            if self.dimension == 2:
                second = (points[..., 1] - mean[1] - L[1, 0] * first) * (1.0 / L[1, 1])
                square = square + second * second
        return np.asarray(square)

    def entropy(self) -> float:
        """Differential entropy in nats: (1/2) [d (1 + ln 2 pi) + ln |covariance|]."""
        return 0.5 * (self.dimension * (1.0 + LOG_2PI) + self.log_determinant)

    def sample(self, n: int, seed: int) -> Array:
        """n draws, (n, d): mean + L z with the reproducible normals of `engine.sampling.normals`.

        The first n of 2n draws are the n draws of the same seed.
        """
        draws: Array = self.mean + standard_normals(n, self.dimension, seed) @ self.cholesky.T
        return draws

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a Gaussian does not change; make a new one to set {name}")

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Gaussian):
            return NotImplemented
        return np.array_equal(self.mean, other.mean) and np.array_equal(
            self.covariance, other.covariance
        )

    def __hash__(self) -> int:
        # What is kept is asked for by Gaussians, hundreds of times while one of them stands.
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(
                self, "_hash", hash((self.mean.tobytes(), self.covariance.tobytes()))
            )
            return self._hash

    def __repr__(self) -> str:
        return f"Gaussian(mean={self.mean.tolist()}, covariance={self.covariance.tolist()})"

    def __reduce__(self) -> tuple[type[Gaussian], tuple[Array, Array]]:
        return Gaussian, (self.mean, self.covariance)


def _plain(value: ArrayLike) -> TypeGuard[float]:
    """Whether it is a finite number of Python's or NumPy's, which needs no other check."""
    return isinstance(value, float) and math.isfinite(value)


def vector(name: str, values: ArrayLike) -> Array:
    """A finite, non-empty (d,) array; a scalar becomes (1,). Raises ParameterError."""
    try:
        array = np.array(values, dtype=float, ndmin=1)
    except (TypeError, ValueError):
        raise ParameterError(name, values, "must be a number or a list of numbers") from None
    if array.ndim != 1 or array.size == 0:
        raise ParameterError(name, f"shape {array.shape}", "must be a number or a list of numbers")
    for index in np.flatnonzero(~np.isfinite(array)):
        field = name if len(array) == 1 else f"{name}[{index}]"
        raise ParameterError(field, float(array[index]), "must be finite")
    return array
