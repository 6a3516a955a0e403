"""A layout in as many equal columns as there is room for, filled line by line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtWidgets import QLayoutItem, QWidget

from gui.widgets.flow_layout import FlowLayout


class ColumnsLayout(FlowLayout):
    """Widgets of one width, one below the other in a narrow place."""

    def __init__(
        self, width: int, parent: QWidget | None = None, space: int = 24, lines: int = 0
    ) -> None:
        """``width`` is the least that a column has, in pixels, but where there is less."""
        super().__init__(parent, space, lines)
        self._width = width

    def minimumSize(self) -> QSize:
        """One column."""
        shown = [item.minimumSize() for item in self._items if not item.isEmpty()]
        width = max((size.width() for size in shown), default=0)
        return QSize(width, max((size.height() for size in shown), default=0))

    def _place(self, rect: QRect, move: bool) -> int:
        """Put the items into lines; the height that they take."""
        count = max(1, (rect.width() + self._space) // (self._width + self._space))
        width = (rect.width() - (count - 1) * self._space) // count
        shown = [item for item in self._items if not item.isEmpty()]
        y = rect.y()
        for start in range(0, len(shown), count):
            line = shown[start : start + count]
            height = max(_height(item, width) for item in line)
            for column, item in enumerate(line if move else ()):
                x = rect.x() + column * (width + self._space)
                item.setGeometry(QRect(x, y, width, height))
            y += height + self._line_space
        return max(y - self._line_space - rect.y(), 0) if shown else 0


def _height(item: QLayoutItem, width: int) -> int:
    wanted = item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
    return max(wanted, item.minimumSize().height())
