"""The menus of a plot: what can be done with it, and which plots there are."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from engine.core.words import tr
from gui.figure.plot_copy import copy_data, copy_image

if TYPE_CHECKING:
    from gui.figure.hands import Hands


def plot_menu(hands: Hands, name: str) -> QMenu:
    """What can be done with one plot."""
    menu = _menu(hands)
    main = name == hands.board.main
    if main:
        _add(menu, tr("Back"), hands.back, "Esc")
    else:
        _add(menu, tr("Make this the main plot"), partial(hands.choose, name))
    _add(menu, tr("Fit the range"), partial(hands.fit, name), "Home")
    menu.addSeparator()
    say = hands.told.emit
    _add(menu, tr("Copy image"), lambda: say(copy_image(hands.view, name)), "Ctrl+C")
    _add(menu, tr("Copy data"), lambda: say(copy_data(hands.board.panel(name))), "Ctrl+Shift+C")
    return menu


def list_menu(hands: Hands) -> QMenu:
    """The plots of the page, one of which is the main one."""
    menu = _menu(hands)
    for name in hands.board.offered:
        title = hands.board.frames[name].header.title.replace("&", "&&")
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(name == hands.board.main)
        action.triggered.connect(partial(hands.choose, name))
    return menu


def _menu(hands: Hands) -> QMenu:
    menu = QMenu(hands.view)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def _add(menu: QMenu, text: str, act: Callable[[], object], key: str = "") -> None:
    action = menu.addAction(text)
    action.triggered.connect(lambda _checked=False: act())
    if key:
        # Shown, and handled by the figure: the menu is gone when the key is pressed.
        action.setShortcut(QKeySequence(key))
        action.setShortcutVisibleInContextMenu(True)
