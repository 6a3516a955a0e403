"""What a reader must know first, beside the numbers: two lines, and all of it by a press."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from engine.core.shown_numbers import shown_words
from engine.core.words import tr
from engine.page.calm import Calm
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.icons import icon_pixmap
from gui.shell.sentence import Sentence
from gui.shell.two_lines import TwoLines
from gui.widgets.chip import HEIGHT, PRESSES
from gui.widgets.restyle import restyle


class Notice(QFrame):
    """As high as a chip; hidden where there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        with_properties(self, objectName="banner", visible=False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(scaled(HEIGHT))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.text = ""
        self.picture, self.more = QLabel(), QLabel()
        self.lines = TwoLines()
        row = QHBoxLayout(self)
        row.setContentsMargins(scaled(11), 4, scaled(8), 4)
        row.setSpacing(scaled(10))
        row.addWidget(self.picture)
        row.addWidget(self.lines, 1)
        row.addWidget(self.more)
        self._draw()

    def show_sentences(self, sentences: tuple[str, ...]) -> None:
        """Show these, or nothing."""
        calm = bool(sentences) and all(isinstance(sentence, Calm) for sentence in sentences)
        restyle(self, calm=calm)
        self.lines.role = "good" if calm else "warning"
        self._draw()
        self.text = "\n".join(shown_words(tr(sentence)) for sentence in sentences)
        self.lines.show_text(self.text.replace("\n", "  "))
        self.setAccessibleName(self.text)
        self.setToolTip(self.text)
        self.setVisible(bool(sentences))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """All of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            Sentence(self.text, self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The same by keys."""
        if event.key() in PRESSES:
            Sentence(self.text, self)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, another sign."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        role = self.lines.role
        icon = "check" if role == "good" else "warning"
        self.picture.setPixmap(icon_pixmap(icon, current_theme(), role))
        self.more.setPixmap(icon_pixmap("chevron-right", current_theme(), role))
