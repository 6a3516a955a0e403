"""Which page is shown, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def fill_view(menu: QMenu, window: MainWindow) -> None:
    """The pages and the explanation."""
    for index, study in enumerate(window.studies):
        shortcut = f"Ctrl+{index + 1}" if index < 9 else None
        add_entry(menu, study.title, lambda name=study.name: window.show_page(name), shortcut)
    menu.addSeparator()
    explain = add_entry(menu, "&Explanation", None, "F1")
    explain.setCheckable(True)
    explain.triggered.connect(window.want_explanation)
    window.explain_action = explain
