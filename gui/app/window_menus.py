"""The menus of the window: every action of the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication

from engine.core.words import tr
from gui.app.navigation import Navigation
from gui.app.services import Services
from gui.app.start import Start
from gui.menus.about import AboutDialog
from gui.menus.bookmark_menu import bookmark_menu
from gui.menus.compare_menu import compare_menu
from gui.menus.edit_menu import edit_menu
from gui.menus.examples_menu import examples_menu
from gui.menus.export_menu import export_menu
from gui.menus.file_menu import file_menu
from gui.menus.help_menu import help_menu
from gui.menus.keyboard_map import KeyboardMap
from gui.menus.pages_menu import pages_menu
from gui.menus.view_menu import view_menu
from gui.shell.actions import Menu, listed
from gui.shell.bookmark_list import BookmarkList


def window_menus(
    services: Services,
    navigation: Navigation,
    start: Start,
    find: Callable[[], object],
    play: Callable[[], object],
    compute: Callable[[], object],
    present: Callable[[], object],
    link: Callable[[], object],
) -> list[Menu]:
    """In the platform's usual order."""
    store, settings, window = services.store, services.settings, services.window

    def show_keys() -> None:
        KeyboardMap(listed(menus), window).open()

    def copy_report() -> None:
        QGuiApplication.clipboard().setText(services.report())
        services.status.notify(tr("The report is on the clipboard."))

    def show_bookmarks() -> None:
        shown = BookmarkList(services.bookmarks, window)
        shown.presented.connect(present)
        shown.show()

    export = export_menu(services.exporter, settings)
    states = (
        compare_menu(store, services.opener, services.apply),
        bookmark_menu(services.bookmarks, show_bookmarks, present),
    )
    menus = [
        file_menu(
            services.document, services.opener, services.sharing, settings, export, window.close
        ),
        edit_menu(store.undo_stack, services.apply, compute, link),
        view_menu(navigation, services.appearance, states, find, play),
        pages_menu(services.pages, navigation),
        examples_menu(start.show, start.open),
        help_menu(show_keys, copy_report, lambda: AboutDialog(window).open()),
    ]
    return menus
