"""Ctrl+K: anything is found by its name, and Enter goes there."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.address import all_addresses
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.shell.palette import Palette, found
from tests.helpers.palettes import enter

CONTROL = Qt.KeyboardModifier.ControlModifier
SCENE = Scene(samples=500)


@pytest.fixture
def open_window(qtbot, dressed):
    def opened():
        made = MainWindow(Session(page="densities", scene=SCENE))
        qtbot.addWidget(made)
        made.resize(1360, 860)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(lambda: not made.worker.busy)
        return made

    return opened


def opened(window):
    QTest.keyClick(window, Qt.Key.Key_K, CONTROL)
    palette = window.findChild(Palette)
    assert palette.isVisible()
    return palette


def go(window, typed):
    enter(opened(window), typed)


def test_a_page_is_turned_to(open_window):
    window = open_window()
    go(window, "weights")
    assert window.store.session.page == "importance-weights"


def test_a_command_is_run(open_window):
    window = open_window()
    go(window, "swap p")
    assert window.store.session.scene == SCENE.swapped()


def test_an_example_is_opened(open_window):
    window = open_window()
    example = next(e for e in window.palette_entries.all() if e.kind == "example")
    go(window, example.title)
    assert window.document.origin is not None
    assert window.document.origin.name == example.title


@pytest.mark.parametrize(
    ("typed", "page", "field"),
    [
        ("std q", "densities", "q-std"),
        ("batch kl", "kl-divergence", "batch"),
        ("seed", "densities", "seed"),
        ("temperature softmax", "softmax-policy", "temperature"),
    ],
)
def test_a_parameter_gets_the_focus_on_a_page_where_it_acts(open_window, typed, page, field):
    window = open_window()
    go(window, typed)
    assert window.store.session.page == page
    assert getattr(window.focusWidget(), "field", "") == field


def test_an_option_that_is_put_away_is_brought_out(open_window):
    window = open_window()
    go(window, "repetitions")
    assert window.store.session.page == "gradient-variance"
    assert window.focusWidget().field == "repetitions"
    assert window.inputs.options.controls["repetitions"].isVisible()


def test_a_number_opens_the_drawer_at_its_row(open_window):
    window = open_window()
    go(window, "jensen-shannon")
    assert window.drawer.opened
    table = window.drawer.table
    line = table.numbers.lines[table.currentIndex().row()]
    assert line.row == "Jensen-Shannon"


def test_escape_changes_nothing(open_window):
    window = open_window()
    before = window.store.session
    palette = opened(window)
    QTest.keyClicks(palette.field, "squash")
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert window.store.session == before
    assert QApplication.activePopupWidget() is None


def test_arrow_keys_choose_another(open_window):
    window = open_window()
    palette = opened(window)
    QTest.keyClicks(palette.field, "s")
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    palette.close()


def test_a_press_on_the_search_opens_it(open_window):
    window = open_window()
    QTest.mouseClick(window.top_bar.search, Qt.MouseButton.LeftButton)
    palette = window.findChild(Palette)
    assert palette.isVisible()
    assert palette.shown[0].title == "Start"
    palette.close()


def test_everything_has_an_entry(open_window):
    window = open_window()
    entries = list(window.palette_entries.all())
    titles = {entry.title for entry in entries if entry.kind == "page"}
    assert titles == {"Start", "Sweep", *(page.title for page in all_pages())}
    kinds = [entry.kind for entry in entries]
    assert kinds.count("parameter") == len(list(all_addresses()))
    assert kinds.count("number") == sum(len(page.quantities) for page in all_pages())
    for page in all_pages():
        assert found(entries, page.title)[0].title == page.title


def test_every_number_of_the_panel_can_be_gone_to(open_window):
    """All that are no vectors, which stand with their picture, and act in one dimension."""
    window = open_window()
    session = window.store.session
    gone = 0
    for where in all_addresses():
        options = session.options.get(where.owner)
        if where.description.vector or where.field == "correlation":
            continue
        if options is not None and not where.description.parameter.does_something(options, 1):
            continue
        window.palette_entries.go_to_parameter(where)
        assert window.inputs.isAncestorOf(window.focusWidget()), where
        gone += 1
    assert gone > 40
