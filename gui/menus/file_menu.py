"""Files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def fill_file(menu: QMenu, window: MainWindow, export: QMenu) -> None:
    """Export and quit."""
    menu.addMenu(export)
    menu.addSeparator()
    quit_action = add_entry(menu, "&Quit", window.close, QKeySequence.StandardKey.Quit)
    quit_action.setMenuRole(QAction.MenuRole.QuitRole)
