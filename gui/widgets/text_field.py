"""A line in which a text is typed that counts when it is finished."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gui.widgets.number_field import is_undo
from gui.widgets.restyle import restyle


class TextField(QLineEdit):
    """Escape takes back what was typed; undo and redo are the window's."""

    entered = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("number")
        self.setAccessibleName(name)
        self._shown = ""
        self.editingFinished.connect(self._finish)

    def show_text(self, text: str) -> None:
        """Show this; what is being typed gives way."""
        self._shown = text
        if text != self.text():
            self.setText(text)
            self.setCursorPosition(0)
        self.setModified(False)
        self.mark(False)

    def mark(self, wrong: bool) -> None:
        """Whether what stands here is not taken."""
        restyle(self, wrong=wrong)

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys but undo and redo; Escape goes back."""
        if event.key() == Qt.Key.Key_Escape and self.isModified():
            self.show_text(self._shown)
            self.selectAll()
        elif is_undo(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _finish(self) -> None:
        if self.isModified():
            self.setModified(False)
            self.entered.emit(self.text().strip())
