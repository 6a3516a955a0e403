"""What a mouse and a keyboard send, one by one and counted."""

from __future__ import annotations

from collections import Counter

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
    one click, as a key is one."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()

    def click(
        self,
        widget: QWidget,
        place: QPoint,
        button: Qt.MouseButton = LEFT,
        keys: Qt.KeyboardModifier = PLAIN,
    ) -> None:
        """Press and release."""
        self.counts["click"] += 1
        QTest.mouseClick(widget, button, keys, place)

    def double_click(self, widget: QWidget, place: QPoint) -> None:
        """The second click of two."""
        self.counts["double click"] += 1
        QTest.mouseDClick(widget, LEFT, PLAIN, place)

    def move(self, widget: QWidget, place: QPoint) -> None:
        """Without a button, or with the one that is held."""
        self.counts["move"] += 1
        QTest.mouseMove(widget, place)

    def press(self, widget: QWidget, place: QPoint) -> None:
        """Hold the left button."""
        self.counts["press"] += 1
        QTest.mousePress(widget, LEFT, PLAIN, place)

    def release(self, widget: QWidget, place: QPoint) -> None:
        """Let it go, which belongs to the press."""
        if isValid(widget):
            QTest.mouseRelease(widget, LEFT, PLAIN, place)

    def wheel(self, widget: QWidget, place: QPoint, notches: int) -> None:
        """Turn it."""
        self.counts["wheel"] += 1
        at, around = QPointF(place), QPointF(widget.mapToGlobal(place))
        phase, turn = Qt.ScrollPhase.NoScrollPhase, QPoint(0, 120 * notches)
        event = QWheelEvent(at, around, QPoint(), turn, NONE, PLAIN, phase, False)
        QApplication.sendEvent(widget, event)

    def menu(self, widget: QWidget, place: QPoint) -> None:
        """Ask for what a right click offers."""
        self.counts["menu"] += 1
        reason = QContextMenuEvent.Reason.Mouse
        event = QContextMenuEvent(reason, place, widget.mapToGlobal(place))
        QApplication.sendEvent(widget, event)

    def key(self, widget: QWidget, key: Qt.Key, keys: Qt.KeyboardModifier = PLAIN) -> None:
        """Press, and release what is still there."""
        self.counts["key"] += 1
        QTest.keyPress(widget, key, keys)
        if isValid(widget) and widget.isVisible():
            QTest.keyRelease(widget, key, keys)

    def keys(self, widget: QWidget, keys: QKeySequence) -> None:
        """One after the other."""
        self.counts["key"] += keys.count()
        QTest.keySequence(widget, keys)

    def text(self, widget: QWidget, text: str) -> None:
        """Letter by letter."""
        for letter in text:
            if isValid(widget):
                self.counts["key"] += 1
                press = QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, letter)
                QApplication.sendEvent(widget, press)

    def drop(self, window: QWindow, data: QMimeData, place: QPointF, leave: bool) -> None:
        """Drag something over a window, and drop it there or leave."""
        self.counts["drag over"] += 1
        enter = QDragEnterEvent(place.toPoint(), COPY, data, LEFT, PLAIN)
        QApplication.sendEvent(window, enter)
        if leave:
            QApplication.sendEvent(window, QDragLeaveEvent())
            return
        self.counts["drop"] += 1
        QApplication.sendEvent(window, QDropEvent(place, COPY, data, LEFT, PLAIN))
