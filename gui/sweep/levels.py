"""What the colours of a map mean: its ends, the numbers beside its bar, whether it has a sign."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array

MOST_TICKS = 7
TAIL = 1.0  # per cent at either end that may be beyond the colours where they would hide the rest
HIDDEN = 0.2  # of the range: what is left to the others then


@dataclass(frozen=True, slots=True)
class Levels:
    """``ends`` have the first and the last colour, ``ticks`` stand between them; ``signed`` maps
    go from negative to positive through the plot's ground."""

    ends: tuple[float, float]
    ticks: tuple[float, ...]
    signed: bool


def levels_of(values: Array, log: bool) -> Levels:
    """Those of a map's values, of which one at least is finite; with ``log`` they are log10 of
    what is shown. A few that are far from all others keep the last colour."""
    known = values[np.isfinite(values)]
    low, high = _without_tails(known)
    signed = not log and low < 0.0 < high
    if signed:
        high = max(-low, high)
        low = -high
    if not high > low:
        reach = 0.5 * max(abs(low), 1.0)
        low, high = low - reach, high + reach
    return Levels((low, high), _ticks(low, high, log), signed)


def _without_tails(known: Array) -> tuple[float, float]:
    low, high = float(known.min()), float(known.max())
    inner = np.percentile(known, (TAIL, 100.0 - TAIL))
    if inner[1] - inner[0] < HIDDEN * (high - low) and inner[1] > inner[0]:
        return float(inner[0]), float(inner[1])
    return low, high


def _ticks(low: float, high: float, log: bool) -> tuple[float, ...]:
    """Round numbers between the ends; with ``log`` whole powers of ten where there are two."""
    if log and math.floor(high) - math.ceil(low) >= 1:
        decades = max(1, math.ceil((high - low) / MOST_TICKS))
        start = math.ceil(low / decades) * decades
        return tuple(float(at) for at in range(start, math.floor(high) + 1, decades))
    rough = (high - low) / (MOST_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1.0, 2.0, 5.0, 10.0) if m * power >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return tuple(step * i for i in range(first, last + 1))
