"""Draws numbers below each other by their decimal points, and errors in a quieter colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from engine.core.quantity import Readout
from gui.look.current import current_theme
from gui.shell.numbers.grid import parts
from gui.shell.numbers.model import READOUT

MARGIN, GAP = 10, 5
SIGN = "± "
UNKNOWN_WIDTH = 110  # of a reason, which is cut where it is longer


@dataclass(frozen=True, slots=True)
class Widths:
    """The room that a column's numbers take left of the point, right of it, and for errors."""

    before: int = 0
    after: int = 0
    error: int = 0

    @property
    def total(self) -> int:
        """All of it, with the gap before the errors."""
        return self.before + self.after + (self.error + GAP if self.error else 0)


def widths_of(readouts: list[Readout], metrics: QFontMetrics) -> Widths:
    """Of the numbers of one column."""
    before = after = error = 0
    for readout in readouts:
        if readout.kind == "unknown":
            after = max(after, UNKNOWN_WIDTH - before)
            continue
        value, own_error = parts(readout)
        whole, fraction = split(value)
        before = max(before, metrics.horizontalAdvance(whole))
        after = max(after, metrics.horizontalAdvance(fraction))
        if own_error:
            error = max(error, metrics.horizontalAdvance(SIGN + own_error))
    return Widths(before, after, error)


def split(number: str) -> tuple[str, str]:
    """What stands left and right of the decimal point: ("8", ".64 × 10⁻⁵")."""
    point = number.find(".")
    power = number.find(" × ")
    end = min(place for place in (point, power, len(number)) if place >= 0)
    return number[:end], number[end:]


class NumberDelegate(QStyledItemDelegate):
    """``widths`` are those of the columns, the first of which holds names."""

    widths: tuple[Widths, ...] = ()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """The ground and the focus as the style draws them, the number by its point."""
        readout = index.data(READOUT)
        if not isinstance(readout, Readout) or index.column() - 1 >= len(self.widths):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        self._draw(painter, option, readout, self.widths[index.column() - 1])

    def _draw(
        self, painter: QPainter, option: QStyleOptionViewItem, readout: Readout, widths: Widths
    ) -> None:
        theme = current_theme()
        value, error = parts(readout)
        area = option.rect.adjusted(MARGIN, 0, -MARGIN, 0)
        left = area.right() - widths.total + 1
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setFont(option.font)
        if readout.kind == "unknown":
            painter.setPen(theme.color("muted"))
            text = option.fontMetrics.elidedText(value, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | middle, text)
            painter.restore()
            return
        painter.setPen(theme.color("text"))
        whole, fraction = split(value)
        before = QRect(left - MARGIN, area.top(), widths.before + MARGIN, area.height())
        painter.drawText(before, Qt.AlignmentFlag.AlignRight | middle, whole)
        after = QRect(left + widths.before, area.top(), widths.after + GAP, area.height())
        painter.drawText(after, Qt.AlignmentFlag.AlignLeft | middle, fraction)
        if error:
            painter.setPen(theme.color("muted"))
            place = QRect(area.right() - widths.error + 1, area.top(), widths.error, area.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignLeft | middle, SIGN + error)
        painter.restore()
