"""One of a few choices, side by side: dimension 1 | 2 | N."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled

HEIGHT, SEGMENT = 24, 36


class Segments(QFrame):
    """Buttons in one frame, one of which is down. Arrow keys go to the next, Tab leaves."""

    chosen = Signal(str)

    def __init__(
        self, choices: Mapping[str, str], name: str, parent: QWidget | None = None
    ) -> None:
        """``choices`` are the texts and what each means, in English; ``name`` is what is chosen."""
        super().__init__(parent)
        self.setObjectName("segments")
        self.setAccessibleName(name)
        self.buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        for choice, tip in choices.items():
            button = with_properties(
                QToolButton(), text=tr(choice), checkable=True, objectName="segment"
            )
            button.setToolTip(tr(tip))
            button.setAccessibleName(f"{name} {tr(choice)}")
            button.setMinimumWidth(scaled(SEGMENT))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            # An arrow key checks the next one, which is a choice as a click is.
            button.clicked.connect(lambda _=False, choice=choice: self.chosen.emit(choice))
            self._group.addButton(button)
            line.addWidget(button)
            self.buttons[choice] = button
        self.setFixedHeight(scaled(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_choice(self, choice: str) -> None:
        """Put this one down."""
        self.buttons[choice].setChecked(True)

    @property
    def choice(self) -> str:
        """The one that is down; "" before any is."""
        down = self._group.checkedButton()
        return next((choice for choice, button in self.buttons.items() if button is down), "")
