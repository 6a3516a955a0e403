"""A palette opens before all that it finds is there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.shell.palette import MOST, Entry, Palette

COUNT = 400


@pytest.fixture
def parent(qtbot):
    """The window over which it opens."""
    widget = QWidget()
    qtbot.addWidget(widget)
    return widget


@pytest.fixture
def made(parent, monkeypatch):
    """A palette whose entries say when they are taken and when they run."""
    monkeypatch.setattr("gui.shell.palette.SLICE", 0.0)
    taken, run = [], []

    def entries():
        for number in range(COUNT):
            taken.append(number)
            yield Entry(
                "number", "", f"entry {number}", "", lambda number=number: run.append(number)
            )

    palette = Palette(entries(), parent)
    palette.show()
    return palette, taken, run


def titles(palette):
    return [entry.title for entry in palette.shown]


def test_the_others_come_a_few_at_a_time(made, qtbot):
    palette, taken, _ = made
    assert MOST <= len(taken) < COUNT // 2
    QTest.keyClicks(palette.field, str(COUNT - 1))
    assert titles(palette) == []
    QApplication.processEvents()
    assert len(taken) < COUNT
    qtbot.waitUntil(lambda: titles(palette) == [f"entry {COUNT - 1}"])
    assert len(taken) == COUNT


def test_enter_waits_for_all_that_fit(made, qtbot):
    palette, taken, run = made
    QTest.keyClicks(palette.field, str(COUNT - 1))
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert run == []
    assert len(taken) < COUNT // 2
    qtbot.waitUntil(lambda: run == [COUNT - 1])


def test_what_is_typed_while_enter_waits_counts(made, qtbot):
    palette, _, run = made
    QTest.keyClicks(palette.field, "39")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    QTest.keyClicks(palette.field, "7")
    qtbot.waitUntil(lambda: run == [397])


def test_a_palette_that_is_closed_runs_nothing(made, qtbot):
    palette, _, run = made
    QTest.keyClicks(palette.field, str(COUNT - 1))
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    qtbot.wait(50)
    assert run == []


def test_a_click_runs_what_it_is_on_at_once(made):
    palette, _, run = made
    palette.list.itemClicked.emit(palette.list.topLevelItem(0), 0)
    assert run == [0]


def test_enter_at_once_goes_to_the_first(made):
    palette, taken, run = made
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert run == [0]
    assert MOST <= len(taken) < COUNT // 2
