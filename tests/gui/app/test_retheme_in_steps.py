"""Another theme is shown in steps, between which the window answers."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.base.request import Failure
from gui.base.steps import AGAIN
from gui.figure.base_view import BaseView
from gui.look.theme import DARK
from tests.helpers.exports import wait_for_files

pytestmark = pytest.mark.in_steps


def steps(window):
    """The events of each step alone, until none is left."""
    while window.retheming.under_way:
        QApplication.processEvents()
        yield


@pytest.fixture(params=["theme", "text", "language", "present"])
def change(request):
    """One that is shown in steps, by its name."""
    return {
        "theme": lambda window: window.appearance.set_mode("dark"),
        "text": lambda window: window.appearance.step_text(2),
        "language": lambda window: window.appearance.set_language("zh"),
        "present": lambda window: window.presenter.toggle(),
    }[request.param]


def test_the_window_answers_in_between_and_is_painted_at_the_end(open_window, qtbot, change):
    window = open_window()
    change(window)
    taken = 0
    for _ in steps(window):
        taken += 1
        # What a user does meanwhile changes the session, which is shown in the end.
        session = window.store.session
        window.store.propose(session.replace(scene=session.scene.replace(samples=1000 + taken)))
        assert window.updatesEnabled() != window.retheming.under_way
        assert window.inputs.options
    assert taken == 17
    qtbot.waitUntil(lambda: not window.worker.busy)
    assert window.frame.view.theme == window.appearance.theme
    assert window.inputs.addressed()["samples"].field.text() == f"1,0{taken}"
    assert window.store.undo_stack.count() == taken


def test_of_several_changes_the_last_is_shown(open_window):
    window = open_window()
    for mode, after in (("dark", 1), ("light", 2), ("dark", 0)):
        window.appearance.set_mode(mode)
        for _ in range(after):
            QApplication.processEvents()
            assert window.retheming.under_way
    window.appearance.set_language("zh")
    list(steps(window))
    assert window.frame.view.theme == DARK
    assert window.inputs.addressed()["samples"].label.text().startswith("样本数")
    assert window.updatesEnabled()


def test_the_focus_comes_back(open_window):
    window = open_window()
    window.activateWindow()
    window.inputs.addressed()["q.std[1]"].slider.setFocus()
    window.appearance.step_text(1)
    list(steps(window))
    new = window.inputs.addressed()["q.std[1]"].slider
    assert window.focusWidget() is new
    QTest.keyClick(new, Qt.Key.Key_Right)
    assert window.store.undo_stack.count() == 1


def test_what_a_step_cannot_show_leaves_the_window_painted(open_window, qtbot, monkeypatch):
    window = open_window()

    def fail():
        raise RuntimeError("no other state")

    monkeypatch.setattr(window.comparison, "ask", fail)
    with qtbot.captureExceptions() as raised:
        window.appearance.step_text(1)
        list(steps(window))
    assert [str(each[1]) for each in raised] == ["no other state"]
    assert window.updatesEnabled()
    assert window.inputs.addressed()


def test_it_waits_while_somebody_waits_for_an_answer(open_window, qtbot):
    window = open_window()
    waiting = []

    def ask():
        loop = QEventLoop()
        window.appearance.set_mode("dark")
        QTimer.singleShot(50, lambda: waiting.append(window.retheming.under_way))
        QTimer.singleShot(60, loop.quit)
        loop.exec()

    QTimer.singleShot(0, ask)
    qtbot.waitUntil(lambda: waiting == [True])
    qtbot.waitUntil(lambda: not window.retheming.under_way)
    assert window.frame.view.theme == DARK


def test_it_waits_while_a_menu_is_open(open_window, qtbot):
    window = open_window()
    menu = window.menus["View"]
    menu.popup(window.mapToGlobal(QPoint(40, 40)))
    window.appearance.set_mode("dark")
    qtbot.wait(3 * AGAIN)
    assert window.retheming.under_way
    assert window.updatesEnabled(), "nothing of it has begun"
    menu.close()
    qtbot.waitUntil(lambda: not window.retheming.under_way)
    assert window.frame.view.theme == DARK


def test_a_figure_is_written_before_its_view_goes(qtbot, dressed, tmp_path):
    window = MainWindow(Session(scene=Scene(samples=1000)))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: not window.worker.busy)
    window.appearance.step_text(1)
    shown = window.stack.frames["densities"]
    window.exporter.write("png", tmp_path / "figure.png")
    assert isValid(shown)
    assert window.retheming.under_way
    qtbot.waitUntil(lambda: not window.retheming.under_way)
    assert not isValid(shown)
    wait_for_files(window)
    assert (tmp_path / "figure.png").exists()


def test_a_window_may_be_closed_before_the_end(open_window):
    window = open_window()
    window.appearance.step_text(1)
    QApplication.processEvents()
    assert window.close()
    list(steps(window))


def test_the_page_that_is_shown_keeps_its_options_where_none_is_used(open_window):
    window = open_window()
    window.inputs.options.hide()
    window.inputs.discard_hidden()
    assert not window.inputs.options.isVisible(), "but there"


def test_what_is_hidden_is_not_styled_once_more(qtbot, dressed):
    window = MainWindow(Session(scene=Scene(samples=1000)))
    qtbot.addWidget(window)
    window.show()
    window.start.show()
    for name in ("sweep", "kl-divergence", "densities"):
        window.show_page(name)
    window.appearance.set_mode("dark")
    list(steps(window))
    assert (window.start.page, window.sweeps.place) == (None, None)
    assert list(window.stack.frames) == ["densities"]
    for name in ("kl-divergence", "sweep", "start", "densities"):
        window.show_page(name)
    assert window.sweeps.place.theme == DARK
    assert window.inputs.addressed()


def test_seldom_options_that_were_shown_come_back(open_window):
    window = open_window()
    first, second = (page.name for page in window.pages[:2])
    window.show_page(first)
    window.inputs.options.more.setChecked(True)
    window.show_page(second)
    window.appearance.set_mode("dark")
    list(steps(window))
    assert not window.inputs.options.more.isChecked()
    window.show_page(first)
    assert window.inputs.options.more.isChecked()


def test_what_comes_meanwhile_is_shown_by_the_new_picture(open_window, qtbot, monkeypatch):
    window = open_window()
    qtbot.waitUntil(lambda: not window.worker.busy)
    page, response = window.store.session.page, window.frame.response
    made, make = [], window.stack._make
    monkeypatch.setattr(window.stack, "_make", lambda name: made.append(name) or make(name))
    rested = []
    monkeypatch.setattr(BaseView, "come_to_rest", lambda view: rested.append(view))
    window.appearance.set_mode("dark")
    while window.stack.frames:
        QApplication.processEvents()
    with qtbot.waitSignal(window.responses.drawn):
        window.worker.responded.emit(replace(response, moving=True))
    window.worker.failed.emit(Failure(response.request, "no numbers", "why"))
    window.worker.responded.emit(last := replace(response, moving=True))
    window.worker.busy_changed.emit(False)
    window.comparison._hide()
    assert window.exporter.exported().title
    assert not made
    list(steps(window))
    assert made == [page]
    assert window.frame.response is last
    assert window.frame.failure.isHidden()
    assert rested[-1] is window.frame.view


def test_why_there_is_no_response_is_said_by_the_new_picture(open_window, qtbot):
    window = open_window()
    qtbot.waitUntil(lambda: not window.worker.busy)
    response = window.frame.response
    window.appearance.set_mode("dark")
    while window.stack.frames:
        QApplication.processEvents()
    window.worker.failed.emit(Failure(response.request, "no numbers", "why"))
    list(steps(window))
    assert window.frame.failed.message == "no numbers"
    assert window.frame.response is response
