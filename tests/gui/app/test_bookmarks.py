"""Bookmarks in the window: added, listed, renamed, ordered, gone to; by key and by hand."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from engine.session.bookmarks import added
from engine.session.file import load_session, save_session
from engine.session.session import Session
from gui.shell.bookmark_list import BookmarkList
from tests.helpers.documents import Ctrl, Shift, change, menu, press, seed

Alt = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def lecture(seeds=(10, 20, 30)):
    session = Session()
    for number in seeds:
        scene = session.scene.replace(seed=number)
        session = added(session.replace(scene=scene), f"Seed {number}")
    return session


def titles(window):
    return [each.title for each in window.store.session.bookmarks]


@pytest.fixture
def listed(open_window, qtbot):
    """Opens the window on a lecture, with the list of its bookmarks."""

    def opened():
        window = open_window(lecture())
        press(window, Key.Key_D, Ctrl, Shift)
        shown = window.findChild(BookmarkList)
        assert shown.isVisible()
        return window, shown

    return opened


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_key_adds_what_is_shown_and_undo_takes_it_back(open_window):
    window = open_window()
    press(window, Key.Key_D, Ctrl)
    assert titles(window) == ["Dummy"]
    assert window.status.notice.text() == "Bookmark 1: Dummy"
    assert window.isWindowModified()
    change(window)
    press(window, Key.Key_D, Ctrl)
    states = [each.session.scene.seed for each in window.store.session.bookmarks]
    assert states == [7, 8]
    press(window, Key.Key_Z, Ctrl)
    assert len(titles(window)) == 1
    assert seed(window) == 8


def test_they_are_saved_with_the_session(open_window, tmp_path):
    window = open_window(lecture())
    path = tmp_path / "lecture.json"
    save_session(window.store.session, path)
    assert load_session(path) == lecture()


def test_going_to_one_is_one_step_and_keeps_them_all(open_window, qtbot):
    window = open_window(lecture())
    press(window, Key.Key_PageUp, Alt)
    assert seed(window) == 20
    press(window, Key.Key_PageUp, Alt)
    press(window, Key.Key_PageUp, Alt)
    assert seed(window) == 10, "at the first one it stays"
    assert window.store.undo_stack.count() == 2
    press(window, Key.Key_PageDown, Alt)
    assert seed(window) == 20
    assert titles(window) == ["Seed 10", "Seed 20", "Seed 30"]
    press(window, Key.Key_Z, Ctrl)
    press(window, Key.Key_Z, Ctrl)
    press(window, Key.Key_Z, Ctrl)
    assert window.store.session == lecture()
    assert not window.store.undo_stack.can_undo


def test_a_change_does_not_lose_the_place(open_window):
    window = open_window(lecture())
    press(window, Key.Key_PageUp, Alt)
    press(window, Key.Key_R, Ctrl)
    assert seed(window) == 21
    press(window, Key.Key_PageDown, Alt)
    assert seed(window) == 30


def test_the_menu_holds_them_by_title(open_window):
    window = open_window(lecture())
    inner = menu(window, "Go to")
    inner.aboutToShow.emit()
    entries = inner.actions()
    assert [each.text() for each in entries] == ["&1  Seed 10", "&2  Seed 20", "&3  Seed 30"]
    assert [each.isChecked() for each in entries] == [False, False, True]
    entries[0].trigger()
    assert seed(window) == 10


def test_without_any_the_keys_say_what_to_do(open_window):
    window = open_window()
    found = {each.text(): each for each in window.findChildren(QAction)}
    assert not found["&Next bookmark"].isEnabled()
    assert "Ctrl+D adds" in found["&Next bookmark"].statusTip()
    press(window, Key.Key_D, Ctrl, Shift)
    shown = window.findChild(BookmarkList)
    assert shown.empty.isVisible()
    assert not any(button.isEnabled() for button in shown.buttons.values())
    click(shown.add)
    assert not shown.empty.isVisible()
    assert titles(window) == ["Dummy"]
    shown.close()


def test_the_list_goes_to_by_hand_and_key(listed):
    window, shown = listed()
    assert shown.list.item(2).font().bold(), "what is shown"
    place = shown.list.visualItemRect(shown.list.item(0)).center()
    QTest.mouseClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(shown.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert seed(window) == 10
    assert shown.list.item(0).font().bold()
    QTest.keyClick(shown.list, Key.Key_Down)
    QTest.keyClick(shown.list, Key.Key_Return)
    assert seed(window) == 20
    shown.list.setCurrentRow(2)
    click(shown.buttons["go"])
    assert seed(window) == 30
    shown.close()


def test_the_list_renames(listed, qtbot):
    window, shown = listed()
    shown.list.setCurrentRow(1)
    shown.list.setFocus()
    QTest.keyClick(shown.list, Key.Key_F2)
    field = shown.list.findChild(QLineEdit)
    field.selectAll()
    QTest.keyClicks(field, "Why")
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: titles(window) == ["Seed 10", "Why", "Seed 30"])
    qtbot.waitUntil(lambda: not shown.list.findChildren(QLineEdit))
    click(shown.buttons["rename"])
    shown._edit()  # as its key does while the field is open
    field = next(each for each in shown.list.findChildren(QLineEdit) if each.isVisible())
    field.selectAll()
    QTest.keyClick(field, Key.Key_Delete)
    QTest.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: not shown.list.findChildren(QLineEdit))
    assert titles(window)[1] == "Why", "a title is not empty"
    assert shown.list.item(1).text() == "Why"
    window.store.undo_stack.undo()
    assert shown.list.item(1).text() == "Seed 20", "the list follows undo"
    shown.close()


def test_the_list_puts_in_order(listed, qtbot):
    window, shown = listed()
    shown.list.setCurrentRow(2)
    QTest.keyClick(shown.list, Key.Key_Up, Alt)
    assert titles(window) == ["Seed 10", "Seed 30", "Seed 20"]
    assert shown.list.currentRow() == 1, "the moved one stays marked"
    click(shown.buttons["down"])
    assert titles(window) == ["Seed 10", "Seed 20", "Seed 30"]
    assert not shown.buttons["down"].isEnabled()
    model = shown.list.model()
    model.moveRow(QModelIndex(), 0, QModelIndex(), 3)  # as a drag to the end does
    qtbot.waitUntil(lambda: titles(window) == ["Seed 20", "Seed 30", "Seed 10"])
    model.moveRow(QModelIndex(), 2, QModelIndex(), 0)
    qtbot.waitUntil(lambda: titles(window) == ["Seed 10", "Seed 20", "Seed 30"])
    assert seed(window) == 30, "what is shown stays"
    shown.close()


def test_the_list_deletes(listed):
    window, shown = listed()
    shown.list.setCurrentRow(0)
    QTest.keyClick(shown.list, Key.Key_Delete)
    assert titles(window) == ["Seed 20", "Seed 30"]
    click(shown.buttons["delete"])
    assert titles(window) == ["Seed 30"]
    assert seed(window) == 30
    window.store.undo_stack.undo()
    window.store.undo_stack.undo()
    assert titles(window) == ["Seed 10", "Seed 20", "Seed 30"]
    shown.close()


def test_the_list_presents(listed):
    window, shown = listed()
    click(shown.present)
    assert window.presenter.presenting
    window.presenter.leave()
    shown.close()


def example(number):
    session = Session()
    return session.replace(scene=session.scene.replace(seed=number))


def test_a_lecture_is_made_of_examples(open_window):
    window = open_window()
    for number in (10, 20):
        window.document.look_at(example(number), Path(f"Example {number}"))
        press(window, Key.Key_D, Ctrl)
    assert titles(window) == ["Example 10", "Example 20"]
    assert window.isWindowModified(), "a list that is in no file is not lost unasked"
    window.document.look_at(example(30), Path("Example 30"))
    assert titles(window) == ["Example 10", "Example 20"]
    assert window.isWindowModified()
    change(window)
    press(window, Key.Key_D, Ctrl)
    assert titles(window)[-1] == "Dummy", "what was changed is not the example"
    window.store.undo_stack.undo()
    window.store.undo_stack.undo()
    window.store.undo_stack.undo()
    assert seed(window) == 20


def test_examples_that_are_looked_at_in_a_saved_lecture_ask_nothing(open_window, tmp_path):
    window = open_window()
    path = tmp_path / "lecture.json"
    save_session(lecture(), path)
    window.services.open(path)
    for number in (40, 50):
        window.document.look_at(example(number), Path(f"Example {number}"))
        assert len(titles(window)) == 3
        assert not window.isWindowModified()
