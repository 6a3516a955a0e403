"""The line at the x under the mouse, with a dot on every curve and the x on the axis."""

from __future__ import annotations

from dataclasses import dataclass

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from gui.look.theme import Theme
from gui.plotkit.size import TICKS
from gui.plotkit.words import Run, Writer

DOT = 3.5  # radius
TAG = 18  # height of the tag on the axis
REACH = 40  # half of what the tag may take


@dataclass(frozen=True, slots=True)
class Mark:
    """A coordinate of the plot, and how it stands on the axis."""

    place: float
    text: str


class Crosshair(pg.GraphicsObject):
    """Stands over a plot, in the pixels of its box."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__(plot)
        self._box: pg.ViewBox = plot.vb
        self._theme = theme
        self._writer = Writer(TICKS, theme.plot)
        self._x: Mark | None = None
        self._y: Mark | None = None
        self._dots: list[tuple[float, QColor]] = []
        self.setZValue(40)
        self.setVisible(False)

    def show_at(self, x: Mark, dots: list[tuple[float, QColor]], y: Mark | None = None) -> None:
        """Stand at x with dots at these heights, in the plot's coordinates; on a plane at y too."""
        self.prepareGeometryChange()
        self._x, self._dots, self._y = x, dots, y
        self.setVisible(True)
        self.update()

    def boundingRect(self) -> QRectF:
        area = self._area()
        if self._x is None or area.isEmpty():
            return QRectF()
        if self._y is not None:
            return area.adjusted(-REACH, -TAG, REACH, TAG + 2 * DOT)
        middle = self._across(area, self._x.place)
        return QRectF(middle - REACH, area.top() - DOT, 2 * REACH, area.height() + TAG + 2 * DOT)

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        area = self._area()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = self._theme.pen("text", 1.0)
        x = None if self._x is None else self._across(area, self._x.place)
        y = None if self._y is None else self._down(area, self._y.place)
        if x is not None and area.left() - 1 <= x <= area.right() + 1:
            painter.setPen(pen)
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
            self._paint_dots(painter, x, area)
            self._paint_tag(painter, self._x, QPointF(x, area.bottom() + 1 + 0.5 * TAG), area)
        if y is not None and area.top() - 1 <= y <= area.bottom() + 1:
            painter.setPen(pen)
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            self._paint_tag(painter, self._y, QPointF(area.left(), y), area)

    def _paint_dots(self, painter: QPainter, x: float, area: QRectF) -> None:
        for value, color in self._dots:
            y = self._down(area, value)
            if area.top() <= y <= area.bottom():
                painter.setPen(pg.mkPen(color, width=1.8 * self._theme.line_scale))
                painter.setBrush(self._theme.brush("plot", 1.0))
                painter.drawEllipse(QPointF(x, y), DOT, DOT)

    def _paint_tag(
        self, painter: QPainter, mark: Mark | None, place: QPointF, area: QRectF
    ) -> None:
        """The number, around a place below the plot, or to the left of one at its left edge."""
        run = Run(mark.text if mark else "", bold=True)
        width = self._writer.width(run) + 12
        left = min(max(place.x() - 0.5 * width, area.left() - 8), area.right() + 8 - width)
        if place.x() <= area.left() and place.y() <= area.bottom():
            left = place.x() - width
        tag = QRectF(left, place.y() - 0.5 * TAG, width, TAG)
        painter.setPen(self._theme.pen("text", 1.0))
        painter.setBrush(self._theme.brush("text", 1.0))
        painter.drawRoundedRect(tag, 3, 3)
        self._writer.paint(painter, run, tag.left() + 6, tag.center().y())

    def _area(self) -> QRectF:
        area: QRectF = self._box.mapRectToItem(self.parentItem(), self._box.rect())
        return area

    def _across(self, area: QRectF, x: float) -> float:
        low, high = self._box.viewRange()[0]
        return area.left() + ((x - low) / (high - low) if high > low else 0.5) * area.width()

    def _down(self, area: QRectF, y: float) -> float:
        low, high = self._box.viewRange()[1]
        return area.bottom() - ((y - low) / (high - low) if high > low else 0.5) * area.height()
