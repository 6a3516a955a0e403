"""The colours of a map from the lowest to the highest, with their numbers beside them."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import (
    QGraphicsLinearLayout,
    QGraphicsWidget,
    QStyleOptionGraphicsItem,
    QWidget,
)

from gui.look.theme import Theme
from gui.plotkit.size import TICKS
from gui.plotkit.words import face

WIDTH, NUMBERS = 10, 45  # pixels
SHADES = 256


class ColorBar(QGraphicsWidget):
    """Stands in a layout. pg.ColorBarItem is a plot of its own with four axes and seventy controls
    which nobody sees, in ten times the time."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._colors = _Colors(theme.pen("line", 1.0))
        self.axis = pg.AxisItem("right")
        self.axis.setWidth(NUMBERS)
        self.axis.setTickFont(face(TICKS))
        self.axis.setPen(None)
        self.axis.setTickPen(theme.pen("line", 1.0))
        self.axis.setTextPen(theme.color("muted"))
        self.axis.setStyle(tickLength=-WIDTH)  # over the bar: outside they look like minus signs
        row = QGraphicsLinearLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addItem(self._colors)
        row.addItem(self.axis)
        self.setLayout(row)
        self.show_numbers()

    def show_colors(self, colors: pg.ColorMap) -> None:
        """These, the first at the bottom."""
        self._colors.take(colors)

    def show_numbers(
        self, ends: tuple[float, float] = (0.0, 1.0), ticks: Iterable[tuple[float, str]] = ()
    ) -> None:
        """What the first and the last colour stand for, and the numbers in between."""
        self.axis.setRange(*ends)
        self.axis.setTicks([list(ticks)])


class _Colors(QGraphicsWidget):
    def __init__(self, edge: QPen) -> None:
        super().__init__()
        self._edge, self._image = edge, QImage()
        for fix in ("Minimum", "Maximum"):
            getattr(self, f"set{fix}Width")(WIDTH)

    def take(self, colors: pg.ColorMap) -> None:
        table = colors.getLookupTable(nPts=SHADES, alpha=True)
        column = np.ascontiguousarray(table[::-1, np.newaxis])
        # A copy: it is to outlive the array.
        self._image = pg.functions.ndarray_to_qimage(column, QImage.Format.Format_RGBA8888).copy()
        self.update()

    def paint(
        self,
        painter: QPainter,
        _option: QStyleOptionGraphicsItem,
        _widget: QWidget | None = None,
    ) -> None:
        """The shades in their edge."""
        painter.drawImage(self.rect(), self._image)
        painter.setPen(self._edge)
        painter.drawRect(self.rect())
