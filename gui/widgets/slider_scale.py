"""Between a slider's whole-number positions and a parameter's values; no Qt."""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.core.parameter import Described

LINEAR_STEPS = 200
STEPS_PER_DECADE = 40
FINE = 10  # positions to a step; Shift moves by one


@dataclass(frozen=True, slots=True)
class SliderScale:
    """Positions 0 to ``last`` between the ends of the typical range, linear or log.

    Every `FINE`-th is a step, where the value is round; those between have one digit more.
    """

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
    def last(self) -> int:
        """The position of the upper end."""
        return self.steps * FINE

    @property
    def single_step(self) -> int:
        """Positions that an arrow key moves; a `FINE`-th of it with Shift."""
        return max(1, self.steps // 100) * FINE

    @property
    def page_step(self) -> int:
        """Positions that a page key moves."""
        return max(1, self.steps // 10) * FINE

    def position(self, value: float) -> int:
        """The nearest position; values beyond the ends are pinned to them."""
        pinned = min(max(value, self.low), self.high)
        if self.log:
            share = math.log(pinned / self.low) / math.log(self.high / self.low)
        else:
            share = (pinned - self.low) / (self.high - self.low)
        return round(share * self.last)

    def step_near(self, position: float) -> int:
        """The nearest position that is a step."""
        return round(position / FINE) * FINE

    def value(self, position: int) -> float | int:
        """The value of a position, rounded to as many digits as the positions tell apart."""
        share = position / self.last
        fine = 1 if position % FINE else 0
        if self.log:
            raw = self.low * (self.high / self.low) ** share
            value = float(f"{raw:.{(1 if self.whole else 2) + fine}e}")
        else:
            step = (self.high - self.low) / self.steps
            decimals = max(0, 1 - math.floor(math.log10(step)))
            value = round(self.low + share * (self.high - self.low), decimals + fine)
        value = min(max(value, self.low), self.high)
        return round(value) if self.whole else value


def _finite_range(described: Described) -> tuple[float, float]:
    parameter = described.parameter
    low = parameter.minimum if math.isfinite(parameter.minimum) else described.default - 10
    high = parameter.maximum if math.isfinite(parameter.maximum) else described.default + 10
    return low, high
