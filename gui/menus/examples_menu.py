"""The examples, by page."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from engine.examples import all_examples
from engine.study import study_named
from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.main_window import MainWindow


def fill_examples(menu: QMenu, window: MainWindow) -> None:
    """The start page, and one entry for each example below the name of its page."""
    add_entry(menu, "&Start page", window.show_start, "Ctrl+Home")
    for study, examples in groupby(all_examples(), lambda example: example.session().study):
        menu.addSeparator()
        menu.addSection(study_named(study).title)
        for example in examples:
            entry = add_entry(menu, example.title, lambda e=example: window.open_example(e))
            entry.setStatusTip(example.text)
