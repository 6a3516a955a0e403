"""A thin grid behind the data."""

from __future__ import annotations

import pyqtgraph as pg

from gui.look.theme import Theme

BEHIND = -1.0


def quiet_grid(plot: pg.PlotItem, theme: Theme) -> None:
    """Grid lines at the labelled ticks only, opaque and below the curves.

    pyqtgraph's own translucent grid of two or three levels takes longer to paint than
    everything else in a plot.
    """
    for side, density in (("left", 1.8), ("bottom", 1.0)):
        axis = plot.getAxis(side)
        axis.setTickDensity(density)
        axis.setStyle(maxTickLevel=0, tickAlpha=255)
        axis.setTickPen(theme.pen("grid", 1.0))
        axis.setGrid(255)
        axis.setZValue(BEHIND)
