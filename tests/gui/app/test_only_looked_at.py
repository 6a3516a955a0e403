"""What is only looked at is no change: nothing to undo, nothing to save."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.session.bookmarks import added, opened
from engine.session.examples import all_examples
from engine.session.file import save_session
from engine.session.session import Session
from gui.app.main_window import MainWindow
from tests.helpers.documents import Ctrl, boxes, change, press


@pytest.fixture
def real_window(qtbot, dressed):
    """Opens a window with the real pages that asks before it closes."""

    def opened_window():
        window = MainWindow()
        qtbot.addWidget(window)
        window.resize(1360, 860)
        window.show()
        window.document.guarded = True
        rest(qtbot, window)
        return window

    return opened_window


def rest(qtbot, window):
    qtbot.waitUntil(
        lambda: not window.worker.busy and window.frame.response is not None, timeout=30_000
    )


def untouched(window):
    """Nothing to save, and nothing to undo but that an example was opened."""
    return not window.isWindowModified() and window.store.undo_stack.count() == 1


EXAMPLES = {each.name: each for each in all_examples()}


@pytest.mark.parametrize("name", ["kl-negative", "weights-infinite-variance", "softmax-spread"])
def test_an_example_that_was_looked_at_asks_nothing(real_window, qtbot, name):
    window = real_window()
    window.start.open(EXAMPLES[name])
    rest(qtbot, window)
    view = window.frame.view
    for card in view.board.offered[:3]:  # its plots, one after the other
        view.hands.choose(card)
        rest(qtbot, window)
    assert untouched(window)
    view.panel(view.board.main).box.scaleBy((0.5, 0.5))
    view.grab()
    assert untouched(window), "zooming"
    for key in (Qt.Key.Key_2, Qt.Key.Key_1):
        press(window, key, Ctrl)
        rest(qtbot, window)
    assert untouched(window), "turning pages"
    for name in ("view.explanation", "view.size.lecture", "view.theme.dark", "view.theme.light"):
        window.action_list[name].trigger()
    window.panels.want_numbers(True)
    window.action_list["export.copy_numbers"].trigger()
    window.action_list["file.share"].trigger()
    assert untouched(window), "how it is shown, and what is copied"
    window.start.open(EXAMPLES["kl-large"])
    assert boxes(window) == []
    rest(qtbot, window)
    window.start.show()
    window.action_list["file.new"].trigger()
    assert boxes(window) == []
    assert window.close()


def test_what_was_changed_and_taken_back_asks_nothing(real_window, qtbot):
    window = real_window()
    window.start.open(EXAMPLES["kl-negative"])
    change(window)
    assert window.isWindowModified()
    press(window, Qt.Key.Key_Z, Ctrl)
    assert not window.isWindowModified()
    change(window)
    changed = window.store.session
    window.start.open(EXAMPLES["kl-large"])
    assert boxes(window) == []
    assert not window.isWindowModified()
    press(window, Qt.Key.Key_Z, Ctrl)
    assert window.store.session == changed, "a step of undo away"
    assert window.isWindowModified()
    window.document.guarded = False


def test_undo_leaves_pages_and_plots_as_they_are_looked_at(real_window, qtbot):
    window = real_window()
    press(window, Qt.Key.Key_2, Ctrl)
    change(window)
    window.frame.view.hands.choose("samples")
    main = window.store.session.views
    press(window, Qt.Key.Key_3, Ctrl)
    page = window.store.session.page
    assert window.store.undo_stack.count() == 1
    press(window, Qt.Key.Key_Z, Ctrl)
    assert window.store.session == Session(page=page, views=main)
    assert not window.store.undo_stack.can_undo
    assert not window.isWindowModified()
    QTest.qWait(1)
    window.document.guarded = False


def test_bookmarks_that_are_saved_ask_nothing_when_they_are_looked_at(real_window, qtbot, tmp_path):
    session = Session()
    for seed in (10, 20, 30):
        scene = session.scene.replace(seed=seed)
        session = added(session.replace(scene=scene), f"Seed {seed}")
    save_session(session, tmp_path / "lecture.json")
    window = real_window()
    window.opener.open(tmp_path / "lecture.json")
    assert not window.isWindowModified()
    window.store.propose(opened(session, 0), text="bookmark")
    assert not window.isWindowModified()
    assert window.store.undo_stack.count() == 1
    change(window)
    assert window.isWindowModified()
    press(window, Qt.Key.Key_Z, Ctrl)
    press(window, Qt.Key.Key_Z, Ctrl)
    assert window.store.session == session
    window.store.propose(added(window.store.session, "one more"))
    assert window.isWindowModified(), "a bookmark that is in no file would be lost"
    window.document.guarded = False
