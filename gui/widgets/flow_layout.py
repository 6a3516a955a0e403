"""A layout that fills lines from left to right."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class FlowLayout(QLayout):
    """Widgets side by side; those that do not fit go on the next line."""

    def __init__(self, parent: QWidget | None = None, space: int = 16, lines: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._space, self._line_space = space, lines

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _place(self, rect: QRect, move: bool) -> int:
        """Put the items into lines; the height that they take."""
        y = rect.y()
        for line in self._lines(rect.width()):
            height = max(item.sizeHint().height() for item in line)
            x = rect.x()
            for item in line if move else ():
                hint = item.sizeHint()
                middle = y + (height - hint.height()) // 2
                item.setGeometry(QRect(QPoint(x, middle), hint))
                x += hint.width() + self._space
            y += height + self._line_space
        return max(y - self._line_space - rect.y(), 0)

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        """The items that are shown, line by line."""
        lines: list[list[QLayoutItem]] = []
        taken = width + 1
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = item.sizeHint().width()
            if not lines or taken + wanted > width:
                lines.append([])
                taken = 0
            lines[-1].append(item)
            taken += wanted + self._space
        return lines
