"""Everything on the softmax page that its plots, numbers and warnings are made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from engine.core.arrays import Array
from engine.core.run import Run
from engine.page.scene import Scene
from engine.pages.softmax_policy.options import Options
from engine.policies.softmax import ReinforceSamples, SoftmaxPolicy, sample_reinforce
from engine.policies.softmax_ascent import Rearrangements, rearrangements
from engine.policies.softmax_errors import with_law_errors
from engine.policies.softmax_exact import batch_total
from engine.policies.softmax_zeroth_order import (
    Baseline,
    ZerothOrderGradient,
    exact_argmax_gradient,
    sample_gradients,
)

FEWEST_BATCHES = 2  # a variance needs two


@dataclass(frozen=True, slots=True)
class Facts:
    """The policy, what is exact about it, and one pass of samples for either gradient."""

    options: Options
    samples: int
    policy: SoftmaxPolicy
    batches: int
    reinforce: dict[str, ReinforceSamples]
    zeroth_exact: Array  # (K,)
    zeroth: dict[Baseline, ZerothOrderGradient]
    rearranged: Rearrangements


def gather(scene: Scene, options: Options, run: Run) -> Facts:
    """Samples and exact values; raises ParameterError, Cancelled."""
    policy = options.policy()
    batches = max(scene.samples // options.batch, FEWEST_BATCHES)
    first = replace(run, report=lambda share: run.report(0.4 * share))
    second = replace(run, report=lambda share: run.report(0.4 + 0.4 * share))
    measured = sample_reinforce(policy, options.batch, batches, scene.seed, first)
    return Facts(
        options=options,
        samples=scene.samples,
        policy=policy,
        batches=batches,
        reinforce=with_law_errors(measured, policy, options.batch, batches),
        zeroth_exact=exact_argmax_gradient(policy, options.epsilon),
        zeroth=sample_gradients(policy, options.epsilon, scene.samples, scene.seed, run=second),
        rearranged=rearrangements(policy.probabilities, policy.rewards, seed=scene.seed),
    )


def batch_variances(policy: SoftmaxPolicy, batch: int) -> Array:
    """Exact variance of one batch's REINFORCE estimate, all coordinates together, (4,)."""
    return np.array([float(each) for each in batch_totals(policy, batch).values()])


def batch_totals(policy: SoftmaxPolicy, batch: int) -> dict[str, Decimal]:
    """The same in many digits, by baseline."""
    variances = policy.enumerated_variances(batch)
    return {name: batch_total(each, batch) for name, each in variances.items()}
