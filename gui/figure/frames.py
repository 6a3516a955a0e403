"""The pictures of a film: one state of a page after the other, with a line that says which."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from engine.session.session import Session
from gui.figure.file import draw_offscreen, figure_image, settle
from gui.figure.view import View
from gui.look.theme import Theme

CAPTION, MARGIN = 28, 12  # pixels of the line above the picture


class Frames:
    """Draws them in one view that nobody sees, in which a plot keeps its range while it can."""

    def __init__(self, like: View, theme: Theme, scale: float) -> None:
        # Taken now: the view may go before the first picture is made.
        self._page, self._size, self._look = like.page, like.figure.size(), like.current_look()
        self._theme, self._scale = theme, scale
        self._view: View | None = None

    def picture(self, session: Session, result: Any, caption: str) -> QImage:
        """The page's picture in this state, below the caption."""
        if self._view is None:
            self._view = self._made(session, result)
        else:
            self._view.draw(session, result)
            settle(self._view)
        return self._captioned(figure_image(self._view, self._scale), caption)

    def close(self) -> None:
        """No more pictures."""
        if self._view is not None:
            self._view.deleteLater()

    def _made(self, session: Session, result: Any) -> View:
        shape = (self._size.width(), self._size.height())
        view = draw_offscreen(self._page, session, result, shape, self._theme)
        assert isinstance(view, View)
        view.show_look(self._look)
        settle(view)
        return view

    def _captioned(self, figure: QImage, caption: str) -> QImage:
        scale = self._scale
        line = round(CAPTION * scale)
        image = QImage(figure.size() + QSize(0, line), QImage.Format.Format_RGB32)
        image.fill(self._theme.color("window"))
        painter = QPainter(image)
        painter.drawImage(0, line, figure)
        font = QFont()
        font.setPixelSize(round(15 * scale))
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(self._theme.color("text"))
        place = QRectF(MARGIN * scale, 0.0, image.width() - 2.0 * MARGIN * scale, line)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, caption)
        painter.end()
        return image
