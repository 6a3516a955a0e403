"""What holds for every page in the window: room for the figure, nothing scrolled sideways."""

import pytest
from PySide6.QtWidgets import QApplication

from engine.core.run import Run
from engine.gaussian.gaussian import Gaussian
from engine.page.page import all_pages
from engine.page.scene import Scene
from engine.session.session import Session
from gui.app.main_window import MainWindow
from gui.inputs.gaussian_section import OF_BOTH
from gui.look.appearance_options import STEP

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


@pytest.mark.parametrize("text", [100, 200])
def test_only_what_acts_is_shown_and_all_of_it(open_window, qtbot, text):
    window = open_window((1024, 700))
    window.appearance.step_text((text - 100) // STEP)
    for page in all_pages():
        window.show_page(page.name)
        QApplication.processEvents()
        inputs = window.inputs
        assert inputs.widget().width() <= inputs.viewport().width(), page.name
        if "gaussians" in page.inputs:
            shown = [name for name, each in inputs.gaussians.editors.items() if each.isVisible()]
            assert tuple(shown) == page.gaussians == tuple(inputs.gaussians.picture.gaussians)
            both = len(shown) == 2
            assert all(inputs.gaussians.buttons[text].isVisible() is both for text in OF_BOTH)
    qtbot.waitUntil(lambda: not window.worker.busy, timeout=30_000)


def test_what_a_page_does_not_read_changes_none_of_its_numbers():
    for page in all_pages():
        for name in {"p", "q"}.difference(page.gaussians if "gaussians" in page.inputs else ()):
            scene = Scene(samples=1000)
            other = scene.replace(**{name: Gaussian.from_std([0.3], [0.7])})
            options = page.options()
            found = [page.compute(each, options, Run(threads=1)) for each in (scene, other)]
            assert [str(each) for each in found[0].readouts] == [
                str(each) for each in found[1].readouts
            ], (page.name, name)
