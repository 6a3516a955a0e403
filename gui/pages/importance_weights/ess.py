"""The effective sample size, as a share of the samples, as they come in."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg

from engine.core.number_format import value_text
from engine.pages.importance_weights.records import RunningDiagnostics
from gui.look.theme import Theme
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import log10_of_second, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot import truth_pen

SHORTEST = 0.3  # decades on the y axis, at least
BARE_AXIS = 8  # pixels
INFINITE = 0.5  # from this tail index on the variance is
FARTHEST = 2.5  # the limit is shown when it is at most so many decades below the samples


class EssPlot:
    """ESS / n against n, both on log scales, with its limit."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        self._theme = theme
        for side in ("left", "bottom"):
            use_log_axis(plot, side)
        self.exact = pg.PlotCurveItem(pen=truth_pen(theme), antialias=True)
        self.curve = pg.PlotCurveItem(pen=theme.pen("q", 1.8), antialias=True)
        self.last = pg.ScatterPlotItem(size=theme.symbol(6), pen=None, brush=theme.brush("q", 1.0))
        for item in (self.exact, self.curve, self.last):
            plot.addItem(item)
        self.note = CornerNote(plot, theme, ground=True)
        self.headroom = Headroom(plot, self.note)
        quiet_grid(plot, theme)
        # The plot below has the same n.
        axis = plot.getAxis("bottom")
        axis.setStyle(showValues=False)
        axis.setHeight(BARE_AXIS)
        axis.showLabel(False)
        plot.disableAutoRange()

    def draw(self, running: RunningDiagnostics) -> None:
        """Show these effective sample sizes."""
        n = np.log10(running.n)
        x, y = log10_of_second(n, running.ess_fraction)
        self.curve.setData(x, y)
        self.last.setData(x[-1:], y[-1:])
        low, high = (float(y.min()), float(y.max())) if len(y) else (-1.0, 0.0)
        limit = running.exact_ess_fraction
        shown = limit is not None and limit > 0.0 and math.log10(limit) >= low - FARTHEST
        ends = padded(float(n[0]), float(n[-1]), 0.0, 0.0)
        if shown:
            low, high = min(low, math.log10(limit)), max(high, math.log10(limit))
        self.exact.setData(*((list(ends), [math.log10(limit)] * 2) if shown else ([], [])))
        self.plot.setXRange(*ends, padding=0.02)
        self.note.write(self._words(running, shown))
        high = max(high, min(low + SHORTEST, 0.0))
        self.headroom.show(min(low, high - SHORTEST), high)

    def _words(self, running: RunningDiagnostics, shown: bool) -> str:
        limit = running.exact_ess_fraction
        if limit is None:
            return colored("limit: unknown for data", self._theme.muted)
        if limit <= 0.0 and running.exact_k < INFINITE:
            return colored("limit below 1e-308", self._theme.truth)
        if limit <= 0.0:
            return colored("limit 0: χ²(p‖q) = ∞", self._theme.truth)
        dashes, where = ("╌ ", "") if shown else ("", ", far below")
        return colored(f"{dashes}limit {value_text(limit, 3)}{where}", self._theme.truth)
