"""From the start page to another page, the one that was there before is not made."""

import pytest

from engine.page.scene import Scene
from engine.session.examples import all_examples
from engine.session.reader import SWEEP
from engine.session.session import Session
from gui.app.main_window import MainWindow


@pytest.fixture
def window(qtbot, dressed):
    window = MainWindow(Session(scene=Scene(samples=1000), page="densities"), start=True)
    qtbot.addWidget(window)
    window.resize(1024, 700)
    window.show()
    yield window
    qtbot.waitUntil(lambda: not window.worker.busy)


def other_example(kind=lambda example: not example.session().shows_sweep):
    return next(each for each in all_examples() if each.page != "densities" and kind(each))


def test_a_page_is_turned_to(window):
    window.show_page("gates")
    assert not window.start.shown
    assert list(window.stack.frames) == ["gates"]
    assert window.stack.currentWidget() is window.frame
    assert window.inputs.options.isVisible()


def test_the_page_of_the_session_is_shown_all_the_same(window):
    window.show_page("densities")
    assert not window.start.shown
    assert list(window.stack.frames) == ["densities"]
    assert window.rail.buttons["densities"].isChecked()


def test_an_example_is_opened(window):
    example = other_example()
    window.start.open(example)
    assert not window.start.shown
    assert list(window.stack.frames) == [example.page]
    assert window.hint.isVisible()


def test_a_document_like_the_one_that_was_there_is_shown(window):
    window.document.begin(window.store.session)
    assert not window.start.shown
    assert list(window.stack.frames) == ["densities"]


def test_a_sweep_needs_no_page(window):
    window.show_page(SWEEP)
    assert window.sweeps.shown
    assert not window.start.shown
    assert not window.stack.frames
    window.start.show()
    window.show_page(SWEEP)
    assert window.sweeps.shown
    assert not window.start.shown
