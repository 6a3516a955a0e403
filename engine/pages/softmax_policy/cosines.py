"""How far the zeroth-order gradient of the argmax points the way of the policy gradient."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.softmax_policy.gather import Gathered
from engine.pages.softmax_policy.records import Cosines
from engine.policies.softmax import SoftmaxPolicy
from engine.policies.softmax_angle import angle, exact_angle
from engine.policies.softmax_zeroth_order import (
    ZerothOrderGradient,
    exact_argmax_gradient,
    sample_gradients,
)

POINTS = 21
# Samples behind a point of a curve: its band is seen, and a moving slider stays quick.
MOST = 4_096
USUAL = (0.05, 20.0)  # temperatures, and perturbations


def against_temperature(gathered: Gathered, run: Run) -> Cosines:
    """Cosines for other temperatures tau; the argmax form itself knows no temperature."""
    policy, epsilon = gathered.policy, gathered.options.epsilon
    argmax = _sampled(gathered, policy, epsilon, softened=False)

    def row(tau: float) -> tuple[float, ...]:
        run.step(0.3)
        other = SoftmaxPolicy(policy.logits, policy.rewards, tau)
        softened = _sampled(gathered, other, epsilon, softened=True)
        return _cosines(other.gradient(), gathered.zeroth_exact, argmax, softened)

    return _curves(gathered, row, policy.temperature)


def against_epsilon(gathered: Gathered, run: Run) -> Cosines:
    """Cosines for other eps."""
    policy = gathered.policy
    direction = policy.gradient()

    def row(eps: float) -> tuple[float, ...]:
        run.step(0.6)
        sampled = (_sampled(gathered, policy, eps, softened=soft) for soft in (False, True))
        return _cosines(direction, exact_argmax_gradient(policy, eps), *sampled)

    return _curves(gathered, row, gathered.options.epsilon)


def _samples(gathered: Gathered) -> int:
    return min(gathered.scene.samples, MOST)


def _sampled(
    gathered: Gathered, policy: SoftmaxPolicy, epsilon: float, softened: bool
) -> ZerothOrderGradient:
    samples, baseline = _samples(gathered), gathered.options.baseline
    seed, run = gathered.scene.seed, Run(threads=1)
    return sample_gradients(policy, epsilon, samples, seed, softened, run, (baseline,))[baseline]


def _cosines(
    direction: Array, exact: Array, argmax: ZerothOrderGradient, softened: ZerothOrderGradient
) -> tuple[float, ...]:
    about = exact_angle(direction, exact), *angle(direction, argmax, exact)
    return *about, *angle(direction, softened)


def _curves(
    gathered: Gathered, row: Callable[[float], tuple[float, ...]], current: float
) -> Cosines:
    x = _around(current)
    exact, *sampled = map(frozen, np.array([row(float(value)) for value in x]).T)
    argmax, argmax_error, softened, softened_error = sampled
    found = frozen(x), exact, argmax, argmax_error, softened, softened_error
    return Cosines(*found, current, _samples(gathered))


@lru_cache(maxsize=8)
def _around(current: float) -> Array:
    """The usual range, moved as far as the current value lies outside."""
    low, high = USUAL
    if current < low:
        low, high = current, high * current / low
    elif current > high:
        low, high = low * current / high, current
    return np.geomspace(low, high, POINTS)
