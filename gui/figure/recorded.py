"""A figure as it was at one moment, whose pixels are painted later, bit by bit."""

from __future__ import annotations

import math

from PySide6.QtGui import QImage, QPainter, QPicture
from PySide6.QtWidgets import QGraphicsView

from gui.figure.scaled_painting import render_scaled

BAND = 3e6  # pixels that are painted in one go


class Recorded:
    """What a figure shows now, ``scale`` pixels to each one of the screen.

    A large picture is painted in bands, each of which takes a few milliseconds.
    """

    def __init__(self, figure: QGraphicsView, scale: float) -> None:
        size = figure.viewport().size()
        self._scale, self._size = scale, size * scale
        self._ground = figure.backgroundBrush().color()
        self._picture = QPicture()
        painter = QPainter(self._picture)
        try:
            render_scaled(figure.scene(), painter, size, scale, as_pixels=True)
        finally:
            painter.end()
        self._rows = max(math.ceil(BAND / max(self._size.width(), 1)), 1)  # of a band
        self._image = QImage()
        self._painted = 0  # rows from the top

    @property
    def bands(self) -> int:
        """How many are left to paint."""
        return math.ceil((self._size.height() - self._painted) / self._rows)

    def paint_band(self) -> None:
        """The next one from the top, on a picture of its own: what is painted has clips, which
        would take the place of one that is set beforehand."""
        if self._image.isNull():
            self._image = QImage(self._size, QImage.Format.Format_ARGB32_Premultiplied)
        top, rows = self._painted, min(self._rows, self._size.height() - self._painted)
        band = QImage(self._size.width(), rows, QImage.Format.Format_ARGB32_Premultiplied)
        band.fill(self._ground)
        painter = QPainter(band)
        try:
            painter.drawPicture(0, -top, self._picture)
        finally:
            painter.end()
        painter = QPainter(self._image)
        try:
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
            painter.drawImage(0, top, band)
        finally:
            painter.end()
        self._painted += rows

    def image(self) -> QImage:
        """All of it, when what is left has been painted."""
        while self.bands:
            self.paint_band()
        image = self._image.convertToFormat(QImage.Format.Format_RGB32)
        # What a printer or a document takes as the picture's natural size. It is told at the end:
        # by it Qt would choose the size of type.
        image.setDotsPerMeterX(round(96 / 0.0254 * self._scale))
        image.setDotsPerMeterY(round(96 / 0.0254 * self._scale))
        return image
