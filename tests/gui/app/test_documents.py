"""New, Open, Save, Save As, recent files, and that no change is lost, by keys and menus."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction

from engine.session.file import load_session, save_session
from engine.session.session import Session
from tests.helpers.documents import (
    Ctrl,
    Shift,
    answer,
    box,
    boxes,
    change,
    choose,
    drop,
    menu,
    press,
    seed,
    words,
)

Key = Qt.Key


def other(tmp_path, name="other.json", number=42):
    """A file with a session of its own."""
    session = Session()
    path = tmp_path / name
    save_session(session.replace(scene=session.scene.replace(seed=number)), path)
    return path


def test_the_title_follows_changes_saves_and_undo(open_window, qtbot, tmp_path):
    window = open_window()
    assert window.windowTitle() == "Untitled[*] – Gaussian Explorer"
    assert not window.isWindowModified()
    change(window)
    assert window.isWindowModified()
    press(window, Key.Key_S, Ctrl)
    choose(qtbot, window, tmp_path / "new name")
    path = tmp_path / "new name.json"
    assert load_session(path) == window.store.session
    assert window.windowTitle() == "new name.json[*] – Gaussian Explorer"
    assert not window.isWindowModified()
    press(window, Key.Key_Z, Ctrl)
    assert window.isWindowModified(), "what is undone after a save is not what is in the file"
    press(window, Key.Key_Z, Ctrl, Shift)
    assert not window.isWindowModified()
    change(window)
    press(window, Key.Key_S, Ctrl)
    assert load_session(path) == window.store.session
    assert boxes(window) == []


def test_save_as_writes_another_file_and_goes_on_with_it(open_window, qtbot, tmp_path):
    window = open_window()
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    press(window, Key.Key_S, Ctrl)
    choose(qtbot, window, first)
    change(window)
    press(window, Key.Key_S, Ctrl, Shift)
    choose(qtbot, window, second)
    assert load_session(first) == Session()
    assert load_session(second) == window.store.session != Session()
    assert window.windowTitle().startswith("second.json")


def test_open_is_a_fresh_document(open_window, qtbot, tmp_path):
    window = open_window()
    path = other(tmp_path)
    press(window, Key.Key_O, Ctrl)
    choose(qtbot, window, path)
    assert seed(window) == 42
    assert window.windowTitle() == "other.json[*] – Gaussian Explorer"
    assert not window.isWindowModified()
    assert not window.store.undo_stack.can_undo
    qtbot.waitUntil(lambda: not window.worker.busy)
    assert window.frame.view.drawn[-1][0].scene.seed == 42


def test_turning_the_page_is_no_change_to_lose(open_window):
    window = open_window()
    window.document.guarded = True
    press(window, Key.Key_2, Ctrl)
    assert window.store.session.page == "other"
    assert not window.isWindowModified()
    assert window.close()


@pytest.mark.parametrize("way", ["new", "open", "close"])
@pytest.mark.parametrize("choice", ["Save", "Discard", "Cancel", "Escape"])
def test_nothing_is_lost_without_being_asked(open_window, qtbot, tmp_path, way, choice):
    window = open_window()
    window.document.guarded = True
    own, path = tmp_path / "own.json", other(tmp_path)
    press(window, Key.Key_S, Ctrl)
    choose(qtbot, window, own)
    change(window)
    changed = window.store.session
    if way == "new":
        press(window, Key.Key_N, Ctrl)
    elif way == "open":
        press(window, Key.Key_O, Ctrl)
        choose(qtbot, window, path)
    else:
        press(window, Key.Key_Q, Ctrl)
    assert "own.json" in box(qtbot, window).text()
    if choice == "Escape":
        qtbot.keyClick(box(qtbot, window), Key.Key_Escape)
        qtbot.waitUntil(lambda: not boxes(window))
    else:
        answer(qtbot, window, choice)
    gone = choice in ("Save", "Discard")
    assert window.isVisible() == (not gone or way != "close")
    assert load_session(own) == (changed if choice == "Save" else Session())
    if not gone:
        assert window.store.session == changed
        assert window.isWindowModified()
    elif way != "close":
        assert window.store.session == (Session() if way == "new" else load_session(path))
        assert not window.isWindowModified()
    window.document.guarded = False


def test_a_save_that_fails_loses_nothing(open_window, qtbot, tmp_path):
    window = open_window()
    folder = tmp_path / "folder"
    folder.mkdir()
    press(window, Key.Key_S, Ctrl)
    choose(qtbot, window, folder / "own.json")
    (folder / "own.json").unlink()
    (folder / "own.json").mkdir()
    change(window)
    changed = window.store.session
    press(window, Key.Key_N, Ctrl)
    answer(qtbot, window, "Save")
    shown = box(qtbot, window)
    assert "“own.json” could not be written." in words(shown)
    assert "there is a folder of this name" in words(shown)
    answer(qtbot, window, "OK")
    assert window.store.session == changed
    assert window.isWindowModified()


def test_a_session_does_not_take_the_place_of_a_figure(open_window, qtbot, tmp_path):
    window = open_window()
    press(window, Key.Key_S, Ctrl)
    choose(qtbot, window, tmp_path / "figure.png")
    assert "figure.png” was not written" in words(box(qtbot, window))
    answer(qtbot, window, "OK")
    assert list(tmp_path.glob("*.png")) == []


def test_new_keeps_the_page(open_window):
    window = open_window()
    press(window, Key.Key_2, Ctrl)
    press(window, Key.Key_N, Ctrl)
    assert window.store.session == Session(page="other")
    assert not window.store.undo_stack.can_undo


def test_recent_files(open_window, qtbot, tmp_path):
    window = open_window()
    paths = [other(tmp_path, f"{i} & more.json", i) for i in range(12)]
    for number, path in enumerate(paths):
        drop(window, [path])
        qtbot.waitUntil(lambda number=number: seed(window) == number)
    paths[11].unlink()
    second = open_window()
    recent = menu(second, "Open Recent")
    recent.popup(second.pos())
    texts = [action.text() for action in recent.actions() if not action.isSeparator()]
    assert len(texts) == 11
    assert texts[0].startswith("&1  11 && more.json")
    assert texts[0].endswith("not found")
    assert not recent.actions()[0].isEnabled()
    assert recent.actions()[1].toolTip() == str(paths[10])
    qtbot.keyClick(recent, Key.Key_2)
    assert seed(second) == 10
    recent.popup(second.pos())
    entries = recent.actions()
    assert entries[0].text().startswith("&1  10 && more.json"), "the latest comes first"
    clear = entries[-1]
    recent.setActiveAction(clear)
    qtbot.keyClick(recent, Key.Key_Return)
    recent.popup(second.pos())
    assert [a.text() for a in recent.actions() if a.isEnabled() and not a.isSeparator()] == []
    recent.close()


def test_shortcuts_of_the_file_menu_are_those_of_other_programs(open_window):
    window = open_window()
    actions = {a.text().replace("&", ""): a for a in window.findChildren(QAction)}
    names = {
        "New": "Ctrl+N",
        "Open…": "Ctrl+O",
        "Save": "Ctrl+S",
        "Save As…": "Ctrl+Shift+S",
        "Quit": "Ctrl+Q",
        "Swap p and q": "Ctrl+T",
    }
    assert {name: actions[name].shortcut().toString() for name in names} == names
    keys = [key for a in actions.values() for key in {s.toString() for s in a.shortcuts()}]
    assert len(keys) == len(set(keys)), sorted(keys)
