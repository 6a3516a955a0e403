"""Undo, and what is done to p and q."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from gui import commands
from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.main_window import MainWindow

Standard = QKeySequence.StandardKey


def fill_edit(menu: QMenu, window: MainWindow) -> None:
    """Undo, redo, swap, match, resample, reset."""
    stack = window.store.undo_stack
    undo = stack.createUndoAction(window, "&Undo")
    undo.setShortcuts(QKeySequence.keyBindings(Standard.Undo))
    redo = stack.createRedoAction(window, "&Redo")
    redo.setShortcuts([*QKeySequence.keyBindings(Standard.Redo), QKeySequence("Ctrl+Y")])
    menu.addActions([undo, redo])
    menu.addSeparator()
    for text, command, shortcut in (
        ("&Swap p and q", commands.swapped, "Ctrl+Shift+S"),
        ("&Match q to p", commands.matched, "Ctrl+M"),
        ("Resam&ple", commands.resampled, "Ctrl+R"),
        ("R&eset", commands.reset, "Ctrl+Shift+R"),
    ):
        name = text.replace("&", "")
        add_entry(menu, text, lambda c=command, n=name: window.apply(c, n), shortcut)
