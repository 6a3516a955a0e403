"""Everything that leaves the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from engine.export.snippet import Flavour, why_none
from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow

REOPENS = "What the page shows; opening the file shows the session again."
TABLES = "One table a plot and one for the readouts, with full precision."
ARRAYS = "Every array of the result, for NumPy."
CODE = "A program of its own that prints today's numbers, to the clipboard."
COMMAND = "The command that prints today's numbers, to the clipboard."


def export_menu(window: MainWindow) -> QMenu:
    """The one menu of everything that leaves the program; pages show it as well."""
    menu = QMenu("&Export", window)
    exporter = window.exporter
    for kind, text, shortcut in (
        ("png", "Figure as &PNG…", "Ctrl+E"),
        ("svg", "Figure as &SVG…", None),
        ("pdf", "Figure as P&DF…", None),
    ):
        add_entry(menu, text, lambda kind=kind: exporter.save(kind), shortcut, REOPENS)
    menu.addMenu(_scale_menu(window, menu))
    menu.addAction(_light_figures(window, menu))
    menu.addSeparator()
    add_entry(menu, "Numbers as &CSV…", lambda: exporter.save("csv"), "Ctrl+Shift+E", TABLES)
    add_entry(menu, "Arrays as &NPZ…", lambda: exporter.save("npz"), None, ARRAYS)
    menu.addSeparator()
    add_entry(menu, "Copy &image", exporter.copy_image, "Ctrl+Shift+C", "The figure as it is.")
    add_entry(menu, "Copy n&umbers", exporter.copy_numbers, "Ctrl+Alt+C", "For a spreadsheet.")
    menu.addSeparator()
    _add_code(window, menu)
    add_entry(menu, "Copy command &line", exporter.copy_command, "Ctrl+Shift+L", COMMAND)
    return menu


def _add_code(window: MainWindow, menu: QMenu) -> None:
    """The programs; one that there is not for the page on show is grey, and says so."""
    entries: dict[Flavour, QAction] = {}
    texts: dict[Flavour, str] = {
        "numpy": "Copy as code in NumP&y",
        "torch": "Copy as code in Py&Torch",
    }
    for flavour, text in texts.items():
        entries[flavour] = add_entry(
            menu, text, lambda flavour=flavour: window.exporter.copy_code(flavour), None, CODE
        )

    def show_whether() -> None:
        reasons = []
        for flavour, action in entries.items():
            why = why_none(window.store.session, flavour)
            reasons.append(why)
            action.setEnabled(not why)
            tip = f"{why[:1].upper()}{why[1:]}." if why else CODE
            action.setStatusTip(tip)
            action.setToolTip(tip)
        menu.setToolTipsVisible(any(reasons))

    show_whether()
    window.store.changed.connect(show_whether)
    menu.aboutToShow.connect(show_whether)


def _light_figures(window: MainWindow, parent: QMenu) -> QAction:
    action = QAction("Li&ght figures", parent, checkable=True)
    action.setStatusTip("Figures for paper: light, whatever theme is on the screen.")
    action.setChecked(window.settings.light_figures)
    action.toggled.connect(lambda on: setattr(window.settings, "light_figures", on))
    return action


def _scale_menu(window: MainWindow, parent: QMenu) -> QMenu:
    menu = QMenu("Image si&ze", parent)
    group = QActionGroup(menu)
    for scale in (1, 2, 3, 4):
        action = QAction(f"{scale} ×", menu, checkable=True)
        action.setStatusTip(f"PNG images {scale} times as large as the figure on the screen.")
        action.setChecked(scale == window.settings.image_scale)
        action.triggered.connect(
            lambda _, scale=scale: setattr(window.settings, "image_scale", scale)
        )
        group.addAction(action)
        menu.addAction(action)
    return menu
