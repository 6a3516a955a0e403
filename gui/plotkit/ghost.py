"""The ghost of an item: what it showed in another state, dotted behind what it shows now."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from gui.plotkit.items import Band, Bars, Item, Steps
from gui.plotkit.lines import Lines
from gui.plotkit.trace import Spots, Trace

BEHIND = -0.5  # what is shown now, and above the grid
WIDTH = 0.75  # of the pen it is the ghost of
SIZE = 0.75


def ghost_of(item: Item, plot: pg.PlotItem) -> Item | None:
    """An item of the same kind in the plot; None where its like would only be in the way."""
    graphics = None if isinstance(item, Band | Bars) else _graphics(item)
    if graphics is None:
        return None
    graphics.setZValue(BEHIND)
    plot.addItem(graphics, ignoreBounds=True)
    ghost = type(item)(graphics, *item.scales, True)
    ghost.called(item.name, item.color)
    return ghost


def _graphics(item: Item) -> Any:
    look = item.graphics
    if isinstance(look, pg.PlotCurveItem):
        steps: dict[str, Any] = {}
        if isinstance(item, Steps):
            steps = {"x": [0.0, 1.0], "y": [0.0], "stepMode": "center"}
        # Of several lines in one the gaps are the data's own.
        connect = "all" if isinstance(item, Lines) else look.opts["connect"]
        return Trace(pen=_dotted(look.opts["pen"]), antialias=True, connect=connect, **steps)
    if isinstance(look, pg.ScatterPlotItem):
        return Spots(
            size=SIZE * look.opts["size"],
            symbol=look.opts["symbol"],
            pen=pg.mkPen(item.color, width=1),
            brush=None,
        )
    if isinstance(look, pg.BarGraphItem):
        return pg.BarGraphItem(
            x=[1.0],
            height=[0.0],
            width=look.opts["width"],
            pen=_dotted(pg.mkPen(look.opts["pen"])),
            brush=None,
        )
    return None


def _dotted(pen: QPen) -> QPen:
    dotted = QPen(pg.mkPen(pen))
    dotted.setStyle(Qt.PenStyle.DotLine)
    dotted.setWidthF(max(WIDTH * dotted.widthF(), 1.0))
    return dotted
