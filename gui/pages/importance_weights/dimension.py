"""The effective sample size against the dimension, at the current mismatch in each."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.importance_weights.records import DimensionCurve
from engine.session.session import Session
from gui.plotkit.drawable import drawable, log10_of_second
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.plot import truth_pen
from gui.plotkit.words import Run

ENDS = (1.0, 100.0)
SHORTEST = 0.3  # decades on the y axis, at least
BELOW_FLOOR = 1.0  # decades shown below one sample
SMALLEST = 1e-3  # of a dot's height: where a bar that reaches 0 ends


class DimensionPanel(Panel):
    """The exact line, dots with bars of 2 standard errors, and the floor of one sample."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "dimension d", "ESS / n", short="d", log="y", x_key="d", whole=True)
        theme = self.theme
        self.floor = self.curve(theme.pen("muted", 1.0), name="1 / n")
        self.exact = self.curve(truth_pen(theme), name="exact")
        self.errors = self.bars("q")
        self.sampled = self.dots("q", name="samples", error=self.errors)
        ring: dict[str, Any] = {"symbol": "o", "pen": theme.pen("accent", 1.8), "brush": None}
        self.here = self.dots("accent", 13, **ring)

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.dimensions, result.histogram.expected_note)

    def draw(self, curve: DimensionCurve | None, why_none: str = "") -> None:
        """Show this curve; without one, why there is none."""
        if curve is None:
            self._draw_nothing(why_none)
            return
        heights = curve.log10_ess_fraction
        self._draw_exact(curve.dimension, heights)
        x, share, error = drawable(curve.sampled_dimension, curve.sampled, curve.sampled_error)
        self.sampled.show(x, share)
        self.errors.show(x, np.maximum(share - 2.0 * error, SMALLEST * share), share + 2.0 * error)
        self.floor.show(ENDS, [1.0 / curve.samples] * 2)
        here = self._here(curve)
        self.here.show_drawn(*(([curve.current], [here]) if math.isfinite(here) else ([], [])))
        floor = -math.log10(curve.samples)
        lows = [*heights[np.isfinite(heights)], *log10_of_second(x, share)[1]]
        low = max(min(lows, default=-1.0), floor - BELOW_FLOOR)
        self._say(curve)
        self.settle((0.0, ENDS[1]), (min(low, -2.0 * SHORTEST), 0.0), 0.03)

    def _draw_exact(self, dimension: Array, heights: Array) -> None:
        """The logarithms as they are: their powers may be no doubles."""
        self.exact.show_drawn(dimension, heights)

    def _here(self, curve: DimensionCurve) -> float:
        """Where the ring stands, log10: on the exact line, or on a dot where there is none."""
        if math.isfinite(curve.current_log10_ess_fraction):
            return curve.current_log10_ess_fraction
        there = np.flatnonzero(curve.sampled_dimension == curve.current)
        return math.log10(curve.sampled[there[0]]) if len(there) else math.nan

    def _draw_nothing(self, why: str) -> None:
        for item in self.items:
            item.hide()
        self.say(sentence=why)
        self.headline("")
        self.settle((0.0, ENDS[1]), (-1.0, 0.0), 0.03)

    def _say(self, curve: DimensionCurve) -> None:
        here = power(curve.current_log10_ess_fraction)
        ink = self.theme.ink("accent")
        self.headline(Run(f"○ d = {curve.current}: {here}", ink), Run(f"○ {here}", ink))
        infinite = not math.isfinite(curve.current_log10_ess_fraction)
        exact = "exact 0: χ² = ∞" if infinite else ""
        self.say(exact, f"{curve.samples:,} samples")


def power(exponent: float) -> str:
    """10^exponent, which may be too small for a double, in a few characters."""
    if exponent == -math.inf:
        return "0"
    if exponent > -300.0:
        return shown_value(10.0**exponent, 3)
    whole = math.floor(exponent)
    return f"{10.0 ** (exponent - whole):.1f}e{whole}"
