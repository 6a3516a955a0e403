"""The arrays of each plot of the softmax page."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Actions:
    """The policy, action by action."""

    logits: Array  # (K,)
    probabilities: Array  # (K,), of softmax(logits / tau)
    rewards: Array  # (K,), as they are set
    used_rewards: Array  # (K,), standardised if that is asked for
    expected_reward: float
    argmax_reward: float  # of the largest logit
    temperature: float


@dataclass(frozen=True, slots=True)
class Gradients:
    """REINFORCE from batches of N, by baseline: none, mean, leave one out, best."""

    exact: Array  # (K,), d E r / d theta
    estimate: Array  # (4, K), over all batches
    error: Array  # (4, K)
    batch_std: Array  # (4, K), exact, of one batch's estimate
    variance: Array  # (4,), exact, of one batch's estimate, all coordinates together
    measured: Array  # (4,)
    measured_error: Array  # (4,)
    current_rewards: Array  # (2,), mean and population variance over the actions
    calm: Array  # (4,), as variance, for rewards 4, 5, 6 that are equally likely
    wild: Array  # (4,), for -10, 10, 15
    batch: int
    batches: int


@dataclass(frozen=True, slots=True)
class Direction:
    """The zeroth-order gradient of the argmax reward, by baseline: none, at theta, best."""

    policy: Array  # (K,), the policy gradient
    exact: Array  # (K,), by quadrature
    estimate: Array  # (3, K)
    error: Array  # (3, K)
    epsilon: float


@dataclass(frozen=True, slots=True)
class Cosines:
    """Cosines of the angle to the policy gradient; nan where a gradient is 0."""

    x: Array  # (m,), tau or eps
    exact: Array  # (m,), of the argmax form, by quadrature
    argmax: Array  # (m,), sampled
    argmax_error: Array
    softened: Array  # (m,), sampled, of the softmax's expected reward
    softened_error: Array
    current: float
    samples: int  # behind each sampled value


@dataclass(frozen=True, slots=True)
class Rearranged:
    """sum p r over the ways to hand the current probabilities out."""

    values: Array  # (m,), ascending
    current: float
    best: float
    worst: float
    rank: Array  # (K,), actions from 1, in the order of their rewards
    current_probabilities: Array  # (K,), in that order
    best_probabilities: Array  # (K,)
    rewards: Array  # (K,), ascending
    complete: bool
    orders: int  # K!


@dataclass(frozen=True, slots=True)
class Paths:
    """Ascent from the current logits by the policy gradient and by the zeroth-order gradient."""

    step: Array  # (T + 1,)
    policy_expected: Array  # (T + 1,), E r
    policy_argmax: Array  # (T + 1,), r of the largest logit
    zeroth_expected: Array
    zeroth_argmax: Array
    shown: int  # the step whose policies follow
    policy_probabilities: Array  # (K,)
    zeroth_probabilities: Array  # (K,)
    best_action: int  # from 1
    highest: float  # the largest reward
    epsilon: float
