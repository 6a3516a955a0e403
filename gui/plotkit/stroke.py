"""A line painted as the area that its pen covers: Qt works that area out with more points, and
takes three times as long to fill it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import islice

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QTransform

from engine.core.arrays import Array
from gui.plotkit.cut import LONG
from gui.plotkit.needed_points import MANY, Complex, needed
from gui.plotkit.pixels import FAR, in_pixels
from gui.plotkit.seen_pieces import seen_pieces
from gui.plotkit.thin_lines import THIN

# Each with how many pixels along its line it begins, where that is not at the line's beginning.
Parts = list[tuple[QPainterPath, float]]

MOST_LINES = 40  # in one item, for which this is quicker
SAME = 1e-6  # pixels between points that are one
GENTLE = 0.95  # cosine of a bend whose corner, if it stood out, would be seen by nobody
USUAL = Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.BevelJoin


def stroke(
    x: Array,
    y: Array,
    together: NDArray[np.bool_] | None,
    pen: QPen,
    on: QTransform,
    area: QRectF | None = None,
) -> Callable[[QPainter], None] | None:
    """Paints what a pen paints of a line through (x, y), (m,) each, which are at pixels of the
    device by ``on``: the area of a solid pen, the line itself for dashes; None where it is left to
    Qt.
    ``together`` (m,) says which points are connected to the next, by default all; each part is
    by itself, for Qt looks at all points of a path in each few rows of pixels that it fills.
    Of a line whose points are all connected only what lies in an ``area`` of the device is made,
    where one is given."""
    usual = (pen.capStyle(), pen.joinStyle()) == USUAL
    if not (usual and pen.isCosmetic() and pen.widthF() > THIN):
        return None
    if len(x) < MANY and area is None:
        return None
    places = in_pixels(x, y, on)
    if not np.abs(places).max() < FAR:
        return None
    lines = [(places, 0.0)]
    if together is not None:
        index = needed(places, together)
        ends = np.flatnonzero(~together[index][:-1]) + 1
        lines = [(line, 0.0) for line in np.split(places[index], ends)]
    elif area is not None:
        lines = list(islice(seen_pieces(places, area, pen.widthF()), MOST_LINES + 1))
    if len(lines) > MOST_LINES:
        return None
    if together is None:
        lines = [(line[needed(line)], begins) for line, begins in lines]
    parts = _parts(lines, pen)
    return None if parts is None else partial(_paint, parts=parts, pen=pen)


def _paint(painter: QPainter, parts: Parts, pen: QPen) -> None:
    """In the pixels of the device."""
    transform, device = painter.transform(), painter.deviceTransform()
    painter.setTransform(device.inverted()[0] * transform)
    solid = pen.style() is Qt.PenStyle.SolidLine
    painter.setPen(pen)
    for part, begins in parts:
        if solid:
            painter.fillPath(part, pen.brush())
        elif begins:
            later = QPen(pen)
            later.setDashOffset(pen.dashOffset() + begins / pen.widthF())
            painter.setPen(later)
            painter.drawPath(part)
        else:
            painter.drawPath(part)
    painter.setTransform(transform)


def _parts(lines: list[tuple[Complex, float]], pen: QPen) -> Parts | None:
    solid = pen.style() is Qt.PenStyle.SolidLine
    parts: Parts = []
    for line, begins in lines:
        if solid and np.abs(np.diff(line)).sum() > LONG:
            return None
        points = _outline(line, 0.5 * pen.widthF()) if solid else line
        if len(points) > 1:
            parts.append((_path(points), begins))
        elif len(line) > 1:
            return None
    return parts


def _path(points: Complex) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(pg.functions.arrayToQPolygonF(points.real, points.imag))
    path.setFillRule(Qt.FillRule.WindingFill)
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
    before, after = aside[:-1], aside[1:]
    cosine = (before * np.conj(after)).real / half**2
    gentle = cosine > GENTLE
    corners = np.empty((len(gentle), 2), complex)
    corners[:, 0] = np.where(gentle, (before + after) / (1.0 + np.abs(cosine)), before)
    corners[:, 1] = after
    # Where it bends gently both sides of a corner meet in one point.
    kept = np.ones(corners.shape, dtype=bool)
    np.logical_not(gentle, out=kept[:, 1])
    first, last = line[:1] + 1j * aside[0], line[-1:] - 1j * aside[-1]
    middle = np.concatenate((first, np.repeat(line[1:-1], 2)[kept.ravel()], last))
    beside = np.concatenate((aside[:1], corners[kept], aside[-1:]))
    return np.concatenate((middle + beside, (middle - beside)[::-1]))
