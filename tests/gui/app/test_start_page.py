"""The start page and the examples, through the menu, the mouse and the keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.page.page import page_named
from engine.session.examples import all_examples
from engine.session.session import Session
from gui.app.main_window import MainWindow
from tests.helpers.menus import entry

EXAMPLES = {example.name: example for example in all_examples()}


def opened(qtbot):
    window = MainWindow(Session(page="densities"))
    qtbot.addWidget(window)
    window.resize(1100, 750)
    window.show()
    qtbot.waitExposed(window)
    return window


def test_the_start_page_is_in_the_menu_and_leaves_for_the_panels(qtbot, dressed):
    window = opened(qtbot)
    assert not window.start.shown
    entry(window, "Examples", "Start page").trigger()
    assert window.start.shown
    assert not window.panels.beside.isVisible()
    window.show_page("densities")
    assert not window.start.shown
    assert window.panels.beside.isVisible()


def test_a_card_opens_its_example_with_what_to_look_for(qtbot, dressed):
    window = opened(qtbot)
    window.start.show()
    QTest.mouseClick(window.start.page.cards["kl-negative"], Qt.MouseButton.LeftButton)
    example = EXAMPLES["kl-negative"]
    assert window.store.session == example.session()
    assert not window.start.shown
    assert window.hint.isVisible()
    assert example.title in window.hint.label.text()
    assert example.title in window.windowTitle()
    assert not window.isWindowModified()
    assert not window.store.undo_stack.canUndo()
    QTest.mouseClick(window.hint.close_button, Qt.MouseButton.LeftButton)
    assert not window.hint.isVisible()


def test_a_card_opens_by_the_space_key(qtbot, dressed):
    window = opened(qtbot)
    window.start.show()
    card = window.start.page.cards["squash-bimodal"]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Space)
    assert window.store.session.page == "tanh-squashing"


def test_the_hint_goes_with_its_page(qtbot, dressed):
    window = opened(qtbot)
    window.start.open(EXAMPLES["kl-negative"])
    window.show_page("densities")
    assert not window.hint.isVisible()


def test_beginning_shows_the_session_that_was_there(qtbot, dressed):
    window = opened(qtbot)
    session = window.store.session
    window.start.show()
    window.start.page.begun.emit()
    assert window.store.session == session
    assert not window.start.shown


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_opens_from_the_menu_and_is_drawn(qtbot, dressed, name):
    window = opened(qtbot)
    example = EXAMPLES[name]
    title = page_named(example.session().page).title
    with qtbot.waitSignal(window.drawn, timeout=20_000):
        entry(window, "Examples", f"{title}: {example.title}").trigger()
    assert window.store.session == example.session()
    assert not window.frame.failure.isVisible()


def test_the_start_page_follows_the_theme(qtbot, dressed):
    window = opened(qtbot)
    window.start.show()
    before = window.start.page
    window.appearance.set_mode("dark")
    assert window.start.shown
    assert window.start.page is not before
