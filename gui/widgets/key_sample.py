"""What a curve is drawn with, beside a name."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gui.base.scaling import scaled

WIDTH, HEIGHT = 20, 12
Paint = Callable[[QPainter, QRectF], None]


class KeySample(QWidget):
    """A piece of a curve or its symbol; nothing while there is no curve."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.painted: Paint | None = None
        self.setFixedSize(QSize(scaled(WIDTH), scaled(HEIGHT)))
        self.hide()

    def show_key(self, paint: Paint | None) -> None:
        """What paints another curve's key into a place, or none."""
        self.painted = paint
        self.setVisible(paint is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The key."""
        if self.painted is None:
            return
        painter = QPainter(self)
        self.painted(painter, QRectF(self.rect()))
        painter.end()
