"""A vertical line that marks today's value of an option and can be dragged to another."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal

from gui.base.gesture import new_gesture
from gui.look.theme import Theme

GRIP_RISE = 5  # pixels above the axis


class DraggedLine(pg.InfiniteLine):
    """A line with a grip on the axis.

    Proposes positions while it is dragged, one gesture a drag; a double click resets.
    """

    # (position, gesture number)
    proposed = Signal(float, int)

    def __init__(
        self, plot: pg.PlotItem, theme: Theme, bounds: tuple[float, float], default: float
    ) -> None:
        super().__init__(
            angle=90,
            movable=True,
            bounds=bounds,
            pen=theme.pen("accent", 1.2),
            hoverPen=theme.pen("accent", 3.0),
        )
        self._plot = plot
        self.default = default
        self._gesture: int | None = None
        self.grip = pg.ScatterPlotItem(
            size=theme.symbol(11),
            symbol="t1",
            pen=theme.pen("plot", 1.0),
            brush=theme.brush("accent", 1.0),
        )
        self.grip.setZValue(11)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.setZValue(10)
        plot.addItem(self)
        plot.addItem(self.grip)
        plot.vb.sigRangeChanged.connect(self._place_grip)
        plot.vb.sigResized.connect(self._place_grip)
        self.sigPositionChanged.connect(self._place_grip)
        self.sigDragged.connect(self._propose)
        self.sigPositionChangeFinished.connect(self._finish)

    def mark(self, position: float) -> None:
        """Stand at today's value, unless a hand is on the line."""
        if not self.moving and position != self.value():
            self.setValue(position)

    def mouseClickEvent(self, event) -> None:
        if event.double() and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.proposed.emit(self.default, new_gesture())
        else:
            super().mouseClickEvent(event)

    def _place_grip(self) -> None:
        view = self._plot.vb
        bottom = view.viewRange()[1][0]
        self.grip.setData([self.value()], [bottom + GRIP_RISE * view.viewPixelSize()[1]])

    def _propose(self) -> None:
        if self._gesture is None:
            self._gesture = new_gesture()
        self.proposed.emit(float(self.value()), self._gesture)

    def _finish(self) -> None:
        self._gesture = None
