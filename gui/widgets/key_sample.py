"""A piece of a curve, as a key shows it beside a name."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.base.scaling import scaled

WIDTH, HEIGHT = 20, 12


class KeySample(QWidget):
    """A horizontal line in a curve's pen; nothing while there is no curve."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pen: QPen | None = None
        self.setFixedSize(QSize(scaled(WIDTH), scaled(HEIGHT)))
        self.hide()

    def show_pen(self, pen: QPen | None) -> None:
        """Another curve's pen, or none."""
        self.pen = pen
        self.setVisible(pen is not None)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        if self.pen is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self.pen)
        y, end = self.height() / 2, self.pen.widthF() / 2
        painter.drawLine(QPointF(end, y), QPointF(self.width() - end, y))
        painter.end()
