"""Exact expectations of a gated loss and of its gradient, for an advantage that is a quadratic.

log w of two Gaussians is a quadratic of the action, so {w > c} is an interval, its complement, a
half-line, everything or nothing; between its ends and the roots of A each integrand is a
polynomial times q, p or p^2/q: pieces of Phi.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from numpy.polynomial import Polynomial

from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count
from engine.gaussian.gaussian import Gaussian
from engine.weights.gate_line import (
    Advantage,
    Factor,
    GateLine,
    Piece,
    action_line,
    sequence_line,
)
from engine.weights.gates import Gate

__all__ = ["Advantage", "Gated", "gated", "gated_sequence"]

Gradient = dict[str, float]


@dataclass(frozen=True, slots=True)
class Gated:
    """Under q, of one sample, by (mu, log sigma) of p."""

    value: float  # E_q of the gated loss
    true_value: float  # E_p A
    gradient: Gradient
    true_gradient: Gradient  # of E_p A
    variance: Gradient  # of one sample's gradient; infinite where it is
    kept: float  # the share of samples, under q, whose w is left as it is
    p_std: float

    @property
    def length(self) -> float:
        """|gradient| / |true gradient| in Fisher's norm, sqrt(g' F^-1 g), which is the same in any
        coordinates; infinite for a true one of 0."""
        whole, size = self._norm(self.true_gradient), self._norm(self.gradient)
        return size / whole if whole > 0.0 else math.inf if size > 0.0 else 1.0

    @property
    def angle(self) -> float:
        """Between the gradient and the true one in Fisher's norm, radians; 0 where one is 0."""
        first, second = self._units(self.gradient), self._units(self.true_gradient)
        across = first[0] * second[1] - first[1] * second[0]
        return abs(math.atan2(across, first[0] * second[0] + first[1] * second[1]))

    def _units(self, g: Gradient) -> tuple[float, float]:
        return self.p_std * g["mu"], g["log_sigma"] / math.sqrt(2.0)

    def _norm(self, g: Gradient) -> float:
        return math.hypot(*self._units(g))


def gated(gate: Gate, p: Gaussian, q: Gaussian, advantage: Advantage) -> Gated:
    """Of one action, p and q being Gaussians on the line; raises ParameterError for others."""
    for field, each in (("p", p), ("q", q)):
        if each.dimension != 1:
            raise ParameterError(field, each.dimension, "must have 1 dimension")
    mean, std = float(p.mean[0]), float(p.std[0])
    true = {
        "mu": advantage.slope + 2.0 * advantage.bend * mean,
        "log_sigma": 2.0 * advantage.bend * std * std,
    }
    whole = advantage.constant + advantage.slope * mean + advantage.bend * (mean**2 + std**2)
    return _Expectation(gate, action_line(p, q, advantage), 1.0 / std, 1.0).answer(true, whole, std)


def gated_sequence(
    gate: Gate, p: Gaussian, q: Gaussian, advantage: Advantage, tokens: int
) -> Gated:
    """Of T independent actions with one gate on s = exp(mean log w), as in GSPO (Zheng et al.,
    arXiv 2507.18071): A is a function of the mean action, and s (1/T) sum of scores the gradient.

    p and q have one variance. The true gradient is that of E_p A divided by T, as the mean of the
    scores is: for p = q it is what an ungated loss has. At T = 1 this is `gated`. Raises
    ParameterError.
    """
    tokens = checked_count("tokens", tokens, "must be a whole number, at least 1", 1)
    if p.dimension != 1 or q.dimension != 1 or p.covariance[0, 0] != q.covariance[0, 0]:
        raise ParameterError("p", p, "must be on the line and have the variance of q")
    mean, std = float(p.mean[0]), float(p.std[0])
    true = {
        "mu": (advantage.slope + 2.0 * advantage.bend * mean) / tokens,
        "log_sigma": 2.0 * advantage.bend * std * std / tokens**2,
    }
    mean_square = mean**2 + std * std / tokens
    whole = advantage.constant + advantage.slope * mean + advantage.bend * mean_square
    # Given the mean, the mean square about it is (T - 1) / T, its variance 2 (T - 1) / T^2.
    expected = _Expectation(gate, sequence_line(p, q, advantage, tokens), 1.0 / std, 1.0 / tokens)
    found = expected.answer(true, whole, std)
    if tokens == 1:
        return found
    spread = (
        2.0 * (tokens - 1) / tokens**2 * expected.square(lambda x, _: expected.line.advantage(x))
    )
    variance = {**found.variance, "log_sigma": found.variance["log_sigma"] + spread}
    return replace(found, variance=variance)


@dataclass(frozen=True, slots=True)
class _Expectation:
    """The gate on the line; the scores are precision away and away^2 - level."""

    gate: Gate
    line: GateLine
    precision: float
    level: float

    def answer(self, true: Gradient, whole: float, std: float) -> Gated:
        pieces = list(self.line.pieces(self.gate))
        gradient, variance = {}, {}
        for name in true:
            along = self._along(name)
            mean = math.fsum(self.line.gated(each, along, 1, each.flows) for each in pieces)
            gradient[name] = mean
            variance[name] = max(self.square(along) - mean * mean, 0.0)
        value = math.fsum(
            self.line.gated(each, lambda x, _: self.line.advantage(x), 1, each.level or 0.0)
            for each in pieces
        )
        return Gated(value, whole, gradient, true, variance, self._kept(pieces), std)

    def square(self, factor: Factor) -> float:
        """E of the square of the factor times what stands before the score."""
        return math.fsum(
            self.line.gated(each, lambda x, away: factor(x, away) ** 2, 2, each.flows)
            for each in self.line.pieces(self.gate)
        )

    def _along(self, name: str) -> Factor:
        def along(x: Polynomial, away: Polynomial) -> Polynomial:
            score = self.precision * away if name == "mu" else away**2 - self.level
            return self.line.advantage(x) * score

        return along

    def _kept(self, pieces: list[Piece]) -> float:
        parts = [
            self.line.integral(0, lambda *_: Polynomial([1.0]), each.low, each.high)
            for each in pieces
            if each.level is None
        ]
        return min(math.fsum(parts), 1.0)
