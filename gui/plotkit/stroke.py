"""A line painted as the area that its pen covers: Qt works that area out with more points, and
takes three times as long to fill it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QTransform

from engine.core.arrays import Array
from gui.plotkit.needed_points import Complex, needed

THIN = 1.0  # pixels: Qt draws such a line itself, a wider one as an area that it fills
FAR = 2.0**14  # pixels: lines that go further are cut off by Qt
CROWDED = 150  # points from which on it is worth while to look for those that are not needed
MOST_LINES = 40  # in one item, for which this is quicker
SAME = 1e-6  # pixels between points that are one
USUAL = Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.BevelJoin


def paint_stroke(painter: QPainter, path: QPainterPath, pen: QPen) -> None:
    """Paint what `stroke` has made, in the pixels of the device."""
    transform, device = painter.transform(), painter.deviceTransform()
    painter.setTransform(device.inverted()[0] * transform)
    if pen.style() is Qt.PenStyle.SolidLine:
        painter.fillPath(path, pen.brush())
    else:
        painter.setPen(pen)
        painter.drawPath(path)
    painter.setTransform(transform)


def stroke(
    x: Array, y: Array, together: NDArray[np.bool_] | None, pen: QPen, on: QTransform
) -> QPainterPath | None:
    """What a pen paints of a line through (x, y), (m,) each, which are at pixels of the device by
    ``on``: the area of a solid pen, the line itself for dashes; None where it is left to Qt.
    ``together`` (m,) says which points are connected to the next, by default all."""
    usual = (pen.capStyle(), pen.joinStyle()) == USUAL
    if not (usual and pen.isCosmetic() and pen.widthF() > THIN):
        return None
    places = np.empty(len(x), dtype=complex)
    places.real = on.m11() * x + on.m21() * y + on.dx()
    places.imag = on.m12() * x + on.m22() * y + on.dy()
    if not np.abs(places).max(initial=0.0) < FAR:
        return None
    if len(places) > CROWDED:
        index = needed(places, together)
        places = places[index]
        together = None if together is None else together[index]
    ends = np.empty(0, int) if together is None else np.flatnonzero(~together[:-1]) + 1
    if len(ends) > MOST_LINES:
        return None
    solid = pen.style() is Qt.PenStyle.SolidLine
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for line in np.split(places, ends):
        points = _outline(line, 0.5 * pen.widthF()) if solid else line
        if not len(points) and len(line) > 1:
            return None
        if len(points) > 1:
            path.addPolygon(pg.functions.arrayToQPolygonF(points.real, points.imag))
    return path


def _outline(line: Complex, half: float) -> Complex:
    """The area, (k,), of a line through these points, (m,), that reaches so far to both sides of
    it and beyond its ends, with corners cut off, as Qt's pens do."""
    steps = np.diff(line)
    lengths = np.abs(steps)
    apart = lengths > SAME
    if not apart.all():
        steps, lengths = steps[apart], lengths[apart]
        line = np.concatenate((line[:1], line[1:][apart]))
    if not len(steps):
        return np.empty(0, complex)
    aside = steps * (1j * half / lengths)
    sides = np.empty((2, len(steps), 2), dtype=complex)  # of each step both ends, to either side
    sides[0, :, 0], sides[0, :, 1] = line[:-1] + aside, line[1:] + aside
    back = sides[1, ::-1]
    back[:, 1], back[:, 0] = line[:-1] - aside, line[1:] - aside
    first, last = 1j * aside[0], -1j * aside[-1]
    sides[0, 0, 0] += first
    back[0, 1] += first
    sides[0, -1, 1] += last
    back[-1, 0] += last
    return sides.reshape(-1)
