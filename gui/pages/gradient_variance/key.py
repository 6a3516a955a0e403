"""A legend of several rows: line, marker and name of each estimator."""

from __future__ import annotations

import math

import pyqtgraph as pg
from pyqtgraph.graphicsItems.ScatterPlotItem import Symbols
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter

from gui.look.theme import Theme
from gui.pages.gradient_variance.colors import STYLES, estimator_color, estimator_pen
from gui.plotkit.plot_text import plot_font

ROW = 17
LINE = 38  # pixels of line before a name
GAP = 8
MARKER = 8.0


class EstimatorKey(pg.GraphicsWidget):
    """As many columns as fit into its width; its height follows from them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.names: tuple[str, ...] = ()
        self._width = 1.0
        self._font = plot_font()
        self.setFixedHeight(0)

    def show_names(self, names: tuple[str, ...], width: float) -> None:
        """Show these estimators in a width of so many pixels."""
        self.names = names
        self._width = width
        rows = math.ceil(len(names) / self._columns()) if names else 0
        if self.minimumHeight() != rows * ROW:
            self.setFixedHeight(rows * ROW)
        self.update()

    def paint(self, painter: QPainter, *_args: object) -> None:
        columns = self._columns()
        rows = math.ceil(len(self.names) / columns)
        column_width = self._width / columns
        painter.setFont(self._font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, name in enumerate(self.names):
            column, row = divmod(index, rows)
            self._paint_entry(painter, name, column * column_width, row * ROW)

    def _columns(self) -> int:
        metrics = QFontMetricsF(self._font)
        widest = max((metrics.horizontalAdvance(STYLES[n].label) for n in self.names), default=1)
        most = max(int(self._width / (widest + LINE + 3 * GAP)), 1)
        rows = math.ceil(len(self.names) / most)
        return math.ceil(len(self.names) / max(rows, 1)) or 1

    def _paint_entry(self, painter: QPainter, name: str, left: float, top: float) -> None:
        middle = top + 0.5 * ROW
        painter.setPen(estimator_pen(name, self._theme, 1.8))
        painter.drawLine(QPointF(left, middle), QPointF(left + LINE, middle))
        painter.save()
        painter.translate(left + 0.5 * LINE, middle)
        size = STYLES[name].size(MARKER)
        painter.scale(size, size)
        painter.setPen(pg.mkPen(self._theme.color("plot"), width=1.0))
        painter.setBrush(QBrush(estimator_color(name, self._theme)))
        painter.drawPath(Symbols[STYLES[name].symbol])
        painter.restore()
        painter.setPen(self._theme.color("text"))
        place = QRectF(left + LINE + GAP, top, 400, ROW)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, STYLES[name].label)
