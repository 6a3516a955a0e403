"""The exact variance of k1 + c (w - 1) against c."""

from __future__ import annotations

import math

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from engine.core.number_format import estimate_text, value_text
from engine.core.parameter import described
from engine.pages.kl_divergence.options import Options
from engine.pages.kl_divergence.records import ControlVariate
from gui.look.theme import Theme
from gui.plotkit.band import Band
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.drawable import log10_of_second
from gui.plotkit.grid import quiet_grid
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import use_log_axis
from gui.plotkit.plot_text import PlotText

WITHOUT_CURVE = (-0.5, 1.5)  # the range of c where only k1 can be drawn


class ControlVariatePlot(QObject):
    """The curve with k1, k3 and the best c marked, and today's c, which can be dragged."""

    # (c, gesture number)
    proposed = Signal(float, int)

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__()
        self.plot = plot
        self._theme = theme
        use_log_axis(plot, "left")
        self.curve = pg.PlotCurveItem(pen=theme.pen("text", 1.6), antialias=True)
        self.band = Band(theme.brush("text", 0.16))
        for item in (self.band, self.curve):
            plot.addItem(item)
        self.marks = {
            "k1": _Mark(plot, theme, "k1", "k1", "o"),
            "k3": _Mark(plot, theme, "k3", "k3", "s"),
            "best": _Mark(plot, theme, "", "truth", "d"),
        }
        option = next(option for option in described(Options) if option.name == "coefficient")
        bounds = (option.parameter.minimum, option.parameter.maximum)
        self.line = DraggedLine(plot, theme, bounds, option.default)
        self.line.proposed.connect(self.proposed)
        self.note = CornerNote(plot, theme, ground=True)
        self.headroom = Headroom(plot, self.note, below=12.0, above=12.0)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(self, control: ControlVariate, notes: tuple[str, ...] = ()) -> None:
        """Show these variances; ``notes`` say why there are none beside that of k1."""
        c, variance = log10_of_second(control.coefficient, control.variance)
        self.curve.setData(c, variance)
        self._draw_band(control)
        drawn, best = len(c) > 0, control.best_coefficient
        self.marks["k1"].place(0.0, control.k1_variance, best)
        self.marks["k3"].place(1.0, control.k3_variance if drawn else math.inf, best)
        self.marks["best"].place(best, control.best_variance if drawn else math.inf, best)
        self.line.mark(control.chosen_coefficient)
        if not self.line.moving:
            ends = (float(c[0]), float(c[-1])) if drawn else WITHOUT_CURVE
            chosen = control.chosen_coefficient
            self.plot.setXRange(min(ends[0], chosen), max(ends[1], chosen), padding=0.02)
        heights = np.concatenate((variance, [mark.height for mark in self.marks.values()]))
        heights = heights[np.isfinite(heights)]
        self.plot.getAxis("left").setStyle(showValues=len(heights) > 0)
        low, high = (float(heights.min()), float(heights.max())) if len(heights) else (-1.0, 1.0)
        self.note.write(*(notes or self._chosen(control)))
        self.headroom.show(low, max(high, low + 0.3))

    def _draw_band(self, control: ControlVariate) -> None:
        """Two standard errors to either side of what is estimated."""
        if control.variance_error is None:
            self.band.set_band([], [], [])
            return
        reach = 2.0 * control.variance_error
        with np.errstate(divide="ignore"):
            low = np.log10(np.maximum(control.variance - reach, 0.01 * control.variance))
            high = np.log10(control.variance + reach)
        self.band.set_band(control.coefficient, low, high)

    def _chosen(self, control: ControlVariate) -> tuple[str, ...]:
        chosen = value_text(control.chosen_coefficient, 3)
        best = value_text(control.best_coefficient, 3)
        values = (control.chosen_variance, control.best_variance)
        errors = (control.chosen_error, control.best_error)
        texts = [
            value_text(value, 3) if error is None else estimate_text(value, error)
            for value, error in zip(values, errors, strict=True)
        ]
        return (
            colored(f"c = {chosen}: {texts[0]}", self._theme.ink("accent")),
            colored(f"◆ best c = {best}: {texts[1]}", self._theme.text),
        )


class _Mark:
    """A symbol on the curve with its name beside it, on the side where the curve is lower."""

    def __init__(self, plot: pg.PlotItem, theme: Theme, name: str, role: str, symbol: str) -> None:
        self.height = math.nan
        self.spot = pg.ScatterPlotItem(
            size=theme.symbol(9),
            symbol=symbol,
            pen=theme.pen("plot", 1.2),
            brush=theme.brush(role, 1.0),
        )
        self.label = PlotText(name, color=theme.ink(role or "text"))
        for item in (self.spot, self.label):
            item.setZValue(12)
            plot.addItem(item)

    def place(self, c: float, variance: float, best: float) -> None:
        """Stand at (c, log10 variance); nowhere if the variance is 0 or infinite."""
        there = 0.0 < variance < math.inf and math.isfinite(c)
        self.height = math.log10(variance) if there else math.nan
        self.spot.setData([c] if there else [], [self.height] if there else [])
        self.label.setVisible(there)
        if there:
            self.label.setPos(c, self.height)
            self.label.setAnchor((-0.1 if best >= c else 1.1, 0.9))
