"""Two rollouts beside each other: every number of both, and their difference with its error."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.divergence.kl_estimators import Estimate
from engine.weights.rollouts.frameworks.catalogue import all_numbers
from engine.weights.rollouts.metrics import estimate_of
from engine.weights.rollouts.sums import RolloutSums


@dataclass(frozen=True, slots=True)
class Compared:
    """One number; ``difference`` is second - first, the two taken as independent."""

    name: str  # a framework's as "verl.kl"
    first: Estimate
    second: Estimate
    difference: Estimate


def compared(first: RolloutSums, second: RolloutSums) -> tuple[Compared, ...]:
    """Every number of both, in order."""
    return tuple(
        _compared(name, estimate_of(number, first), estimate_of(number, second))
        for name, number in all_numbers().items()
    )


def _compared(name: str, first: Estimate, second: Estimate) -> Compared:
    same = first.value == second.value  # as two infinities are
    value = 0.0 if same else second.value - first.value
    error = math.hypot(first.standard_error, second.standard_error)
    return Compared(name, first, second, Estimate(value, error))
