"""Files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gui.menus.entry import add_entry
from gui.menus.recent import RecentMenu

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow

Standard = QKeySequence.StandardKey


def fill_file(menu: QMenu, window: MainWindow, export: QMenu) -> None:
    """New, open, save, export, quit."""
    document, opener = window.document, window.opener
    _add(menu, "&New", document.new, Standard.New, "Begin anew with everything as at the start")
    _add(
        menu,
        "&Open…",
        opener.ask,
        Standard.Open,
        "Open a session, an exported figure with the session in it, or data",
    )
    menu.addMenu(RecentMenu(window))
    menu.addSeparator()
    _add(menu, "&Save", document.save, Standard.Save, "Save the session")
    _add(menu, "Save &As…", document.save_as, "Ctrl+Shift+S", "Save the session to another file")
    menu.addSeparator()
    menu.addMenu(export)
    menu.addSeparator()
    quit_action = _add(menu, "&Quit", window.close, "Ctrl+Q", "End the program")
    quit_action.setMenuRole(QAction.MenuRole.QuitRole)


def _add(
    menu: QMenu,
    text: str,
    do: Callable[[], object],
    shortcut: QKeySequence.StandardKey | str,
    tip: str,
) -> QAction:
    action = add_entry(menu, text, do, shortcut)
    action.setStatusTip(tip)
    return action
