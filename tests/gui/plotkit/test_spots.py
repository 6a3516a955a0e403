"""Symbols: what is kept of how they look."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QColor

from gui.plotkit.trace import HEX, Spots

COLORS = ("#ff0000", "#00ff00", "#0000ff")


@pytest.fixture
def spots(qapp) -> Spots:
    return Spots(size=7, pen=pg.mkPen("k"))


def test_symbols_drawn_anew_in_the_same_colours_are_kept_once(spots):
    for draw in range(50):
        place = np.arange(3.0) + draw
        spots.setData(place, place, brush=[QColor(color) for color in COLORS])
    assert len(spots.fragmentAtlas) == len(COLORS)


def test_each_has_its_own_colour(spots):
    spots.setData([0.0, 1.0, 2.0], [0.0, 1.0, 2.0], brush=[QColor(each) for each in COLORS])
    spots.setData([0.0, 1.0], [0.0, 1.0], brush=[QColor(COLORS[2]), QColor(0, 255, 0, 100)])
    found = [brush.color().name(HEX) for brush in spots.data["brush"]]
    assert found == ["#ff0000ff", "#6400ff00"]
