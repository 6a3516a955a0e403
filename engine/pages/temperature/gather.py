"""What every number and figure of the temperature page is made from."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import get_args

from engine.core.arrays import Array
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.temperature.options import Options
from engine.pages.temperature.samples import Actions
from engine.policies.best_tanh_gaussian import BestActor, best_tanh_gaussian
from engine.policies.bounded_temperature import (
    BestPolicy,
    bounded_maximum_entropy,
    bounded_temperature_for_entropy,
)
from engine.policies.temperature import entropy_and_value, temperature_for_entropy
from engine.policies.temperature_updates import Rule, path_rounding, temperature_path
from engine.sampling.accumulators.moments import Moments, MomentSums
from engine.sampling.gather import gather as pass_over

LOG_2 = math.log(2.0)
RULES: tuple[Rule, ...] = get_args(Rule)
ROUNDING = 1e-15  # of an entropy, nats


@dataclass(frozen=True, slots=True)
class Gathered:
    """The best policy, the best actor and what its samples say."""

    options: Options
    best: BestPolicy
    actor: BestActor
    moments: Moments  # of the reward and of -log pi
    meeting: float | None  # alpha at the target entropy; None: there is none

    @property
    def met(self) -> bool:
        """Whether a policy has the target entropy."""
        return self.meeting is not None


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """One pass over the actor's actions; raises Cancelled."""
    best = best_policy(options, options.alpha)
    actor = best_actor(options, options.alpha)
    source = Actions(options, actor).source(scene.samples, scene.seed)
    about = actor.expected_reward, actor.entropy
    sums = pass_over(source, lambda _: MomentSums(about), run)
    return Gathered(options, best, actor, sums.moments(), meeting(options))


def best_policy(options: Options, alpha: float) -> BestPolicy:
    """exp(r / alpha) / Z on the line or between the bounds."""
    return _best_policy(options.curvature, options.centre, alpha, options.bounded)


# As many as the paths of one question pass.
@lru_cache(maxsize=2_048)
def _best_policy(curvature: float, centre: float, alpha: float, bounded: bool) -> BestPolicy:
    if bounded:
        return bounded_maximum_entropy(curvature, centre, alpha)
    entropy, value = entropy_and_value(curvature, alpha)
    return BestPolicy(entropy, -0.5 * alpha, value, spread=0.5, rounding=0.0)


def best_actor(options: Options, alpha: float) -> BestActor:
    """The best Gaussian; on the line it is exp(r / alpha) / Z itself."""
    c, k = options.curvature, options.centre
    if options.bounded:
        return best_tanh_gaussian(c, k, alpha)
    best = best_policy(options, alpha)
    std = math.sqrt(alpha / c / 2.0)
    return BestActor(k, std, best.entropy, best.expected_reward, kl=0.0)


@lru_cache(maxsize=16)
def meeting(options: Options) -> float | None:
    """The temperature at which the best policy has the target entropy."""
    if not options.bounded:
        return temperature_for_entropy(options.curvature, options.target)
    if options.target >= LOG_2:
        return None
    return bounded_temperature_for_entropy(options.curvature, options.centre, options.target)


def path(options: Options, rule: Rule) -> Array:
    """alpha before and after each step of a rule, (steps + 1,)."""
    return temperature_path(
        rule,
        lambda alpha: best_policy(options, alpha).entropy,
        options.target,
        options.alpha,
        options.rate,
        options.steps,
    )


@lru_cache(maxsize=16)
def paths(options: Options) -> dict[Rule, Array]:
    """By rule."""
    return {rule: path(options, rule) for rule in RULES}


@lru_cache(maxsize=16)
def last_roundings(options: Options) -> dict[Rule, float]:
    """By rule, a bound on the rounding of the last alpha, as a share of it."""
    rounding = best_policy(options, options.alpha).rounding + ROUNDING
    return {
        rule: path_rounding(
            rule, found, lambda a: best_policy(options, a).spread, options.rate, rounding
        )
        for rule, found in paths(options).items()
    }


def meeting_rounding(options: Options, alpha: float) -> float:
    """A bound on the rounding of the temperature that meets the target, as a share of it: much
    where the entropy hardly changes with it."""
    found = best_policy(options, alpha)
    return 2.0 * (found.rounding + ROUNDING) / max(found.spread, 1e-300)
