"""Undo, and what is done to p and q."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from gui.base import commands
from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow

Standard = QKeySequence.StandardKey


def fill_edit(menu: QMenu, window: MainWindow) -> None:
    """Undo, redo, swap, match, resample, reset."""
    stack = window.store.undo_stack
    undo = stack.createUndoAction(window, "&Undo")
    undo.setShortcuts(QKeySequence.keyBindings(Standard.Undo))
    redo = stack.createRedoAction(window, "&Redo")
    redo_keys = QKeySequence.keyBindings(Standard.Redo)
    more = QKeySequence("Ctrl+Y")
    redo.setShortcuts(redo_keys if more in redo_keys else [*redo_keys, more])
    menu.addActions([undo, redo])
    menu.addSeparator()
    undo.setStatusTip("Take back the last change; a whole drag of a slider is one change.")
    redo.setStatusTip("Make the change again that was taken back.")
    for text, command, shortcut, tip in (
        ("&Swap p and q", commands.swapped, "Ctrl+T", "Turn p and q round, on every page."),
        ("&Match q to p", commands.matched, "Ctrl+M", "Make q equal to p."),
        ("Resam&ple", commands.resampled, "Ctrl+R", "The next seed: other samples."),
        ("R&eset", commands.reset, "Ctrl+Shift+R", "Everything as at the start."),
    ):
        name = text.replace("&", "")
        add_entry(menu, text, lambda c=command, n=name: window.apply(c, n), shortcut, tip)
