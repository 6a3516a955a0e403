"""Points of a plot in the pixels of what is painted on."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPaintEngine, QPainter, QTransform

from engine.core.arrays import Array
from gui.plotkit.needed_points import Complex

PIXELS = QPaintEngine.Type.Raster, QPaintEngine.Type.Picture
FAR = 2.0**14  # pixels: lines that go further are cut off by Qt


def in_pixels(x: Array, y: Array, on: QTransform) -> Complex:
    """Points (m,) as x + iy, by the transform to a device; infinite where they are so far off."""
    places = np.empty(len(x), dtype=complex)
    with np.errstate(over="ignore"):
        places.real = on.m11() * x + on.m21() * y + on.dx()
        places.imag = on.m12() * x + on.m22() * y + on.dy()
    return places


def as_pixels(painter: QPainter) -> bool:
    """Whether pixels are painted, now or from a recording."""
    return painter.paintEngine().type() in PIXELS


def lengths(steps: Complex) -> Array:
    """Of steps (m,), x + iy."""
    x, y = steps.real, steps.imag
    return np.sqrt(x * x + y * y)
