"""Help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def fill_help(menu: QMenu, window: MainWindow) -> None:
    """About."""
    about = add_entry(menu, "&About Gaussian Explorer", window.show_about)
    about.setMenuRole(QAction.MenuRole.AboutRole)
