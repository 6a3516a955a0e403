"""An image whose pixels melt into each other."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QImage, QPainter


class SmoothImage(pg.ImageItem):
    """Held as Qt blends it, which pyqtgraph's image of indexed colours is not: turned into place,
    that takes Qt seven times as long."""

    qimage: QImage

    def render(self) -> None:
        super().render()
        if not self._unrenderable:
            self.qimage = self.qimage.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)

    def paint(self, painter: QPainter, *arguments: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *arguments)
