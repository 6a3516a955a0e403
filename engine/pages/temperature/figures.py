"""The arrays of each plot of the temperature page."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.temperature.gather import (
    Gathered,
    best_policy,
    paths,
)
from engine.pages.temperature.options import Options
from engine.pages.temperature.samples import HALF_LOG_2PI
from engine.policies.best_tanh_gaussian import BestActor, actor_entropies
from engine.squash.jacobian import log_one_minus_tanh_squared

POINTS = 401
ALPHAS = 49
DECADES = 2.5  # on either side of the temperatures that matter
REACH = 4.5  # stds


@dataclass(frozen=True, slots=True)
class Policies:
    """Densities of the action, and its reward."""

    action: Array  # (m,)
    best: Array  # (m,), exp(r / alpha) / Z
    actor: Array  # (m,), the best Gaussian, after tanh where actions are bounded
    reward: Array  # (m,)
    low: float  # the ends of what an action can be
    high: float


@dataclass(frozen=True, slots=True)
class AgainstAlpha:
    """What the best policy at each temperature earns and how random it is."""

    alpha: Array  # (m,)
    expected_reward: Array  # (m,)
    entropy: Array  # (m,), nats
    soft_value: Array  # (m,)
    actor_entropy: Array  # (m,)
    target: float
    meeting: float | None
    current: float  # alpha


@dataclass(frozen=True, slots=True)
class Paths:
    """The temperature while it is adjusted, and its policy's entropy."""

    step: Array  # (t + 1,)
    alpha: Array  # (3, t + 1), by rule
    entropy: Array  # (3, t + 1), nats
    target: float
    meeting: float | None


def policies(gathered: Gathered, _: Run) -> Policies:
    """Where the policies have their mass."""
    options, actor = gathered.options, gathered.actor
    if options.bounded:
        # Denser towards the bounds, which a tanh-Gaussian may lean on.
        action = np.sin(0.5 * np.pi * np.linspace(-1.0, 1.0, POINTS + 2))[1:-1]
        low, high = -1.0, 1.0
    else:
        low, high = actor.mean - REACH * actor.std, actor.mean + REACH * actor.std
        action = np.linspace(low, high, POINTS)
    reward = -options.curvature * np.square(action - options.centre)
    best = gathered.best
    # log Z = soft value / alpha
    log_best = reward / options.alpha - best.soft_value / options.alpha
    with np.errstate(over="ignore", under="ignore"):
        density = np.exp(log_best)
    return Policies(
        frozen(action),
        frozen(density),
        frozen(_density(options, actor, action)),
        frozen(reward),
        low,
        high,
    )


def against_alpha(gathered: Gathered, _: Run) -> AgainstAlpha:
    """Some decades around the current temperature and the one that meets the target."""
    options = gathered.options
    centre = gathered.meeting or options.alpha
    ends = sorted([math.log10(options.alpha), math.log10(centre)])
    low, high = (
        math.floor(2.0 * (ends[0] - DECADES)) / 2.0,
        math.ceil(2.0 * (ends[1] + DECADES)) / 2,
    )
    curve = _curve(replace(options, alpha=1.0, target=0.0, rate=1.0, steps=1), low, high)
    return replace(curve, target=options.target, meeting=gathered.meeting, current=options.alpha)


def adjusting(gathered: Gathered, _: Run) -> Paths:
    """By each rule, from the current temperature."""
    options = gathered.options
    alpha = np.array(list(paths(options).values()))
    return Paths(
        frozen(np.arange(alpha.shape[1], dtype=float)),
        frozen(alpha),
        _entropies(options),
        options.target,
        gathered.meeting,
    )


FIGURES = {"policies": policies, "against_alpha": against_alpha, "adjusting": adjusting}


@lru_cache(maxsize=8)
def _entropies(options: Options) -> Array:
    return frozen(
        np.array(
            [
                [best_policy(options, a).entropy if a > 0.0 else -math.inf for a in each.tolist()]
                for each in paths(options).values()
            ]
        )
    )


@lru_cache(maxsize=8)
def _curve(options: Options, low: float, high: float) -> AgainstAlpha:
    alphas = np.logspace(low, high, ALPHAS)
    best = [best_policy(options, each) for each in alphas.tolist()]
    entropy = np.array([each.entropy for each in best])
    actors = entropy
    if options.bounded:
        actors = actor_entropies(options.curvature, options.centre, alphas)
    return AgainstAlpha(
        alpha=frozen(alphas),
        expected_reward=frozen(np.array([each.expected_reward for each in best])),
        entropy=frozen(entropy),
        soft_value=frozen(np.array([each.soft_value for each in best])),
        actor_entropy=frozen(actors.copy()),
        target=0.0,
        meeting=None,
        current=1.0,
    )


def _density(options: Options, actor: BestActor, action: Array) -> Array:
    u = np.arctanh(action) if options.bounded else action
    z = (u - actor.mean) / actor.std
    log_density = -0.5 * z * z - HALF_LOG_2PI - math.log(actor.std)
    if options.bounded:
        log_density = log_density - log_one_minus_tanh_squared(u)
    with np.errstate(over="ignore", under="ignore"):
        return np.asarray(np.exp(log_density))
