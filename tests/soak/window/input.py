"""What a mouse and a keyboard send, one by one and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QWheelEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
COPY = Qt.DropAction.CopyAction


class Input:
    """Sends events to widgets; ``counts`` holds how many of each kind. A press and its release are
    one click, as a key is one. ``between`` is told before each and after it what that was: between
    two of them the window can answer."""

    def __init__(self, between: Callable[[str], object]) -> None:
        self.counts: Counter[str] = Counter()
        self._between = between

    def click(
        self,
        widget: QWidget,
        place: QPoint,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = PLAIN,
    ) -> None:
        """Press and release."""
        with self._sent("click"):
            QTest.mouseClick(widget, button, keys, place)

    def double_click(self, widget: QWidget, place: QPoint) -> None:
        """The second click of two."""
        with self._sent("double click"):
            QTest.mouseDClick(widget, LEFT, PLAIN, place)

    def move(self, widget: QWidget, place: QPoint) -> None:
        """Without a button, or with the one that is held."""
        with self._sent("move"):
            QTest.mouseMove(widget, place)

    def press(self, widget: QWidget, place: QPoint) -> None:
        """Hold the left button."""
        with self._sent("press"):
            QTest.mousePress(widget, LEFT, PLAIN, place)

    def release(self, widget: QWidget, place: QPoint) -> None:
        """Let it go, which belongs to the press."""
        if isValid(widget):
            with self._sent("release", 0):
                QTest.mouseRelease(widget, LEFT, PLAIN, place)

    def wheel(self, widget: QWidget, place: QPoint, notches: int) -> None:
        """Turn it."""
        at, around = QPointF(place), QPointF(widget.mapToGlobal(place))
        phase, turn = Qt.ScrollPhase.NoScrollPhase, QPoint(0, 120 * notches)
        event = QWheelEvent(at, around, QPoint(), turn, NONE, PLAIN, phase, False)
        with self._sent("wheel"):
            QApplication.sendEvent(widget, event)

    def menu(self, widget: QWidget, place: QPoint) -> None:
        """Ask for what a right click offers."""
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, place, widget.mapToGlobal(place))
        with self._sent("menu"):
            QApplication.sendEvent(widget, event)

    def key(self, widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Press, and release what is still there."""
        with self._sent("key"):
            QTest.keyPress(widget, key, keys)
        if isValid(widget) and widget.isVisible():
            with self._sent("key", 0):
                QTest.keyRelease(widget, key, keys)

    def keys(self, widget: QWidget, keys: QKeySequence) -> None:
        """One after the other."""
        with self._sent("key", keys.count()):
            QTest.keySequence(widget, keys)

    def text(self, widget: QWidget, text: str) -> None:
        """Letter by letter."""
        for letter in text:
            if isValid(widget):
                press = QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, letter)
                with self._sent("key"):
                    QApplication.sendEvent(widget, press)

    def drop(self, window: QWindow, data: QMimeData, place: QPointF, leave: bool) -> None:
        """Drag something over a window, and drop it there or leave."""
        enter = QDragEnterEvent(place.toPoint(), COPY, data, LEFT, PLAIN)
        with self._sent("drag over"):
            QApplication.sendEvent(window, enter)
        if leave:
            with self._sent("drag over", 0):
                QApplication.sendEvent(window, QDragLeaveEvent())
            return
        with self._sent("drop"):
            QApplication.sendEvent(window, QDropEvent(place, COPY, data, LEFT, PLAIN))

    @contextmanager
    def _sent(self, kind: str, times: int = 1) -> Iterator[None]:
        self.counts[kind] += times
        self._between(f"before {kind}")
        yield
        self._between(kind)
