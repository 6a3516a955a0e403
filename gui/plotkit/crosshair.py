"""The line at the x under the mouse, with a dot on every curve and the x on the axis."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from gui.look.theme import Theme
from gui.plotkit.size import TICKS
from gui.plotkit.words import Run, Writer

DOT = 3.5  # radius
TAG = 18  # height of the tag on the axis
REACH = 40  # half of what the tag may take


class Crosshair(pg.GraphicsObject):
    """Stands over a plot, in the pixels of its box."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__(plot)
        self._box: pg.ViewBox = plot.vb
        self._theme = theme
        self._writer = Writer(TICKS, theme.plot)
        self._x, self._text = math.nan, ""
        self._dots: list[tuple[float, QColor]] = []
        self.setZValue(40)
        self.setVisible(False)

    def show_at(self, x: float, text: str, dots: list[tuple[float, QColor]]) -> None:
        """Stand at x with dots at these heights, all in the plot's coordinates."""
        self.prepareGeometryChange()
        self._x, self._text, self._dots = x, text, dots
        self.setVisible(True)
        self.update()

    def boundingRect(self) -> QRectF:
        area = self._area()
        if math.isnan(self._x) or area.isEmpty():
            return QRectF()
        middle = self._across(area)
        return QRectF(middle - REACH, area.top() - DOT, 2 * REACH, area.height() + TAG + 2 * DOT)

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        area = self._area()
        x = self._across(area)
        if not area.left() - 1 <= x <= area.right() + 1:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.pen("text", 1.0))
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
        low, high = self._box.viewRange()[1]
        for value, color in self._dots:
            if low <= value <= high:
                y = area.bottom() - (value - low) / (high - low) * area.height()
                painter.setPen(pg.mkPen(color, width=1.8 * self._theme.line_scale))
                painter.setBrush(self._theme.brush("plot", 1.0))
                painter.drawEllipse(QPointF(x, y), DOT, DOT)
        self._paint_tag(painter, x, area)

    def _paint_tag(self, painter: QPainter, x: float, area: QRectF) -> None:
        run = Run(self._text, bold=True)
        width = self._writer.width(run) + 12
        left = min(max(x - 0.5 * width, area.left() - 8), area.right() + 8 - width)
        tag = QRectF(left, area.bottom() + 1, width, TAG)
        painter.setPen(self._theme.pen("text", 1.0))
        painter.setBrush(self._theme.brush("text", 1.0))
        painter.drawRoundedRect(tag, 3, 3)
        self._writer.paint(painter, run, tag.left() + 6, tag.center().y())

    def _area(self) -> QRectF:
        area: QRectF = self._box.mapRectToItem(self.parentItem(), self._box.rect())
        return area

    def _across(self, area: QRectF) -> float:
        low, high = self._box.viewRange()[0]
        part = (self._x - low) / (high - low) if high > low else 0.5
        return area.left() + part * area.width()
