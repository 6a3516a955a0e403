"""Several lines in one item, and their ghosts, which have gaps of their own."""

import numpy as np
import pyqtgraph as pg
import pytest

from gui.plotkit.ghost import ghost_of
from gui.plotkit.items import linear, log10
from gui.plotkit.lines import Lines


def moves(item):
    """How many lines are drawn: QPainterPath begins each with a move."""
    path = item.graphics.getPath()
    return sum(path.elementAt(i).isMoveTo() for i in range(path.elementCount()))


@pytest.fixture
def item(qapp):
    return Lines(pg.PlotCurveItem(pen="k"), linear, linear, False)


def test_a_new_line_begins_where_its_number_changes(item):
    item.show([0.0, 1.0, 5.0, 6.0, 7.0], [0.0, 1.0, 0.0, 1.0, 2.0], [0, 0, 1, 1, 1])
    assert moves(item) == 2
    item.show([0.0, 1.0, 5.0], [0.0, 1.0, 0.0])
    assert moves(item) == 1
    item.hide()
    assert item.graphics.getPath().isEmpty()


def test_what_cannot_be_drawn_is_left_out_of_all_columns(qapp):
    item = Lines(pg.PlotCurveItem(pen="k"), linear, log10, False)
    item.show([0.0, 1.0, 2.0, 5.0, 6.0], [1.0, -1.0, 10.0, 1.0, np.nan], [0, 0, 0, 1, 1])
    assert [each.tolist() for each in item.data] == [
        [0.0, 2.0, 5.0],
        [0.0, 0.0, 1.0],
        [0.0, 1.0, 0.0],
    ]


def test_a_ghost_has_the_gaps_of_what_it_shows(item, qapp):
    item.show(np.arange(6.0), np.zeros(6), [0, 0, 1, 1, 2, 2])
    plot = pg.PlotItem()
    ghost = ghost_of(item, plot)
    other = Lines(pg.PlotCurveItem(pen="k"), linear, linear, False)
    other.show(np.arange(9.0), np.zeros(9), [0] * 4 + [1] * 5)
    ghost.copy(other)
    assert moves(ghost) == 2
    item.show([0.0, 1.0], [0.0, 1.0], [0, 0])
    assert moves(item) == 1
    assert moves(ghost) == 2
