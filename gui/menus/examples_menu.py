"""The examples, by page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from engine.page.page import page_named
from engine.session.examples import all_examples
from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow


def fill_examples(menu: QMenu, window: MainWindow) -> None:
    """The start page, and the examples of each page in a menu of their own."""
    tip = "The examples with their pictures"
    add_entry(menu, "&Start page", window.start.show, "Ctrl+Shift+H", tip)
    menu.addSeparator()
    for study, examples in groupby(all_examples(), lambda example: example.session().study):
        inner = menu.addMenu(page_named(study).title)
        for example in examples:
            add_entry(
                inner, example.title, lambda e=example: window.start.open(e), tip=example.text
            )
