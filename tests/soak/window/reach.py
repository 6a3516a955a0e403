"""Which of the controls that were seen have been used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QGraphicsView,
    QLabel,
    QLineEdit,
    QSpinBox,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from gui.app.main_window import MainWindow
from gui.inputs.option_column import OptionColumn
from gui.shell.input_panel import InputPanel
from gui.shell.page_area import PageArea
from gui.shell.start.page import StartPage
from gui.sweep.place import SweepPlace
from gui.widgets.input_row import InputRow

PARTS = (StartPage, SweepPlace)
CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QGraphicsView),
    *(QLineEdit, QSpinBox, QTabBar),
)
TOLD = 12
PLACE = "soak_place"


class Reach:
    """Controls by the part of the window in which they stand, and the place that they have there,
    which is the same in each language and each window; ``page`` says which page is shown."""

    def __init__(self, page: Callable[[], str]) -> None:
        self.page = page
        self.seen: defaultdict[str, dict[str, str]] = defaultdict(dict)  # names by places
        self.touched: defaultdict[str, set[str]] = defaultdict(set)

    def is_new(self, widget: QWidget) -> bool:
        """Whether it is a control that nobody has used."""
        if not isinstance(widget, CONTROLS):
            return False
        return place(widget) not in self.touched[part(widget, self.page())]

    def touch(self, widget: QWidget) -> None:
        """It is used now."""
        if isinstance(widget, CONTROLS):
            where = part(widget, self.page())
            self.seen[where][place(widget)] = named(widget)
            self.touched[where].add(place(widget))

    def look(self, window: QWidget) -> None:
        """Keep what can be used now."""
        for each in window.findChildren(QWidget):
            if isinstance(each, CONTROLS) and each.isVisible() and each.isEnabled():
                self.seen[part(each, self.page())].setdefault(place(each), named(each))

    def left(self, where: str) -> int:
        """How many of a part have been seen and never used."""
        return len(self.seen[where].keys() - self.touched[where])

    def report(self) -> list[str]:
        """How many of each part, and some that were never used."""
        parts = sorted(self.seen)
        left = [
            f"{where} {name}"
            for where in parts
            for at, name in self.seen[where].items()
            if at not in self.touched[where]
        ]
        seen = sum(len(self.seen[where]) for where in parts)
        each = (f"{where} {len(self.touched[where])} of {len(self.seen[where])}" for where in parts)
        return [
            f"{seen - len(left):,} of {seen:,} that were seen: {', '.join(each)}",
            f"never used: {', '.join(sorted(left)[:: max(len(left) // TOLD, 1)][:TOLD]) or 'none'}",
        ]


def part(widget: QWidget, page: str) -> str:
    """The page, where the control is the page's; else the part of the window or the dialog, which
    is the same on each page."""
    if not isinstance(widget.window(), MainWindow):
        return type(widget.window()).__name__
    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, PageArea | InputPanel):
            return page
        if isinstance(above, PARTS):
            return type(above).__name__
        above = above.parentWidget()
    return "window"


def place(widget: QWidget) -> str:
    """Types and numbers among those of one parent, from the window down, as it was when this was
    asked first; of the pages' frames and options, which are made in any order, only those shown
    count. The row of a number has the name of its flag: which rows come before it changes."""
    known = widget.property(PLACE)
    if known is None:
        parent, kind = widget.parentWidget(), type(widget)
        if parent is None or widget.isWindow():
            known = kind.__name__
        elif isinstance(widget, InputRow):
            known = f"{kind.__name__} {widget.field.field}"
        else:
            same = [each for each in parent.children() if type(each) is kind]
            if isinstance(parent, QStackedWidget) or kind is OptionColumn:
                same = [each for each in same if each is widget or each.isVisible()]
            known = f"{place(parent)} {kind.__name__}{same.index(widget)}"
        widget.setProperty(PLACE, known)
    return str(known)


def named(widget: QWidget) -> str:
    """A widget in words."""
    text = widget.accessibleName() or widget.objectName()
    if not text and isinstance(widget, QAbstractButton | QLabel):
        text = widget.text()[:30]
    return f"{type(widget).__name__} {text!r}"
