"""Every word that the window shows: none of it is a number that is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel

from gui.app.main_window import MainWindow
from tests.helpers.window_texts import plot_texts

TYPED = ("problem", "lecture_title")  # say what the user has typed: a value, a bookmark's name
# A file that the user has called so is none.
NONE = re.compile(r"(?<![\w.])[-+−]?(nan|inf)(?!\w|\.\w)", re.IGNORECASE)


def wrong_words(window: MainWindow) -> list[str]:
    """The texts that hold one."""
    return [f"{where}: {text}" for where, text in shown_words(window) if NONE.search(text)]


def shown_words(window: MainWindow) -> Iterator[tuple[str, str]]:
    """Where, and what, of labels, buttons, the table of numbers and all that plots say."""
    for widget in window.findChildren(QLabel):
        if widget.isVisible() and widget.objectName() not in TYPED:
            yield type(widget).__name__, widget.text()
    for widget in window.findChildren(QAbstractButton):
        if widget.isVisible():
            yield type(widget).__name__, widget.text()
    numbers = window.drawer.table.numbers
    for row in range(numbers.rowCount()):
        for column in range(numbers.columnCount()):
            index = numbers.index(row, column)
            yield "number", str(index.data() or "")
            tip = str(index.data(Qt.ItemDataRole.ToolTipRole) or "")
            yield "number's tip", tip.rpartition("\n")[2]  # the help above may tell of any
    yield from plot_texts(window.frame.view, made=True)
