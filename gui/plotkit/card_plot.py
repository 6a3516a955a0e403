"""The plot of a card, in the house style."""

from __future__ import annotations

import pyqtgraph as pg

from gui.plotkit.axis import Axis
from gui.plotkit.frame import Frame
from gui.plotkit.grid import quiet_grid
from gui.plotkit.log_axis import LogAxis
from gui.plotkit.plot_box import PlotBox
from gui.plotkit.size import TICKS
from gui.plotkit.words import face


def card_plot(frame: Frame, log: str, place: tuple[int, int]) -> pg.PlotItem:
    """A plot in the house style, in a card."""
    axes = {
        side: (LogAxis if letter in log else Axis)(side)
        for side, letter in (("left", "y"), ("bottom", "x"))
    }
    plot = frame.content.addPlot(*place, viewBox=PlotBox(), axisItems=axes, enableMenu=False)
    plot.hideButtons()
    for hidden in ("right", "top"):
        plot.getAxis(hidden).unlinkFromView()
    plot.layout.setContentsMargins(0, 0, 0, 0)
    theme = frame.theme
    for axis in axes.values():
        axis.setTickFont(face(TICKS))
        axis.setPen(theme.pen("line", 1.0))
        axis.setTextPen(theme.color("muted"))
    for fix in ("MinimumWidth", "PreferredWidth", "MinimumHeight", "PreferredHeight"):
        getattr(plot, f"set{fix}")(1)
    quiet_grid(plot, theme)
    return plot
