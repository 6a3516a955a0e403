"""The menu bar and the tools beside it, made from the list of actions."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from engine.core.words import tr, tr_noop
from gui.shell.action_list import ActionList
from gui.shell.actions import Action, Entry, Menu
from gui.shell.top_bar import Tool, TopBar


def fill_menu_bar(bar: QMenuBar, actions: ActionList) -> dict[str, QMenu]:
    """Every menu of the list, by its title; those inside others as well, where they stay."""
    made: dict[str, QMenu] = {}
    for menu in actions.menus:
        _fill(bar.addMenu(tr(menu.text)), menu, actions, made)
    return made


def add_tools(bar: TopBar, actions: ActionList, menus: Mapping[str, QMenu]) -> None:
    """What is at the right of the bar."""
    for tool in (
        Tool("play", tr_noop("Play"), actions["view.play"]),
        Tool("pin", tr_noop("A | B"), menus["A | B"]),
        Tool("share", tr_noop("Share"), actions["file.share"]),
        Tool("export", tr_noop("Export"), menus["Export"]),
        Tool("present", tr_noop("Present"), actions["bookmarks.present"]),
    ):
        bar.add_tool(tool)


def show_words(actions: ActionList, made: dict[str, QMenu]) -> None:
    """The titles of menus in the language of now, and the entries of those that change."""
    for menu in actions.all_menus():
        made[menu.title].setTitle(tr(menu.text))
        if menu.changing:
            _refill(made[menu.title], menu, actions)


def _fill(target: QMenu, menu: Menu, actions: ActionList, made: dict[str, QMenu]) -> None:
    made[menu.title] = target
    group = QActionGroup(target)
    for entry in menu.current():
        _add(target, entry, menu.changing, actions, {} if menu.changing else made)
        if isinstance(entry, Action) and entry.exclusive:
            group.addAction(actions[entry.name])
    if menu.changing:
        target.aboutToShow.connect(lambda: _refill(target, menu, actions))
    target.aboutToShow.connect(actions.refresh)
    if menu.tool_tips:
        _show_tool_tips(target, menu)
        target.aboutToShow.connect(lambda: _show_tool_tips(target, menu))


def _refill(target: QMenu, menu: Menu, actions: ActionList) -> None:
    target.clear()
    for entry in menu.current():
        _add(target, entry, True, actions, {})


def _add(
    target: QMenu, entry: Entry, changing: bool, actions: ActionList, made: dict[str, QMenu]
) -> None:
    if entry is None:
        target.addSeparator()
    elif isinstance(entry, Menu):
        _fill(target.addMenu(tr(entry.text)), entry, actions, made)
    else:
        target.addAction(actions.make(entry, target) if changing else actions.made(entry))


def _show_tool_tips(target: QMenu, menu: Menu) -> None:
    """At the mouse, where one says more than the entry."""
    target.setToolTipsVisible(
        any(
            isinstance(entry, Action) and (entry.tool_tip or not entry.enabled)
            for entry in menu.current()
        )
    )
