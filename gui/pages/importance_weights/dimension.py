"""The effective sample size against the dimension, at today's mismatch in each."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import value_text
from engine.pages.importance_weights.records import DimensionCurve
from gui.look.theme import Theme
from gui.pages.importance_weights.axis import use_weight_axis
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable, log10_of_second, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import truth_pen
from gui.plotkit.sentence_note import SentenceNote

ENDS = (1.0, 100.0)
SHORTEST = 0.3  # decades on the y axis, at least
BELOW_FLOOR = 1.0  # decades shown below one sample
SMALLEST = 1e-3  # of a dot's height: where a bar that reaches 0 ends


class DimensionPlot:
    """The exact line, dots with bars of 2 standard errors, and the floor of one sample."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        self._theme = theme
        use_log_axis(plot, "left")
        self.floor = pg.PlotCurveItem(pen=theme.pen("muted", 1.0))
        self.exact = pg.PlotCurveItem(pen=truth_pen(theme), antialias=True)
        self.bars = pg.ErrorBarItem(beam=0.0, pen=theme.pen("q", 1.4))
        self.dots = pg.ScatterPlotItem(size=theme.symbol(6), pen=None, brush=theme.brush("q", 1.0))
        self.today = pg.ScatterPlotItem(
            size=theme.symbol(13), symbol="o", pen=theme.pen("accent", 1.8), brush=None
        )
        for item in (self.floor, self.exact, self.bars, self.dots, self.today):
            plot.addItem(item)
        use_weight_axis(plot)
        # Above the line where it falls, below it where it hardly does.
        self.note = SentenceNote(plot, theme)
        self.low_note = CornerNote(plot, theme, corner=(0, 1), ground=True)
        quiet_grid(plot, theme)
        plot.disableAutoRange()
        plot.setXRange(0.0, ENDS[1], padding=0.03)

    def draw(self, curve: DimensionCurve | None, why_none: str = "") -> None:
        """Show this curve; without one, why there is none."""
        if curve is None:
            self._draw_nothing(why_none)
            return
        exact_x, exact_y = drawable(curve.dimension, curve.log10_ess_fraction)
        self.exact.setData(exact_x, exact_y)
        x = curve.sampled_dimension
        self._draw_dots(x, curve.sampled, curve.sampled_error)
        floor = -math.log10(curve.samples)
        self.floor.setData(list(ENDS), [floor, floor])
        height = self._today_height(curve)
        self.today.setData(*(([curve.today], [height]) if math.isfinite(height) else ([], [])))
        lows = [*exact_y, *log10_of_second(x, curve.sampled)[1]]
        low = max(min(lows, default=-1.0), floor - BELOW_FLOOR)
        flat = low > -SHORTEST
        words = self._words(curve, floor >= low)
        self.note.say(*(() if flat else words))
        self.low_note.write(*(words if flat else ()))
        self.plot.setYRange(*padded(min(low, -2.0 * SHORTEST), 0.0, 0.03, 0.06), padding=0)

    def _draw_dots(self, x: np.ndarray, share: np.ndarray, error: np.ndarray) -> None:
        x, share, error = drawable(x, share, error)
        y = np.log10(share)
        self.dots.setData(x, y)
        top = np.log10(share + 2.0 * error) - y
        bottom = y - np.log10(np.maximum(share - 2.0 * error, SMALLEST * share))
        self.bars.setData(x=x, y=y, top=top, bottom=bottom)

    def _today_height(self, curve: DimensionCurve) -> float:
        """Where today's ring stands: on the exact line, or on today's dot where there is none."""
        if math.isfinite(curve.today_log10_ess_fraction):
            return curve.today_log10_ess_fraction
        there = np.flatnonzero(curve.sampled_dimension == curve.today)
        return math.log10(curve.sampled[there[0]]) if len(there) else math.nan

    def _draw_nothing(self, why: str) -> None:
        for item in (self.exact, self.floor, self.dots, self.today):
            item.setData([], [])
        empty = np.array([])
        self.bars.setData(x=empty, y=empty, top=empty, bottom=empty)
        self.note.say(sentence=why)
        self.low_note.write()
        self.plot.setYRange(-1.0, 0.0, padding=0.03)

    def _words(self, curve: DimensionCurve, floor: bool) -> list[str]:
        exact = colored("╌ exact", self._theme.truth)
        if not math.isfinite(curve.today_log10_ess_fraction):
            exact = colored("exact 0: χ² = ∞", self._theme.truth)
        today = power(curve.today_log10_ess_fraction)
        return [
            f"{colored(f'○ d = {curve.today}:', self._theme.ink('accent'))} {today}",
            exact,
            colored(f"● {curve.samples:,} samples", self._theme.ink("q")),
            colored("— 1 / n", self._theme.muted) if floor else "",
        ]


def power(exponent: float) -> str:
    """10^exponent, which may be too small for a double, in a few characters."""
    if exponent == -math.inf:
        return "0"
    if exponent > -300.0:
        return value_text(10.0**exponent, 3)
    whole = math.floor(exponent)
    return f"{10.0 ** (exponent - whole):.1f}e{whole}"
