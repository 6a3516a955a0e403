"""As much of a text as two lines hold: a short first sentence stands alone as a heading."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

from gui.look.current import current_theme

LINES = 2
SENTENCE = re.compile(r"(?P<first>.+?)(?:\. +|(?<=。)\s*)(?P<rest>\S.*)", re.DOTALL)


class TwoLines(QWidget):
    """… where more follows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.role = "", "warning"  # of its colour
        self.setMinimumWidth(1)

    def show_text(self, text: str) -> None:
        """Another text."""
        self.text = text
        self.update()

    @property
    def headed(self) -> tuple[str, str] | None:
        """The first sentence and the rest, where the first has room in one line."""
        found = SENTENCE.fullmatch(self.text)
        if found is None or not self._has_room(first := found["first"].rstrip("。")):
            return None
        return first, found["rest"]

    def lines(self) -> list[str]:
        """What is shown, line by line."""
        if (headed := self.headed) is not None:
            return [headed[0], self._elided(headed[1])]
        layout = QTextLayout(self.text, self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        found: list[str] = []
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(self.width(), 1))
            if len(found) == LINES - 1:
                found.append(self._elided(self.text[line.textStart() :]))
                break
            found.append(self.text[line.textStart() : line.textStart() + line.textLength()])
        layout.endLayout()
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """In the middle of the height."""
        painter = QPainter(self)
        painter.setPen(current_theme().color(self.role))
        step = self.fontMetrics().lineSpacing()
        lines = self.lines()
        top = (self.height() - step * len(lines)) / 2 + self.fontMetrics().ascent()
        for place, line in enumerate(lines):
            heading = place == 0 and self.headed is not None
            painter.setFont(self._bold() if heading else self.font())
            painter.drawText(QPointF(0.0, top + step * place), line.rstrip())
        painter.end()

    def _has_room(self, line: str) -> bool:
        return QFontMetricsF(self._bold()).horizontalAdvance(line) <= self.width()

    def _elided(self, line: str) -> str:
        return self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, self.width())

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font
