"""What to look for in an example, above its page, until it is closed."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from engine.core.words import tr
from gui.base.properties import with_properties


class Hint(QWidget):
    """A title and a few sentences with a button that closes them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.hide()
        self._title = self._text = ""
        self.label = QLabel(wordWrap=True)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.close_button = with_properties(QToolButton(), text="✕", objectName="small")
        self.close_button.clicked.connect(self.hide)
        frame = with_properties(QFrame(), objectName="hint")
        line = QHBoxLayout(frame)
        line.setContentsMargins(10, 6, 6, 6)
        line.addWidget(self.label, 1)
        line.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)
        around = QHBoxLayout(self)
        around.setContentsMargins(8, 6, 8, 0)
        around.addWidget(frame)
        self.show_words()

    def show_words(self) -> None:
        """In the language of now."""
        self.close_button.setAccessibleName(tr("close the hint"))
        self.close_button.setToolTip(tr("Close the hint"))
        self._write()

    def show_text(self, title: str, text: str) -> None:
        """Show these, translated."""
        self._title, self._text = title, text
        self._write()
        self.show()

    def show_as(self, other: Hint) -> None:
        """As another one, in the language and type of now."""
        if not other.isHidden():
            self.show_text(other._title, other._text)

    def _write(self) -> None:
        self.label.setText(f"<b>{escape(tr(self._title))}</b><br>{escape(tr(self._text))}")
