"""Targets from the steps of another policy: V-trace and importance sampling, exactly.

The behaviour policy has the target's gain K, an offset and a deviation of its own, so that the
ratio w of a step depends on its noise alone and steps are independent in w.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.numerics.gaussian_polynomials import LinearStep, expected, times
from engine.trajectories.expectations import return_slopes
from engine.trajectories.states import ahead, rewards, state_moments, values
from engine.weights.clipped_moments import clip_shift, clipped_moments, excess_moments
from engine.weights.vtrace_policy import clipped_policy

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask

DEGREE = 8
EPSILON = 2.0**-52
ROUNDING = 1e-14  # of the square of a target less a critic


@dataclass(frozen=True, slots=True)
class TargetMoments:
    """Of a target of V(s_0): what it is wrong by on average, and how much it varies."""

    mean: float
    bias: float  # mean less E V(s_0) of the target policy
    bias_error: float  # a bound on its rounding
    variance: float  # E Var[target | s_0]; inf where the weights' own is
    variance_error: float  # a bound on its rounding, for it is a difference
    given: Array  # E[target | s_0], a polynomial in s_0 less its mean
    known_variance: float  # Var E[target | s_0]

    @property
    def whole_variance(self) -> float:
        """Of the target over first states too."""
        return self.variance + self.known_variance


@dataclass(frozen=True)
class OffPolicy:
    """The target policy of ``task``, and a behaviour a = K s + offset + deviation e.

    Raises ParameterError as the task does.
    """

    task: LinearQuadraticTask
    offset: float
    deviation: float

    def __post_init__(self) -> None:
        if not self.deviation > 0.0:
            raise ParameterError("deviation", self.deviation, "must be above 0")
        self.behaviour  # noqa: B018  checks what it holds

    @cached_property
    def behaviour(self) -> LinearQuadraticTask:
        """The task under the behaviour policy."""
        return self.task.replace(c=self.offset, sigma=self.deviation)

    @cached_property
    def rounding(self) -> float:
        """Of a moment under weights, as a share of the terms that it is the sum of: more where
        the policies are many deviations apart."""
        apart = abs(self.offset - self.task.c) / self.task.sigma
        return ROUNDING + 4.0 * EPSILON * apart

    @cached_property
    def policies(self) -> tuple[Gaussian, Gaussian]:
        """Target and behaviour, less K s."""
        target = Gaussian.from_std(self.task.c, self.task.sigma)
        return target, Gaussian.from_std(self.offset, self.deviation)

    @cached_property
    def target_values(self) -> Array:
        """V_t of the target policy in y, s less its mean under the behaviour, (T + 1, 3)."""
        shift = state_moments(self.behaviour)[0] - state_moments(self.task)[0]
        constant, line, square = values(self.task).T
        return np.stack(
            [constant + shift * (line + shift * square), line + 2.0 * shift * square, square], 1
        )

    def weighted(self, *clips: float | None) -> LinearStep:
        """A step whose expectations are weighted by the product of the clipped ratios."""
        task = self.behaviour
        moments = clipped_moments(*self.policies, clips, DEGREE)
        return LinearStep(task.carry, task.B * task.sigma, task.tau, moments)

    def value_bias(self, clip_rho: float | None) -> float:
        """`clipped_value` less J of the target policy, without cancellation."""
        return self.bounded_value_bias(clip_rho)[0]

    def bounded_value_bias(self, clip_rho: float | None) -> tuple[float, float]:
        """`value_bias`, and a bound on its rounding."""
        shift, slopes = clip_shift(*self.policies, clip_rho), return_slopes(self.task)
        moved = shift.mean, shift.variance
        rounding = self.rounding * slopes.size(*moved)
        # A change of the shift by its error, in the same terms.
        rounding += abs(slopes.offset + 2.0 * slopes.bend * shift.mean) * shift.mean_error
        rounding += abs(slopes.variance) * shift.variance_error
        return slopes.change(*moved), rounding

    def excess(self, clip: float | None) -> LinearStep:
        """A step whose expectations are weighted by what a clip takes away, max(w - clip, 0)."""
        task = self.behaviour
        moments = excess_moments(*self.policies, clip, DEGREE)
        return LinearStep(task.carry, task.B * task.sigma, task.tau, moments)

    def clipped_value(self, clip_rho: float | None) -> float:
        """J of the policy that V-trace evaluates: min(clip_rho mu, pi), made whole.

        The return depends on the first two moments of its actions alone.
        """
        found = clipped_policy(*self.policies, clip_rho)
        there = self.task.replace(c=found.mean, sigma=float(np.sqrt(found.variance)))
        return there.expected_return()


def vtrace_target(
    pair: OffPolicy,
    steps: int,
    clip_rho: float | None = 1.0,
    clip_c: float | None = 1.0,
    lam: float = 1.0,
    factor: float = 1.0,
    shift: float = 0.0,
) -> TargetMoments:
    """Moments of V-trace's target of V(s_0) after n steps, with V = factor V_pi + shift.

    vs_0 - V(s_0) = D_0, D_t = rho_t (r_t + gamma V(s_(t+1)) - V(s_t)) + gamma c_t D_(t+1),
    D_n = 0, c = lam min(clip_c, w); V is 0 after the last step of the task. With V = 0 and no
    clips it is per-decision importance sampling. Raises ParameterError for a number of steps
    outside 1 to T, clips not above 0 and a lam outside 0 to 1.
    """
    _check(pair, steps, clip_rho, clip_c, lam)
    wrong = (factor - 1.0) * pair.target_values
    wrong[:-1, 0] += shift
    critic = pair.target_values + wrong
    task, gamma = pair.behaviour, pair.task.gamma
    delta = np.zeros((task.T, 3, 3, 3))
    delta[..., :1] = rewards(task)
    delta += gamma * ahead(task, critic[1:])
    delta[:, :, 0, 0] -= critic[:-1]
    fade = gamma * lam
    with np.errstate(over="ignore", invalid="ignore"):
        rho, c = pair.weighted(clip_rho), pair.weighted(clip_c)
        first = _back(rho.expect(delta[:steps]), fade * c.after(2))
        squares = pair.weighted(clip_rho, clip_rho).expect(times(delta, delta)[:steps])
        mixed = pair.weighted(clip_rho, clip_c).expect(delta[:steps], first[1:])
        carried = fade**2 * pair.weighted(clip_c, clip_c).after(4)
        second = _back(squares + 2.0 * fade * mixed, carried)
        bias, size = _bias(pair, steps, (clip_rho, clip_c, lam), wrong)
        return _moments(pair, second[0], first[0], bias, size)


def _bias(
    pair: OffPolicy, steps: int, clips: tuple[float | None, float | None, float], wrong: Array
) -> tuple[Array, Array]:
    """E[target - V(s_0) | s_0] where the critic is V + w, a polynomial in y, and the size of
    what it is the sum of.

    With delta that of V, whose mean under the target policy is 0, and x = max(w - clip_rho, 0),

        b_t = E[x] w_t - E[x delta] + gamma E[(rho - c) w_(t+1)] + gamma E[c b_(t+1)]

    and b_n = w_n: nothing where there is no clip, the critic is V and lam is 1.
    """
    clip_rho, clip_c, lam = clips
    task, gamma, value = pair.behaviour, pair.task.gamma, pair.target_values
    parts = np.zeros((3, task.T, 3, 3, 3))
    parts[0, ..., :1] = rewards(task)
    parts[1] = gamma * ahead(task, value[1:])
    parts[2, :, :, 0, 0] = -value[:-1]
    above, c = pair.excess(clip_rho), pair.weighted(clip_c).after(2)
    apart = np.zeros((3, 3))
    if clip_c != clip_rho:
        apart = pair.excess(clip_c).after(2) - above.after(2)
    apart += (1.0 - lam) * c

    def summed(delta: Array, step: LinearStep, wrong: Array, *kernels: Array) -> Array:
        passed, difference = kernels
        source = step.expect(delta[:steps])
        source += step.after(0)[0, 0] * wrong[:steps]
        source += gamma * wrong[1 : steps + 1] @ difference
        found = wrong[steps]
        for t in reversed(range(steps)):
            found = source[t] + gamma * lam * found @ passed
        return np.asarray(found)

    bias = summed(-parts.sum(axis=0), above, wrong, c, apart)
    size = summed(
        np.abs(parts).sum(axis=0), above.size(), np.abs(wrong), np.abs(c), np.abs(apart)
    )  # fmt: skip
    return bias, size


def whole_trajectory(pair: OffPolicy) -> TargetMoments:
    """Moments of prod_t w_t times the return: unbiased, its variance grows as (1 + chi2)^T."""
    if _silent(pair):
        return _nothing()
    task, gamma = pair.behaviour, pair.task.gamma
    reward = np.zeros((task.T, 3, 3, 1))
    reward[:] = rewards(task)
    with np.errstate(over="ignore", invalid="ignore"):
        once, twice = pair.weighted(None), pair.weighted(None, None)
        weight = float(twice.after(0)[0, 0])  # E w^2 = 1 + chi2
        if not np.isfinite(weight):
            first = _back(once.expect(reward), gamma * once.after(2))
            return _moments(pair, np.full(5, np.inf), first[0], np.zeros(3), np.zeros(3))
        later = weight ** np.arange(task.T - 1.0, -1.0, -1.0)[:, np.newaxis]
        first = _back(once.expect(reward), gamma * once.after(2))
        linear = _back(later * twice.expect(reward), gamma * twice.after(2))
        own = later * twice.expect(times(reward, reward))
        mixed = 2.0 * gamma * twice.expect(reward, linear[1:])
        second = _back(own + mixed, gamma**2 * twice.after(4))
        return _moments(pair, second[0], first[0], np.zeros(3), np.zeros(3))


def per_decision(pair: OffPolicy) -> TargetMoments:
    """Moments of sum_t gamma^t (prod_(u <= t) w_u) r_t: unbiased, and varies less."""
    if _silent(pair):
        return _nothing()
    return vtrace_target(pair, pair.task.T, None, None, factor=0.0)


def _silent(pair: OffPolicy) -> bool:
    """Whether all rewards are 0, whatever the weights are."""
    return pair.task.q == pair.task.r == 0.0


def _nothing() -> TargetMoments:
    return TargetMoments(0.0, 0.0, 0.0, 0.0, 0.0, sealed(np.zeros(3)), 0.0)


def _back(source: Array, carried: Array) -> Array:
    """f_t = source_t + f_(t+1) carried, (n + 1, powers); f_n = 0."""
    found = np.zeros((len(source) + 1, source.shape[-1]))
    for t in reversed(range(len(source))):
        found[t] = source[t] + found[t + 1] @ carried
    return found


def _moments(
    pair: OffPolicy, second: Array, first: Array, bias: Array, size: Array
) -> TargetMoments:
    """From E[D^2 | s_0] and E[D | s_0]; the mean is that of the value and the bias alone, which
    hold their digits wherever the behaviour is."""
    v0, value = pair.task.v0, pair.target_values[0]
    square = float(expected(second, 0.0, v0))
    spread = float(expected(second - np.convolve(first, first), 0.0, v0))
    wrong, given = float(expected(bias, 0.0, v0)), value + bias
    return TargetMoments(
        mean=pair.task.expected_return() + wrong,
        bias=wrong,
        bias_error=pair.rounding * float(size @ v0 ** np.arange(3.0)),
        variance=max(spread, 0.0) if np.isfinite(spread) else np.inf,
        variance_error=_variance_rounding(pair, square) if np.isfinite(spread) else 0.0,
        given=sealed(np.asarray(given)),
        known_variance=float((given[1] * v0) ** 2 + 2.0 * (given[2] * v0**2) ** 2),
    )


def _variance_rounding(pair: OffPolicy, square: float) -> float:
    """Of E D^2 less (E D)^2: of the weights, and of D, in which values cancel."""
    own = 8.0 * EPSILON * float(np.max(np.abs(pair.target_values)))
    return pair.rounding * square + own * (2.0 * math.sqrt(max(square, 0.0)) + own)


def _check(
    pair: OffPolicy, steps: int, clip_rho: float | None, clip_c: float | None, lam: float
) -> None:
    if steps not in range(1, pair.task.T + 1):
        raise ParameterError("steps", steps, f"must be a whole number from 1 to {pair.task.T}")
    for field, clip in (("clip_rho", clip_rho), ("clip_c", clip_c)):
        if clip is not None and not clip > 0.0:
            raise ParameterError(field, clip, "must be above 0, or None for no clip")
    if not 0.0 <= lam <= 1.0:
        raise ParameterError("lam", lam, "must be from 0 to 1")
