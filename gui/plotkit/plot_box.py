"""The inside of a plot: one meaning for each gesture, on every page."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal

from gui.plotkit.untyped import MouseEvent

Button = Qt.MouseButton
# The narrowest range, and the furthest that one reaches: beyond these a pixel is worth nothing, or
# more than there are numbers for.
NARROW, FAR = 1e-290, 1e290


class PlotBox(pg.ViewBox):
    """Wheel and drag zoom and pan, a double click fits; what a click does is for the page.

    ``zoomed`` says that the user has chosen the range, until the plot is fitted again; ``coarse``
    that what is inside lives until the next only, and need not be painted at its best.
    """

    pressed = Signal()  # a click
    clicked = Signal(QPointF)  # the same, at this place of the scene
    fit_wanted = Signal()  # a double click
    menu_wanted = Signal(QPointF)  # a right click, at this place of the screen
    hovered = Signal(object)  # the place in the scene, or None: the mouse has left

    def __init__(self) -> None:
        super().__init__(enableMenu=False)
        self.setLimits(xMin=-FAR, xMax=FAR, yMin=-FAR, yMax=FAR, minXRange=NARROW, minYRange=NARROW)
        self.zoomed = self.coarse = False
        self._cursor = Qt.CursorShape.ArrowCursor
        self.sigRangeChangedManually.connect(self._note_zoom)

    def mouseClickEvent(self, ev: MouseEvent) -> None:
        ev.accept()
        if ev.button() == Button.RightButton:
            self.menu_wanted.emit(QPointF(ev.screenPos()))
        elif ev.button() == Button.LeftButton:
            if ev.double():
                self.fit_wanted.emit()
            else:
                self.pressed.emit()
                self.clicked.emit(QPointF(ev.scenePos()))

    def mouseDragEvent(self, ev: MouseEvent, axis: int | None = None) -> None:
        if ev.button() == Button.RightButton:
            ev.ignore()
            return
        held = Qt.CursorShape.ClosedHandCursor
        self.setCursor(self._cursor if ev.isFinish() else held)
        super().mouseDragEvent(ev, axis)

    def viewPixelSize(self) -> tuple[float, float]:
        """The width and height of a pixel in the plot's coordinates, from its ranges: of the
        difference of two places, as pyqtgraph has it, nothing is left when zoomed far in."""
        (left, right), (bottom, top) = self.viewRange()
        area = self.rect()
        return (right - left) / max(area.width(), 1.0), (top - bottom) / max(area.height(), 1.0)

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """What the mouse looks like over the plot while nothing is dragged."""
        if shape is not self._cursor:
            self._cursor = shape
            self.setCursor(shape)

    def hoverEvent(self, ev: MouseEvent) -> None:
        """Told by pyqtgraph's scene."""
        self.hovered.emit(None if ev.isExit() else ev.scenePos())

    def _note_zoom(self, _axes: Any) -> None:
        self.zoomed = True
