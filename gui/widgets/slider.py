"""A horizontal slider over a SliderScale, with mouse, keys and wheel made for values."""

from __future__ import annotations

import time

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QSlider, QWidget

from gui.base.gesture import new_gesture
from gui.base.scaling import handle_width, scaled, text_scale
from gui.widgets.slider_scale import SliderScale

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


class Slider(QSlider):
    """Moves in values; a press on the groove goes there at once.

    One gesture lasts from press to release, or through a burst of keys or wheel turns.
    The wheel only moves a slider that has the focus, so that a panel can be scrolled.
    """

    moved = Signal(object, int)  # (value, gesture)
    reset = Signal(int)  # a double click; gesture

    def __init__(self, scale: SliderScale, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.scale = scale
        self.setRange(0, scale.steps)
        self.setSingleStep(scale.single_step)
        self.setPageStep(scale.page_step)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(scaled(60))
        self._handle = handle_width(text_scale())
        self._value: float = scale.value(0)
        self._gesture = 0
        self._last = 0.0
        self._offset = 0.0

    def set_value(self, value: float) -> None:
        """Put the handle at the value, or at the end that is nearest."""
        self._value = value
        # The handle under the mouse stays where it was pressed.
        if not self.isSliderDown() or self.scale.value(self.sliderPosition()) != value:
            self.setValue(self.scale.position(value))

    def step(self, direction: int) -> None:
        """Move by so many single steps, at the least to the next other value."""
        now = time.monotonic()
        if now - self._last > BURST:
            self._gesture = new_gesture()
        self._last = now
        sign = 1 if direction > 0 else -1
        position = self.scale.position(self._value) + direction * self.singleStep()
        while 0 < position < self.maximum() and self.scale.value(position) == self._value:
            position += sign
        self._move(position)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a gesture where the mouse is."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._gesture = new_gesture()
        self.setSliderDown(True)
        grip = self._x_of(self.sliderPosition())
        # A press on the handle moves nothing yet.
        self._offset = event.position().x() - grip
        if abs(self._offset) > self._handle / 2 + 1:
            self._offset = 0.0
            self._move(self._position_at(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse."""
        if self.isSliderDown():
            self._move(self._position_at(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the gesture."""
        if self.isSliderDown():
            self.setSliderDown(False)
            self.set_value(self._value)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Back to the default, in one step of undo with the press before it."""
        self.reset.emit(self._gesture or new_gesture())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows, page keys, home and end."""
        key = Qt.Key(event.key())
        if key in KEY_STEPS:
            self.step(KEY_STEPS[key])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._gesture = new_gesture()
            self._move(0 if key == Qt.Key.Key_Home else self.maximum())
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step, if this is the slider in use."""
        if self.hasFocus() and event.angleDelta().y():
            self.step(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            event.ignore()

    def _move(self, position: int) -> None:
        position = min(max(position, 0), self.maximum())
        self.setValue(position)
        value = self.scale.value(position)
        if value != self._value:
            self.moved.emit(value, self._gesture)

    def _x_of(self, position: int) -> float:
        return self._handle / 2 + position / self.maximum() * (self.width() - self._handle)

    def _position_at(self, event: QMouseEvent) -> int:
        x = event.position().x() - self._offset - self._handle / 2
        return round(x / max(self.width() - self._handle, 1) * self.maximum())
