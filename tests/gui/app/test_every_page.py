"""What holds for every page in the window: room for the figure, nothing scrolled sideways."""

import pytest
from PySide6.QtWidgets import QApplication

from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow

PAGES = [page.name for page in all_pages()]


@pytest.fixture
def open_window(qtbot, dressed):
    def opened(size, dimension=1):
        scene = Scene(samples=1000).resized(dimension)
        window = MainWindow(Session(page=PAGES[0], scene=scene))
        qtbot.addWidget(window)
        window.resize(*size)
        window.show()
        qtbot.waitExposed(window)
        return window

    return opened


def turn_to(qtbot, window, page):
    window.show_page(page)
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=30_000)
    QApplication.processEvents()
    assert window.frame.failed is None, page


def right_end(widget, window):
    return widget.mapTo(window, widget.rect().topRight()).x()


def test_the_figure_has_more_than_half_of_the_window(open_window, qtbot):
    window = open_window((1360, 860))
    for page in PAGES:
        turn_to(qtbot, window, page)
        view = window.frame.view
        assert view.width() * view.height() >= 0.55 * 1360 * 860, page


@pytest.mark.parametrize("dimension", [1, 2, 5])
def test_nothing_is_scrolled_sideways_or_beyond_the_edge(open_window, qtbot, dimension):
    window = open_window((1024, 700), dimension)
    window.panels.want_numbers(True)
    for page in PAGES:
        turn_to(qtbot, window, page)
        assert (window.width(), window.height()) == (1024, 700), page
        assert window.frame.scroller.horizontalScrollBar().maximum() == 0, page
        assert window.inputs.widget().width() <= window.inputs.viewport().width(), page
        table = window.drawer.table
        widths = [table.columnWidth(j) for j in range(table.numbers.columnCount())]
        assert sum(widths) <= table.viewport().width(), page
        chips = [chip for chip in window.chips.chips if chip.isVisible()]
        assert chips, page
        for widget in (*chips, window.explanation, *window.top_bar.buttons.values()):
            assert right_end(widget, window) < 1024, page


def test_only_what_acts_on_a_page_is_shown(open_window, qtbot):
    window = open_window((1360, 860))
    for page in all_pages():
        turn_to(qtbot, window, page.name)
        inputs = window.inputs
        assert inputs.gaussians.isVisible() == ("gaussians" in page.inputs), page.name
        assert inputs.sampling.isVisible() == ("sampling" in page.inputs), page.name
        in_task = any(place.startswith("task.") for place in inputs.addressed())
        assert in_task == ("task" in page.inputs), page.name
        foreign = {
            place.partition(".")[0]
            for place in inputs.addressed()
            if place.partition(".")[0] not in ("p", "q", "task", "samples")
        }
        assert len(foreign) <= 1, page.name


def test_every_chip_has_room_for_its_value(open_window, qtbot):
    for size in ((1024, 700), (1360, 860)):
        window = open_window(size)
        for page in PAGES:
            turn_to(qtbot, window, page)
            for chip in window.chips.chips:
                if chip.isVisible():
                    assert chip.width() >= 140, page
                    wanted = chip.value.fontMetrics().horizontalAdvance(chip.value.text())
                    assert chip.value.width() >= wanted, f"{page}: {chip.value.text()}"
        window.close()
