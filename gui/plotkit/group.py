"""Plots that are shown together, and how they are laid out."""

from __future__ import annotations

import math
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QObject, Qt, Signal

from gui.look.theme import Theme
from gui.plotkit.grid import quiet_grid
from gui.plotkit.plot import add_plot

AXIS_WIDTH = 46
AXIS_HEIGHT = 38
GAP = 14
NAMES = ("p", "q")
STYLES = {"p": Qt.PenStyle.SolidLine, "q": Qt.PenStyle.DashLine}
# Steps at which a range ends, so that it stands still while a slider moves a little.
STEPS = (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0)


class Group(QObject):
    """Plots that are shown together, in a layout of their own."""

    # (options that change, gesture number)
    proposed = Signal(object, int)

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__()
        self.layout = layout
        self.theme = theme
        self.plots: list[pg.PlotItem] = []
        self.grips: list[pg.GraphicsObject] = []
        layout.layout.setContentsMargins(0, 0, 0, 0)
        layout.layout.setHorizontalSpacing(GAP)
        layout.layout.setVerticalSpacing(4)

    def draw(self, result: Any, options: Any) -> None:
        """Show a result that holds this group's plots."""
        raise NotImplementedError

    def add(
        self, row: int, column: int, title: str, x_label: str, y_label: str = ""
    ) -> pg.PlotItem:
        """A plot in the house style whose range is the picture's own."""
        plot = add_plot(self.layout, self.theme, (row, column), title, x_label, y_label)
        plot.getAxis("left").setWidth(AXIS_WIDTH + (16 if y_label else 0))
        plot.getAxis("bottom").setHeight(AXIS_HEIGHT if x_label else 20)
        # Or the titles would decide how wide the columns are.
        plot.setMinimumWidth(1)
        plot.setPreferredWidth(1)
        plot.disableAutoRange()
        plot.vb.setMouseEnabled(x=False, y=False)
        self.plots.append(plot)
        return plot

    def curve(self, plot: pg.PlotItem, pen: Any, **options: Any) -> pg.PlotCurveItem:
        """An empty line in the plot."""
        curve = pg.PlotCurveItem(pen=pen, antialias=True, **options)
        plot.addItem(curve, ignoreBounds=True)
        return curve

    def finish(self) -> None:
        """Grids, when every axis is in its place."""
        for plot in self.plots:
            quiet_grid(plot, self.theme)


def above(value: float) -> float:
    """The least step, times a power of ten, that is not below a positive value."""
    if not 0.0 < value < math.inf:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next((step * power for step in STEPS if step * power >= value), 10.0 * power)


def say_title(plot: pg.PlotItem, title: str) -> None:
    """Another title; the same one would lay the whole figure out again."""
    if plot.titleLabel.text != title:
        plot.setTitle(title, **plot.titleLabel.opts)


def say_label(plot: pg.PlotItem, side: str, text: str) -> None:
    """Another label of an axis."""
    if plot.getAxis(side).labelText != text:
        plot.setLabel(side, text)
