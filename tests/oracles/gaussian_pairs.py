"""What holds of two Gaussians, by mpmath to 200 digits, from the very doubles of their matrices."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import mpmath as mp
import numpy as np

from engine.gaussian.gaussian import Gaussian

# A pivot below this share of its diagonal entry is an exact 0 that was rounded.
SINGULAR = mp.mpf(10) ** -60
DIGITS = 200

Vector = list[Any]


def matrix(values: Any) -> Any:
    return mp.matrix(np.asarray(values).tolist())


def vector(values: Any) -> Vector:
    return [mp.mpf(value) for value in np.asarray(values).tolist()]


def lower_factor(S: Any) -> Any:
    """The Cholesky factor, or None where S is not positive definite."""
    L = mp.zeros(S.rows)
    for j in range(S.rows):
        pivot = S[j, j] - mp.fsum(L[j, k] ** 2 for k in range(j))
        if pivot <= SINGULAR * abs(S[j, j]):
            return None
        L[j, j] = mp.sqrt(pivot)
        for i in range(j + 1, S.rows):
            L[i, j] = (S[i, j] - mp.fsum(L[i, k] * L[j, k] for k in range(j))) / L[j, j]
    return L


def solved(L: Any, right: Vector) -> Vector:
    """x with L x = right, for a lower L."""
    x: Vector = []
    for i in range(L.rows):
        x.append((right[i] - mp.fsum(L[i, k] * x[k] for k in range(i))) / L[i, i])
    return x


def square(x: Vector) -> Any:
    return mp.fsum(value * value for value in x)


def log_determinant(L: Any) -> Any:
    return 2 * mp.fsum(mp.log(L[i, i]) for i in range(L.rows))


class Truth:
    """Of p and q; use within `mp.workdps(DIGITS)`."""

    def __init__(self, p: Gaussian, q: Gaussian) -> None:
        self.d = p.dimension
        self.mean_p, self.mean_q = vector(p.mean), vector(q.mean)
        self.shift = [a - b for a, b in zip(self.mean_p, self.mean_q, strict=True)]
        self.S_p, self.S_q = matrix(p.covariance), matrix(q.covariance)
        self.L_p, self.L_q = lower_factor(self.S_p), lower_factor(self.S_q)

    def reversed(self) -> Truth:
        other = object.__new__(Truth)
        other.d, other.shift = self.d, [-x for x in self.shift]
        other.mean_p, other.mean_q = self.mean_q, self.mean_p
        other.S_p, other.S_q, other.L_p, other.L_q = self.S_q, self.S_p, self.L_q, self.L_p
        return other

    @cached_property
    def p_seen_by_q(self) -> Any:
        """L_q^-1 L_p."""
        A = mp.zeros(self.d)
        for j in range(self.d):
            column = solved(self.L_q, [self.L_p[i, j] for i in range(self.d)])
            for i in range(self.d):
                A[i, j] = column[i]
        return A

    @cached_property
    def eigenvalues(self) -> Vector:
        """Of S_q^-1 S_p, ascending."""
        A = self.p_seen_by_q
        return sorted(mp.eigsy(A * A.T, eigvals_only=True))

    def kl(self) -> Any:
        trace = mp.fsum(x * x for x in self.p_seen_by_q)
        logs = log_determinant(self.L_q) - log_determinant(self.L_p)
        return (trace - self.d + square(solved(self.L_q, self.shift)) + logs) / 2

    def entropy(self) -> Any:
        return (log_determinant(self.L_p) + self.d * (1 + mp.log(2 * mp.pi))) / 2

    def is_infinite(self, alpha: float) -> bool:
        return self._mixed(alpha) is None

    def renyi(self, alpha: float) -> Any:
        L, a = self._mixed(alpha), mp.mpf(alpha)
        if L is None:
            return mp.inf
        logs = log_determinant(L) - (1 - a) * log_determinant(self.L_p)
        logs -= a * log_determinant(self.L_q)
        return a / 2 * square(solved(L, self.shift)) - logs / (2 * (a - 1))

    def _mixed(self, alpha: float) -> Any:
        a = mp.mpf(alpha)
        return lower_factor(a * self.S_q + (1 - a) * self.S_p)

    def wasserstein2_squared(self) -> Any:
        between = mp.eigsy(self.L_q.T * self.S_p * self.L_q, eigvals_only=True)
        traces = mp.fsum(self.S_p[i, i] + self.S_q[i, i] for i in range(self.d))
        total = traces - 2 * mp.fsum(mp.sqrt(max(x, 0)) for x in between)
        return square(self.shift) + max(total, 0)

    def variance_log_w(self) -> Any:
        """Of log w under q: |A'A - I|^2 / 2 + |A'b|^2, A = L_p^-1 L_q, b = L_p^-1 D."""
        A = self.reversed().p_seen_by_q
        slope = A.T * mp.matrix(solved(self.L_p, self.shift))
        return mp.fsum(x * x for x in A.T * A - mp.eye(self.d)) / 2 + mp.fsum(x * x for x in slope)

    def log_w(self, z: Any) -> Any:
        """log p - log q at mean_q + L_q z."""
        normals = vector(z)
        away = [
            mp.fsum(self.L_q[i, j] * normals[j] for j in range(i + 1)) - self.shift[i]
            for i in range(self.d)
        ]
        logs = log_determinant(self.L_q) - log_determinant(self.L_p)
        return (square(normals) - square(solved(self.L_p, away)) + logs) / 2

    def variance_of_weighted_axis(self, axis: int) -> Any:
        """Var_q(w x_axis): (1 + chi^2) E_r x^2 - (E_p x)^2, r proportional to p^2 / q."""
        L = self._mixed(2.0)
        if L is None:
            return mp.inf
        # S_r = S_q (2 S_q - S_p)^-1 S_p, mean_r = mean_p + S_p (2 S_q - S_p)^-1 D.
        columns = [solved(L, [S[i, axis] for i in range(self.d)]) for S in (self.S_q, self.S_p)]
        variance = mp.fdot(*columns)
        mean = self.mean_p[axis] + mp.fdot(columns[1], solved(L, self.shift))
        return mp.exp(self.renyi(2.0)) * (variance + mean**2) - self.mean_p[axis] ** 2
