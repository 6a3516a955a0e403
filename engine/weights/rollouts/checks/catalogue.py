"""Every test, in the order in which the first that speaks of a fault decides."""

from __future__ import annotations

from engine.weights.rollouts.checks import (
    clamps,
    drift,
    first_token,
    mean_ratio,
    missing,
    offset,
    shift,
    slope,
    stale,
    zeros,
)
from engine.weights.rollouts.checks.finding import Check

CHECKS: tuple[Check, ...] = (
    missing.check,
    zeros.check,
    clamps.check,
    shift.check,
    first_token.check,
    slope.check,
    offset.check,
    stale.check,
    mean_ratio.check,
    drift.check,
)
