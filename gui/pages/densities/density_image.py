"""A Gaussian density as an image that is turned and stretched into place."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QPainter, QTransform

from engine.core.arrays import Array
from engine.gaussian.density_image import REACH, relative_density
from gui.look.theme import Theme

STRONGEST = 0.72  # opacity at the peak


class DensityImage(pg.ImageItem):
    """Opacity in proportion to the density over its peak.

    Along its principal axes every Gaussian has the same image: it is made once, and only its
    transform follows the mean and the axes.
    """

    def __init__(self, theme: Theme, role: str) -> None:
        color = theme.color(role)
        table = np.empty((256, 4), dtype=np.ubyte)
        table[:] = color.red(), color.green(), color.blue(), 0
        table[:, 3] = np.round(np.linspace(0.0, 255.0 * STRONGEST, 256))
        levels = np.round(255.0 * relative_density()).astype(np.ubyte)
        super().__init__(levels, lut=table, levels=(0, 255), axisOrder="row-major")
        self._nodes = len(levels)

    def place(self, mean: Array, frame: Array) -> None:
        """Stand at this mean (2,), along the axes in the columns of ``frame`` (2, 2)."""
        # Pixel i of n has its centre at i + 1/2, which is -REACH .. REACH standard deviations.
        step = 2.0 * REACH / (self._nodes - 1)
        (a, b), (c, d) = (frame * step).tolist()
        corner = mean - 0.5 * self._nodes * step * frame.sum(axis=1)
        self.setTransform(QTransform(a, c, b, d, float(corner[0]), float(corner[1])))

    def paint(self, painter: QPainter, *arguments) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *arguments)
