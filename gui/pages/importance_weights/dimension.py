"""The effective sample size against the dimension, at the current mismatch in each."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg

from engine.core.arrays import Array
from engine.core.number_format import value_text
from engine.pages.importance_weights.records import DimensionCurve
from gui.look.theme import Theme
from gui.pages.importance_weights.axis import use_weight_axis
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable, log10_of_second, padded
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.plot import truth_pen

ENDS = (1.0, 100.0)
SHORTEST = 0.3  # decades on the y axis, at least
BELOW_FLOOR = 1.0  # decades shown below one sample
SMALLEST = 1e-3  # of a dot's height: where a bar that reaches 0 ends


class DimensionPanel(Panel):
    """The exact line, dots with bars of 2 standard errors, and the floor of one sample."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int]) -> None:
        super().__init__(layout, theme, place, "ESS / n against d", "dimension d", log="y")
        self.floor = self.curve(theme.pen("muted", 1.0))
        self.exact = self.curve(truth_pen(theme))
        self.errors = self.bars("q")
        self.sampled = self.dots("q")
        ring: dict[str, Any] = {"symbol": "o", "pen": theme.pen("accent", 1.8), "brush": None}
        self.here = self.dots("accent", 13, **ring)
        use_weight_axis(self.plot, theme)
        # Where the line hardly falls, its note stands below it.
        self.low_note = CornerNote(self.plot, theme, corner=(0, 1), ground=True)
        self.plot.setXRange(0.0, ENDS[1], padding=0.03)

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
        self.here.graphics.setData(
            *(([curve.current], [here]) if math.isfinite(here) else ([], []))
        )
        floor = -math.log10(curve.samples)
        lows = [*heights[np.isfinite(heights)], *log10_of_second(x, share)[1]]
        low = max(min(lows, default=-1.0), floor - BELOW_FLOOR)
        flat, words = low > -SHORTEST, self._words(curve, floor >= low)
        self.say(*(() if flat else words))
        self.low_note.write(*(words if flat else ()))
        self.plot.setYRange(*padded(min(low, -2.0 * SHORTEST), 0.0, 0.03, 0.06), padding=0)

    def _draw_exact(self, dimension: Array, heights: Array) -> None:
        """The logarithms as they are: their powers may be no doubles."""
        self.exact.graphics.setData(*drawable(dimension, heights))

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
        self.low_note.write()
        self.plot.setYRange(-1.0, 0.0, padding=0.03)

    def _words(self, curve: DimensionCurve, floor: bool) -> list[str]:
        exact = colored("╌ exact", self.theme.truth)
        if not math.isfinite(curve.current_log10_ess_fraction):
            exact = colored("exact 0: χ² = ∞", self.theme.truth)
        here = power(curve.current_log10_ess_fraction)
        return [
            f"{colored(f'○ d = {curve.current}:', self.theme.ink('accent'))} {here}",
            exact,
            colored(f"● {curve.samples:,} samples", self.theme.ink("q")),
            colored("— 1 / n", self.theme.muted) if floor else "",
        ]


def power(exponent: float) -> str:
    """10^exponent, which may be too small for a double, in a few characters."""
    if exponent == -math.inf:
        return "0"
    if exponent > -300.0:
        return value_text(10.0**exponent, 3)
    whole = math.floor(exponent)
    return f"{10.0 ** (exponent - whole):.1f}e{whole}"
