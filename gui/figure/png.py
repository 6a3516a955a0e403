"""A figure as a PNG picture, its lines, texts and symbols scaled with it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGraphicsView

from engine.session.reader import PROGRAM
from gui.figure.png_bytes import png_bytes
from gui.figure.recorded import Recorded


def png_content(recorded: Recorded, provenance: Callable[[], str]) -> Callable[[], bytes]:
    """What makes the content of the file, with the provenance in a text chunk; it takes longer than
    to paint the figure, and may be called in another thread."""

    def content() -> bytes:
        image = recorded.image()
        image.setText(PROGRAM, provenance())
        return png_bytes(image)

    return content


def painted(figure: QGraphicsView, scale: float) -> QImage:
    """The figure's pixels, ``scale`` to each one of the screen."""
    return Recorded(figure, scale).image()
