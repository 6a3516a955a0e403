"""The name of a number, which is changed by dragging it sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from gui.widgets.elided_label import ElidedLabel

THRESHOLD = 3  # pixels before a press becomes a drag


class DragLabel(ElidedLabel):
    """Says where the mouse goes while the left button is down; a double click asks for a reset."""

    began = Signal(float)  # x
    dragged = Signal(float, bool)  # (x, with Shift)
    ended = Signal()
    reset = Signal()

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._pressed: float | None = None
        self._dragging = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Perhaps the begin of a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().x()
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A drag, once the mouse has moved at all."""
        if self._pressed is None:
            return
        x = event.position().x()
        if not self._dragging and abs(x - self._pressed) >= THRESHOLD:
            self._dragging = True
            self.began.emit(self._pressed)
        if self._dragging:
            self.dragged.emit(x, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The end of a drag."""
        if self._dragging:
            self.ended.emit()
        self._pressed, self._dragging = None, False

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.reset.emit()
