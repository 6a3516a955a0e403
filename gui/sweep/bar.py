"""Above the pictures: start and cancel, how far it is, and what there is to know."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton, QWidget

from engine.core.words import tr
from engine.sweep.progress import Progress
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.restyle import restyle

BAR_WIDTH = 160


class RunBar(QFrame):
    """One button, whose word says what it does now."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("play_bar")
        self.button = with_properties(QPushButton(), objectName="primary")
        self.button.clicked.connect(self.pressed)
        self.words = ElidedLabel()
        self.progress = QProgressBar(textVisible=False)
        self.progress.setAccessibleName(tr("progress"))
        self.progress.setFixedWidth(scaled(BAR_WIDTH))
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 6, 12, 6)
        line.setSpacing(12)
        line.addWidget(self.button)
        line.addWidget(self.words, 1)
        line.addWidget(self.progress)

    def show_state(
        self,
        action: str,
        obstacle: str,
        progress: Progress | None,
        words: str,
        wrong: bool = False,
    ) -> None:
        """What the button does, why it cannot, and how far the sweep is; words beside it, in the
        colour of errors where something went ``wrong``."""
        self.button.setText(action)
        self.button.setEnabled(not obstacle)
        self.button.setToolTip(obstacle)
        self.words.setText(words)
        self.words.setToolTip(words)
        restyle(self.words, objectName="problem" if wrong else "")
        self.progress.setVisible(progress is not None)
        if progress is not None:
            self.progress.setMaximum(max(progress.total, 1))
            self.progress.setValue(progress.done)
