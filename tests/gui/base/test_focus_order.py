"""Asking for the order of the Tab key leaves every widget with its owner."""

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLineEdit, QMainWindow, QVBoxLayout, QWidget

from gui.base.discard import discard
from gui.base.focus_order import TabOrder, order_tabs, stops


@pytest.fixture
def window(qtbot):
    """A menu, and two panels of two fields each."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.menu = window.menuBar().addMenu("File")
    window.setCentralWidget(QWidget())
    line = QVBoxLayout(window.centralWidget())
    window.panels = [QWidget(), QWidget()]
    for panel in window.panels:
        line.addWidget(panel)
        inner = QVBoxLayout(panel)
        for _ in range(2):
            inner.addWidget(QLineEdit())
    window.show()
    return window


def owner(widget):
    """By shiboken's words: its line "parent"."""
    lines = shiboken6.dump(widget).splitlines()
    return next((line for line in lines if line.startswith("parent")), "")


@pytest.mark.parametrize("ask", [order_tabs, lambda panels: [stops(each) for each in panels]])
def test_owners_stay(window, ask):
    ask(window.panels)
    assert owner(window) == ""
    for widget in window.findChildren(QWidget):
        assert "QLineEdit" not in owner(widget)


@pytest.mark.parametrize("gone", [0, 1])
def test_menus_outlive_a_panel(window, gone):
    order_tabs(window.panels)
    stops(window.panels[0])
    discard(window.panels[gone])
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert shiboken6.isValid(window.menu)
    assert window.menu.title() == "File"


def test_each_panel_has_its_own_in_order(window):
    first, second = (panel.findChildren(QLineEdit) for panel in window.panels)
    order_tabs(window.panels)
    assert stops(window.panels[0]) == first
    assert stops(window.panels[1]) == second
    assert stops(window) == [*first, *second]


def test_panels_are_ordered_once_and_soon(window):
    shown = list(window.panels)
    order = TabOrder(lambda: shown, window)
    order.renew()
    shown.reverse()  # another page is shown before there is time
    order.renew()
    QCoreApplication.processEvents()
    fields = [panel.findChildren(QLineEdit) for panel in shown]
    fields[0][-1].setFocus()
    window.focusNextChild()
    assert window.focusWidget() is fields[1][0]
