"""A long wide line painted as straight lines, one by one, which Qt does in a fifth of the time that
it takes for the area of them all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QTransform
from shiboken6 import Shiboken

from engine.core.arrays import Array
from gui.plotkit.dashes import dashes, marks_of
from gui.plotkit.needed_points import FEW, MANY, ROUNDS, WITHIN, Complex, needed
from gui.plotkit.pixels import FAR, in_pixels, lengths
from gui.plotkit.ready_loops import Loops
from gui.plotkit.thin_lines import THIN

SAME = 1e-6  # pixels between points that are one
OVERLAP = 0.25  # pixels that two pieces go beyond the point where they meet: else it is seen
CORNER = 0.7  # of the way to the tip of a corner: a pen cuts it off
LIMITS = tuple(map(float, (FAR, SAME, OVERLAP, CORNER, WITHIN, MANY, FEW, ROUNDS)))  # of the loops
NO_MARKS = np.empty(0)
MOST_LOOKS = 500  # pens: more than a figure has
CAPS = {Qt.PenCapStyle.SquareCap: 0.5, Qt.PenCapStyle.FlatCap: 0.0}  # widths beyond an end


def in_pieces(
    x: Array, y: Array, together: NDArray[np.bool_] | None, pen: QPen, on: QTransform, area: QRectF
) -> Callable[[QPainter], None] | None:
    """Paints what a pen paints, in an ``area`` of the device, of a line through (x, y), (m,) each,
    which are at pixels of the device by ``on``; None where it is left to Qt: pieces that overlap
    would be seen, or ends are not straight. ``together`` (m,) says which points are connected to
    the next, by default all."""
    look = _look_of(pen)
    if look is None or not (together is None or not len(look.marks)):
        return None
    if together is None and _loops.ready:
        pieces = pieces_by_loops(x, y, look, on, area)
    else:
        _loops.begin()
        pieces = straight_pieces(x, y, together, look, on, area)
    if pieces is None:
        return None
    lines = np.ascontiguousarray(pieces)
    first: Any = Shiboken.wrapInstance(lines.ctypes.data, QLineF) if len(lines) else None
    return partial(_paint, lines=lines, first=first, pen=look.plain)


@dataclass(frozen=True, slots=True)
class Look:
    """What of a pen its pieces are made of: ``cap`` is how far it goes beyond an end, ``marks`` and
    ``offset`` are as `marks_of` has them, none of a solid pen; ``plain`` paints the pieces."""

    width: float
    cap: float
    marks: Array
    offset: float
    plain: QPen

    @classmethod
    def of(cls, pen: QPen) -> Self | None:
        """None where pieces would not look as the pen does."""
        width, cap = pen.widthF(), CAPS.get(pen.capStyle())
        opaque = pen.isCosmetic() and width > THIN and pen.color().alpha() == 255
        if cap is None or not opaque:
            return None
        solid = pen.style() is Qt.PenStyle.SolidLine
        marks, offset = (NO_MARKS, 0.0) if solid else marks_of(pen)
        return cls(width, cap * width, marks, offset, _plain(pen))


def _look_of(pen: QPen) -> Look | None:
    """Made once for each pen, unless that has changed."""
    known = _looks.get(id(pen))
    if known is None or known[0] != pen:
        if len(_looks) >= MOST_LOOKS:
            _looks.clear()
        known = _looks[id(pen)] = QPen(pen), Look.of(pen)
    return known[1]


def straight_pieces(
    x: Array, y: Array, together: NDArray[np.bool_] | None, look: Look, on: QTransform, area: QRectF
) -> Array | None:
    """Begin and end, (k, 4), of those that are seen. None where a point is too far."""
    places = in_pixels(x, y, on)
    with np.errstate(over="ignore"):
        square = places.real * places.real + places.imag * places.imag
    if not (square < FAR * FAR).all():
        return None
    if len(places) >= MANY:
        index = needed(places, together)
        places, together = places[index], None if together is None else together[index]
    if len(look.marks):
        begins, ends = dashes(places, look.marks, look.offset)
    elif together is None:
        begins, ends = places[:-1], places[1:]
    else:
        begins, ends = places[:-1][together[:-1]], places[1:][together[:-1]]
    pieces = extended(begins, ends, 0.5 * look.width, look.cap)
    return pieces[_seen(pieces, area, look.width)].view(float)


def pieces_by_loops(x: Array, y: Array, look: Look, on: QTransform, area: QRectF) -> Array | None:
    """The same by compiled loops, of a line whose points are all connected."""
    width = look.width
    place = on.m11(), on.m21(), on.dx(), on.m12(), on.m22(), on.dy()
    seen = area.left() - width, area.right() + width, area.top() - width, area.bottom() + width
    # Copies: of arrays of another layout, or that are read-only, loops would be compiled anew.
    x, y = np.array(x, dtype=float), np.array(y, dtype=float)
    made = _compiled()(
        x, y, place, 0.5 * width, look.cap, look.marks, look.offset, seen, LIMITS
    )  # fmt: skip
    pieces: Array = made
    return None if len(pieces) and pieces[0, 0] != pieces[0, 0] else pieces


@cache
def _compiled() -> Callable[..., Array]:
    from gui.plotkit.line_loops import straight_pieces  # with numba

    return straight_pieces


def _paint(painter: QPainter, lines: Array, first: QLineF | None, pen: QPen) -> None:
    """Where the device has them, whatever the painter's transform; ``first`` is where the lines
    stand in memory."""
    transform, device = painter.transform(), painter.deviceTransform()
    painter.setTransform(device.inverted()[0] * transform)
    painter.setPen(pen)
    draw: Any = painter.drawLines  # declared with a list alone
    draw(first, len(lines))
    painter.setTransform(transform)


def extended(begins: Complex, ends: Complex, half: float, cap: float) -> Complex:
    """Begin and end (k, 2) of straight pieces of a line that is twice ``half`` wide: where two of
    them meet each goes on almost to the tip of the corner, and at the ends as far as the cap."""
    steps = ends - begins
    away = lengths(steps)
    apart = away > SAME
    if not apart.all():
        begins, ends, steps = (v[apart] for v in (begins, ends, steps))
        away = away[apart]
    along = np.empty(len(steps), dtype=complex)
    along.real, along.imag = steps.real / away, steps.imag / away
    before, after = along[:-1], along[1:]
    on = after.real * before.real + after.imag * before.imag
    beside = after.imag * before.real - after.real * before.imag
    tip = CORNER * half * np.abs(beside) / np.maximum(1.0 + on, SAME)
    beyond = np.full(len(along) + 1, cap)
    meet = lengths(begins[1:] - ends[:-1]) <= SAME
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


def _plain(pen: QPen) -> QPen:
    """The same without dashes, which are pieces already, and with ends where these end."""
    plain = QPen(pen)
    plain.setStyle(Qt.PenStyle.SolidLine)
    plain.setCapStyle(Qt.PenCapStyle.FlatCap)
    return plain


def _first() -> None:
    """A call of each loop."""
    look = Look(2.0, 0.0, np.arange(2.0), 0.0, QPen())
    pieces_by_loops(np.arange(2.0), np.zeros(2), look, QTransform(), QRectF(0.0, 0.0, 1.0, 1.0))


_looks: dict[int, tuple[QPen, Look | None]] = {}  # by the pens' identities
_loops = Loops(_first)
