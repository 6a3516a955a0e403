"""A plot in the house style: quiet axes, a title, units on both axes."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont

from gui.theme import Theme

TICK_POINTS = 9


def add_plot(
    figure: pg.GraphicsLayoutWidget | pg.GraphicsLayout,
    theme: Theme,
    position: tuple[int, int],
    title: str,
    x_label: str,
    y_label: str,
    span: tuple[int, int] = (1, 1),
) -> pg.PlotItem:
    """A new PlotItem at (row, column) of the figure; `gui.plots.grid` gives it a grid."""
    plot = figure.addPlot(row=position[0], col=position[1], rowspan=span[0], colspan=span[1])
    plot.setTitle(title, color=theme.text, size="10pt", bold=True)
    plot.hideButtons()
    plot.setMenuEnabled(False)
    plot.setLabel("bottom", x_label, color=theme.muted)
    plot.setLabel("left", y_label, color=theme.muted)
    font = QFont()
    font.setPointSize(TICK_POINTS)
    for side in ("left", "bottom"):
        axis = plot.getAxis(side)
        axis.setTickFont(font)
        axis.setPen(theme.pen("line", 1.0))
        axis.setTextPen(theme.color("muted"))
        axis.enableAutoSIPrefix(False)
    plot.vb.setMouseEnabled(x=True, y=True)
    return plot


def truth_pen(theme: Theme, width: float = 1.6):
    """The dashed dark line of an exact value."""
    return theme.pen("truth", width, Qt.PenStyle.DashLine)
