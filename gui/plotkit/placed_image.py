"""An image of one colour that is turned and stretched into place."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QRadialGradient, QTransform

from engine.core.arrays import Array
from gui.look.theme import Theme
from gui.plotkit.pixels import as_pixels
from gui.plotkit.smooth_image import SmoothImage

STRONGEST = 0.72  # opacity of a 1


class PlacedImage(SmoothImage):
    """Opacity in proportion to ``values``, (n, n) from 0 to 1, on a lattice from -reach to reach
    in both directions, which depend on the distance from its middle alone, and vanish at its edge.

    It is made once, and only its transform follows `place`. Pixels are painted from the values
    along a radius, which takes half of the time that those of the image take.
    """

    def __init__(self, theme: Theme, role: str, values: Array, reach: float) -> None:
        color = theme.color(role)
        table = np.empty((256, 4), dtype=np.ubyte)
        table[:] = color.red(), color.green(), color.blue(), 0
        table[:, 3] = np.round(np.linspace(0.0, 255.0 * STRONGEST, 256))
        levels = np.round(255.0 * values).astype(np.ubyte)
        super().__init__(levels, lut=table, levels=(0, 255), axisOrder="row-major")
        self._nodes, self._reach = len(levels), reach
        self._radial = _radial(color, values)

    def place(self, middle: Array, frame: Array) -> None:
        """Stand at ``middle`` (2,), one unit of the lattice being a column of ``frame`` (2, 2)."""
        # Pixel i of n has its centre at i + 1/2, which is -reach to reach.
        step = 2.0 * self._reach / (self._nodes - 1)
        (a, b), (c, d) = (frame * step).tolist()
        corner = middle - 0.5 * self._nodes * step * frame.sum(axis=1)
        self.setTransform(QTransform(a, c, b, d, float(corner[0]), float(corner[1])))

    def paint(self, painter: QPainter, *arguments: object) -> None:
        if not as_pixels(painter):
            super().paint(painter, *arguments)
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(self._radial))
        painter.drawEllipse(self._radial.center(), self._radial.radius(), self._radial.radius())


def _radial(color: QColor, values: Array) -> QRadialGradient:
    """The values from the middle to the right edge, in the pixels of the image."""
    middle = (len(values) - 1) // 2
    along = values[middle, middle:]
    gradient = QRadialGradient(QPointF(middle + 0.5, middle + 0.5), len(along) - 1.0)
    for place, value in zip(np.linspace(0.0, 1.0, len(along)), along, strict=True):
        shade = QColor(color)
        shade.setAlphaF(STRONGEST * float(value))
        gradient.setColorAt(float(place), shade)
    return gradient
