"""Measured on the page of gates: each gate's gradient, GSPO's, and sequences beside the cap.

All is made in place in chunks that a core's own cache has room for, or by compiled loops.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from engine.core.arrays import Array
from engine.core.cache import Cache
from engine.core.compiled import worth_compiling
from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.scene import Scene
from engine.pages.gates.options import Name, Options
from engine.sampling.accumulators.centred_moments import CentredMoments
from engine.sampling.accumulators.moments import ONES, Moments, MomentSums
from engine.sampling.gather import gather, scratch
from engine.sampling.normals import BLOCK_ROWS, Normals
from engine.weights.gate_samples import gradient_weight, table_of
from engine.weights.gated import Advantage, Gated
from engine.weights.gates import Gate
from engine.weights.sequence_ratio import SequenceRatio

Number = tuple[float, float]  # a value and its standard error
ACTIONS, SEQUENCES = 0, 1  # streams of normals
LARGEST_LOG = 700.0
ROWS = 16_384  # in a chunk


class Simulated(NamedTuple):
    """Means over simulated sequences, and their standard errors."""

    above: Number  # w > C
    truncated: Number  # min(w, C)
    masked: Number  # w where w <= C
    logged: Number  # the effective share of min(w, C)
    share: float  # of w


_simulated: Cache[Simulated] = Cache(4)


def mean_gradients(
    scene: Scene, options: Options, p: Gaussian, q: Gaussian, run: Run
) -> dict[Name, Array]:
    """By gate, of a sample of q by mu and log sigma of p, (2,); raises Cancelled."""
    chosen = options.gates()
    gates, loops = list(chosen.values()), worth_compiling(scene.samples)
    source = _normals(scene, ACTIONS)
    sums = gather(source, lambda _: _Gradients(gates, options.advantage, p, q, loops), run).sums
    return dict(zip(chosen, sums / scene.samples, strict=True))


def gspo_gradient(
    scene: Scene, options: Options, p: Gaussian, q: Gaussian, gate: Gate, exact: Gated, run: Run
) -> Number:
    """Of as many sequences as samples: s A (mean action - mean of p) / std^2 where s is kept."""
    about, loops = exact.gradient["mu"], worth_compiling(scene.samples)

    def sums(_: int) -> _MeanActions:
        return _MeanActions(gate, options.advantage, options.tokens, p, q, about, loops)

    found = gather(_normals(scene, SEQUENCES), sums, run).moments.moments()
    return float(found.mean[0]), float(found.standard_error[0])


def simulated(scene: Scene, cap: float, sequence: SequenceRatio, run: Run) -> Simulated:
    """Of as many sequences as samples; known already where only p and q have changed."""
    n, loops = scene.samples, worth_compiling(scene.samples)
    question = n, scene.seed, cap, sequence, loops
    found = _simulated.get(question)
    if found is None:
        source = _normals(scene, SEQUENCES)
        found = _means(gather(source, lambda _: _Sequences(cap, sequence, loops), run), n)
        _simulated.put(question, found)
    return found


def _means(found: _Sequences, n: int) -> Simulated:
    moments = found.moments.moments()
    mean, error = moments.mean.tolist(), moments.standard_error.tolist()
    above, square, weight, squared_weight = (found.sums / n).tolist()
    return Simulated(
        above=(above, math.sqrt(above * (1.0 - above) / max(n - 1.0, 1.0))),
        truncated=(mean[0], error[0]),
        masked=(mean[1], error[1]),
        logged=(mean[0] ** 2 / square if square > 0.0 else 0.0, error[2]),
        share=weight**2 / squared_weight if squared_weight > 0.0 else 0.0,
    )


class _Gradients:
    """Gathers the sums of each gate's gradient of a sample, by mu and log sigma, (gates, 2)."""

    def __init__(
        self, gates: list[Gate], advantage: Advantage, p: Gaussian, q: Gaussian, loops: bool
    ) -> None:
        self._gates, self._advantage, self._loops = gates, advantage, loops
        self._p_mean, self._p_std = float(p.mean[0]), float(p.std[0])
        self._q_mean, self._q_std = float(q.mean[0]), float(q.std[0])
        self.sums = np.zeros((len(gates), 2))

    def add(self, normals: Array) -> None:
        """Take in standard normals, (1, m)."""
        z = normals[0]
        if self._loops:
            self.sums += self._compiled(z)
            return
        by_mu, by_log_std, x, advantage, spare = _space(normals)
        p_std = self._p_std
        np.multiply(z, self._q_std, out=x)
        away = np.add(x, self._q_mean - self._p_mean, out=by_mu)
        away /= p_std
        x += self._q_mean
        _values(self._advantage, x, advantage)
        np.multiply(away, away, out=by_log_std)
        np.multiply(z, z, out=x)
        weight = self._weights(np.subtract(x, by_log_std, out=x))
        by_log_std -= 1.0
        by_log_std *= advantage
        by_mu *= np.divide(advantage, p_std, out=spare)
        for sums, gate in zip(self.sums, self._gates, strict=True):
            flow = gradient_weight(gate, weight, advantage, out=spare)
            sums += flow @ by_mu, flow @ by_log_std

    def merge(self, other: _Gradients) -> None:
        """Take in those of other samples."""
        self.sums += other.sums

    def _compiled(self, z: Array) -> Array:
        from engine.pages.gates.loops import gradient_sums

        policies = np.array([self._p_mean, self._p_std, self._q_mean, self._q_std])
        return gradient_sums(
            z, policies, self._advantage.coefficients, *table_of(self._gates), LARGEST_LOG
        )

    def _weights(self, squares: Array) -> Array:
        """w where squares are z^2 less that of the place under p, in their place."""
        squares *= 0.5
        squares += math.log(self._q_std / self._p_std)
        np.clip(squares, None, LARGEST_LOG, out=squares)
        return np.exp(squares, out=squares)


class _MeanActions:
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

    def merge(self, other: _MeanActions) -> None:
        """Take in those of other sequences."""
        self.moments.merge(other.moments)

    def _compiled(self, z: Array) -> tuple[Array, Array]:
        from engine.pages.gates.loops import mean_action_sums

        place = np.array([self._q_mean, self._std, self._spread, self._shift])
        levels, truncates = table_of([self._gate])
        coefficients, more = self._advantage.coefficients, (LARGEST_LOG, self._about)
        return mean_action_sums(z, place, coefficients, levels[0], truncates[0], *more)


class _Sequences:
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

    def merge(self, other: _Sequences) -> None:
        """Take in those of other sequences."""
        self.moments.merge(other.moments)
        self.sums += other.sums


def _normals(scene: Scene, stream: int) -> Normals:
    # A loop goes by tiles, and has the fewer calls the longer a chunk is.
    rows = BLOCK_ROWS if worth_compiling(scene.samples) else ROWS
    return Normals(scene.samples, 1, scene.seed, stream, rows=rows)


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
