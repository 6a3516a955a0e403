"""Lines and symbols of a plot whose range is ours to choose, and so need not be measured."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from engine.core.arrays import Array

DENSE = 0.75  # points a pixel that a curve has at the most while it moves, before it is thinned


class Unmeasured:
    """An item that reaches as far as its plot shows, which cuts off what is beyond.

    pyqtgraph measures each item to the pixel whenever it or the range changes, so that ranges can
    follow the items: that takes as long as painting them.
    """

    getViewBox: Any
    prepareGeometryChange: Any
    _cachedView: QRectF | None
    _shown: QRectF | None = None

    def boundingRect(self) -> QRectF:
        """All that the plot shows, in its coordinates."""
        if self._shown is None:
            box = self.getViewBox()
            self._shown = box.viewRect() if isinstance(box, pg.ViewBox) else QRectF()
        return self._shown

    def viewRect(self) -> QRectF:
        return self.boundingRect()

    def viewTransformChanged(self) -> None:
        """Told by pyqtgraph: another range, or another size."""
        self._shown = self._cachedView = None
        self.prepareGeometryChange()


class Trace(Unmeasured, pg.PlotCurveItem):
    """A line."""

    def setData(self, *columns: Any, **options: Any) -> None:
        """Draw x and y (m,), and ``connect`` them so."""
        if len(columns) != 2 or not options.keys() <= {"connect"}:
            super().setData(*columns, **options)
            return
        x, y = (np.asarray(column, dtype=float) for column in columns)
        self.opts.update(options)
        self._take(x, y)
        self.update()

    def paint(self, painter: QPainter, *arguments: Any) -> None:
        """While something moves without smooth edges and without points that share a pixel: that
        takes half of the time."""
        if self.xData is None or not len(self.xData):
            return
        box = self.getViewBox()
        if not getattr(box, "coarse", False):
            super().paint(painter, *arguments)
            return
        smooth, whole = self.opts["antialias"], (self.xData, self.yData)
        every = int(len(self.xData) / max(DENSE * box.width(), 1.0))
        whole_line = isinstance(self.opts["connect"], str) and self.opts["connect"] == "all"
        thin = every > 1 and whole_line and not self.opts["stepMode"]
        if thin:
            self._take(*(np.append(column[:-1:every], column[-1]) for column in whole))
        self.opts["antialias"] = False
        super().paint(painter, *arguments)
        self.opts["antialias"] = smooth
        if thin:
            self._take(*whole)

    def _take(self, x: Array, y: Array) -> None:
        """Be painted through these points."""
        self.xData, self.yData = x, y
        self.path = self.fillPath = self._fillPathList = self._mouseShape = None
        self._lineSegmentsRendered = False


class Spots(Unmeasured, pg.ScatterPlotItem):
    """Symbols; a click on one is one on the plot."""

    def mouseClickEvent(self, event: Any) -> None:
        """pyqtgraph would make an object of each symbol, which nothing collects (NumPy 6581)."""
        event.ignore()

    def paint(self, painter: QPainter, *arguments: Any) -> None:
        if len(self.data):
            super().paint(painter, *arguments)

    def _maskAt(self, place: QPointF | QRectF) -> Any:
        """What overlaps a point; of an area all: the plot cuts off what is beyond."""
        return self.data["visible"] if isinstance(place, QRectF) else super()._maskAt(place)
