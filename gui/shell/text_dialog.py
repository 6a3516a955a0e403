"""A session's text, typed or pasted, with what is wrong with it below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from engine.core.words import tr
from engine.session.file import SessionFileError
from engine.session.text import START, session_from_shared
from gui.base.message import sentence
from gui.base.properties import with_properties
from gui.base.scaling import scaled

WIDTH, HEIGHT = 480, 120


class TextDialog(QDialog):
    """Stays open until the text is a session's."""

    taken = Signal(object)  # Session

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Open from text"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = QLabel(tr("Paste a text that Share has copied."), wordWrap=True)
        self.field = QPlainTextEdit(text)
        self.field.setPlaceholderText(f"{START}1:…")
        self.field.setTabChangesFocus(True)
        self.field.setAccessibleName(tr("a session's text"))
        words.setBuddy(self.field)
        self.problem = with_properties(QLabel(wordWrap=True), objectName="problem")
        button = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(button.Open | button.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (words, self.field, self.problem, self.buttons):
            column.addWidget(widget)
        self.field.setMinimumSize(scaled(WIDTH), scaled(HEIGHT))
        self.field.textChanged.connect(self._check)
        self.field.selectAll()
        self._check()

    def accept(self) -> None:
        """Take the session, if the text is one."""
        try:
            session = session_from_shared(self.field.toPlainText())
        except SessionFileError as error:
            self.problem.setText(sentence(error.problems[0]))
            self.field.setFocus()
            return
        super().accept()
        self.taken.emit(session)

    def _check(self) -> None:
        """What was wrong before need not be wrong any more."""
        self.problem.clear()
        empty = not self.field.toPlainText().strip()
        self.buttons.button(QDialogButtonBox.StandardButton.Open).setDisabled(empty)
