"""Why there is no result."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.core.shown_numbers import shown_words
from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled

SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class FailureCard(QFrame):
    """Lies over the figure while there is no result; the figure below stays as it was."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        with_properties(self, objectName="failure", visible=False)
        self.details = ""
        title = with_properties(
            QLabel(tr("No result for these parameters")), objectName="failure_title"
        )
        self.label = QLabel(wordWrap=True, textInteractionFlags=SELECTABLE)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.below = with_properties(
            QLabel(tr("The figure and the numbers are those of the last result.")),
            objectName="muted",
        )
        self.copy = QPushButton(tr("Copy details"))
        self.copy.setToolTip(tr("Where in the program it happened, for a report."))
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.details))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        for widget in (title, self.label, self.below):
            column.addWidget(widget)
        line = QHBoxLayout()
        line.addWidget(self.copy)
        line.addStretch(1)
        column.addLayout(line)
        self.setMinimumWidth(scaled(360))
        self.setMaximumWidth(scaled(520))

    def show_failure(self, message: str, details: str, figure_stays: bool) -> None:
        """Show why there is no result."""
        self.label.setText(shown_words(message))
        self.details = details
        self.below.setVisible(figure_stays)
        self.setVisible(True)
        self.raise_()
