"""Everything that leaves the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def export_menu(window: MainWindow) -> QMenu:
    """The one menu of everything that leaves the program; pages show it as well."""
    menu = QMenu("&Export", window)
    exporter = window.exporter
    for kind, text, shortcut in (
        ("png", "Figure as &PNG…", "Ctrl+E"),
        ("svg", "Figure as &SVG…", None),
        ("pdf", "Figure as P&DF…", None),
    ):
        add_entry(menu, text, lambda kind=kind: exporter.save(kind), shortcut)
    menu.addMenu(_scale_menu(window, menu))
    menu.addSeparator()
    add_entry(menu, "Numbers as &CSV…", lambda: exporter.save("csv"), "Ctrl+Shift+E")
    add_entry(menu, "Arrays as &NPZ…", lambda: exporter.save("npz"))
    menu.addSeparator()
    add_entry(menu, "Copy &image", exporter.copy_image, "Ctrl+Shift+C")
    add_entry(menu, "Copy n&umbers", exporter.copy_numbers, "Ctrl+Alt+C")
    menu.addSeparator()
    add_entry(menu, "Copy as code in NumP&y", lambda: exporter.copy_code("numpy"))
    add_entry(menu, "Copy as code in Py&Torch", lambda: exporter.copy_code("torch"))
    add_entry(menu, "Copy command &line", exporter.copy_command, "Ctrl+Shift+L")
    return menu


def _scale_menu(window: MainWindow, parent: QMenu) -> QMenu:
    menu = QMenu("Image si&ze", parent)
    group = QActionGroup(menu)
    for scale in (1, 2, 3, 4):
        action = QAction(f"{scale} ×", menu, checkable=True)
        action.setChecked(scale == window.settings.image_scale)
        action.triggered.connect(
            lambda _, scale=scale: setattr(window.settings, "image_scale", scale)
        )
        group.addAction(action)
        menu.addAction(action)
    return menu
