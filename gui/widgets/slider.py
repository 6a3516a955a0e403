"""A horizontal slider over a SliderScale, with mouse, keys and wheel made for values."""

from __future__ import annotations

import time

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from gui.base.gesture import new_gesture
from gui.base.scaling import handle_width, scaled, text_scale
from gui.widgets.slider_scale import FINE, SliderScale

LEAST_WIDTH = 160
# Keys and wheel turns closer together than this are one gesture.
BURST = 0.8
KEY_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
}
SHIFT = Qt.KeyboardModifier.ShiftModifier
MARK = 4.0  # half the width of the mark in pixels


class Slider(QSlider):
    """Moves in values; a press on the groove goes there at once. Shift moves in fine steps.

    One gesture lasts from press to release, or through a burst of keys or wheel turns.
    The wheel only moves a slider that has the focus, so that a panel can be scrolled.
    """

    moved = Signal(object, int)  # (value, gesture)
    reset = Signal(int)  # a double click; gesture

    def __init__(self, scale: SliderScale, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.scale = scale
        self.setRange(0, scale.last)
        self.setSingleStep(scale.single_step)
        self.setPageStep(scale.page_step)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(scaled(LEAST_WIDTH))
        self._handle = handle_width(text_scale())
        self._value: float = scale.value(0)
        self._place = scale.position(self._value)
        self._mark: float | None = None
        self._gesture = 0
        self._last = 0.0
        # While it is dragged: where the mouse was, and the position that it has dragged to.
        self._x = self._at = 0.0

    def set_value(self, value: float) -> None:
        """Put the handle at the value, or at the end that is nearest."""
        if value != self._value:
            self._value, self._place = value, self.scale.position(value)
        # The handle under the mouse stays where it was pressed.
        if not self.isSliderDown() or self.scale.value(self.sliderPosition()) != value:
            self.setValue(self._place)

    def set_mark(self, value: float | None) -> None:
        """A mark below the groove, where another state has its value; None for no mark."""
        if value != self._mark:
            self._mark = value
            self.update()

    def step(self, direction: int, fine: bool = False) -> None:
        """Move by so many single steps, at the least to the next other value."""
        self._continue_burst()
        sign = 1 if direction > 0 else -1
        size = self.singleStep() // FINE if fine else self.singleStep()
        position = self.scale.position(self._value) + direction * size
        if not fine:
            position = self.scale.step_near(position)
        while 0 < position < self.maximum() and self.scale.value(position) == self._value:
            position += sign
        self._move(position)

    def begin_drag(self, x: float, position: float | None = None) -> None:
        """The mouse is pressed at x, which drags from this position, by default the handle's."""
        self._gesture = new_gesture()
        self.setSliderDown(True)
        self._x, self._at = x, self.sliderPosition() if position is None else position

    def drag_to(self, x: float, fine: bool = False) -> None:
        """The mouse has come to x; a fine drag moves a tenth as far as the mouse."""
        if self.isSliderDown() and x != self._x:
            room = max(self.width() - self._handle, 1)
            self._at += (x - self._x) / room * self.maximum() / (FINE if fine else 1)
            self._x = x
            self._move(round(self._at) if fine else self.scale.step_near(self._at))

    def end_drag(self) -> None:
        """The mouse is released."""
        if self.isSliderDown():
            self.setSliderDown(False)
            self.set_value(self._value)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture where the mouse is."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        x = event.position().x()
        # A press on the handle moves nothing yet.
        if abs(x - self._x_of(self.sliderPosition())) <= self._handle / 2 + 1:
            self.begin_drag(x)
            return
        share = (x - self._handle / 2) / max(self.width() - self._handle, 1)
        self.begin_drag(x, share * self.maximum())
        self._move(self.scale.step_near(self._at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        self.drag_to(event.position().x(), bool(event.modifiers() & SHIFT))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        self.end_drag()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default, in one step of undo with the press before it."""
        self.reset.emit(self._gesture or new_gesture())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, page keys, home and end; Shift for fine steps."""
        key = Qt.Key(event.key())
        if key in KEY_STEPS:
            self.step(KEY_STEPS[key], bool(event.modifiers() & SHIFT))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._gesture = new_gesture()
            self._move(0 if key == Qt.Key.Key_Home else self.maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, if this is the slider in use."""
        # With some modifiers the wheel turns sideways.
        turned = event.angleDelta().y() or event.angleDelta().x()
        if self.hasFocus() and turned:
            self.step(1 if turned > 0 else -1, bool(event.modifiers() & SHIFT))
            event.accept()
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The slider, and the mark below it."""
        super().paintEvent(event)
        if self._mark is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        x, size = self._x_of(self.scale.position(self._mark)), MARK * text_scale()
        top = self.height() / 2 + 2.5 * text_scale()
        corners = [
            QPointF(x, top),
            QPointF(x - size, top + size + 1),
            QPointF(x + size, top + size + 1),
        ]
        painter.drawPolygon(QPolygonF(corners))
        painter.end()

    def _continue_burst(self) -> None:
        now = time.monotonic()
        if now - self._last > BURST:
            self._gesture = new_gesture()
        self._last = now

    def _move(self, position: int) -> None:
        position = min(max(position, 0), self.maximum())
        self.setValue(position)
        value = self.scale.value(position)
        if value != self._value:
            self.moved.emit(value, self._gesture)

    def _x_of(self, position: int) -> float:
        return self._handle / 2 + position / self.maximum() * (self.width() - self._handle)
