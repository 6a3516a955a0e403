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
from tests.helpers.controls import check_names_and_tips


@pytest.fixture
def open_window(qtbot, dressed):
    def opened(size, dimension=1):
        scene = Scene(samples=1000).resized(dimension)
        window = MainWindow(Session(page=all_pages()[0].name, scene=scene))
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


LARGE, SMALL = (1360, 860), (1024, 700)


@pytest.mark.parametrize(("size", "dimension"), [(LARGE, 1), (SMALL, 1), (SMALL, 2), (SMALL, 5)])
def test_every_page_fits_and_shows_what_acts(open_window, qtbot, size, dimension):
    window = open_window(size, dimension)
    window.panels.want_numbers(size == SMALL)
    for page in all_pages():
        turn_to(qtbot, window, page.name)
        assert (window.width(), window.height()) == size, page.name
        check_edges(window, page.name)
        check_chips(window, page.name)
        check_sections(window.inputs, page)
        check_names_and_tips(window, page.name)
        if size == SMALL:
            table = window.drawer.table
            widths = [table.columnWidth(j) for j in range(table.numbers.columnCount())]
            assert sum(widths) <= table.viewport().width(), page.name
        else:
            view = window.frame.view
            assert view.width() * view.height() >= 0.55 * size[0] * size[1], page.name


def check_edges(window, page):
    """Nothing is scrolled sideways or beyond the edge."""
    assert window.frame.scroller.horizontalScrollBar().maximum() == 0, page
    assert window.inputs.widget().width() <= window.inputs.viewport().width(), page
    chips = [chip for chip in window.chips.chips if chip.isVisible()]
    assert chips, page
    for widget in (*chips, window.explanation, *window.top_bar.buttons.values()):
        assert right_end(widget, window) < window.width(), page


def check_chips(window, page):
    """Each has room for its value."""
    for chip in window.chips.chips:
        if chip.isVisible():
            assert chip.width() >= 140, page
            wanted = chip.value.fontMetrics().horizontalAdvance(chip.value.text())
            assert chip.value.width() >= wanted, f"{page}: {chip.value.text()}"


def check_sections(inputs, page):
    """Only what acts on a page is shown, and all of it."""
    assert inputs.gaussians.isVisible() == ("gaussians" in page.inputs), page.name
    assert inputs.sampling.isVisible() == ("sampling" in page.inputs), page.name
    owners = {place.partition(".")[0] for place in inputs.addressed()}
    assert ("task" in owners) == ("task" in page.inputs), page.name
    assert len(owners.difference(("p", "q", "task", "samples"))) <= 1, page.name
    if "gaussians" in page.inputs:
        shown = [name for name, each in inputs.gaussians.editors.items() if each.isVisible()]
        assert tuple(shown) == page.gaussians == tuple(inputs.gaussians.picture.gaussians)
        both = len(shown) == 2
        assert all(inputs.gaussians.buttons[text].isVisible() is both for text in OF_BOTH)


def test_with_the_largest_text_all_that_acts_is_shown(open_window, qtbot):
    window = open_window(SMALL)
    window.appearance.step_text(100 // STEP)
    for page in all_pages():
        window.show_page(page.name)
        QApplication.processEvents()
        assert window.inputs.widget().width() <= window.inputs.viewport().width(), page.name
        check_sections(window.inputs, page)
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
