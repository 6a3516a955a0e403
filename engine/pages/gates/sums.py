"""What is summed over a chunk of samples on the page of gates.

All is made in place in arrays that a core's own cache has room for, or by compiled loops.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian
from engine.sampling.accumulators.centred_moments import CentredMoments
from engine.sampling.accumulators.moments import ONES, Moments, MomentSums
from engine.sampling.gather import scratch
from engine.weights.gate_samples import gradient_weight, table_of
from engine.weights.gated import Advantage
from engine.weights.gates import Gate
from engine.weights.sequence_ratio import SequenceRatio

LARGEST_LOG = 700.0
ROWS = 16_384  # in a chunk


@dataclass(frozen=True, slots=True)
class Setting:
    """The gates, A, and the two policies."""

    gates: list[Gate]
    advantage: Advantage
    p_mean: float
    p_std: float
    q_mean: float
    q_std: float

    def for_loops(self) -> tuple[Array, ...]:
        """The same as compiled loops take it."""
        policies = np.array([self.p_mean, self.p_std, self.q_mean, self.q_std])
        return policies, self.advantage.coefficients, *table_of(self.gates)


class GradientSums:
    """Gathers the sums of each gate's gradient of a sample, by mu and log sigma, (gates, 2)."""

    def __init__(self, setting: Setting, loops: tuple[Array, ...] | None) -> None:
        self._setting, self._loops = setting, loops
        self.sums = np.zeros((len(setting.gates), 2))

    def add(self, normals: Array) -> None:
        """Take in standard normals, (1, m)."""
        z, setting, p_std = normals[0], self._setting, self._setting.p_std
        if self._loops is not None:
            self.sums += _compiled_sums(z, self._loops)
            return
        by_mu, by_log_std, x, advantage, spare = _space(normals)
        np.multiply(z, setting.q_std, out=x)
        away = np.add(x, setting.q_mean - setting.p_mean, out=by_mu)
        away /= p_std
        x += setting.q_mean
        _values(setting.advantage, x, advantage)
        np.multiply(away, away, out=by_log_std)
        np.multiply(z, z, out=x)
        weight = self._weights(np.subtract(x, by_log_std, out=x))
        by_log_std -= 1.0
        by_log_std *= advantage
        by_mu *= np.divide(advantage, p_std, out=spare)
        for sums, gate in zip(self.sums, setting.gates, strict=True):
            flow = gradient_weight(gate, weight, advantage, out=spare)
            sums += flow @ by_mu, flow @ by_log_std

    def merge(self, other: GradientSums) -> None:
        """Take in those of other samples."""
        self.sums += other.sums

    def _weights(self, squares: Array) -> Array:
        """w where squares are z^2 less that of the place under p, in their place."""
        squares *= 0.5
        squares += math.log(self._setting.q_std / self._setting.p_std)
        np.clip(squares, None, LARGEST_LOG, out=squares)
        return np.exp(squares, out=squares)


def _compiled_sums(z: Array, setting: tuple[Array, ...]) -> Array:
    from engine.pages.gates.loops import gradient_sums

    policies, advantage, levels, truncates = setting
    return gradient_sums(z, policies, advantage, levels, truncates, LARGEST_LOG)


class MeanActionSums:
    """Gathers the moments of a gate's gradient by mu, of sequences with s in place of w."""

    def __init__(
        self,
        gate: Gate,
        advantage: Advantage,
        tokens: int,
        p: Gaussian,
        q: Gaussian,
        about: float,
        loops: bool,
    ) -> None:
        self._gate, self._advantage, self._loops = gate, advantage, loops
        self._q_mean, self._shift = float(q.mean[0]), float(q.mean[0] - p.mean[0])
        self._std = float(p.std[0])
        self._spread = self._std / math.sqrt(tokens)  # of a mean action
        self._about = about
        self.moments = MomentSums((about,))

    def add(self, normals: Array) -> None:
        """Take in standard normals, (1, m)."""
        if self._loops:
            self.moments.take(len(normals[0]), *self._compiled(normals[0]))
            return
        space, shift, std = _space(normals), self._shift, self._std
        step, away, weight, advantage, flow = space
        np.multiply(normals[0], self._spread, out=step)  # from the mean of q
        np.add(step, shift, out=away)
        away /= std
        np.add(step, 0.5 * shift, out=weight)
        weight *= -shift / std / std
        np.clip(weight, None, LARGEST_LOG, out=weight)
        np.exp(weight, out=weight)
        step += self._q_mean
        _values(self._advantage, step, advantage)
        gradient_weight(self._gate, weight, advantage, out=flow)
        flow *= advantage
        flow *= away
        flow /= std
        flow -= self._about
        self.moments.add(space[4:])

    def merge(self, other: MeanActionSums) -> None:
        """Take in those of other sequences."""
        self.moments.merge(other.moments)

    def _compiled(self, z: Array) -> tuple[Array, Array]:
        from engine.pages.gates.loops import mean_action_sums

        place = np.array([self._q_mean, self._std, self._spread, self._shift])
        levels, truncates = table_of([self._gate])
        coefficients, more = self._advantage.coefficients, (LARGEST_LOG, self._about)
        return mean_action_sums(z, place, coefficients, levels[0], truncates[0], *more)


class SequenceSums:
    """Gathers what sequences' ratios w say: moments of min(w, C), of w where w <= C, and of what
    the effective share of min(w, C) changes by with one sequence more; and plain sums."""

    def __init__(self, cap: float, sequence: SequenceRatio, loops: bool) -> None:
        self._loops = loops
        self._cap, self._std, self._shift = cap, sequence.std, 0.5 * sequence.variance
        first, second = sequence.truncated_mean(cap), sequence.truncated_square(cap)
        # The effective share is first^2 / second; so much does it change by with one sequence more.
        self._ratio = first / second if second > 0.0 else 0.0
        self.moments = CentredMoments()
        self.sums = np.zeros(4)  # of w > C, min(w, C)^2, w, w^2

    def add(self, normals: Array) -> None:
        """Take in standard normals, (1, m)."""
        if self._loops:
            self._add_compiled(normals[0])
            return
        m = normals.shape[1]
        space = _space(normals)[:4]
        weight, cut, kept, influence = space
        np.multiply(normals[0], self._std, out=weight)
        weight -= self._shift
        np.clip(weight, -LARGEST_LOG, 0.5 * LARGEST_LOG, out=weight)
        np.exp(weight, out=weight)
        np.clip(weight, None, self._cap, out=cut)
        below = weight <= self._cap
        kept[:] = below
        kept *= weight
        square = np.multiply(cut, cut, out=influence)
        above = m - np.count_nonzero(below)
        self.sums += above, square @ ONES[:m], weight @ ONES[:m], weight @ weight
        influence *= -(self._ratio**2)
        influence += np.multiply(cut, 2.0 * self._ratio, out=weight)
        self.moments.add(space[1:])

    def _add_compiled(self, z: Array) -> None:
        from engine.pages.gates.loops import sequence_sums

        numbers = self._std, self._shift, self._cap, self._ratio, LARGEST_LOG
        sums, mean, squares = sequence_sums(z, *numbers)
        self.sums += sums
        self.moments.take(Moments(len(z), mean, squares))

    def merge(self, other: SequenceSums) -> None:
        """Take in those of other sequences."""
        self.moments.merge(other.moments)
        self.sums += other.sums


def _space(normals: Array) -> Array:
    """Where numbers for these are made, (5, m)."""
    return scratch(5, ROWS).array[:, : normals.shape[1]]


def _values(advantage: Advantage, x: Array, out: Array) -> Array:
    """A(x)."""
    np.multiply(x, advantage.bend, out=out)
    out += advantage.slope
    out *= x
    out += advantage.constant
    return out
