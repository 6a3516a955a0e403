"""What an item is drawn with, as a key shows it beside a name."""

from __future__ import annotations

import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import drawSymbol
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from gui.plotkit.items import Item

LARGEST = 0.75  # of a symbol, beside the height of its place


def paint_key(item: Item, painter: QPainter, place: QRectF) -> None:
    """A piece of a line across a place, or a symbol in its middle."""
    opts = item.graphics.opts
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if isinstance(item.graphics, pg.ScatterPlotItem):
        painter.translate(place.center())
        size = min(float(opts["size"]), LARGEST * place.height())
        drawSymbol(painter, opts["symbol"], size, pg.mkPen(opts["pen"]), pg.mkBrush(opts["brush"]))
    else:
        pen = pg.mkPen(opts.get("pen") or item.color)
        painter.setPen(pen)
        half, y = 0.5 * pen.widthF(), place.center().y()
        painter.drawLine(QPointF(place.left() + half, y), QPointF(place.right() - half, y))
    painter.restore()
