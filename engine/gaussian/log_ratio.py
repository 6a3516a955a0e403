"""log w = log p(x) - log q(x) as a quadratic function of the normals that x is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.gaussian.covariance_factor import factored, whitened
from engine.gaussian.eigenbasis import NEAR, is_diagonal
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative

# Up to so many dimensions steps row by row are quicker than a product of matrices.
FEW = 2


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
        if len(z) <= FEW:
            value = self._row_by_row(z, out, scratch)
        else:
            bent = np.matmul(self.curvature, z, out=scratch)
            bent += self.slope[:, np.newaxis]
            value = np.einsum("ij,ij->j", bent, z, out=out)
        # Far from each other, the two numbers whose difference this is have no such digits.
        value -= np.trace(self.curvature)
        return value

    def _row_by_row(self, z: Array, out: Array | None, scratch: Array | None) -> Array:
        """sum_i z_i (c_ii z_i + s_i + 2 sum_{j > i} c_ij z_j), (d, m) -> (m,)."""
        value = np.empty(z.shape[1]) if out is None else out
        space = np.empty(z.shape) if scratch is None else scratch
        term, other = space[0], space[-1]  # of one dimension neither is needed
        for i, (slope, bends) in enumerate(
            zip(self.slope.tolist(), self.curvature.tolist(), strict=True)
        ):
            part = term if i else value
            np.multiply(z[i], bends[i], out=part)
            part += slope
            for j in range(i + 1, len(z)):
                if bends[j]:
                    part += np.multiply(z[j], 2.0 * bends[j], out=other)
            part *= z[i]
            if i:
                value += part
        return value


@lru_cache(maxsize=16)
def log_ratio(p: Gaussian, q: Gaussian) -> LogRatio:
    """The quadratic form of log p - log q for x drawn from q."""
    mean = -relative(q, p).kl
    if is_diagonal(p.covariance) and is_diagonal(q.covariance):
        p_variance, q_variance = p.covariance.diagonal(), q.covariance.diagonal()
        m = np.diag((q_variance - p_variance) / p_variance)
        slope = -(q.std / p.std) * ((q.mean - p.mean) / p.std)
    else:
        m, slope = _dense(p, q)
    return LogRatio(mean + 0.5 * float(np.trace(m)), frozen(slope), frozen(-0.5 * m), mean)


def _dense(p: Gaussian, q: Gaussian) -> tuple[Array, Array]:
    """A'A - I, where A is near I from A - I, and -A'b, which may cancel too."""
    white = whitened(q.covariance, p.covariance)
    turned = factored(p.covariance).difference(q.mean, p.mean, white.matrix.T)
    slope = -np.ldexp(turned, white.exponent)
    a, rest = white.to_double(), white.less_identity()
    if np.max(np.abs(rest)) < NEAR:
        return rest + rest.T + rest.T @ rest, slope
    return a.T @ a - np.eye(p.dimension), slope
