"""A figure as a PNG picture, its lines, texts and symbols scaled with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QGraphicsView

from engine.session.reader import PROGRAM
from gui.figure.png_bytes import png_bytes
from gui.figure.scaled_painting import render_scaled


def figure_png(figure: QGraphicsView, scale: float, provenance: str) -> Callable[[], bytes]:
    """Paint the figure; what makes the content of the file of it, with the provenance in a text
    chunk, takes longer, and may be called in another thread."""
    image = painted(figure, scale)

    def content() -> bytes:
        image.setText(PROGRAM, provenance)
        return png_bytes(image)

    return content


def painted(figure: QGraphicsView, scale: float) -> QImage:
    """The figure's pixels, ``scale`` to each one of the screen."""
    size = figure.viewport().size()
    image = QImage(size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(figure.backgroundBrush().color())
    # What a printer or a document takes as the picture's natural size.
    image.setDotsPerMeterX(round(96 / 0.0254 * scale))
    image.setDotsPerMeterY(round(96 / 0.0254 * scale))
    painter = QPainter(image)
    try:
        render_scaled(figure.scene(), painter, size, scale)
    finally:
        painter.end()
    return image.convertToFormat(QImage.Format.Format_RGB32)
