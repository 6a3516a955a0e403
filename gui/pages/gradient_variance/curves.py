"""Variance against N and against k: one line an estimator, on a log axis."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QObject, Signal

from engine.core.parameter import described
from engine.pages.gradient_variance.options import Options
from engine.pages.gradient_variance.records import AgainstK, AgainstN
from gui.look.theme import Theme
from gui.pages.gradient_variance.colors import STYLES, estimator_color, estimator_pen
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.dragged_line import DraggedLine
from gui.plotkit.drawable import log10_of_second, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.handles import decimals_of
from gui.plotkit.headroom import Headroom
from gui.plotkit.log_axis import LogAxis, use_log_axis

DOT = 7
ERRORS = 2.0
DECADES = 6.0  # at most shown below the highest line


class _Lines(QObject):
    """A line an estimator, and a line at today's abscissa, which can be dragged."""

    # (options that change, gesture number)
    proposed = Signal(object, int)
    option = ""

    def __init__(self, plot: pg.PlotItem, theme: Theme, coordinate: int) -> None:
        super().__init__()
        self.plot = plot
        self.coordinate = coordinate
        self._theme = theme
        use_log_axis(plot, "left")
        self.curves = {
            name: pg.PlotCurveItem(pen=estimator_pen(name, theme), antialias=True)
            for name in STYLES
        }
        for curve in self.curves.values():
            plot.addItem(curve, ignoreBounds=True)
        field = next(option for option in described(Options) if option.name == self.option)
        self._default = field.default
        bounds = self._places(field.parameter.minimum, field.parameter.maximum, field.default)
        self.line = DraggedLine(plot, theme, bounds[:2], bounds[2])
        self.line.proposed.connect(self._propose)
        self.note = CornerNote(plot, theme, (1, 0), ground=True)
        self.headroom = Headroom(plot, self.note, below=8.0)

    def _finish(self) -> None:
        quiet_grid(self.plot, self._theme)
        self.plot.disableAutoRange()

    def _draw_curves(self, names: tuple[str, ...], x: Any, values: Any) -> None:
        """x (k,), values (k, m)."""
        for name, curve in self.curves.items():
            curve.setVisible(name in names)
        for index, name in enumerate(names):
            self.curves[name].setData(*log10_of_second(x, values[:, index]))

    def _places(self, low: float, high: float, default: float) -> tuple[float, float, float]:
        return low, high, default

    def _propose(self, place: float, gesture: int) -> None:
        raise NotImplementedError


class AgainstNPlot(_Lines):
    """Exact lines and measured dots with bars of 2 standard errors."""

    option = "batch_size"

    def __init__(self, plot: pg.PlotItem, theme: Theme, coordinate: int) -> None:
        super().__init__(plot, theme, coordinate)
        use_log_axis(plot, "bottom")
        self.bars = {name: pg.ErrorBarItem(beam=0.0) for name in STYLES}
        self.dots = pg.ScatterPlotItem(size=theme.symbol(DOT), pen=theme.pen("plot", 0.8))
        for item in (*self.bars.values(), self.dots):
            plot.addItem(item, ignoreBounds=True)
        self.dots.setZValue(5)
        self._finish()

    def draw(self, found: AgainstN) -> None:
        """Show these variances."""
        exact = found.exact[:, :, self.coordinate]
        self._draw_curves(found.names, np.log10(found.n), exact)
        self._draw_dots(found)
        place = math.log10(found.chosen_n)
        self.line.mark(place)
        self.plot.setXRange(0.0, float(np.log10(found.n[-1])), padding=0.02)
        self.note.write(colored(f"N = {found.chosen_n:,}", self._theme.ink("accent")))
        self.headroom.show(*log_range(exact, found.measured[:, :, self.coordinate]))

    def _draw_dots(self, found: AgainstN) -> None:
        n = np.log10(found.sampled_n)
        spots = []
        for name, bars in self.bars.items():
            bars.setVisible(name in found.names)
        for index, name in enumerate(found.names):
            value = found.measured[:, index, self.coordinate]
            error = ERRORS * found.measured_error[:, index, self.coordinate]
            there = value > 0.0
            x, value, error = n[there], value[there], error[there]
            y = np.log10(value)
            bottom = y - np.log10(np.maximum(value - error, 1e-2 * value))
            self.bars[name].setData(
                x=x,
                y=y,
                top=np.log10(np.minimum(value + error, 1e2 * value)) - y,
                bottom=bottom,
                pen=pg.mkPen(estimator_color(name, self._theme), width=1.2),
            )
            style = STYLES[name]
            look = {
                "symbol": style.symbol,
                "size": self._theme.symbol(style.size(DOT)),
                "brush": estimator_color(name, self._theme),
            }
            spots += [{"pos": at, **look} for at in zip(x, y, strict=True)]
        self.dots.setData(spots)

    def _places(self, low: float, high: float, default: float) -> tuple[float, float, float]:
        return math.log10(low), math.log10(high), math.log10(default)

    def _propose(self, place: float, gesture: int) -> None:
        self.proposed.emit({self.option: round(10.0**place)}, gesture)


class EitherAxis(LogAxis):
    """A linear axis that can become one of decades."""

    logarithmic = False

    def use(self, logarithmic: bool) -> None:
        """Label decades, or equal steps."""
        if logarithmic != self.logarithmic:
            self.logarithmic = logarithmic
            self.picture = None
            self.update()

    def tickValues(self, minVal: float, maxVal: float, size: float):
        kind = LogAxis if self.logarithmic else pg.AxisItem
        return kind.tickValues(self, minVal, maxVal, size)

    def tickStrings(self, values, scale: float, spacing: float):
        kind = LogAxis if self.logarithmic else pg.AxisItem
        return kind.tickStrings(self, values, scale, spacing)


class AgainstKPlot(_Lines):
    """Exact lines; where coupled measure-valued and pathwise cross is marked."""

    option = "k"

    def __init__(self, plot: pg.PlotItem, theme: Theme, coordinate: int) -> None:
        super().__init__(plot, theme, coordinate)
        self.axis = use_log_axis(plot, "bottom", EitherAxis)
        self.crossings = pg.ScatterPlotItem(
            size=theme.symbol(12), symbol="o", pen=theme.pen("truth", 1.6), brush=None
        )
        self.crossings.setZValue(12)
        plot.addItem(self.crossings, ignoreBounds=True)
        self._finish()

    def draw(self, found: AgainstK) -> None:
        """Show these variances."""
        self.axis.use(found.logarithmic)
        self.line.default = float(self._x(np.array([self._default]))[0])
        values = found.variance[:, :, self.coordinate]
        x = self._x(found.k)
        self._draw_curves(found.names, x, values)
        self._draw_crossings(found, float(x[0]), float(x[-1]))
        self.line.mark(float(self._x(np.array([found.chosen_k]))[0]))
        if not self.line.moving:
            self.plot.setXRange(float(x[0]), float(x[-1]), padding=0.02)
        words = [colored(f"k = {found.chosen_k:.4g}", self._theme.ink("accent"))]
        if len(self.crossings.getData()[0]):
            distance = f"{found.crossing_distance:.4g}"
            words.append(colored(f"○ equal at |μ − k| = {distance}", self._theme.ink("truth")))
        self.note.write(*words)
        self.headroom.show(*log_range(values))

    def _draw_crossings(self, found: AgainstK, low: float, high: float) -> None:
        k = found.crossing_k if self.coordinate == 0 else found.crossing_k[:0]
        k = k[(k >= low) & (k <= high)]
        self.crossings.setData(k, np.full(len(k), math.log10(found.crossing_variance or 1.0)))

    def _x(self, k: np.ndarray) -> np.ndarray:
        return np.log10(np.maximum(k, 1e-6)) if self.axis.logarithmic else k

    def _propose(self, place: float, gesture: int) -> None:
        step = decimals_of(self.plot.vb)[0]
        k = float(f"{10.0**place:.3g}") if self.axis.logarithmic else round(place, step)
        self.proposed.emit({self.option: k}, gesture)


def log_range(*values: np.ndarray) -> tuple[float, float]:
    """log10 of the positive finite values, and no more than DECADES of them."""
    everything = np.concatenate([each.ravel() for each in values])
    everything = everything[np.isfinite(everything) & (everything > 0.0)]
    if not len(everything):
        return -1.0, 1.0
    high = math.log10(float(everything.max()))
    low = max(math.log10(float(everything.min())), high - DECADES)
    return padded(low, high, 0.0, 0.0) if high - low > 0.3 else (low - 0.5, high + 0.5)
