"""The arrays of each plot of the Off-policy page."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Densities:
    """Of the action less K s."""

    action: Array  # (m,)
    target: Array  # (m,), p
    behaviour: Array  # (m,), mu
    clipped: Array  # (m,), pi_rho, made whole
    lower: Array  # (m,), min(rho-bar mu, p), as it stands
    clip_rho: float


@dataclass(frozen=True, slots=True)
class Against:
    """V-trace's n-step target of V(s_0) against one of its options."""

    x: Array  # (m,): rho-bar, c-bar or the steps
    bias: Array  # (m,), of the target
    std: Array  # (m,), of the target given s_0
    value_bias: Array | None  # (m,), J of pi_rho less J of p; against rho-bar alone
    current_x: float
    current_bias: float
    current_std: float


@dataclass(frozen=True, slots=True)
class Growth:
    """Variance of each target of V(s_0) against the number of steps of the task."""

    steps: Array  # (m,)
    vtrace: Array  # (m,), of as many steps
    per_decision: Array  # (m,); inf where it is
    whole: Array  # (m,)
    weight: Array  # (m,), (1 + chi2)^T - 1, the variance of the whole trajectory's weight
    current_steps: int


@dataclass(frozen=True, slots=True)
class Staleness:
    """Against how far the behaviour has moved from p, of the way to q."""

    distance: Array  # (m,)
    kl: Array  # (m,), KL(mu||p) of a step, nats
    share: Array  # (m,), effective share of one step's weights
    bias: Array  # (m,), of V-trace's target
    std: Array  # (m,)
    value_bias: Array  # (m,), of pi_rho
    per_decision_std: Array  # (m,); inf where it is
    current_distance: float
