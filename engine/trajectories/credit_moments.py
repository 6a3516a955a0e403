"""Exact mean and variance of sum_t gamma^t score_t A_t, by backward recursion.

Given y, the state less its mean, A = delta + gamma lam A' and X = score A + gamma X' (X' alone
without gamma^t). Their conditional moments E[A], E[A^2], E[X], E[A X], E[X^2] are polynomials
in y of degree 2, 4, 3, 5, 6; each is a linear recursion in the one before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array, sealed
from engine.numerics.gaussian_polynomials import LinearStep, expected, times
from engine.trajectories.states import scores, step_of

if TYPE_CHECKING:
    from engine.trajectories.credit import Credit
    from engine.trajectories.task import LinearQuadraticTask


@dataclass(frozen=True, slots=True)
class CreditMoments:
    """Of one trajectory's estimate, by estimator and by (K, c, log sigma), (k, 3) each."""

    mean: Array
    variance: Array  # inf where it is too large for a double


@lru_cache(maxsize=16)
def credit_moments(task: LinearQuadraticTask, credits: tuple[Credit, ...]) -> CreditMoments:
    """Exact moments of k estimators."""
    fade = np.array([task.gamma * credit.lam for credit in credits])[:, np.newaxis]
    chain = np.array([task.gamma if credit.discounted else 1.0 for credit in credits])
    with np.errstate(over="ignore", invalid="ignore"):
        deltas = np.stack([credit.deltas(task) for credit in credits], axis=1)[:, :, np.newaxis]
        first, second = _Recursion(task, deltas, fade, chain[:, np.newaxis]).moments()
        mean, square = (expected(polynomial, 0.0, task.v0) for polynomial in (first, second))
        variance = np.maximum(square - mean**2, 0.0)
    variance[np.isnan(variance)] = np.inf
    return CreditMoments(sealed(mean), sealed(variance))


class _Recursion:
    """Axes: step, estimator, parameter, then powers."""

    def __init__(self, task: LinearQuadraticTask, deltas: Array, fade: Array, chain: Array) -> None:
        self.step: LinearStep = step_of(task)
        self.delta = deltas  # (T, k, 1, 3, 3, 3)
        self.score = scores(task)[:, np.newaxis]  # (T, 1, 3, 2, 3, 1)
        self.fade, self.chain = fade[..., np.newaxis], chain[..., np.newaxis]  # (k, 1, 1)

    def moments(self) -> tuple[Array, Array]:
        """E[X | y_0] and E[X^2 | y_0], (k, 3, powers)."""
        expect, fade, chain = self.step.expect, self.fade, self.chain
        score, delta = self.score, self.delta
        square, score_delta = times(score, score), times(score, delta)
        delta_square = times(delta, delta)
        A = self._back(expect(delta), fade, 2)
        A2 = self._back(
            expect(delta_square) + _fit(2.0 * fade * expect(delta, A[1:]), 4), fade**2, 4
        )
        X = self._back(_sum(expect(score_delta), fade * expect(score, A[1:])), chain, 3)
        AX = self._back(
            _sum(
                expect(times(score, delta_square)),
                2.0 * fade * expect(score_delta, A[1:]),
                fade**2 * expect(score, A2[1:]),
                chain * expect(delta, X[1:]),
            ),
            chain * fade,
            5,
        )
        X2 = self._back(
            _sum(
                expect(times(square, delta_square)),
                2.0 * fade * expect(times(square, delta), A[1:]),
                fade**2 * expect(square, A2[1:]),
                2.0 * chain * expect(score_delta, X[1:]),
                2.0 * chain * fade * expect(score, AX[1:]),
            ),
            chain**2,
            6,
        )
        return X[0], X2[0]

    def _back(self, source: Array, factor: Array, degree: int) -> Array:
        """f_t = source_t + factor E[f_(t+1)(y') | y], (T + 1, k, 3 or 1, degree + 1); f_T = 0."""
        carried = self.step.after(degree)
        source = _fit(source, degree)
        found = np.zeros((len(source) + 1, *source.shape[1:]))
        for t in reversed(range(len(source))):
            found[t] = source[t] + factor * (found[t + 1] @ carried)
        return found


def _fit(polynomial: Array, degree: int) -> Array:
    """The same with ``degree`` + 1 coefficients; what is cut off is 0."""
    size = polynomial.shape[-1]
    if size > degree:
        return polynomial[..., : degree + 1]
    padded = np.zeros((*polynomial.shape[:-1], degree + 1))
    padded[..., :size] = polynomial
    return padded


def _sum(*polynomials: Array) -> Array:
    degree = max(polynomial.shape[-1] for polynomial in polynomials) - 1
    total = _fit(polynomials[0], degree)
    for polynomial in polynomials[1:]:
        total = total + _fit(polynomial, degree)
    return total
