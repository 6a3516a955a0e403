"""Lines and symbols of a plot whose range is ours to choose, and so need not be measured."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPen, QTransform

from gui.plotkit.cut import LONG, Extent, Way
from gui.plotkit.far_trace import paint_cut
from gui.plotkit.pieces import in_pieces
from gui.plotkit.pixels import as_pixels, in_pixels
from gui.plotkit.stroke import stroke
from gui.plotkit.thin_lines import THIN, paint_thin

FAR = 2.0**30  # pixels, beyond which Qt fails
HEX = QColor.NameFormat.HexArgb
OUTSIDE = 200.0  # pixels that a line must go beyond its plot to have that cut off
Paint = Callable[[QPainter], None]
DENSE = 0.4  # points a pixel that a curve has at the most while it moves, before it is thinned


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

    _extent: Extent | None = None  # of its points, when it has been asked for
    _way: Way | None = None  # the same
    _stroke: tuple[Any, Paint | None] = (None, None)  # for what it was made, and what

    def setData(self, *columns: Any, **options: Any) -> None:
        """Draw x and y (m,), and ``connect`` them so."""
        self._extent = self._way = None
        if len(columns) != 2 or not options.keys() <= {"connect"}:
            super().setData(*columns, **options)
            return
        x, y = (np.asarray(column, dtype=float) for column in columns)
        self.opts.update(options)
        self.xData, self.yData = x, y
        self.path = self.fillPath = self._fillPathList = self._mouseShape = None
        self._lineSegmentsRendered = False
        self._stroke = None, None
        self.update()

    def paint(self, painter: QPainter, *arguments: Any) -> None:
        """As pyqtgraph does, without what it asks for other kinds of lines, and with its own areas
        of wide ones; while something moves with lines of one pixel, which take a tenth of the
        time."""
        if self.xData is None or not len(self.xData):
            return
        opts, coarse = self.opts, getattr(self.getViewBox(), "coarse", False)
        special = opts["shadowPen"] or opts["compositionMode"] or opts["fillOutline"]
        plain = not special and self._exportOpts is False and opts["fillLevel"] is None
        if plain and not coarse and (paint := self._stroked(painter, opts["pen"])) is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
            paint(painter)
            return
        if not special and self._reach().far(self.boundingRect()):
            paint_cut(self, painter, self.boundingRect(), coarse)
            return
        if special or self._exportOpts is not False or opts["fillLevel"] not in (None, "enclosed"):
            super().paint(painter, *arguments)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, opts["antialias"])
        if opts["fillLevel"] and opts["brush"] is not None:
            painter.fillPath(self._thinned() if coarse else self.getPath(), opts["brush"])
        pen = opts["pen"]
        if pen is None or pen.style() == Qt.PenStyle.NoPen:
            return
        if coarse and pen.widthF() > THIN:
            paint_thin(painter, self._thinned(), pen)
        elif not plain and (paint := self._stroked(painter, pen)) is not None:
            paint(painter)
        elif self._to_and_fro(painter, pen):
            painter.setPen(pen)
            painter.drawLines(*self._getLineSegments())
        else:
            self._paint_line(painter, pen)

    def _reach(self) -> Extent:
        if self._extent is None:
            self._extent = Extent.of(self.xData, self.yData)
        return self._extent

    def _to_and_fro(self, painter: QPainter, pen: QPen) -> bool:
        """Whether it is so long that it is painted piece by piece whatever it looks like."""
        wide = pen.widthF() > THIN and pen.style() == Qt.PenStyle.SolidLine
        return wide and as_pixels(painter) and self._pixels(painter.deviceTransform()) >= LONG

    def _pixels(self, on: QTransform) -> float:
        """How long it is."""
        if self._way is None:
            self._way = Way.of(self.xData, self.yData)
        return self._way.pixels(on)

    def _stroked(self, painter: QPainter, pen: QPen | None) -> Paint | None:
        """The pixels of an antialiased line, worked out once for its data, place and pen; a file of
        lines has lines."""
        opts = self.opts
        connect = opts["connect"]
        together = connect if isinstance(connect, np.ndarray) else None
        if pen is None or not opts["antialias"] or opts["stepMode"]:
            return None
        if together is None and connect != "all":
            return None
        if not as_pixels(painter):
            return None
        at, shown = painter.deviceTransform(), self.boundingRect()
        made_for = at, shown, QPen(pen)
        if made_for != self._stroke[0]:
            area = at.mapRect(shown)
            paint = in_pieces(self.xData, self.yData, together, pen, at, area)
            if paint is None and not self._reach().far(shown):
                outside = together is None and self._reach().beyond(shown, at) > OUTSIDE
                of = area if outside else None
                paint = stroke(self.xData, self.yData, together, pen, at, of)
            self._stroke = made_for, paint
        return self._stroke[1]

    def _paint_line(self, painter: QPainter, pen: QPen) -> None:
        painter.setPen(pen)
        if self._shouldUseDrawLineSegments(pen):
            painter.drawLines(*self._getLineSegments())
        else:
            painter.drawPath(self.getPath())

    def _thinned(self) -> QPainterPath:
        """Without the points that share a few pixels with others."""
        opts, box = self.opts, self.getViewBox()
        every = int(len(self.xData) / max(DENSE * box.width(), 1.0))
        whole_line = isinstance(opts["connect"], str) and opts["connect"] == "all"
        if every < 2 or not whole_line or opts["stepMode"]:
            whole: QPainterPath = self.getPath()
            return whole
        columns = (self.xData, self.yData)
        x, y = (np.append(column[:-1:every], column[-1]) for column in columns)
        thinned: QPainterPath = self.generatePath(x, y)
        return thinned


class Spots(Unmeasured, pg.ScatterPlotItem):
    """Symbols; a click on one is one on the plot."""

    def mouseClickEvent(self, event: Any) -> None:
        """pyqtgraph would make an object of each symbol, which nothing collects (NumPy 6581)."""
        event.ignore()

    def setData(self, *columns: Any, **options: Any) -> None:
        """Draw symbols at x and y (m,); where there are as many as before, these move."""
        if isinstance(options.get("brush"), list):
            options["brush"] = [_brush(color.name(HEX)) for color in options["brush"]]
        if len(columns) != 2 or options or len(columns[0]) != len(self.data):
            super().setData(*columns, **options)
            return
        self.data["x"], self.data["y"] = columns
        self.bounds = [None, None]
        self.update()

    def paint(self, painter: QPainter, option: Any, widget: Any = None) -> None:
        """As pyqtgraph does, without what it asks of symbols that are not seen."""
        if not len(self.data):
            return
        opts, atlas = self.opts, self.fragmentAtlas
        drawn = opts["pxMode"] and opts["useCache"] and self._exportOpts is False
        other = widget is not None and widget.devicePixelRatioF() != atlas.devicePixelRatio()
        if other or not drawn or opts.get("compositionMode") is not None:
            super().paint(painter, option, widget)
            return
        at = painter.transform()
        painter.resetTransform()
        if len(self.data) == 1:
            self._paint_one(painter, at)
            return
        x, y = self.data["x"], self.data["y"]
        self._pixmapFragments.resize(len(x))
        pieces, magnified = self._pixmapFragments.ndarray(), 1.0 / atlas.devicePixelRatio()
        places = in_pixels(x, y, at)
        np.clip(places.real, -FAR, FAR, out=pieces[:, 0])
        np.clip(places.imag, -FAR, FAR, out=pieces[:, 1])
        source = np.ascontiguousarray(self.data["sourceRect"])
        pieces[:, 2:6] = source.view(np.intp).reshape(-1, 4)
        pieces[:, 6:10] = magnified, magnified, 0.0, 1.0
        draw: Any = painter.drawPixmapFragments  # declared with one piece alone
        draw(*self._pixmapFragments.drawargs(), atlas.pixmap)

    def _paint_one(self, painter: QPainter, at: QTransform) -> None:
        """The only symbol: in less time than arrays of one take."""
        spot, atlas = self.data[0], self.fragmentAtlas
        x, y = float(spot["x"]), float(spot["y"])
        across, down = at.m11() * x + at.m21() * y + at.dx(), at.m12() * x + at.m22() * y + at.dy()
        if across != across or down != down:
            return
        left, top, wide, high = spot["sourceRect"].item()
        ratio = atlas.devicePixelRatio()
        shown = QRectF(-0.5 * wide / ratio, -0.5 * high / ratio, wide / ratio, high / ratio)
        painter.translate(min(max(across, -FAR), FAR), min(max(down, -FAR), FAR))
        painter.drawPixmap(shown, atlas.pixmap, QRectF(left, top, wide, high))

    def _maskAt(self, place: QPointF | QRectF) -> Any:
        """What overlaps a point; of an area all: the plot cuts off what is beyond."""
        return self.data["visible"] if isinstance(place, QRectF) else super()._maskAt(place)


@lru_cache(maxsize=256)
def _brush(color: str) -> QBrush:
    """One for each colour: pyqtgraph keeps a picture of each symbol with each brush, up to a
    thousand, and takes another brush of the same colour for another look."""
    return QBrush(QColor(color))
