"""What a mouse and a keyboard do, anywhere in whatever window is in front."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QGraphicsView,
    QLineEdit,
    QSpinBox,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

from tests.helpers.random_use import User
from tests.soak.window.input import LEFT, PLAIN, RIGHT, SHIFT, Input
from tests.soak.window.reach import Reach, named

TEXTS = ("0", "-1.5", "1/3", "sqrt(2)", "nan", "1e400", "-", "2*pi", "kl", "mean", "重", "")
KEYS = [
    getattr(Qt.Key, f"Key_{name}")
    for name in (
        *("Left", "Right", "Up", "Down", "PageUp", "PageDown", "Home", "End", "Tab", "Backtab"),
        *("Return", "Space", "Escape", "Delete", "Backspace", "F6", "Plus", "Minus", "1", "2"),
    )
]


MOST_MOVES = 12  # of one drag, of one way across a plot
ANEW = 0.8  # how often what nobody has touched yet is preferred


class Hands:
    """A mouse and keys for a user; every method says what it did."""

    def __init__(self, user: User, send: Input, reach: Reach) -> None:
        self.user, self.send, self.reach = user, send, reach

    def front(self) -> QWidget:
        """The window that takes what is done."""
        app = QApplication
        front = app.activePopupWidget() or app.activeModalWidget()
        return front if front is not None else self.user.window

    def someone(self, kind: type[QWidget] | tuple[type[QWidget], ...] = QWidget) -> QWidget | None:
        """A widget that can be seen and used; mostly one that nobody has touched."""
        found = [
            each
            for each in self.front().findChildren(QWidget)
            if isinstance(each, kind) and each.isVisible() and each.isEnabled()
        ]
        if self.user.rng.random() < ANEW:
            found = [each for each in found if self.reach.is_new(each)] or found
        if not found:
            return None
        widget = self.user.one_of(found)
        self.reach.touch(widget)
        return widget

    def point(self, widget: QWidget) -> QPoint:
        """Somewhere on it."""
        x, y = self.user.rng.random(2)
        return QPoint(int(x * max(widget.width(), 1)), int(y * max(widget.height(), 1)))

    def way(self, widget: QWidget) -> list[QPoint]:
        """From one point of it to another, in steps as a mouse makes them."""
        here, there = self.point(widget), self.point(widget)
        steps = int(self.user.rng.integers(2, MOST_MOVES + 1))
        return [here + (there - here) * step / (steps - 1) for step in range(steps)]

    def press_button(self) -> str:
        """A button in its middle."""
        button = self.someone((QAbstractButton, QTabBar))
        if button is None:
            return ""
        said = f"press {named(button)}"
        self.send.click(button, button.rect().center())
        return said

    def click(self) -> str:
        """Anywhere, with either button, at times twice."""
        widget = self.someone()
        if widget is None:
            return ""
        place, chance = self.point(widget), self.user.rng.random()
        said = f"click {named(widget)} {place.x()},{place.y()}"
        if chance < 0.25:
            self.send.menu(widget, place)
            return f"menu of {said}"
        self.send.click(widget, place, keys=self.user.one_of((PLAIN, PLAIN, SHIFT)))
        if chance > 0.85 and isValid(widget):
            self.send.double_click(widget, place)
        return said

    def hover(self) -> str:
        """Across anything, without a button."""
        widget = self.someone()
        if widget is None:
            return ""
        said = f"hover {named(widget)}"
        self._along(widget, self.way(widget))
        return said

    def pull(self) -> str:
        """Press, move, release."""
        widget = self.someone()
        if widget is None:
            return ""
        said = f"pull {named(widget)}"
        self._drag(widget, self.way(widget))
        return said

    def wheel(self) -> str:
        """Turn it over anything, by a few notches."""
        widget = self.someone()
        if widget is None:
            return ""
        said, place, turn = f"wheel {named(widget)}", self.point(widget), self._turn()
        for _ in range(int(self.user.rng.integers(1, 5))):
            if isValid(widget):
                self.send.wheel(widget, place, turn)
        return said

    def plot(self) -> str:
        """In the figure: move, click, drag, turn, double click, its menus, its keys."""
        views = [view for view in self.user.window.findChildren(QGraphicsView) if view.isVisible()]
        if not views or self.front() is not self.user.window:
            return ""
        view = self.user.one_of(views)
        port, chance = view.viewport(), self.user.rng.random()
        here = self.point(port)
        said = f"plot {here.x()},{here.y()} {chance:.2f}"
        if chance < 0.2:
            self._along(port, self.way(port))
        elif chance < 0.4:
            self._drag(port, self.way(port))
        elif chance < 0.5:
            self.send.click(port, here, self.user.one_of((LEFT, LEFT, RIGHT)))
        elif chance < 0.6:
            self.send.wheel(port, here, self._turn())
        elif chance < 0.7:
            self.send.click(port, here)
            self.send.double_click(port, here)
        else:
            self.send.key(view, self.user.one_of(KEYS), self.user.one_of((PLAIN, SHIFT)))
        return said

    def keys(self) -> str:
        """A key for whatever has the focus, at times held down."""
        said, key = "", self.user.one_of(KEYS)
        for _ in range(self.user.one_of((1, 1, 1, 2, 6))):
            widget = QApplication.focusWidget() or self.front()
            said = said or f"key {key.name} {named(widget)}"
            self.send.key(widget, key, self.user.one_of((PLAIN, PLAIN, PLAIN, SHIFT)))
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
        self.send.text(field, text)
        if isValid(field) and self.user.rng.random() < 0.8:
            self.send.key(field, Qt.Key.Key_Return)
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
            self.send.key(front, Qt.Key.Key_Escape)
        elif chance < 0.6:
            self.send.key(front, Qt.Key.Key_Return)
        elif chance < 0.8:
            self.press_button()
        else:
            self.send.key(front, self.user.one_of(KEYS))
        return said

    def _turn(self) -> int:
        return self.user.one_of((-3, -1, 1, 3))

    def _along(self, widget: QWidget, way: list[QPoint]) -> None:
        for place in way:
            if isValid(widget):
                self.send.move(widget, place)

    def _drag(self, widget: QWidget, way: list[QPoint]) -> None:
        self.send.press(widget, way[0])
        self._along(widget, way[1:])
        self.send.release(widget, way[-1])
