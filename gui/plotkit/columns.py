"""Columns of a bar plot that can be dragged up and down: the entries of a vector of options."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from engine.session.address import Address
from gui.base.gesture import new_gesture
from gui.plotkit.handles import decimals_of
from gui.plotkit.untyped import MouseEvent


class Columns(pg.GraphicsObject):
    """Lies over a plot whose bars stand at 1, 2, ..., K, and owns no value.

    A drag anywhere in a column moves its bar by as much, one gesture a drag; a double click
    proposes the entry's ``start``.
    """

    proposed = Signal(object, object, int)  # (Address of the entry, value, gesture number)
    released = Signal()

    def __init__(self, plot: pg.PlotItem, vector: Address, starts: Sequence[float]) -> None:
        super().__init__(plot.vb)
        self.vector, self._starts = vector, starts
        self._view: pg.ViewBox = plot.vb
        self._values: tuple[float, ...] = ()
        self._column = 0
        self._from = (0.0, 0.0)  # the value and the pointer's height at the start
        self._gesture = 0
        self.held = False
        self.setZValue(30)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self._view.sigResized.connect(self.prepareGeometryChange)

    def show_values(self, values: tuple[float, ...]) -> None:
        """What the bars show."""
        self._values = values

    def boundingRect(self) -> QRectF:
        rect: QRectF = self._view.rect()
        return rect

    def paint(self, *args: object) -> None:
        """Nothing: the bars are drawn by the plot."""

    def mouseDragEvent(self, event: MouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        if event.isStart():
            self._start(event.buttonDownScenePos())
        if not self.held:
            event.ignore()
            return
        event.accept()
        value, height = self._from
        moved = self._view.mapSceneToView(event.scenePos()).y() - height
        decimals = decimals_of(self._view)[1]
        self._propose(round(value + moved, decimals) + 0.0, self._gesture)
        if event.isFinish():
            self.held = False
            self.released.emit()

    def mouseClickEvent(self, event: MouseEvent) -> None:
        column = self._at(event.scenePos())
        if event.double() and event.button() == Qt.MouseButton.LeftButton and column:
            event.accept()
            self._column = column
            self._propose(self._starts[column - 1], new_gesture())
        else:
            event.ignore()

    def _start(self, position: QPointF) -> None:
        self._column = self._at(position)
        if self._column:
            height = self._view.mapSceneToView(position).y()
            self._from = (self._values[self._column - 1], height)
            self._gesture = new_gesture()
            self.held = True

    def _propose(self, value: float, gesture: int) -> None:
        self.proposed.emit(self.vector.at(self._column), value, gesture)

    def _at(self, position: QPointF) -> int:
        """The column below a place in the scene, or 0."""
        column = round(self._view.mapSceneToView(position).x())
        return column if 1 <= column <= len(self._values) else 0
