"""Where the dashes of a pen lie along a line."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPen

from engine.core.arrays import Array
from gui.plotkit.needed_points import Complex
from gui.plotkit.pixels import lengths


def marks_of(pen: QPen) -> tuple[Array, float]:
    """Where its dashes and gaps end by turns, in pixels, and how far on in them a line begins."""
    width = pen.widthF()
    return width * np.cumsum(pen.dashPattern()), width * pen.dashOffset()


def dashes(places: Complex, marks: Array, offset: float) -> tuple[Complex, Complex]:
    """Where the straight pieces (k,) of the dashes of a line through ``places`` (m,), x + iy in
    pixels, begin and end, by `marks_of` its pen; a dash that goes around a corner is several that
    follow each other."""
    period = float(marks[-1])
    way = np.zeros(len(places))
    np.cumsum(lengths(np.diff(places)), out=way[1:])
    count = int((float(way[-1]) + offset) // period) + 2
    changes = (period * np.arange(-1, count)[:, None] + marks).ravel() - offset
    inside = changes[np.searchsorted(changes, 0.0, "right") : np.searchsorted(changes, way[-1])]
    stops = np.concatenate((way, inside))
    stops.sort()
    cuts = np.empty(len(stops), dtype=complex)
    cuts.real, cuts.imag = np.interp(stops, way, places.real), np.interp(stops, way, places.imag)
    middle = 0.5 * (stops[1:] + stops[:-1])
    dark = np.searchsorted(changes, middle, "right") % 2 == 0
    return cuts[:-1][dark], cuts[1:][dark]
