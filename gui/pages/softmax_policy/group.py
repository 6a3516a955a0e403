"""What the plots of the softmax page share."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal

from engine.core.arrays import Array
from engine.page.result import Result
from gui.look.theme import Theme
from gui.plotkit.drawable import drawable
from gui.plotkit.grid import quiet_grid
from gui.plotkit.key import Key
from gui.plotkit.plot import add_plot

AXIS_WIDTH = 46
AXIS_HEIGHT = 20  # titles say what the axis is: small windows have no room for labels
KEY_GAP = 12
GAP = 14
# Baselines keep their colour and symbol on every plot of the page; their names, and in the key.
BASELINES = {
    "none": ("q", "o", "b = 0", "b = 0"),
    "mean": ("k2", "s", "mean", "mean"),
    "leave_one_out": ("k1", "t1", "leave one out", "LOO"),
    "optimal": ("k3", "d", "best b", "best b"),
}
ZEROTH_BASELINES = {
    "none": ("q", "o", "b = 0"),
    "at_theta": ("k2", "s", "r at θ"),
    "best": ("k3", "d", "best b"),
}
POLICY, ZEROTH, SOFTENED = "p", "negative", "muted"
DASH, DASH_DOT = Qt.PenStyle.DashLine, Qt.PenStyle.DashDotLine


class Group(QObject):
    """Plots that are shown together beside the actions, in a layout of their own."""

    # (options that change, gesture number)
    proposed = Signal(object, int)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self.layout = pg.GraphicsLayout()
        self.plots: list[pg.PlotItem] = []
        self.grips: list[pg.GraphicsObject] = []
        plain_layout(self.layout)

    def draw(self, result: Result) -> None:
        """Show a result that holds this group's plots."""
        raise NotImplementedError

    def add_key(self, columns: int = 1) -> Key:
        """The row above the plots."""
        key = Key(self.theme, KEY_GAP)
        self.layout.addItem(key, row=0, col=0, colspan=columns)
        return key

    def explain(self, key: Key, entries: dict[pg.GraphicsObject, str]) -> None:
        """Fill the row above the plots, which must fit beside the actions in a small window."""
        for place, (item, words) in enumerate(entries.items()):
            key.add(item, words)
            key.layout.setColumnSpacing(2 * place + 2, KEY_GAP)

    def add(self, row: int, column: int, title: str, columns: int = 1) -> pg.PlotItem:
        """A plot in the house style whose range is the picture's own."""
        plot = house_plot(self.layout, self.theme, row, column, title, columns)
        self.plots.append(plot)
        return plot

    def finish(self) -> None:
        """Grids, when every axis is in its place."""
        for plot in self.plots:
            quiet_grid(plot, self.theme)

    def curve(self, plot: pg.PlotItem, pen: Any, **options: Any) -> pg.PlotCurveItem:
        """An empty line in the plot."""
        curve = pg.PlotCurveItem(pen=pen, antialias=True, **options)
        plot.addItem(curve, ignoreBounds=True)
        return curve

    def dots(self, plot: pg.PlotItem, role: str, symbol: str = "o") -> ErrorDots:
        """Dots with bars of two standard errors."""
        return ErrorDots(plot, self.theme, role, symbol)


class ErrorDots:
    """Estimates as symbols with bars of two standard errors."""

    def __init__(self, plot: pg.PlotItem, theme: Theme, role: str, symbol: str) -> None:
        self.bars = pg.ErrorBarItem(beam=0.0, pen=theme.pen(role, 1.5))
        self.spots = pg.ScatterPlotItem(
            size=theme.symbol(8),
            symbol=symbol,
            pen=theme.pen("plot", 0.8),
            brush=theme.brush(role, 1.0),
        )
        for item in (self.bars, self.spots):
            item.setZValue(8)
            plot.addItem(item, ignoreBounds=True)

    def show(self, x: Array, value: Array, error: Array) -> None:
        """Stand at (x, value), (m,) each."""
        x, value, error = drawable(x, value, error)
        self.show_between(x, value, value - 2.0 * error, value + 2.0 * error)

    def show_between(self, x: Array, value: Array, low: Array, high: Array) -> None:
        """The same with the ends of the bars."""
        self.spots.setData(x, value)
        self.bars.setData(x=x, y=value, top=high - value, bottom=value - low)


def plain_layout(layout: pg.GraphicsLayout) -> None:
    """No margins, the page's own distances."""
    layout.layout.setContentsMargins(0, 0, 0, 0)
    layout.layout.setHorizontalSpacing(GAP)
    layout.layout.setVerticalSpacing(4)
    # Or the keys would decide how wide the columns are.
    layout.setPreferredWidth(1)


def house_plot(
    layout: pg.GraphicsLayout,
    theme: Theme,
    row: int,
    column: int,
    title: str,
    columns: int = 1,
) -> pg.PlotItem:
    """A plot that a mouse does not move and whose titles do not decide how wide it is."""
    plot = add_plot(layout, theme, (row, column), title, "", "", (1, columns))
    plot.getAxis("left").setWidth(AXIS_WIDTH)
    plot.getAxis("bottom").setHeight(AXIS_HEIGHT)
    plot.setMinimumWidth(1)
    plot.setPreferredWidth(1)
    plot.setMinimumHeight(1)
    plot.setPreferredHeight(1)
    plot.disableAutoRange()
    plot.vb.setMouseEnabled(x=False, y=False)
    return plot


def number_actions(plot: pg.PlotItem, labels: list[str], side: str = "bottom") -> None:
    """Ticks at 1, 2, ..., K with these labels, no grid lines there, and room for K bars."""
    axis = plot.getAxis(side)
    ticks = [list(enumerate(labels, 1))]
    if axis._tickLevels != ticks:
        axis.setTicks(ticks)
        axis.setGrid(False)
    plot.setXRange(0.5, len(labels) + 0.5, padding=0)
