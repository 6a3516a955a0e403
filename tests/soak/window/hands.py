"""What a mouse and a keyboard do, anywhere in whatever window is in front."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QSpinBox,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from tests.helpers.random_use import User

LEFT, RIGHT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton, Qt.MouseButton.NoButton
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
TEXTS = ("0", "-1.5", "1/3", "sqrt(2)", "nan", "1e400", "-", "2*pi", "kl", "mean", "重", "")
KEYS = [
    getattr(Qt.Key, f"Key_{name}")
    for name in (
        *("Left", "Right", "Up", "Down", "PageUp", "PageDown", "Home", "End", "Tab", "Backtab"),
        *("Return", "Space", "Escape", "Delete", "Backspace", "F6", "Plus", "Minus", "1", "2"),
    )
]


class Hands:
    """A mouse and keys for a user; every method says what it did."""

    def __init__(self, user: User) -> None:
        self.user = user

    def front(self) -> QWidget:
        """The window that takes what is done."""
        app = QApplication
        front = app.activePopupWidget() or app.activeModalWidget()
        return front if front is not None else self.user.window

    def someone(self, kind: type[QWidget] | tuple[type[QWidget], ...] = QWidget) -> QWidget | None:
        """A widget that can be seen and used."""
        found = [
            each
            for each in self.front().findChildren(QWidget)
            if isinstance(each, kind) and each.isVisible() and each.isEnabled()
        ]
        return self.user.one_of(found) if found else None

    def point(self, widget: QWidget) -> QPoint:
        """Somewhere on it."""
        x, y = self.user.rng.random(2)
        return QPoint(int(x * max(widget.width(), 1)), int(y * max(widget.height(), 1)))

    def press_button(self) -> str:
        """A button in its middle."""
        button = self.someone((QAbstractButton, QTabBar))
        if button is None:
            return ""
        said = f"press {named(button)}"
        QTest.mouseClick(button, LEFT, PLAIN, button.rect().center())
        return said

    def click(self) -> str:
        """Anywhere, with either button, at times twice."""
        widget = self.someone()
        if widget is None:
            return ""
        place, chance = self.point(widget), self.user.rng.random()
        said = f"click {named(widget)} {place.x()},{place.y()}"
        if chance < 0.25:
            reason = QContextMenuEvent.Reason.Mouse
            event = QContextMenuEvent(reason, place, widget.mapToGlobal(place))
            QApplication.sendEvent(widget, event)
            return f"menu of {said}"
        QTest.mouseClick(widget, LEFT, self.user.one_of((PLAIN, PLAIN, SHIFT)), place)
        if chance > 0.85 and isValid(widget):
            QTest.mouseDClick(widget, LEFT, PLAIN, place)
        return said

    def pull(self) -> str:
        """Press, move, release; at times without a release until later."""
        widget = self.someone()
        if widget is None:
            return ""
        said = f"pull {named(widget)}"
        QTest.mousePress(widget, LEFT, PLAIN, self.point(widget))
        for _ in range(3):
            if isValid(widget):
                QTest.mouseMove(widget, self.point(widget))
        if isValid(widget):
            QTest.mouseRelease(widget, LEFT, PLAIN, self.point(widget))
        return said

    def wheel(self) -> str:
        """Turn it over anything."""
        widget = self.someone()
        if widget is None:
            return ""
        said, place = f"wheel {named(widget)}", self.point(widget)
        turn = QPoint(0, 120 * self.user.one_of((-3, -1, 1, 3)))
        event = QWheelEvent(
            QPointF(place),
            QPointF(widget.mapToGlobal(place)),
            QPoint(),
            turn,
            NONE,
            PLAIN,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(widget, event)
        return said

    def plot(self) -> str:
        """In the figure: move, click, drag, turn, double click, its menus, its keys."""
        views = [view for view in self.user.window.findChildren(QGraphicsView) if view.isVisible()]
        if not views or self.front() is not self.user.window:
            return ""
        view = self.user.one_of(views)
        port, chance = view.viewport(), self.user.rng.random()
        here, there = self.point(port), self.point(port)
        said = f"plot {here.x()},{here.y()} {chance:.2f}"
        if chance < 0.2:
            QTest.mouseMove(port, here)
        elif chance < 0.4:
            QTest.mousePress(port, LEFT, PLAIN, here)
            for step in (1, 2, 3):
                QTest.mouseMove(port, here + (there - here) * step / 3)
                self.user.process()
            QTest.mouseRelease(port, LEFT, PLAIN, there)
        elif chance < 0.6:
            QTest.mouseClick(port, self.user.one_of((LEFT, LEFT, RIGHT)), PLAIN, here)
        elif chance < 0.7:
            QTest.mouseClick(port, LEFT, PLAIN, here)
            QTest.mouseDClick(port, LEFT, PLAIN, here)
        else:
            QTest.keyClick(view, self.user.one_of(KEYS), self.user.one_of((PLAIN, SHIFT)))
        return said

    def keys(self) -> str:
        """A key for whatever has the focus."""
        widget = QApplication.focusWidget() or self.front()
        key = self.user.one_of(KEYS)
        said = f"key {key.name} {named(widget)}"
        QTest.keyClick(widget, key, self.user.one_of((PLAIN, PLAIN, PLAIN, SHIFT)))
        return said

    def write(self) -> str:
        """Text into a field, and Enter."""
        field = self.someone((QLineEdit, QSpinBox))
        if not isinstance(field, QLineEdit | QSpinBox):
            return ""
        text = self.user.one_of(TEXTS)
        said = f"write {text!r} {named(field)}"
        field.setFocus()
        field.selectAll()
        for character in text:
            press = QKeyEvent(QEvent.Type.KeyPress, 0, PLAIN, character)
            QApplication.sendEvent(field, press)
        if isValid(field) and self.user.rng.random() < 0.8:
            QTest.keyClick(field, Qt.Key.Key_Return)
        return said

    def choose(self) -> str:
        """Another entry of any list that opens."""
        box = self.someone(QComboBox)
        if not isinstance(box, QComboBox) or not box.count():
            return ""
        index = int(self.user.rng.integers(box.count()))
        said = f"choose {index} {named(box)}"
        box.setCurrentIndex(index)
        box.activated.emit(index)
        return said

    def answer(self) -> str:
        """Do something to the dialog or the menu that is open, above all be done with it."""
        front, chance = self.front(), self.user.rng.random()
        if front is self.user.window or isinstance(front, QFileDialog):
            return ""
        said = f"answer {named(front)} {chance:.2f}"
        if chance < 0.4:
            QTest.keyClick(front, Qt.Key.Key_Escape)
        elif chance < 0.6:
            QTest.keyClick(front, Qt.Key.Key_Return)
        elif chance < 0.8:
            self.press_button()
        else:
            QTest.keyClick(front, self.user.one_of(KEYS))
        return said


def named(widget: QWidget) -> str:
    """A widget in words."""
    text = widget.accessibleName() or widget.objectName()
    if not text and isinstance(widget, QAbstractButton | QLabel):
        text = widget.text()[:30]
    return f"{type(widget).__name__} {text!r}"
