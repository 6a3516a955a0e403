"""The arrays of each plot of the softmax page."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.softmax_policy.cosines import against_epsilon, against_temperature
from engine.pages.softmax_policy.gather import Gathered, batch_variances, example
from engine.pages.softmax_policy.options import EXAMPLES
from engine.pages.softmax_policy.records import (
    Actions,
    Direction,
    Gradients,
    Paths,
    Rearranged,
)
from engine.policies.softmax import SoftmaxPolicy, exact_variances, reward_spread
from engine.policies.softmax_ascent import Ascent, ascent
from engine.policies.softmax_ascent import Direction as Way
from engine.policies.softmax_exact import BASELINES
from engine.policies.softmax_zeroth_order import BASELINES as ZEROTH_BASELINES

Key = tuple[tuple[float, ...], tuple[float, ...], float]


def actions(gathered: Gathered, _: Run) -> Actions:
    """The policy, action by action."""
    policy = gathered.policy
    return Actions(
        logits=policy.logits,
        probabilities=frozen(policy.probabilities),
        rewards=frozen(np.array(gathered.options.rewards)),
        used_rewards=policy.rewards,
        expected_reward=policy.expected_reward,
        argmax_reward=policy.argmax_reward,
        temperature=policy.temperature,
    )


def gradients(gathered: Gathered, _: Run) -> Gradients:
    """REINFORCE under every baseline."""
    found = [gathered.reinforce[name] for name in BASELINES]
    policy, batch = gathered.policy, gathered.options.batch
    variances = exact_variances(policy, batch)
    return Gradients(
        exact=frozen(policy.gradient()),
        estimate=frozen(np.array([each.mean for each in found])),
        error=frozen(np.array([each.mean_error for each in found])),
        batch_std=frozen(np.sqrt([variances[name] / batch for name in BASELINES])),
        variance=frozen(batch_variances(policy, batch)),
        measured=frozen(np.array([each.total for each in found])),
        measured_error=frozen(np.array([each.total_error for each in found])),
        current_rewards=frozen(np.array(reward_spread(policy.rewards))),
        calm=frozen(batch_variances(example(EXAMPLES["calm"]), batch)),
        wild=frozen(batch_variances(example(EXAMPLES["wild"]), batch)),
        batch=batch,
        batches=gathered.batches,
    )


def direction(gathered: Gathered, _: Run) -> Direction:
    """The zeroth-order gradient beside the policy gradient."""
    found = [gathered.zeroth[name] for name in ZEROTH_BASELINES]
    return Direction(
        policy=frozen(gathered.policy.gradient()),
        exact=frozen(gathered.zeroth_exact),
        estimate=frozen(np.array([each.gradient for each in found])),
        error=frozen(np.array([each.standard_error for each in found])),
        epsilon=gathered.options.epsilon,
    )


def rearranged(gathered: Gathered, _: Run) -> Rearranged:
    """What the probabilities earn in every order."""
    found, policy = gathered.rearranged, gathered.policy
    rank = np.argsort(policy.rewards, kind="stable")
    return Rearranged(
        values=found.values,
        current=found.current,
        best=found.best,
        worst=found.worst,
        rank=frozen(np.asarray(rank + 1, dtype=float)),
        current_probabilities=frozen(policy.probabilities[rank]),
        best_probabilities=frozen(found.best_probabilities[rank]),
        rewards=frozen(policy.rewards[rank]),
        complete=found.complete,
        orders=math.factorial(policy.actions),
    )


def paths(gathered: Gathered, run: Run) -> Paths:
    """Both ascents, and the policies at the step that is shown."""
    options, policy = gathered.options, gathered.policy
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


@lru_cache(maxsize=8)
def _ascent(key: Key, way: Way, step: float, steps: int, epsilon: float, unit: bool) -> Ascent:
    # The same whichever step is shown.
    return ascent(SoftmaxPolicy(*key), way, step, steps, epsilon, unit)


FIGURES = {
    "actions": actions,
    "gradients": gradients,
    "direction": direction,
    "against_temperature": against_temperature,
    "against_epsilon": against_epsilon,
    "rearranged": rearranged,
    "paths": paths,
}
