"""The gate for counts: samples, batches, repetitions, steps."""

from __future__ import annotations

import math

from engine.core.parameter import ParameterError


def checked_count(field: str, value: float, allowed: str, low: int, high: float = math.inf) -> int:
    """The whole number in [low, high]; raises ParameterError in the words of ``allowed``."""
    whole = math.isfinite(value) and value == int(value)
    if not (whole and low <= value <= high):
        raise ParameterError(field, value, allowed)
    return int(value)
