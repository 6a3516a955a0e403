"""One entry of a menu."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu


def add_entry(
    menu: QMenu,
    text: str,
    do: Callable[[], object] | None,
    shortcut: QKeySequence.StandardKey | str | None = None,
    tip: str = "",
) -> QAction:
    """Add an entry to a menu: its text, what it does, its shortcut, and a sentence for the
    status bar."""
    action = QAction(text, menu)
    action.setStatusTip(tip)
    if shortcut is not None:
        action.setShortcut(QKeySequence(shortcut))
    if do is not None:
        action.triggered.connect(lambda: do())
    menu.addAction(action)
    return action
