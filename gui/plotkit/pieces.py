"""A long wide line painted as straight lines, one by one, which Qt does in a fifth of the time that
it takes for the area of them all."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform

from engine.core.arrays import Array
from gui.plotkit.dashes import dashes
from gui.plotkit.needed_points import MANY, Complex, needed
from gui.plotkit.pixels import FAR, in_pixels
from gui.plotkit.thin_lines import THIN

SHORT = 1_200.0  # pixels up to which a line is painted as fast in one
SAME = 1e-6  # pixels between points that are one
OVERLAP = 0.25  # pixels that two pieces go beyond the point where they meet: else it is seen
CORNER = 0.7  # of the way to the tip of a corner: a pen cuts it off
CAPS = {Qt.PenCapStyle.SquareCap: 0.5, Qt.PenCapStyle.FlatCap: 0.0}  # widths beyond an end


def in_pieces(
    x: Array, y: Array, together: NDArray[np.bool_] | None, pen: QPen, on: QTransform, area: QRectF
) -> Callable[[QPainter], None] | None:
    """Paints what a pen paints, in an ``area`` of the device, of a line through (x, y), (m,) each,
    which are at pixels of the device by ``on``; None where it is left to Qt: pieces that overlap
    would be seen, or ends are not straight. ``together`` (m,) says which points are connected to
    the next, by default all."""
    width, cap = pen.widthF(), CAPS.get(pen.capStyle())
    solid = pen.style() is Qt.PenStyle.SolidLine
    opaque = pen.isCosmetic() and width > THIN and pen.color().alpha() == 255
    if cap is None or not opaque or not (solid or together is None):
        return None
    places = in_pixels(x, y, on)
    if not np.abs(places).max() < FAR:
        return None
    if len(places) >= MANY:
        index = needed(places, together)
        places, together = places[index], None if together is None else together[index]
    if not solid:
        begins, ends = dashes(places, pen)
    elif together is None:
        begins, ends = places[:-1], places[1:]
    else:
        begins, ends = places[:-1][together[:-1]], places[1:][together[:-1]]
    pieces = extended(begins, ends, 0.5 * width, cap * width)
    return partial(_paint, lines=_lines(pieces[_seen(pieces, area, width)]), pen=_plain(pen))


def _paint(painter: QPainter, lines: PrimitiveArray, pen: QPen) -> None:
    """Where the device has them, whatever the painter's transform."""
    transform, device = painter.transform(), painter.deviceTransform()
    painter.setTransform(device.inverted()[0] * transform)
    painter.setPen(pen)
    painter.drawLines(*lines.drawargs())
    painter.setTransform(transform)


def extended(begins: Complex, ends: Complex, half: float, cap: float) -> Complex:
    """Begin and end (k, 2) of straight pieces of a line that is twice ``half`` wide: where two of
    them meet each goes on almost to the tip of the corner, and at the ends as far as the cap."""
    steps = ends - begins
    lengths = np.abs(steps)
    apart = lengths > SAME
    if not apart.all():
        begins, ends, steps, lengths = (v[apart] for v in (begins, ends, steps, lengths))
    along = steps / lengths
    turn = along[1:] * np.conj(along[:-1])
    tip = CORNER * half * np.abs(turn.imag) / np.maximum(1.0 + turn.real, SAME)
    beyond = np.full(len(along) + 1, cap)
    meet = np.abs(begins[1:] - ends[:-1]) <= SAME
    beyond[1:-1][meet] = np.clip(tip, min(OVERLAP, half), half)[meet]
    pieces = np.empty((len(along), 2), dtype=complex)
    pieces[:, 0] = begins - beyond[:-1] * along
    pieces[:, 1] = ends + beyond[1:] * along
    return pieces


def _seen(pieces: Complex, area: QRectF, around: float) -> NDArray[np.bool_]:
    """Which pieces (k, 2) are not beyond one edge of the area, or next to it."""
    (x0, x1), (y0, y1) = pieces.real.T, pieces.imag.T
    left, right = area.left() - around, area.right() + around
    top, bottom = area.top() - around, area.bottom() + around
    hidden: NDArray[np.bool_] = (np.maximum(x0, x1) < left) | (np.minimum(x0, x1) > right)
    hidden |= (np.maximum(y0, y1) < top) | (np.minimum(y0, y1) > bottom)
    return np.logical_not(hidden)


def _lines(pieces: Complex) -> PrimitiveArray:
    lines = PrimitiveArray(QLineF, 4)
    lines.resize(len(pieces))
    lines.ndarray()[:] = pieces.view(float)
    return lines


def _plain(pen: QPen) -> QPen:
    """The same without dashes, which are pieces already, and with ends where these end."""
    plain = QPen(pen)
    plain.setStyle(Qt.PenStyle.SolidLine)
    plain.setCapStyle(Qt.PenCapStyle.FlatCap)
    return plain
