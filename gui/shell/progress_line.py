"""A line as thin as can be seen, as long as what is done of something that takes long."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.core.words import tr
from gui.base.scaling import scaled
from gui.look.current import current_theme

THICK = 3  # pixels beside usual type


class ProgressLine(QWidget):
    """Takes its place also while there is nothing to show, so that nothing above it moves."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown, self.share = False, 0.0
        self.setAccessibleName(tr("progress"))
        self.setFixedHeight(scaled(THICK))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_share(self, shown: bool, share: float) -> None:
        """How much is done, from 0 to 1; nothing unless ``shown``."""
        if (shown, share) != (self.shown, self.share):
            self.shown, self.share = shown, share
            self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        """The whole length in the colour of a control, and what is done over it."""
        if not self.shown:
            return
        painter, theme = QPainter(self), current_theme()
        area = QRectF(self.rect())
        painter.fillRect(area, theme.color("line"))
        painter.fillRect(
            QRectF(0, 0, self.share * area.width(), area.height()), theme.color("accent")
        )
        painter.end()
