"""A softmax policy: REINFORCE, the zeroth-order gradient, rearrangement and ascent."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.page.page import Page
from engine.page.scene import Scene
from engine.page.undivided import undivided
from engine.pages.softmax_policy.cosines import against_epsilon, against_temperature
from engine.pages.softmax_policy.facts import Facts, batch_variances, gather
from engine.pages.softmax_policy.options import CALM, WILD, Options, example
from engine.pages.softmax_policy.readouts import banners, readouts
from engine.pages.softmax_policy.result import (
    Actions,
    Cosines,
    Direction,
    Gradients,
    Paths,
    Rearranged,
    SoftmaxResult,
)
from engine.policies.softmax import SoftmaxPolicy, exact_variances, reward_spread
from engine.policies.softmax_ascent import Ascent, ascent
from engine.policies.softmax_ascent import Direction as Way
from engine.policies.softmax_exact import BASELINES
from engine.policies.softmax_zeroth_order import BASELINES as ZEROTH_BASELINES

Key = tuple[tuple[float, ...], tuple[float, ...], float]


def compute(scene: Scene, options: Options, run: Run) -> SoftmaxResult:
    """The plots that are asked for, and every number; raises ParameterError, Cancelled.

    p and q are not used.
    """
    facts = gather(scene, options, run)
    shown = options.plots
    cosines = _cosines(scene, facts, run) if shown == "direction" else (None, None)
    return SoftmaxResult(
        actions=_actions(facts),
        gradients=_gradients(facts) if shown == "gradients" else None,
        direction=_direction(facts) if shown == "direction" else None,
        against_temperature=cosines[0],
        against_epsilon=cosines[1],
        rearranged=_rearranged(facts) if shown == "rearrangement" else None,
        paths=_paths(facts, run) if shown == "ascent" else None,
        readouts=readouts(facts),
        banners=banners(facts),
    )


def _actions(facts: Facts) -> Actions:
    policy = facts.policy
    return Actions(
        logits=policy.logits,
        probabilities=frozen(policy.probabilities),
        rewards=frozen(np.array(facts.options.rewards)),
        used_rewards=policy.rewards,
        expected_reward=policy.expected_reward,
        argmax_reward=policy.argmax_reward,
        temperature=policy.temperature,
    )


def _gradients(facts: Facts) -> Gradients:
    found = [facts.reinforce[name] for name in BASELINES]
    batch = facts.options.batch
    variances = exact_variances(facts.policy, batch)
    return Gradients(
        exact=frozen(facts.policy.gradient()),
        estimate=frozen(np.array([each.mean for each in found])),
        error=frozen(np.array([each.mean_error for each in found])),
        batch_std=frozen(np.sqrt([variances[name] / batch for name in BASELINES])),
        variance=frozen(batch_variances(facts.policy, batch)),
        measured=frozen(np.array([each.total for each in found])),
        measured_error=frozen(np.array([each.total_error for each in found])),
        today_rewards=frozen(np.array(reward_spread(facts.policy.rewards))),
        calm=frozen(batch_variances(example(CALM), batch)),
        wild=frozen(batch_variances(example(WILD), batch)),
        batch=batch,
        batches=facts.batches,
    )


def _direction(facts: Facts) -> Direction:
    found = [facts.zeroth[name] for name in ZEROTH_BASELINES]
    return Direction(
        policy=frozen(facts.policy.gradient()),
        exact=frozen(facts.zeroth_exact),
        estimate=frozen(np.array([each.gradient for each in found])),
        error=frozen(np.array([each.standard_error for each in found])),
        epsilon=facts.options.epsilon,
    )


def _cosines(scene: Scene, facts: Facts, run: Run) -> tuple[Cosines, Cosines]:
    options = facts.options
    given = (facts.policy, options.epsilon, options.baseline, scene.samples, scene.seed, run)
    return against_temperature(*given), against_epsilon(*given)


def _rearranged(facts: Facts) -> Rearranged:
    found, policy = facts.rearranged, facts.policy
    rank = np.argsort(policy.rewards, kind="stable")
    return Rearranged(
        values=found.values,
        today=found.today,
        best=found.best,
        worst=found.worst,
        rank=frozen(np.asarray(rank + 1, dtype=float)),
        today_probabilities=frozen(policy.probabilities[rank]),
        best_probabilities=frozen(found.best_probabilities[rank]),
        rewards=frozen(policy.rewards[rank]),
        complete=found.complete,
        orders=math.factorial(policy.actions),
    )


@lru_cache(maxsize=8)
def _ascent(key: Key, way: Way, step: float, steps: int, epsilon: float, unit: bool) -> Ascent:
    # The same whichever step is shown.
    return ascent(SoftmaxPolicy(*key), way, step, steps, epsilon, unit)


def _paths(facts: Facts, run: Run) -> Paths:
    options, policy = facts.options, facts.policy
    key = (tuple(policy.logits.tolist()), tuple(policy.rewards.tolist()), policy.temperature)
    settings = (options.step_size, options.steps, options.epsilon, options.unit_steps)
    run.step(0.8)
    first = _ascent(key, "policy", *settings)
    run.step(0.85)
    second = _ascent(key, "zeroth_order", *settings)
    shown = options.shown_step

    def probabilities(path: Ascent) -> Array:
        logits: Array = path.logits[shown]
        return frozen(SoftmaxPolicy(logits, policy.rewards, policy.temperature).probabilities)

    return Paths(
        step=frozen(np.arange(options.steps + 1.0)),
        policy_expected=first.expected_reward,
        policy_argmax=first.argmax_reward,
        zeroth_expected=second.expected_reward,
        zeroth_argmax=second.argmax_reward,
        shown=shown,
        policy_probabilities=probabilities(first),
        zeroth_probabilities=probabilities(second),
        best_action=int(np.argmax(policy.rewards)) + 1,
        highest=float(np.max(policy.rewards)),
        epsilon=options.epsilon,
    )


PAGE = Page(
    name="softmax-policy",
    title="Softmax",
    summary="A softmax policy: policy gradient and zeroth-order gradient, their variance under "
    "every baseline, the best order of the same probabilities, and ascent.",
    order=6,
    options=Options,
    **undivided(compute, SoftmaxResult),
)
