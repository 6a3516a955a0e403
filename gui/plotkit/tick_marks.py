"""What an axis draws: its line, its ticks or grid lines, and their labels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QFontMetricsF, QPainter, QPen

Align = Qt.AlignmentFlag
FREE = Qt.TextFlag.TextDontClip
FLAGS = {
    "left": Align.AlignRight | Align.AlignVCenter | FREE,
    "right": Align.AlignLeft | Align.AlignVCenter | FREE,
    "top": Align.AlignHCenter | Align.AlignBottom | FREE,
    "bottom": Align.AlignHCenter | Align.AlignTop | FREE,
}
ANY = QRectF(0.0, 0.0, 100.0, 100.0)
MANY = 4_096  # labels whose sizes are kept
TIGHT = 0.8  # of the height of a label, which Qt measures with the space between lines
Text = tuple[QRectF, Any, str]  # where, how it is aligned there, what


@dataclass(frozen=True, slots=True)
class Marks:
    """The line of the axis, lines of one pen each, and labels; as they are painted."""

    axis: tuple[QPen, QPointF, QPointF]
    lines: list[tuple[QPen, list[QLineF]]]
    texts: list[Text]

    def paint(self, painter: QPainter, font: QFont, pen: QPen, area: QRectF) -> None:
        """Labels in this font and pen; nothing outside the area."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing, True)
        line, start, end = self.axis
        painter.setPen(line)
        painter.drawLine(start, end)
        for tick, lines in self.lines:
            painter.setPen(tick)
            painter.drawLines(lines)
        painter.setFont(font)
        painter.setPen(pen)
        painter.setClipRect(area.toAlignedRect())
        shift = QFontMetricsF(font).ascent() - QFontMetrics(font).ascent()
        for place, flags, text in self.texts:
            painter.drawText(place.translated(0.0, shift), flags, text)


def labels(
    side: str, font: QFont, places: list[tuple[float, str]], edge: float, bounds: QRectF
) -> tuple[list[Text], float]:
    """Texts beside an axis at places along it, ``edge`` across, and the most that one takes
    across; those that would stand out of the bounds are left out."""
    metrics, found, most = QFontMetricsF(font), [], 0.0
    known = _sizes(font.key())
    if len(known) > MANY:
        known.clear()
    for place, text in places:
        if text not in known:
            size = metrics.boundingRect(ANY, Align.AlignCenter, text)
            known[text] = size.width(), TIGHT * size.height()
        width, height = known[text]
        most = max(most, width if side in ("left", "right") else height)
        if side == "left":
            area = QRectF(edge - width, place - height / 2, width, height)
        elif side == "right":
            area = QRectF(edge, place - height / 2, width, height)
        elif side == "top":
            area = QRectF(place - width / 2.0, edge - height, width, height)
        else:
            area = QRectF(place - width / 2.0, edge, width, height)
        if bounds & area == area:
            found.append((area, FLAGS[side], text))
    return found, most


@lru_cache(maxsize=8)
def _sizes(_font: str) -> dict[str, tuple[float, float]]:
    """Width and height of the labels in a font, as far as they have been measured."""
    return {}
