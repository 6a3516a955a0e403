"""Spin and combo boxes that leave the wheel to the panel and undo to the window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSpinBox, QWidget

from gui.base.scaling import scaled
from gui.widgets.number_field import is_undo

LEAST_WIDTH = 64  # of a choice


class CountBox(QSpinBox):
    """A whole number; a typed one counts when it is finished."""

    def __init__(self, minimum: int, maximum: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setRange(minimum, maximum)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setKeyboardTracking(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def event(self, event: QEvent) -> bool:
        """Undo and redo are the window's."""
        if event.type() == QEvent.Type.ShortcutOverride and is_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys but undo and redo."""
        if is_undo(event):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only the box in use turns."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class ChoiceBox(QComboBox):
    """One of several choices, by its name or by other words for it."""

    chosen = Signal(str)

    def __init__(
        self,
        choices: Sequence[str],
        words: Mapping[str, str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        for choice in choices:
            self.addItem((words or {}).get(choice, choice), choice)
        self.wanted = 0  # its width, where there is room
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.activated.connect(lambda place: self.chosen.emit(self.itemData(place)))

    def sizeHint(self) -> QSize:
        """Its widest choice, or what is wanted."""
        hint = super().sizeHint()
        return QSize(max(hint.width(), self.wanted), hint.height())

    def minimumSizeHint(self) -> QSize:
        """The beginning of a choice."""
        return QSize(scaled(LEAST_WIDTH), super().minimumSizeHint().height())

    def show_choice(self, choice: str) -> None:
        """Stand at this choice."""
        self.setCurrentIndex(self.findData(choice))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only the box in use turns."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
