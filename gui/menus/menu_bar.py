"""The menu bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from gui.menus.edit_menu import fill_edit
from gui.menus.examples_menu import fill_examples
from gui.menus.file_menu import fill_file
from gui.menus.help_menu import fill_help
from gui.menus.view_menu import fill_view

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow


def fill_menu_bar(window: MainWindow, export: QMenu) -> None:
    """Every menu, in the platform's usual order."""
    bar = window.menuBar()
    fill_file(bar.addMenu("&File"), window, export)
    fill_edit(bar.addMenu("&Edit"), window)
    fill_view(bar.addMenu("&View"), window)
    fill_examples(bar.addMenu("E&xamples"), window)
    fill_help(bar.addMenu("&Help"), window)
