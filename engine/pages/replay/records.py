"""The arrays of each plot of the Replay page."""

from __future__ import annotations

from dataclasses import dataclass

from engine.core.arrays import Array


@dataclass(frozen=True, slots=True)
class Items:
    """The buffer in the order of its priorities, the highest first; m items."""

    rank: Array  # (m,), from 1
    td_error: Array  # (m,), what an item updates by
    priority: Array  # (m,)
    probability: Array  # (m,)
    weight: Array  # (m,), over the largest; 0 for an item that is never drawn
    drawn: Array  # (m,), whether it can be drawn


@dataclass(frozen=True, slots=True)
class AgainstB:
    """The expected update and its deviation against the correction b."""

    b: Array  # (k,)
    bias: Array  # (k,)
    std: Array  # (k,), of one draw
    uniform_mean: float
    uniform_std: float
    current_b: float
    current_bias: float
    current_std: float
    measured_bias: float
    measured_bias_error: float


@dataclass(frozen=True, slots=True)
class Stale:
    """E KL of the policy from a stale state against age, or against burn-in, in nats."""

    x: Array  # (k,): updates of age, or steps of burn-in
    stored: Array  # (k,), exact
    zero: Array  # (k,), exact
    current_x: float
    current_stored: float
    current_zero: float
    measured: Array  # (2,), stored and zero at the current x; NaN where not simulated
    measured_error: Array  # (2,)
