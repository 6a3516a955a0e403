"""Formulas of the explanation leave the window as LaTeX: one by a right click, all by an action."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.shell.explanation_parts import explanation
from gui.shell.formula_text import formulas
from gui.shell.palette import Palette
from tests.helpers.palettes import enter

ENTRY = "Copy formula as LaTeX"


@pytest.fixture
def panel(qtbot, dressed):
    window = MainWindow(Session(page="kl-divergence"))
    qtbot.addWidget(window)
    window.resize(1360, 860)
    window.show()
    window.want_explanation(True)
    text = window.explanation.text
    qtbot.waitUntil(lambda: "￼" in text.toPlainText(), timeout=20_000)
    qtbot.waitUntil(lambda: not window.worker.busy)
    return window, text


def found_at(text):
    """Each formula that is drawn in sight, by a place inside it."""
    room = text.viewport().rect()
    places = (QPoint(x, y) for y in range(0, room.height(), 6) for x in range(20, 200, 30))
    return {text.formula_at(place): place for place in places}


def right_click(text, place):
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, text.viewport().mapToGlobal(place)
    )
    QApplication.sendEvent(text.viewport(), event)
    return next(menu for menu in text.findChildren(QMenu) if menu.isVisible())


def test_a_right_click_copies_the_formula_under_it(panel, qtbot):
    window, text = panel
    known = formulas(explanation("kl-divergence", False))
    found = found_at(text)
    found.pop("", None)
    assert len(found) >= 2
    for latex, place in found.items():
        assert latex in known
        menu = right_click(text, place)
        entry = menu.actions()[0]
        assert entry.text() == ENTRY
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=menu.actionGeometry(entry).center())
        assert QGuiApplication.clipboard().text() == latex
        assert window.status.notice.text() == "The formula is on the clipboard."
        qtbot.waitUntil(lambda: not text.findChildren(QMenu))


def test_scrolled_it_is_still_the_one_under_the_mouse(panel, qtbot):
    window, text = panel
    window.resize(1360, 560)
    qtbot.waitUntil(lambda: text.verticalScrollBar().maximum() > 30)
    latex, place = next((latex, place) for latex, place in found_at(text).items() if latex)
    bar = text.verticalScrollBar()
    bar.setValue(30)
    assert bar.value() == 30
    assert text.formula_at(place - QPoint(0, 30)) == latex


def test_beside_a_formula_there_is_no_such_entry(panel):
    _, text = panel
    menu = right_click(text, found_at(text)[""])
    assert ENTRY not in [action.text() for action in menu.actions()]
    menu.close()


def test_all_formulas_by_the_palette(panel, qtbot):
    window, _ = panel
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = window.findChild(Palette)
    enter(palette, "formulas as latex")
    known = formulas(explanation("kl-divergence", False))
    copied = QGuiApplication.clipboard().text()
    assert copied.count("\\[") == copied.count("\\]") == len(known)
    assert all(latex in copied for latex in known)
    assert window.status.notice.text() == f"{len(known)} formulas are on the clipboard."


def test_a_page_without_formulas_says_so(open_window):
    window = open_window()
    window.action_list["export.copy_formulas"].trigger()
    assert window.exporter.box.text() == "This page has no formulas."
    window.exporter.box.close()
