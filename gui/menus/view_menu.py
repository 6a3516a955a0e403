"""Which page is shown, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from gui.look.look import MODES, SIZES
from gui.menus.entry import add_entry

if TYPE_CHECKING:
    from gui.app.main_window import MainWindow

MODE_TEXTS = {
    "light": ("&Light", "Dark lines on a white ground."),
    "dark": ("&Dark", "Light lines on a dark ground."),
    "system": ("&System", "Light or dark, as the desktop is, and changing with it."),
}
SIZE_TEXTS = {
    "normal": ("&Normal", "Type and lines for a screen on a desk."),
    "lecture": ("Le&cture", "Large type and thick lines, for the last row of a lecture hall."),
}


def fill_view(menu: QMenu, window: MainWindow) -> None:
    """The pages, the explanation, theme and sizes."""
    _add_pages(menu, window)
    menu.addSeparator()
    explain = add_entry(
        menu, "&Explanation", None, "F1", "Formulas and words on this page, at the right."
    )
    explain.setCheckable(True)
    explain.triggered.connect(window.want_explanation)
    window.explain_action = explain
    menu.addSeparator()
    appearance = window.appearance
    look = appearance.look
    menu.addMenu(_choice("&Theme", MODES, MODE_TEXTS, look.mode, appearance.set_mode, menu))
    menu.addMenu(_choice("S&ize", SIZES, SIZE_TEXTS, look.size, appearance.set_size, menu))
    menu.addMenu(_text_menu(window, menu))


def _add_pages(menu: QMenu, window: MainWindow) -> None:
    for index, study in enumerate(window.studies):
        shortcut = f"Ctrl+{index + 1}" if index < 9 else None
        text = f"&{index + 1}  {study.title}" if index < 9 else study.title
        add_entry(
            menu, text, lambda name=study.name: window.show_page(name), shortcut, study.summary
        )
    menu.addSeparator()
    for text, step, shortcut, tip in (
        ("Ne&xt page", 1, "Ctrl+Tab", "The page to the right of this one."),
        ("Pre&vious page", -1, "Ctrl+Shift+Tab", "The page to the left of this one."),
    ):
        add_entry(menu, text, lambda step=step: window.step_page(step), shortcut, tip)
    for text, step, shortcut, tip in (
        ("Next &panel", 1, "F6", "From p and q to the page, its numbers, the explanation."),
        ("Previous p&anel", -1, "Shift+F6", "Back to the panel before."),
    ):
        add_entry(menu, text, lambda step=step: window.step_panel(step), shortcut, tip)


def _choice(title: str, names, texts, chosen: str, choose, parent: QMenu) -> QMenu:
    """A menu of which one entry is checked."""
    menu = QMenu(title, parent)
    group = QActionGroup(menu)
    for name in names:
        text, tip = texts[name]
        action = add_entry(menu, text, lambda name=name: choose(name), None, tip)
        action.setCheckable(True)
        action.setChecked(name == chosen)
        group.addAction(action)
    return menu


def _text_menu(window: MainWindow, parent: QMenu) -> QMenu:
    menu = QMenu("Text s&cale", parent)
    step = window.appearance.step_text
    larger = add_entry(menu, "&Larger", lambda: step(1), "Ctrl++", "Larger type everywhere.")
    # The key of the plus sign needs Shift on many keyboards.
    larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
    add_entry(menu, "&Smaller", lambda: step(-1), "Ctrl+-", "Smaller type everywhere.")
    add_entry(menu, "&Usual", lambda: step(0), "Ctrl+0", "Type of the usual size.")
    return menu
