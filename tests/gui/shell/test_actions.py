"""One list of actions: what the menus show, the keys press and the keyboard map tells."""

import re
from collections import Counter

import pytest
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenuBar

from gui.menus.keyboard_map import groups
from gui.menus.menu_bar import fill_menu_bar
from gui.shell.action_list import ActionList
from gui.shell.actions import Action, Menu, listed
from tests.helpers.menus import entries


@pytest.fixture
def window(open_window):
    return open_window()


def test_the_menus_show_every_action_of_the_list_and_nothing_else(window):
    shown = [(menu, name) for menu, rows in entries(window).items() for name, _ in rows]
    assert shown == [(each.menu, each.title) for each in window.action_list.listed()]
    assert len(shown) > 30


def test_names_are_stable_and_belong_to_one_action(window):
    names = [each.action.name for each in window.action_list.listed()]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    assert [name for name in names if not re.fullmatch(r"[a-z]+(\.[a-z0-9_-]+)+", name)] == []
    for name in ("file.open", "edit.undo", "view.explanation", "export.png", "help.keys"):
        assert name in names


def test_every_action_has_a_title_and_a_tip(window):
    for each in window.action_list.listed():
        assert each.title.strip(), each
        assert each.action.tip.strip(), each


def test_a_key_belongs_to_one_action_and_the_keyboard_map_shows_it(window):
    rows = [each for each in window.action_list.listed() if each.action.sequences()]
    keys = Counter(keys.toString() for each in rows for keys in each.action.sequences())
    assert [key for key, count in keys.items() if count > 1] == []
    shown = groups(window.action_list.listed())
    assert {(each.menu, each.title) for each in rows} == {
        (menu, title)
        for menu, inner in shown.items()
        for title, _ in inner
        if menu not in ("Sliders", "Typed numbers", "Everywhere")
    }


def test_an_action_says_what_it_would_act_on_and_why_it_cannot(window):
    undo = window.action_list["edit.undo"]
    assert not undo.isEnabled()
    assert undo.statusTip() == "There is nothing to undo."
    window.action_list["edit.resample"].trigger()
    assert undo.isEnabled()
    assert undo.text() == "&Undo Resample"
    undo.trigger()
    assert window.action_list["edit.redo"].text() == "&Redo Resample"
    assert not undo.isEnabled()


def test_of_exclusive_switches_one_is_on(window):
    names = [f"export.scale.{scale}" for scale in (1, 2, 3, 4)]
    window.action_list["export.scale.3"].trigger()
    window.action_list["export.scale.3"].trigger()
    assert [window.action_list[name].isChecked() for name in names] == [0, 0, 1, 0]
    assert window.settings.image_scale == 3


def test_a_menu_that_changes_is_made_again_when_it_is_shown(qtbot):
    files = ["a"]
    pressed = []

    def made():
        return [
            Action(f"file.{name}", name, lambda name=name: pressed.append(name), f"Open {name}")
            for name in files
        ]

    bar = QMenuBar()
    qtbot.addWidget(bar)
    actions = ActionList([Menu("&File", made)], bar)
    menu = fill_menu_bar(bar, actions)["File"]
    files.append("b")
    assert [each.title for each in actions.listed()] == ["a", "b"]
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()] == ["a", "b"]
    menu.actions()[1].trigger()
    assert pressed == ["b"]


def test_an_obstacle_is_shown_at_the_mouse_where_the_menu_wants_it(qtbot):
    why = [""]
    action = Action("a.b", "&Do…", lambda: None, "Does it.", ["Ctrl+D"], obstacle=lambda: why[0])
    bar = QMenuBar()
    qtbot.addWidget(bar)
    actions = ActionList([Menu("&Menu", [action], tool_tips=True)], bar)
    menu = fill_menu_bar(bar, actions)["Menu"]
    assert isinstance(actions["a.b"], QAction)
    assert actions["a.b"].shortcut() == QKeySequence("Ctrl+D")
    assert (action.enabled, menu.toolTipsVisible()) == (True, False)
    why[0] = "Not now."
    menu.aboutToShow.emit()
    assert (action.enabled, menu.toolTipsVisible()) == (False, True)
    assert actions["a.b"].toolTip() == actions["a.b"].statusTip() == "Not now."


def test_actions_are_listed_with_the_menus_on_the_way():
    inner = Menu("&Theme", [Action("view.dark", "&Dark", lambda: None, "Dark.")])
    found = listed([Menu("&View", [None, inner])])
    assert [(each.menu, each.title) for each in found] == [("View", "Theme: Dark")]
