"""The entries of the menus as the user finds them."""

from collections.abc import Iterator

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu

from gui.shell.actions import plain


def entry(window, menu, name):
    """The action of an entry; those in inner menus are named "Inner: entry"."""
    return dict(entries(window)[menu])[name]


def entries(window: QMainWindow) -> dict[str, list[tuple[str, QAction]]]:
    """Every entry by the name of its menu, with the names of the menus on the way to it."""
    # `QAction.menu` is of no use: what it returns ends with the action's wrapper in Python.
    menus = {menu.menuAction(): menu for menu in window.findChildren(QMenu)}

    def below(menu: QMenu, path: str) -> Iterator[tuple[str, QAction]]:
        for action in menu.actions():
            name = path + plain(action.text())
            if action in menus:
                yield from below(menus[action], f"{name}: ")
            elif not action.isSeparator():
                yield name, action

    bar = [action for action in window.menuBar().actions() if action in menus]
    return {plain(action.text()): list(below(menus[action], "")) for action in bar}
