"""Cards in the window: what is folded is computed when it is opened, by the worker."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.plotkit.size import Size

KL = "kl-divergence"


@pytest.fixture
def opened(qtbot, dressed):
    """Opens the window: a fixture that held it would hold its menus beyond the test's end."""

    def window():
        window = MainWindow(Session(scene=Scene(samples=2000), page=KL))
        qtbot.addWidget(window)
        window.resize(1024, 600)
        window.show()
        qtbot.waitUntil(lambda: not window.worker.busy and window.frame.response is not None)
        return window

    return window


def test_a_folded_plot_is_computed_by_the_worker_when_it_is_opened(opened, qtbot):
    window = opened()
    view = window.frame.view
    result = window.frame.response.result
    folded = [n for n, p in view.board.places.items() if p.size is Size.FOLDED]
    assert folded
    assert not result.made(*view.board.cards[folded[-1]].figures)
    threads = []
    make = result.figure

    def noted(name, run=None):
        threads.append(threading.current_thread() is threading.main_thread())
        return make(name, run)

    result.figure = noted
    view.hands.choose(folded[-1])
    qtbot.waitUntil(lambda: result.made(*view.board.cards[folded[-1]].figures))
    qtbot.waitUntil(lambda: not window.worker.busy)
    assert threads[0] is False, "in the worker's thread"
    assert window.frame.response.result is result, "nothing else was computed again"
    assert view.panel(folded[-1]).items[0].data[0].size or view.panel(folded[-1]).named()


def test_looking_at_another_plot_is_no_step_and_no_change_of_the_document(opened, qtbot):
    window = opened()
    view = window.frame.view
    view.hands.choose("samples")
    assert window.store.session.views[KL] == "samples"
    assert window.store.undo_stack.count() == 0
    assert not window.document.modified
    QTest.keyClick(view.figure, Qt.Key.Key_Escape)
    assert window.store.session.views[KL] == "estimates"
    assert view.board.main == "estimates"


def test_a_session_opens_with_its_main_plot(opened, qtbot):
    window = opened()
    session = window.store.session.with_view(KL, "batches")
    window.document.begin(session)
    qtbot.waitUntil(lambda: not window.worker.busy)
    assert window.frame.view.board.main == "batches"


def test_a_new_theme_shows_the_same_main_plot(opened, qtbot):
    window = opened()
    window.frame.view.hands.choose("samples")
    window.appearance.set_mode("dark")
    qtbot.waitUntil(lambda: not window.worker.busy)
    assert window.frame.view.board.main == "samples"
    assert window.frame.view.panel("samples").curves["k1"].data[0].size
