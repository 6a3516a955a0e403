"""The pictures of a film: one state of a page after the other, with a line that says which."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QImage, QPainter

from engine.session.session import Session
from gui.figure.base_view import BaseView
from gui.figure.file import lay_out, recorded_image, settle
from gui.figure.recorded import Recorded
from gui.figure.view import View, view_class
from gui.look.theme import Theme

CAPTION, MARGIN = 28, 12  # pixels of the line above the picture


class Frames:
    """Draws them in one view that nobody sees, in which a plot keeps its range while it can."""

    def __init__(self, like: View, theme: Theme, scale: float) -> None:
        # Taken now: the view may go before the first picture is made.
        self._page, self._size, self._look = like.page, like.figure.size(), like.current_look()
        self._theme, self._scale = theme, scale
        self._view: BaseView | None = None

    def recorded(self, session: Session, result: Any) -> Generator[None, None, Recorded]:
        """The page's picture in this state, drawn a step each time."""
        if self._view is None:
            self._view = view = view_class(self._page)(self._theme)
            yield from lay_out(view, self._size, session, result, self._look)
        else:
            view = self._view
            view.draw(session, result)
            yield
            settle(view)
            yield
        return recorded_image(view, self._scale)

    def close(self) -> None:
        """No more pictures."""
        if self._view is not None:
            self._view.deleteLater()

    def captioned(self, figure: QImage, caption: str) -> QImage:
        """A picture below its caption."""
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
