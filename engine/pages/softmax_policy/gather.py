"""What every number and figure of the softmax page is made from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.softmax_policy.options import Options
from engine.policies.softmax import SoftmaxPolicy
from engine.policies.softmax_ascent import Rearrangements, rearrangements
from engine.policies.softmax_errors import with_law_errors
from engine.policies.softmax_exact import batch_total
from engine.policies.softmax_reinforce import ReinforceSamples, sample_reinforce
from engine.policies.softmax_zeroth_order import (
    Baseline,
    ZerothOrderGradient,
    exact_argmax_gradient,
    sample_gradients,
)

FEWEST_BATCHES = 2  # a variance needs two


@dataclass(frozen=True, slots=True)
class Gathered:
    """The policy, what is exact about it, and one pass of samples for either gradient."""

    scene: Scene
    options: Options
    policy: SoftmaxPolicy
    batches: int
    reinforce: dict[str, ReinforceSamples]  # by baseline
    zeroth_exact: Array  # (K,)
    zeroth: dict[Baseline, ZerothOrderGradient]
    rearranged: Rearrangements

    @property
    def all_equal(self) -> bool:
        """Whether all rewards are equal, so that every gradient is 0."""
        return bool(np.all(self.policy.rewards == self.policy.rewards[0]))


def gather(scene: Scene, options: Options, run: Run) -> Gathered:
    """Samples and exact values; p and q are not used. Raises ParameterError, Cancelled."""
    policy = options.policy()
    batches = max(scene.samples // options.batch, FEWEST_BATCHES)
    first = replace(run, report=lambda share: run.report(0.4 * share))
    second = replace(run, report=lambda share: run.report(0.4 + 0.4 * share))
    measured = sample_reinforce(policy, options.batch, batches, scene.seed, first)
    return Gathered(
        scene=scene,
        options=options,
        policy=policy,
        batches=batches,
        reinforce=with_law_errors(measured, policy, options.batch, batches),
        zeroth_exact=exact_argmax_gradient(policy, options.epsilon),
        zeroth=sample_gradients(policy, options.epsilon, scene.samples, scene.seed, run=second),
        rearranged=rearrangements(policy.probabilities, policy.rewards, seed=scene.seed),
    )


def example(rewards: Sequence[float]) -> SoftmaxPolicy:
    """Actions that are equally likely."""
    return SoftmaxPolicy(np.zeros(len(rewards)), rewards)


def batch_variances(policy: SoftmaxPolicy, batch: int) -> Array:
    """Exact variance of one batch's REINFORCE estimate, all coordinates together, (4,)."""
    return np.array([float(each) for each in batch_totals(policy, batch).values()])


def batch_totals(policy: SoftmaxPolicy, batch: int) -> dict[str, Decimal]:
    """The same in many digits, by baseline."""
    variances = policy.enumerated_variances(batch)
    return {name: batch_total(each, batch) for name, each in variances.items()}
