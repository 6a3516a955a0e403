"""A session goes by the clipboard: copied, pasted, typed into the dialog, given at the start."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from engine.data.source import DataSource
from engine.session.session import Session
from engine.session.text import session_from_shared, shared_text
from gui.shell.text_dialog import TextDialog
from tests.helpers.documents import Ctrl, answer, box, boxes, change, press, seed, words

Alt = Qt.KeyboardModifier.AltModifier


def numbered(number):
    session = Session()
    return session.replace(scene=session.scene.replace(seed=number))


def copy(text):
    QGuiApplication.clipboard().setText(text)


def copied():
    return QGuiApplication.clipboard().text()


def dialog(qtbot, window):
    qtbot.waitUntil(lambda: any(each.isVisible() for each in window.findChildren(TextDialog)))
    return next(each for each in window.findChildren(TextDialog) if each.isVisible())


def press_open(shown):
    button = shown.buttons.button(QDialogButtonBox.StandardButton.Open)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_share_copies_what_a_paste_opens(open_window, qtbot):
    first = open_window(numbered(31))
    QTest.mouseClick(first.top_bar.buttons["Share"], Qt.MouseButton.LeftButton)
    assert session_from_shared(copied()) == first.store.session
    assert first.status.notice.text().startswith(f"Copied as a text of {len(copied())} characters")
    window = open_window()
    press(window, Qt.Key.Key_V, Ctrl)
    qtbot.waitUntil(lambda: seed(window) == 31)
    assert window.windowTitle() == "Shared[*] – Gaussian Explorer"
    assert not window.isWindowModified()
    assert not window.store.undo_stack.can_undo


def test_share_by_key(open_window):
    window = open_window(numbered(5))
    press(window, Qt.Key.Key_L, Ctrl)
    assert session_from_shared(copied()) == window.store.session


def test_a_paste_asks_before_changes_are_lost(open_window, qtbot):
    window = open_window()
    change(window)
    before = window.store.session
    copy(shared_text(numbered(31)))
    press(window, Qt.Key.Key_V, Ctrl)
    assert "Save the changes" in words(box(qtbot, window))
    answer(qtbot, window, "Cancel")
    assert window.store.session == before
    press(window, Qt.Key.Key_V, Ctrl)
    answer(qtbot, window, "Discard")
    qtbot.waitUntil(lambda: seed(window) == 31)


def test_in_a_field_the_key_pastes_there(open_window):
    window = open_window(numbered(3))
    copy(shared_text(numbered(31)))
    field = window.inputs.sampling.seed
    field.setFocus()
    field.selectAll()
    press(window, Qt.Key.Key_V, Ctrl)
    assert seed(window) == 3
    assert "gaussian-explorer" in field.text()
    assert boxes(window) == []


def test_where_the_explanation_has_the_focus_it_is_opened(open_window, qtbot):
    window = open_window()
    window.want_explanation(True)
    window.explanation.text.setFocus()
    copy(shared_text(numbered(31)))
    press(window, Qt.Key.Key_V, Ctrl)
    qtbot.waitUntil(lambda: seed(window) == 31)


def test_another_text_on_the_clipboard_is_told(open_window):
    window = open_window()
    copy("42")
    press(window, Qt.Key.Key_V, Ctrl)
    assert window.status.notice.text().startswith("There is no session's text on the clipboard")
    assert boxes(window) == []


def test_a_damaged_text_is_one_message_and_changes_nothing(open_window, qtbot):
    window = open_window()
    before = window.store.session
    copy(shared_text(numbered(31))[:-20])
    press(window, Qt.Key.Key_V, Ctrl)
    said = words(box(qtbot, window))
    assert "The text could not be opened." in said
    assert "It is not whole" in said
    answer(qtbot, window, "OK")
    assert window.store.session == before


def test_the_dialog_stays_until_the_text_is_a_sessions(open_window, qtbot):
    window = open_window()
    copy("")
    press(window, Qt.Key.Key_O, Ctrl, Alt)
    shown = dialog(qtbot, window)
    open_button = shown.buttons.button(QDialogButtonBox.StandardButton.Open)
    assert not open_button.isEnabled()
    QTest.keyClicks(shown.field, "hello")
    press_open(shown)
    assert shown.isVisible()
    assert shown.problem.text() == 'It is no session\'s: that begins with "gaussian-explorer:".'
    copy(shared_text(numbered(31)))
    shown.field.selectAll()
    QTest.keyClick(shown.field, Qt.Key.Key_V, Ctrl)
    assert shown.problem.text() == ""
    press_open(shown)
    qtbot.waitUntil(lambda: seed(window) == 31)
    assert [each for each in window.findChildren(TextDialog) if each.isVisible()] == []


def test_the_dialog_begins_with_the_clipboards(open_window, qtbot):
    window = open_window()
    copy(shared_text(numbered(31)))
    window.action_list["file.open_text"].trigger()
    shown = dialog(qtbot, window)
    assert shown.field.toPlainText() == copied()
    press_open(shown)
    qtbot.waitUntil(lambda: seed(window) == 31)


@pytest.mark.parametrize(("choice", "read"), [("Open without them", False), ("Read them", True)])
def test_no_file_is_read_because_a_text_names_it(open_window, qtbot, tmp_path, choice, read):
    file = tmp_path / "secret.csv"
    file.write_text("new,old\n1,2\n3,4\n")
    session = numbered(31)
    source = DataSource(str(file), "log-ratios", ("new", "old"))
    session = session.replace(scene=session.scene.replace(data=source))
    window = open_window()
    copy(shared_text(session))
    press(window, Qt.Key.Key_V, Ctrl)
    shown = box(qtbot, window)
    assert str(file) in words(shown)
    assert shown.defaultButton().text().replace("&", "") == "Open without them"
    answer(qtbot, window, "Cancel")
    assert seed(window) != 31
    press(window, Qt.Key.Key_V, Ctrl)
    answer(qtbot, window, choice)
    qtbot.waitUntil(lambda: seed(window) == 31)
    assert (window.store.session.scene.data == source) is read
    qtbot.waitUntil(lambda: not window.worker.busy)


def test_a_text_is_taken_at_the_start(open_window, qtbot):
    window = open_window()
    window.services.open(shared_text(numbered(31)))
    qtbot.waitUntil(lambda: seed(window) == 31)
