"""log w = log p(x) - log q(x) as a quadratic function of the normals that x is made of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from engine.covariance import frozen
from engine.gaussian import Gaussian

Array = NDArray[np.float64]

# Below this size of M = A'A - I, M is found from the difference of the covariances.
NEAR = 0.5


@dataclass(frozen=True, slots=True)
class LogRatio:
    """log w = constant + slope . z + z' curvature z in nats, where x = mean_q + L_q z.

    With A = L_p^-1 L_q and b = L_p^-1 (mean_q - mean_p):
    curvature = (I - A'A) / 2, slope = -A'b, constant = ln|L_q| - ln|L_p| - |b|^2 / 2.
    No term cancels when p is close to q, so neither does their sum.
    """

    constant: float
    slope: Array  # (d,)
    curvature: Array  # (d, d)
    mean: float  # E log w = constant + tr curvature = -KL(q||p)

    def __call__(self, z: Array) -> Array:
        """log w of the columns of z, (d, m) -> (m,)."""
        value = self.centred(z)
        value += self.mean
        return value

    def centred(self, z: Array, out: Array | None = None, scratch: Array | None = None) -> Array:
        """log w - E log w of the columns of z, (d, m) -> (m,).

        The answer goes into ``out``, (m,), and steps on the way into ``scratch``, (d, m), where
        they are given.
        """
        bent = np.matmul(self.curvature, z, out=scratch)
        bent += self.slope[:, np.newaxis]
        value: Array = np.einsum("ij,ij->j", bent, z, out=out)
        value += self.constant - self.mean
        return value


def log_ratio(p: Gaussian, q: Gaussian) -> LogRatio:
    """The quadratic form of log p - log q for x drawn from q."""
    a = solve_triangular(p.cholesky, q.cholesky, lower=True, check_finite=False)
    b = solve_triangular(p.cholesky, q.mean - p.mean, lower=True, check_finite=False)
    m = a.T @ a - np.eye(p.dimension)
    log_scale = float(np.sum(np.log(np.diag(q.cholesky)) - np.log(np.diag(p.cholesky))))
    if np.max(np.abs(m)) < NEAR:
        m = _near(p, q, a)
        log_scale = 0.5 * float(np.sum(np.log1p(np.linalg.eigvalsh(m))))
    constant = log_scale - 0.5 * float(b @ b)
    mean = constant - 0.5 * float(np.trace(m))
    return LogRatio(constant, frozen(-(a.T @ b)), frozen(-0.5 * m), mean)


def _near(p: Gaussian, q: Gaussian, a: Array) -> Array:
    """A'A - I = A' L_p^-1 (S_q - S_p) L_q^-T: the difference of close matrices is exact."""
    left = solve_triangular(p.cholesky, q.covariance - p.covariance, lower=True)
    right = solve_triangular(q.cholesky, left.T, lower=True).T
    m = a.T @ right
    return np.asarray(0.5 * (m + m.T))
