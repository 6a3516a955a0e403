"""A marker: a line at the current value of an address, which can be dragged to another."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal

from engine.core.words import tr
from engine.session.address import Address
from gui.base.gesture import new_gesture
from gui.look.theme import Theme
from gui.plotkit.drawable import SMALLEST
from gui.plotkit.handles import decimals_of
from gui.plotkit.trace import Spots
from gui.plotkit.untyped import MouseEvent

GRIP_RISE = 5  # pixels above the axis


class Marker(pg.InfiniteLine):
    """A vertical line with a grip on the axis.

    Proposes values while it is dragged, one gesture a drag; a double click proposes the default.
    """

    proposed = Signal(object, object, int)  # (Address, value, gesture number)

    def __init__(
        self, plot: pg.PlotItem, theme: Theme, where: Address, logarithmic: bool = False
    ) -> None:
        self.address = where
        self._logarithmic = logarithmic
        parameter = where.description.parameter
        super().__init__(
            angle=90,
            movable=True,
            bounds=tuple(map(self._place, (parameter.minimum, parameter.maximum))),
            pen=theme.pen("accent", 1.2),
            hoverPen=theme.pen("accent", 3.0),
        )
        self._plot = plot
        self._gesture: int | None = None
        self._gripped: tuple[float, ...] = ()  # for what the grip was placed
        self.grip = Spots(
            size=theme.symbol(11),
            symbol="t1",
            pen=theme.pen("plot", 1.0),
            brush=theme.brush("accent", 1.0),
        )
        self.grip.setZValue(11)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        words = tr("Drag to change: {name}. A double click sets its usual value.")
        self.setToolTip(words.format(name=tr(parameter.label)))
        self.setZValue(10)
        plot.addItem(self)
        plot.addItem(self.grip)
        plot.vb.sigRangeChanged.connect(self._place_grip)
        plot.vb.sigResized.connect(self._place_grip)
        self.sigPositionChanged.connect(self._place_grip)
        self.sigDragged.connect(self._propose)
        self.sigPositionChangeFinished.connect(self._finish)

    def mark(self, value: float) -> None:
        """Stand at the current value, unless it is being dragged."""
        place = self._place(value)
        if not self.moving and place != self.value():
            self.setValue(place)

    def show(self, shown: bool) -> None:
        """Be there or not, with the grip."""
        self.setVisible(shown)
        self.grip.setVisible(shown)

    def use_decades(self, logarithmic: bool) -> None:
        """Stand on an axis of decades, or of the numbers themselves."""
        if logarithmic != self._logarithmic:
            self._logarithmic = logarithmic
            parameter = self.address.description.parameter
            self.setBounds(tuple(map(self._place, (parameter.minimum, parameter.maximum))))

    def mouseClickEvent(self, event: MouseEvent) -> None:
        if event.double() and event.button() == Qt.MouseButton.LeftButton:
            event.accept()
            self.proposed.emit(self.address, self.address.description.default, new_gesture())
        else:
            super().mouseClickEvent(event)

    def _place(self, value: float) -> float:
        return math.log10(max(value, SMALLEST)) if self._logarithmic else float(value)

    def _place_grip(self) -> None:
        if self._plot.scene() is None:
            return  # a plot that is put away has no pixels
        view = self._plot.vb
        if view.rect().isEmpty():
            return  # a plot that is added squeezes those that are there
        bottom, top = view.viewRange()[1]
        place = float(self.value()), bottom, top, view.height()
        if place != self._gripped:
            self._gripped = place
            self.grip.setData([place[0]], [bottom + GRIP_RISE * view.viewPixelSize()[1]])

    def _propose(self) -> None:
        if self._gesture is None:
            self._gesture = new_gesture()
        description = self.address.description
        value = self._value(description.kind is int)
        # Rounding of the power must not leave the range.
        value = min(max(value, description.parameter.minimum), description.parameter.maximum)
        self.proposed.emit(self.address, value, self._gesture)

    def _value(self, whole: bool) -> float:
        """Where it stands, to what a pixel tells apart."""
        place = float(self.value())
        if not self._logarithmic:
            return round(place) if whole else round(place, decimals_of(self._plot.vb)[0])
        return round(10.0**place) if whole else float(f"{10.0**place:.3g}")

    def _finish(self) -> None:
        self._gesture = None
