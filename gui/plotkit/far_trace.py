"""A line or an area of which only a small part is shown, painted without the rest."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen

from engine.core.arrays import Array
from gui.plotkit.cut import LONG, Way, cut, lines_of
from gui.plotkit.thin_lines import THIN, paint_thin

TANGLED = 20_000.0  # pixels of lines: smooth ones take Qt 3 ms for each thousand
SMOOTH = QPainter.RenderHint.Antialiasing


def paint_cut(curve: pg.PlotCurveItem, painter: QPainter, shown: QRectF, coarse: bool) -> None:
    """As pyqtgraph paints the curve where ``shown`` is seen, up to where its dashes begin; with
    lines of one pixel while it is ``coarse``."""
    opts, level = curve.opts, curve.opts["fillLevel"]
    x, y = curve.xData, curve.yData
    if opts["stepMode"]:
        base = None if isinstance(level, str) else level
        x, y = curve._generateStepModeData(opts["stepMode"], x, y, baseline=base)
    painter.setRenderHint(SMOOTH, opts["antialias"])
    whole = list(lines_of(x, y, opts["connect"]))
    if level is not None and opts["brush"] is not None:
        areas = QPainterPath()
        for line in whole:
            areas.addPath(_path(*cut(*_outline(*line, level), shown)))
        painter.fillPath(areas, opts["brush"])
    pen = opts["pen"]
    if pen is not None and pen.style() != Qt.PenStyle.NoPen:
        _paint_lines([cut(*line, shown) for line in whole], painter, pen, coarse)


def _paint_lines(
    lines: list[tuple[Array, Array]], painter: QPainter, pen: QPen, coarse: bool
) -> None:
    on = painter.deviceTransform()
    way = sum(Way.of(*line).pixels(on) for line in lines)
    if way > TANGLED:
        _paint_tangle(lines, painter, pen)
        return
    path = QPainterPath()
    for line in lines:
        path.addPath(_path(*line))
    if pen.widthF() > THIN and (coarse or (way > LONG and pen.style() != Qt.PenStyle.SolidLine)):
        paint_thin(painter, path, pen)
        return
    painter.setPen(pen)
    if way > LONG:
        for line in lines:
            painter.drawLines(_segments(*line))
    else:
        painter.drawPath(path)


def _paint_tangle(lines: list[tuple[Array, Array]], painter: QPainter, pen: QPen) -> None:
    """Lines that cover each other many times over, with neither dashes nor smooth edges."""
    smooth, solid = painter.testRenderHint(SMOOTH), QPen(pen)
    solid.setStyle(Qt.PenStyle.SolidLine)
    painter.setPen(solid)
    painter.setRenderHint(SMOOTH, False)
    for line in lines:
        painter.drawLines(_segments(*line))
    painter.setRenderHint(SMOOTH, smooth)


def _segments(x: Array, y: Array) -> list[QLineF]:
    places = zip(x[:-1], y[:-1], x[1:], y[1:], strict=True)
    return [QLineF(*map(float, place)) for place in places]


def _outline(x: Array, y: Array, level: float | str) -> tuple[Array, Array]:
    """Of the area below a line, down to a level, or of that which it goes around."""
    if isinstance(level, str):
        return np.append(x, x[0]), np.append(y, y[0])
    return np.concatenate((x, x[-1:], x[:1], x[:1])), np.concatenate((y, [level, level], y[:1]))


def _path(x: Array, y: Array) -> QPainterPath:
    path: QPainterPath = pg.arrayToQPath(x, y, connect="all") if len(x) > 1 else QPainterPath()
    return path
