"""Chips whose numbers have gone say and do nothing."""

import pytest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from engine.core.run import Run
from engine.page.page import page_named
from engine.page.scene import Scene
from gui.shell.chip_row import MOST, ChipRow

PAGE = page_named("kl-divergence")


@pytest.fixture
def row(qtbot):
    """The numbers of a page, and what has been heard of them."""
    made = ChipRow()
    qtbot.addWidget(made)
    made.heard = []
    made.hovered.connect(lambda *said: made.heard.append(said))
    made.opened.connect(lambda *said: made.heard.append(said))
    made.show_readouts(PAGE, PAGE.compute(Scene(samples=100), PAGE.options(), Run()).readouts)
    return made


def test_the_mouse_leaves_a_chip_whose_number_has_gone(row):
    row.chips[0].hovered.emit(True)
    assert len(row.heard) == 1
    row.clear()
    for chip in row.chips:
        chip.hovered.emit(False)
        chip.clicked.emit()
    assert len(row.heard) == 1


def test_every_number_is_heard_of(row):
    assert len(row.shown) == MOST
    for chip in row.chips:
        chip.hovered.emit(True)
        chip.clicked.emit()
    assert [over for _, over in row.heard[::2]] == [True] * MOST
    assert [key for (key,) in row.heard[1::2]] == [each.key for each in row.shown]


def test_another_width_in_the_midst_of_a_layout_reaches_all(qtbot, dressed):
    """A panel closes beside the column while another widens: the chip that now has room is shown
    in the first layout, and what stands below the chips must follow the second."""
    window, side, inner, panel, column, below = (QWidget() for _ in range(6))
    qtbot.addWidget(window)
    chips = ChipRow()
    for place, parts in ((window, (side, inner)), (inner, (column, panel))):
        line = QHBoxLayout(place)
        line.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            line.addWidget(part)
    under = QVBoxLayout(column)
    under.addWidget(chips)
    under.addWidget(below, 1)
    panel.setFixedWidth(400)
    side.setFixedWidth(40)
    window.resize(1200, 400)
    window.show()
    chips.show_readouts(PAGE, PAGE.compute(Scene(samples=100), PAGE.options(), Run()).readouts)
    QApplication.processEvents()
    assert chips.count == 4
    panel.hide()
    side.setFixedWidth(140)
    QApplication.processEvents()
    assert chips.count == MOST
    assert below.width() == chips.width() <= column.width()
