"""Help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from gui.menus.about import AboutDialog
from gui.menus.bug_report import report_text
from gui.menus.entry import add_entry
from gui.menus.keyboard_map import KeyboardMap

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow


def fill_help(menu: QMenu, window: MainWindow) -> None:
    """The keys, a report, about."""
    add_entry(
        menu,
        "&Keyboard map",
        lambda: KeyboardMap(window).open(),
        "Ctrl+/",
        "Every key of the menus and the controls.",
    )
    menu.addSeparator()
    add_entry(
        menu,
        "Copy for a &bug report",
        lambda: _copy_report(window),
        None,
        "Versions, screen and session, to the clipboard.",
    )
    about = add_entry(
        menu,
        "&About Gaussian Explorer",
        lambda: AboutDialog(window).open(),
        None,
        "What the program is, and its versions.",
    )
    about.setMenuRole(QAction.MenuRole.AboutRole)


def _copy_report(window: MainWindow) -> None:
    QGuiApplication.clipboard().setText(report_text(window))
    window.status.tell("The report is on the clipboard.")
