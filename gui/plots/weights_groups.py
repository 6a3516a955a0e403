"""A row of buttons that say which plots of a page are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget


class GroupBar(QWidget):
    """Buttons side by side, one of which is down; says which one a hand has pressed."""

    chosen = Signal(str)

    def __init__(self, groups: dict[str, str], parent: QWidget | None = None) -> None:
        """``groups`` are the buttons' texts and what each shows, in words."""
        super().__init__(parent)
        self.buttons: dict[str, QToolButton] = {}
        self._exclusive = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        for name, tip in groups.items():
            button = QToolButton(text=name)
            button.setObjectName("group")
            button.setCheckable(True)
            button.setToolTip(tip)
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self._exclusive.addButton(button)
            line.addWidget(button)
            self.buttons[name] = button
        line.addStretch(1)

    def show_chosen(self, name: str) -> None:
        """Put this button down."""
        self.buttons[name].setChecked(True)
