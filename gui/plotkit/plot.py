"""A plot in the house style: quiet axes, a title, units on both axes."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.look.theme import Theme
from gui.plotkit.plot_text import POINTS, plot_font


def add_plot(
    figure: pg.GraphicsLayoutWidget | pg.GraphicsLayout,
    theme: Theme,
    position: tuple[int, int],
    title: str,
    x_label: str,
    y_label: str,
    span: tuple[int, int] = (1, 1),
) -> pg.PlotItem:
    """A new PlotItem at (row, column) of the figure; `gui.plotkit.grid` gives it a grid."""
    row, column = position
    plot = figure.addPlot(row, column, span[0], span[1], enableMenu=False)
    plot.setTitle(title, color=theme.text, size="10pt", bold=True)
    plot.hideButtons()
    plot.setMenuEnabled(False)
    label = {"color": theme.muted, "font-size": f"{POINTS}pt"}
    plot.setLabel("bottom", x_label, **label)
    plot.setLabel("left", y_label, **label)
    font = plot_font()
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setTickFont(font)
        axis.setPen(theme.pen("line", 1.0))
        axis.setTextPen(theme.color("muted"))
        axis.enableAutoSIPrefix(False)
    plot.vb.setMouseEnabled(x=True, y=True)
    return plot


def truth_pen(theme: Theme, width: float = 1.6) -> QPen:
    """The dashed dark line of an exact value."""
    return theme.pen("truth", width, Qt.PenStyle.DashLine)
