"""Exact expectations of a gated loss and of its gradient, for an advantage that is a quadratic.

log w of two Gaussians is a quadratic of the action, so {w > c} is an interval, its complement, a
half-line, everything or nothing. Between its ends and the roots of A and of the scores each
integrand is a polynomial of one sign times q, p or p^2/q, see `gate_line`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count
from engine.gaussian.gaussian import Gaussian
from engine.weights.gate_frames import EPSILON, Advantage, action_frames, sequence_frames
from engine.weights.gate_line import GateLine
from engine.weights.gates import Gate
from engine.weights.piece_grid import Sums

__all__ = ["Advantage", "Gated", "Rounding", "gated", "gated_all", "gated_sequence"]

Gradient = dict[str, float]


@dataclass(frozen=True, slots=True)
class Rounding:
    """How far the numbers of a `Gated` may be off, each by its name."""

    gradient: Gradient
    true_gradient: Gradient
    lost: Gradient
    variance: Gradient
    kept: float


@dataclass(frozen=True)
class Gated:
    """Under q, of one sample, by (mu, log sigma) of p."""

    value: float  # E_q of the gated loss
    true_value: float  # E_p A
    gradient: Gradient
    true_gradient: Gradient  # of E_p A
    lost: Gradient  # the true gradient less the gradient, without cancellation
    variance: Gradient  # of one sample's gradient; infinite where it is
    kept: float  # the share of samples, under q, whose w is left as it is
    p_std: float
    rounding: Rounding

    @property
    def length(self) -> float:
        """|gradient| / |true gradient| in Fisher's norm, sqrt(g' F^-1 g), which is the same in any
        coordinates; infinite for a true one of 0."""
        whole, size = self.norm(self.true_gradient), self.norm(self.gradient)
        return size / whole if whole > 0.0 else math.inf if size > 0.0 else 1.0

    @property
    def length_error(self) -> float:
        """A bound on the rounding of the length."""
        whole = self.norm(self.true_gradient)
        if whole == 0.0:
            return 0.0
        error = self.norm(self.rounding.gradient)
        return (error + self.length * self.norm(self.rounding.true_gradient)) / whole

    @property
    def angle(self) -> float:
        """Between the gradient and the true one in Fisher's norm, radians; 0 where one is 0."""
        return self._angle[0]

    @property
    def angle_error(self) -> float:
        """A bound on the rounding of the angle."""
        return self._angle[1]

    @cached_property
    def _angle(self) -> tuple[float, float]:
        first, second = self._units(self.gradient), self._units(self.true_gradient)
        size, whole = math.hypot(*first), math.hypot(*second)
        if size == 0.0 or whole == 0.0:
            return 0.0, 0.0
        first, second = (first[0] / size, first[1] / size), (second[0] / whole, second[1] / whole)
        across = first[0] * second[1] - first[1] * second[0]
        error = self.norm(self.rounding.gradient) / size
        error += self.norm(self.rounding.true_gradient) / whole
        # What is lost turns the gradient as much, and may be known better.
        lost = self._units(self.lost)
        other = self.norm(self.rounding.lost) / size
        other += 4.0 * EPSILON * math.hypot(*lost) / size
        if other < error:
            across, error = (lost[1] * second[0] - lost[0] * second[1]) / size, other
        along = first[0] * second[0] + first[1] * second[1]
        return abs(math.atan2(across, along)), error

    def norm(self, g: Gradient) -> float:
        """The length in Fisher's norm: (std by mu, by log sigma / sqrt 2)."""
        return math.hypot(*self._units(g))

    def _units(self, g: Gradient) -> tuple[float, float]:
        return self.p_std * g["mu"], g["log_sigma"] / math.sqrt(2.0)


def gated(gate: Gate, p: Gaussian, q: Gaussian, advantage: Advantage) -> Gated:
    """Of one action, p and q being Gaussians on the line; raises ParameterError for others."""
    return gated_all([gate], p, q, advantage)[0]


def gated_all(gates: Sequence[Gate], p: Gaussian, q: Gaussian, advantage: Advantage) -> list[Gated]:
    """`gated` of each, at little more than the cost of one."""
    for field, each in (("p", p), ("q", q)):
        if each.dimension != 1:
            raise ParameterError(field, each.dimension, "must have 1 dimension")
    mean, variance = float(p.mean[0]), float(p.covariance[0, 0])
    std, true = math.sqrt(variance), _true_gradient(advantage, mean, variance)
    line = GateLine(action_frames(p, q), advantage, std, 1.0, _levels(gates))
    whole = advantage.mean(mean, variance)
    return [_Expectation(gate, line).answer(true, whole) for gate in gates]


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
    mean, variance = float(p.mean[0]), float(p.covariance[0, 0])
    along = _true_gradient(advantage, mean, variance)
    true = {
        name: _Known(each.value / tokens**power, each.error / tokens**power)
        for (name, each), power in zip(along.items(), (1, 2), strict=True)
    }
    frames = sequence_frames(p, q, tokens)
    line = GateLine(frames, advantage, math.sqrt(variance), 1.0 / tokens, _levels([gate]))
    same = float(p.mean[0]) == float(q.mean[0])
    expected = _Expectation(gate, line, is_weight=same or tokens == 1)
    found = expected.answer(true, advantage.mean(mean, variance / tokens))
    if tokens == 1:
        return found
    # Given the mean, the mean square about it is (T - 1) / T, its variance 2 (T - 1) / T^2.
    spread, share = expected.square("A"), 2.0 * (tokens - 1) / tokens**2
    more = {**found.variance, "log_sigma": found.variance["log_sigma"] + share * spread.value}
    error = found.rounding.variance["log_sigma"] + share * spread.error
    rounding = replace(found.rounding, variance={**found.rounding.variance, "log_sigma": error})
    return replace(found, variance=more, rounding=rounding)


class _Known(NamedTuple):
    value: float
    error: float


@dataclass(frozen=True)
class _Expectation:
    """A gate on the line."""

    gate: Gate
    line: GateLine
    is_weight: bool = True  # w: without a gate the gradient is the true one

    @cached_property
    def left(self) -> NDArray[np.bool_]:
        """Whether w is left as it is on each piece, (n,)."""
        return np.asarray(np.isnan(self.level), dtype=bool)

    @cached_property
    def level(self) -> Array:
        """What stands in place of w in the loss on each piece, (n,); NaN for w itself."""
        found = np.full(len(self.line.middles), np.nan)
        for positive in (True, False):
            here, levels = self.line.positive == positive, self.gate.levels(positive)
            for level, side in ((levels.low, -1.0), (levels.high, 1.0)):
                if 0.0 < level < math.inf:
                    beyond = here & (self.line.above(level) == side)
                    found[beyond] = 0.0 if self.gate.outside == "mask" else level
        return found

    @cached_property
    def flow(self) -> Array:
        """What stands before the score where w is not left, (n,)."""
        flows = self.gate.outside == "truncate"
        return np.where(self.left, 0.0, self.level) * float(flows)

    def answer(self, true: dict[str, _Known], whole: float) -> Gated:
        """``true``: the gradient without a gate; ``whole``: E_p A."""
        lost = {name: self._lost(name) for name in true}
        gradient, other = {}, {}
        for name, of in true.items():
            direct = self._mean(name, self.flow)
            gradient[name], other[name] = direct, _less(of, direct)
            if self.is_weight:
                gradient[name] = min(direct, _less(of, lost[name]), key=_error)
                other[name] = min(lost[name], other[name], key=_error)
        variance = {name: self._variance(name, gradient[name]) for name in true}
        kept = self._kept()
        rounding = Rounding(
            _errors(gradient), _errors(true), _errors(other), _errors(variance), kept.error
        )
        return Gated(
            value=self._mean("A", np.where(self.left, 0.0, self.level)).value,
            true_value=whole,
            gradient=_values(gradient),
            true_gradient=_values(true),
            lost=_values(other),
            variance=_values(variance),
            kept=min(kept.value, 1.0),
            p_std=self.line.std,
            rounding=rounding,
        )

    def square(self, name: str) -> _Known:
        """E of the square of a product times what stands before it."""
        of = self.line.integrals
        return _sum((of[2, 2][name], self.left), (of[0, 2][name], self.flow**2))

    def _mean(self, name: str, flow: Array) -> _Known:
        of = self.line.integrals
        return _sum((of[1, 1][name], self.left), (of[0, 1][name], flow))

    def _lost(self, name: str) -> _Known:
        of = self.line.integrals
        return _sum((of[1, 1][name], ~self.left), (of[0, 1][name], -self.flow))

    def _variance(self, name: str, mean: _Known) -> _Known:
        square = self.square(name)
        if math.isinf(square.value):
            return _Known(math.inf, 0.0)
        less = mean.value * mean.value
        error = square.error + 2.0 * abs(mean.value) * mean.error + EPSILON * less
        return _Known(max(square.value - less, 0.0), error)

    def _kept(self) -> _Known:
        of = self.line.integrals[0, 1]["1"]
        own, other = _sum((of, self.left)), _sum((of, ~self.left))
        rest = _less(_Known(1.0, 0.0), other)
        return min(own, rest, key=_error)


def _sum(*parts: tuple[Sums, Array | NDArray[np.bool_]]) -> _Known:
    """Of integrals times what stands before them, wherever that is not 0."""
    values: list[float] = []
    errors: list[float] = []
    for of, by in parts:
        some = by != 0.0
        values += (of.value[some] * by[some]).tolist()
        errors += (of.error[some] * np.abs(by[some])).tolist()
    if any(map(math.isinf, values)):
        return _Known(sum(values), 0.0)
    return _Known(math.fsum(values), math.fsum(errors))


def _less(whole: _Known, part: _Known) -> _Known:
    value = whole.value - part.value
    return _Known(value, whole.error + part.error + (EPSILON * abs(value) if part.value else 0.0))


def _true_gradient(advantage: Advantage, mean: float, variance: float) -> dict[str, _Known]:
    by_log = float(2 * Fraction(advantage.bend) * Fraction(variance))
    return {
        name: _Known(value, EPSILON * abs(value))
        for name, value in (("mu", advantage.slope_at(mean)), ("log_sigma", by_log))
    }


def _levels(gates: Sequence[Gate]) -> tuple[float, ...]:
    of = (each for gate in gates for each in (gate.positive, gate.negative))
    found = {level for each in of for level in (each.low, each.high)}
    return tuple(sorted(level for level in found if 0.0 < level < math.inf))


def _error(known: _Known) -> float:
    return known.error


def _values(known: dict[str, _Known]) -> Gradient:
    return {name: each.value for name, each in known.items()}


def _errors(known: dict[str, _Known]) -> Gradient:
    return {name: each.error for name, each in known.items()}
