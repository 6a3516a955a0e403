"""Between a slider's whole-number positions and a parameter's values; no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.parameter import Described

LINEAR_STEPS = 200
STEPS_PER_DECADE = 40


@dataclass(frozen=True, slots=True)
class SliderScale:
    """Positions 0 to ``steps`` between the ends of the typical range, linear or log."""

    low: float
    high: float
    log: bool
    whole: bool
    steps: int

    @classmethod
    def of(cls, described: Described) -> SliderScale:
        """The scale of a described number."""
        parameter = described.parameter
        low, high = parameter.typical or _finite_range(described)
        whole = described.kind is int
        log = parameter.scale == "log"
        if log:
            steps = max(20, round(STEPS_PER_DECADE * math.log10(high / low)))
        elif whole:
            steps = max(1, min(1000, int(high - low)))
        else:
            steps = LINEAR_STEPS
        return cls(float(low), float(high), log, whole, steps)

    @property
    def single_step(self) -> int:
        """Positions that an arrow key moves."""
        return max(1, self.steps // 100)

    @property
    def page_step(self) -> int:
        """Positions that a page key moves."""
        return max(1, self.steps // 10)

    def position(self, value: float) -> int:
        """The nearest position; values beyond the ends are pinned to them."""
        if self.log:
            pinned = min(max(value, self.low), self.high)
            share = math.log(pinned / self.low) / math.log(self.high / self.low)
        else:
            share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return round(share * self.steps)

    def value(self, position: int) -> float | int:
        """The value of a position, rounded to as many digits as the positions tell apart."""
        share = position / self.steps
        if self.log:
            raw = self.low * (self.high / self.low) ** share
            value = float(f"{raw:.{1 if self.whole else 2}e}")
            value = min(max(value, self.low), self.high)
        else:
            step = (self.high - self.low) / self.steps
            decimals = max(0, 1 - math.floor(math.log10(step)))
            value = round(self.low + share * (self.high - self.low), decimals)
        return round(value) if self.whole else value


def _finite_range(described: Described) -> tuple[float, float]:
    parameter = described.parameter
    low = parameter.minimum if math.isfinite(parameter.minimum) else described.default - 10
    high = parameter.maximum if math.isfinite(parameter.maximum) else described.default + 10
    return low, high
