"""Messages in a page: what a reader must know first, and why there is no result."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from engine.core.shown_numbers import shown_words
from engine.core.words import tr
from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.icons import icon_pixmap
from gui.widgets.elided_label import ElidedLabel
from gui.widgets.icon_button import IconButton

SELECTABLE = (
    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
)


class Banner(QFrame):
    """What a reader must know first, in one line; a press shows all of it. Hidden without any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        with_properties(self, objectName="banner", visible=False)
        self.opened = False
        self.picture = QLabel()
        self.line = ElidedLabel()
        self.label = QLabel(wordWrap=True, textInteractionFlags=SELECTABLE)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.more = IconButton("chevron-down", tr("show all"), "mini", "warning")
        self.more.fix_size(20, 20)
        self.more.clicked.connect(lambda: self.open(not self.opened))
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 6, 4)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.picture, 0, top)
        row.addWidget(self.line, 1)
        row.addWidget(self.label, 1)
        row.addWidget(self.more, 0, top)
        self.picture.setPixmap(icon_pixmap("warning", current_theme(), "warning"))
        self.open(False)

    def show_sentences(self, sentences: tuple[str, ...]) -> None:
        """Show these, or nothing."""
        words = [shown_words(tr(sentence)) for sentence in sentences]
        others = f"  + {len(words) - 1}" if len(words) > 1 else ""
        self.line.setText((words[0] + others) if words else "")
        self.label.setText("\n".join(words))
        self.setVisible(bool(words))
        self._fit()

    def open(self, opened: bool) -> None:
        """All sentences, or the first one as far as it has room."""
        self.opened = opened
        self.line.setVisible(not opened)
        self.label.setVisible(opened)
        self.more.set_icon("chevron-up" if opened else "chevron-down")
        self.more.set_name(tr("show one line") if opened else tr("show all"))
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Anywhere on the line."""
        if event.button() == Qt.MouseButton.LeftButton and not self.more.isHidden():
            self.open(not self.opened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where all of it has room there is nothing to open."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, another sign."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.picture.setPixmap(icon_pixmap("warning", current_theme(), "warning"))

    def _fit(self) -> None:
        several = "\n" in self.label.text()
        self.more.setVisible(self.opened or several or self.line.cut)


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
        self.copy.setToolTip(tr("The exact place in the program, for a report."))
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
