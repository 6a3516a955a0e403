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
    QTabBar,
    QWidget,
)

CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSlider, QComboBox, QGraphicsView),
    *(QLineEdit, QSpinBox, QTabBar),
)
TOLD = 12
PLACE = "soak_place"


class Reach:
    """Controls by the page on which they stand and the place that they have in the window, which
    is the same in each language and each window; ``page`` says where the user is."""

    def __init__(self, page: Callable[[], str]) -> None:
        self.page = page
        self.seen: defaultdict[str, dict[str, str]] = defaultdict(dict)  # names by places
        self.touched: defaultdict[str, set[str]] = defaultdict(set)

    def is_new(self, widget: QWidget) -> bool:
        """Whether it is a control that nobody has used here."""
        return isinstance(widget, CONTROLS) and place(widget) not in self.touched[self.page()]

    def touch(self, widget: QWidget) -> None:
        """It is used now."""
        if isinstance(widget, CONTROLS):
            self.seen[self.page()][place(widget)] = named(widget)
            self.touched[self.page()].add(place(widget))

    def look(self, window: QWidget) -> None:
        """Keep what can be used now."""
        seen = self.seen[self.page()]
        for each in window.findChildren(QWidget):
            if isinstance(each, CONTROLS) and each.isVisible() and each.isEnabled():
                seen.setdefault(place(each), named(each))

    def report(self) -> list[str]:
        """How many of each page, and some that were never used."""
        pages = sorted(self.seen)
        left = [
            f"{page} {name}"
            for page in pages
            for where, name in self.seen[page].items()
            if where not in self.touched[page]
        ]
        seen = sum(len(self.seen[page]) for page in pages)
        each = (f"{page} {len(self.touched[page])} of {len(self.seen[page])}" for page in pages)
        return [
            f"{seen - len(left):,} of {seen:,} that were seen: {', '.join(each)}",
            f"never used: {', '.join(sorted(left)[:: max(len(left) // TOLD, 1)][:TOLD]) or 'none'}",
        ]


def place(widget: QWidget) -> str:
    """Types and numbers among what is shown, from the window down; as it was when this was asked
    first. Of the pages' frames and of what has yet to be deleted the others are hidden."""
    known = widget.property(PLACE)
    if known is None:
        parent, kind = widget.parentWidget(), type(widget)
        if parent is None or widget.isWindow():
            known = kind.__name__
        else:
            same = [each for each in parent.children() if type(each) is kind]
            shown = [each for each in same if each is widget or each.isVisible()]
            known = f"{place(parent)} {kind.__name__}{shown.index(widget)}"
        widget.setProperty(PLACE, known)
    return str(known)


def named(widget: QWidget) -> str:
    """A widget in words."""
    text = widget.accessibleName() or widget.objectName()
    if not text and isinstance(widget, QAbstractButton | QLabel):
        text = widget.text()[:30]
    return f"{type(widget).__name__} {text!r}"
