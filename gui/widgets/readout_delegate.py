"""A cell of the readout table: the number, right-aligned, and its unit in faint letters."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex

UNIT = Qt.ItemDataRole.UserRole
PADDING = 8


class ReadoutDelegate(QStyledItemDelegate):
    """Numbers of a column end at one line; units, where a row has several, stand behind it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.units_shown = True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Number and unit over the style's own background."""
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        room = self._unit_room(option, index)
        box = option.rect.adjusted(PADDING, 0, -PADDING - room, 0)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.text().color())
        painter.drawText(box, align | Qt.AlignmentFlag.AlignRight, text)
        if room and (unit := index.data(UNIT)):
            painter.setPen(self.theme.color("muted"))
            painter.drawText(QRect(box.right() + 5, box.y(), room, box.height()), align, unit)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Room for number and unit."""
        self.initStyleOption(option, index)
        width = option.fontMetrics.horizontalAdvance(option.text) + 2 * PADDING
        return QSize(width + self._unit_room(option, index), 20)

    def _unit_room(self, option: QStyleOptionViewItem, index: Index) -> int:
        """What the widest unit of the column takes."""
        if not self.units_shown:
            return 0
        model = index.model()
        units = {model.index(i, index.column()).data(UNIT) or "" for i in range(model.rowCount())}
        widest = max((option.fontMetrics.horizontalAdvance(unit) for unit in units), default=0)
        return widest + 5 if widest else 0
