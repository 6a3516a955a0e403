"""A question of the start page: an icon, the question, and two lines below it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gui.base.properties import with_properties
from gui.base.scaling import scaled
from gui.look.current import current_theme
from gui.look.icons import icon_pixmap
from gui.widgets.restyle import restyle

WIDTH, HEIGHT = 200, 88
PICTURE = 32


class TileButton(QPushButton):
    """A button as large as a card."""

    def __init__(
        self, icon_name: str, question: str, text: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("tile")
        self.setAccessibleName(question)
        self.setAccessibleDescription(text)
        self._icon_name = icon_name
        self.picture = with_properties(QLabel(), objectName="tile_icon")
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.picture.setFixedSize(QSize(scaled(PICTURE), scaled(PICTURE)))
        self.question = with_properties(QLabel(question, wordWrap=True), objectName="tile_title")
        self.question.setMinimumHeight(scaled(PICTURE))  # in the middle beside the icon
        self.lines = with_properties(QLabel(text, wordWrap=True), objectName="tile_text")
        for label in (self.picture, self.question, self.lines):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._arrange()
        self._draw()

    def sizeHint(self) -> QSize:
        """As much as the words need."""
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """A tile's width, and the height of its words in it."""
        width = scaled(WIDTH)
        return QSize(width, max(scaled(HEIGHT), self._line.totalHeightForWidth(width)))

    def hasHeightForWidth(self) -> bool:
        """Words take more lines in a narrow tile."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for the words."""
        return max(scaled(HEIGHT), self._line.totalHeightForWidth(width))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Under the mouse the question has the accent's colour."""
        super().enterEvent(event)
        restyle(self, hovered=True)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        restyle(self, hovered=False)

    def changeEvent(self, event: QEvent) -> None:
        """Another theme, other colours."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        self.picture.setPixmap(icon_pixmap(self._icon_name, current_theme(), "accent"))

    def _arrange(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(scaled(4))
        column.addWidget(self.question)
        column.addWidget(self.lines)
        column.addStretch(1)
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(scaled(11), scaled(11), scaled(11), scaled(11))
        self._line.setSpacing(scaled(12))
        self._line.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        self._line.addLayout(column, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
