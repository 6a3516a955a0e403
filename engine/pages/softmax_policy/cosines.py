"""How far the zeroth-order gradient of the argmax points the way of the policy gradient."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.softmax_policy.records import Cosines
from engine.policies.softmax import SoftmaxPolicy
from engine.policies.softmax_zeroth_order import (
    Baseline,
    ZerothOrderGradient,
    cosine,
    exact_argmax_gradient,
    sample_gradients,
)

POINTS = 21
# Samples behind a point of a curve: its band is seen, and a moving slider stays quick.
MOST = 4_096
TEMPERATURES, EPSILONS = (0.05, 20.0), (0.05, 20.0)
NOTHING = (math.nan, math.nan)
NOISY = 0.4


def against_temperature(
    policy: SoftmaxPolicy, epsilon: float, baseline: Baseline, n: int, seed: int, run: Run
) -> Cosines:
    """Cosines for other temperatures tau; the argmax form itself knows no temperature."""
    samples = min(n, MOST)
    exact = exact_argmax_gradient(policy, epsilon)
    argmax = _sampled(policy, epsilon, baseline, samples, seed, softened=False)

    def row(tau: float) -> tuple[float, ...]:
        run.step(0.3)
        other = SoftmaxPolicy(policy.logits, policy.rewards, tau)
        direction = other.gradient()
        softened = _sampled(other, epsilon, baseline, samples, seed, softened=True)
        return _cosines(direction, exact, argmax, softened)

    return _curves(_around(TEMPERATURES, policy.temperature), row, policy.temperature, samples)


def against_epsilon(
    policy: SoftmaxPolicy, epsilon: float, baseline: Baseline, n: int, seed: int, run: Run
) -> Cosines:
    """Cosines for other eps."""
    samples = min(n, MOST)
    direction = policy.gradient()

    def row(eps: float) -> tuple[float, ...]:
        run.step(0.6)
        argmax, softened = (
            _sampled(policy, eps, baseline, samples, seed, softened=soft) for soft in (False, True)
        )
        return _cosines(direction, exact_argmax_gradient(policy, eps), argmax, softened)

    return _curves(_around(EPSILONS, epsilon), row, epsilon, samples)


def angle(
    direction: Array, estimate: ZerothOrderGradient, truth: Array | None = None
) -> tuple[float, float]:
    """Cosine and its standard error; nan where either gradient is 0 and has no direction.

    Noise of covariance S turns an estimate away, which takes tr(H S)/2 < 0 from its cosine. With
    the ``truth`` that is estimated, (K,), this is given back, and the variance is s'Ss +
    tr(HSHS)/2, s and H the first and second derivatives there: near a cosine of 1 s is 0, and at
    the estimate it is noise.
    """
    if not (np.any(direction) and np.any(estimate.gradient)):
        return NOTHING
    value, error = cosine(direction, estimate)
    if truth is None or too_noisy(estimate, truth):
        return value, error
    length = math.hypot(*truth)
    first, second = direction / math.hypot(*direction), truth / length
    exact = float(first @ second)
    # Divided twice: the square of a tiny length is 0.
    noise = estimate.covariance / length / length
    slope = first - exact * second
    both = np.outer(first, second)
    bent = 3.0 * exact * np.outer(second, second) - both - both.T - exact * np.eye(len(first))
    turned = bent @ noise
    variance = float(slope @ noise @ slope) + 0.5 * float(np.sum(turned * turned.T))
    value -= 0.5 * float(np.trace(turned))
    return min(max(value, -1.0), 1.0), math.sqrt(max(variance, 0.0))


def too_noisy(estimate: ZerothOrderGradient, truth: Array) -> bool:
    """Whether the noise of the estimate is so long beside the truth that it has no direction."""
    noise = math.sqrt(float(np.trace(estimate.covariance)))
    return not noise < NOISY * math.hypot(*truth)


def exact_angle(first: Array, second: Array) -> float:
    """Cosine of two exact gradients; nan where either is 0."""
    if not (np.any(first) and np.any(second)):
        return math.nan
    # Lengths of tiny gradients would be 0 when squared.
    first, second = first / np.max(np.abs(first)), second / np.max(np.abs(second))
    value = float(first @ second) / (math.hypot(*first) * math.hypot(*second))
    return min(max(value, -1.0), 1.0)


def _sampled(
    policy: SoftmaxPolicy,
    epsilon: float,
    baseline: Baseline,
    samples: int,
    seed: int,
    softened: bool,
) -> ZerothOrderGradient:
    found = sample_gradients(policy, epsilon, samples, seed, softened, Run(threads=1), (baseline,))
    return found[baseline]


def _cosines(
    direction: Array, exact: Array, argmax: ZerothOrderGradient, softened: ZerothOrderGradient
) -> tuple[float, ...]:
    about = exact_angle(direction, exact), *angle(direction, argmax, exact)
    return *about, *angle(direction, softened)


def _curves(
    x: Array, row: Callable[[float], tuple[float, ...]], current: float, samples: int
) -> Cosines:
    exact, argmax, argmax_error, softened, softened_error = map(
        frozen, np.array([row(float(value)) for value in x]).T
    )
    return Cosines(
        frozen(x), exact, argmax, argmax_error, softened, softened_error, current, samples
    )


@lru_cache(maxsize=8)
def _around(usual: tuple[float, float], current: float) -> Array:
    """The usual range, moved as far as the current value lies outside."""
    low, high = usual
    if current < low:
        low, high = current, high * current / low
    elif current > high:
        low, high = low * current / high, current
    return np.geomspace(low, high, POINTS)
