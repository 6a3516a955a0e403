"""The canvas of a picture, whose type and distances can be magnified as a whole."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QResizeEvent, QTransform
from PySide6.QtWidgets import QGraphicsView

# What a picture needs so that its words keep apart, in pixels at the usual size of type.
LEAST = (680, 330)
# Where even that is more than the window has, its words become this much smaller at the most.
SMALLEST = 0.82


class Figure(pg.GraphicsLayoutWidget):
    """A GraphicsLayoutWidget that lays out in units of ``zoom`` pixels.

    At a zoom of 2 everything is laid out as in a figure half as wide and half as high, and shown
    twice as large. Pens are cosmetic: their width in pixels is the theme's to choose. Where there
    is little room the zoom is less than was wanted: a narrow window is never scrolled sideways,
    a low one is scrolled.
    """

    # Qt's own. If what an item's paint raises had to pass a method of Python on its way, PySide
    # would take a bare one, such as that of a division by zero, for whole, and crash (Python 3.11).
    paintEvent = QGraphicsView.paintEvent

    def __init__(
        self, wanted: float = 1.0, pixel_ratio: float = 1.0, least: tuple[int, int] = LEAST
    ) -> None:
        self._wanted, self._least = wanted, least
        self.pixel_ratio = pixel_ratio  # by which pens are widened for the screen
        self.zoom = 1.0
        super().__init__()
        # A click into the figure takes the focus from a field; keys have nothing to do in it.
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # pyqtgraph lets nothing in, and Qt complains of what then leaves.
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)
        self.viewport().installEventFilter(self)
        self.setAccessibleName("figure")
        if wanted > 1.0:
            width, height = least
            self.setMinimumSize(round(width * SMALLEST), round(height * math.sqrt(wanted)))

    def sizeHint(self) -> QSize:
        """No more than it must have: it takes what the others leave."""
        least: QSize = self.minimumSize()
        return least.expandedTo(QSize(200, 200))

    def resizeEvent(self, event: QResizeEvent) -> None:
        if self._wanted == 1.0 or self.closed:
            super().resizeEvent(event)
            return
        self.zoom = _fitting(self._wanted, self.size(), self._least)
        self.setRange(self.area_in(self.size()), padding=0, disableAutoPixel=False)

    def area_in(self, size: QSize) -> QRectF:
        """What there is to lay out in, in a size in pixels."""
        zoom = _fitting(self._wanted, size, self._least)
        return QRectF(0.0, 0.0, size.width() / zoom, size.height() / zoom)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ranges that have changed are worked out before all is painted."""
        if event.type() == QEvent.Type.Paint:
            self.scene().prepareForPaint()
        handled: bool = super().eventFilter(watched, event)
        return handled

    def updateMatrix(self, propagate: bool = True) -> None:
        """Show the range, magnified."""
        if self._wanted == 1.0:
            super().updateMatrix(propagate)
            return
        self.setSceneRect(self.range)
        self.setTransform(QTransform.fromScale(self.zoom, self.zoom))
        self.sigDeviceRangeChanged.emit(self, self.range)
        self.sigDeviceTransformChanged.emit(self)


def _fitting(wanted: float, size: QSize, least: tuple[int, int]) -> float:
    room = min(size.width() / least[0], size.height() / least[1])
    return min(wanted, max(room, SMALLEST)) if wanted > 1.0 else wanted
