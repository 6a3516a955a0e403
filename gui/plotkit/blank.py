"""A sentence in a plot that has nothing to show: why that is so."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from gui.look.theme import Theme
from gui.plotkit.size import NAMES
from gui.plotkit.words import Line, Writer

MARGIN = 12


class Blank(pg.GraphicsObject):
    """Stands in the middle of a plot."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        super().__init__(plot)
        self._box: pg.ViewBox = plot.vb
        self._writer = Writer(NAMES, theme.muted)
        self._lines: tuple[Line, ...] = ()

    def say(self, *lines: Line) -> None:
        """These lines, or none."""
        if lines != self._lines:
            self.prepareGeometryChange()
            self._lines = lines
            self.update()

    def boundingRect(self) -> QRectF:
        if not self._lines:
            return QRectF()
        area: QRectF = self._box.mapRectToItem(self.parentItem(), self._box.rect())
        return area

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        area = self.boundingRect()
        lines = self._writer.wrapped(self._lines, area.width() - 2 * MARGIN)
        step = self._writer.height
        top = area.center().y() - 0.5 * step * (len(lines) - 1)
        for place, line in enumerate(lines):
            left = area.center().x() - 0.5 * self._writer.width(line)
            self._writer.paint(painter, line, left, top + step * place)
