"""A sentence beside what it is about, until the next click or key."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from gui.base.properties import with_properties
from gui.base.scaling import scaled

WIDTH = 320
MARGIN = 10


class Sentence(QFrame):
    """Opens below a widget, inside the screen."""

    def __init__(self, text: str, below: QWidget) -> None:
        super().__init__(below, Qt.WindowType.Popup)
        self.setObjectName("sentence")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.label = with_properties(QLabel(text, wordWrap=True), objectName="sentence_text")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setFixedWidth(scaled(WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.addWidget(self.label)
        self.adjustSize()
        corner = below.mapToGlobal(QPoint(0, below.height() + 4))
        room = below.screen().availableGeometry()
        corner.setX(min(corner.x(), room.right() - self.width()))
        self.move(corner)
        self.show()
