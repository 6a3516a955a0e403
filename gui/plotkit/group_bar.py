"""A row of buttons that say which plots of a page are shown."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from engine.core.words import tr
from gui.base.properties import with_properties
from gui.look.theme import Theme


class GroupBar(QWidget):
    """Buttons side by side, one of which is down; says which one a hand has pressed."""

    chosen = Signal(str)

    def __init__(self, groups: dict[str, str], theme: Theme, parent: QWidget | None = None) -> None:
        """``groups`` are the buttons' texts and what each shows, in words."""
        super().__init__(parent)
        # The figure below goes on up to the page's controls.
        colors = self.palette()
        colors.setColor(QPalette.ColorRole.Window, theme.color("plot"))
        self.setPalette(colors)
        self.setAutoFillBackground(True)
        self.buttons: dict[str, QToolButton] = {}
        self._exclusive = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 6, 8, 0)
        line.setSpacing(4)
        for name, tip in groups.items():
            button = with_properties(QToolButton(), text=tr(name))
            button.setObjectName("group")
            button.setCheckable(True)
            button.setToolTip(tr(tip))
            button.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            self._exclusive.addButton(button)
            line.addWidget(button)
            self.buttons[name] = button
        line.addStretch(1)

    def show_chosen(self, name: str) -> None:
        """Put this button down."""
        self.buttons[name].setChecked(True)
