"""An image whose pixels melt into each other."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter


class SmoothImage(pg.ImageItem):
    """Held as Qt blends it, which pyqtgraph's image of indexed colours is not: turned into place,
    that takes Qt seven times as long."""

    qimage: QImage
    _area: QRectF | None = None  # that it has been stretched over

    def show(self, shades: NDArray[np.ubyte], area: QRectF) -> None:
        """Stretch these shades, (w, h) of 255, over an area of the plot; what is so already stays,
        and is not painted again."""
        if self.image is None or not np.array_equal(shades, self.image):
            self.setImage(shades, levels=(0, 255))
        elif area == self._area:
            return
        self._area = area
        self.setRect(area)

    def render(self) -> None:
        super().render()
        if not self._unrenderable:
            self.qimage = self.qimage.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def paint(self, painter: QPainter, *arguments: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *arguments)
