"""Symbols: what is kept of how they look."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QTransform

from gui.plotkit.trace import HEX, Spots
from tests.helpers.pictures import pixels_of

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


@pytest.mark.parametrize("symbol", ["o", "star", "t1"])
@pytest.mark.parametrize("at", [(20.0, 10.0), (20.37, 10.81), (-2.3, 38.9), (np.nan, 3.0)])
def test_a_symbol_alone_is_painted_as_among_others(spots, symbol, at):
    spots.setSymbol(symbol)
    pictures = []
    for others in ([], [[500.0, 500.0]]):
        spots.setData(*np.array([at, *others]).T)
        image = QImage(60, 40, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setTransform(QTransform(1.5, 0.0, 0.0, 0.9, 2.1, 1.3))
        spots.paint(painter, None)
        painter.end()
        pictures.append(pixels_of(image))
    np.testing.assert_array_equal(*pictures)
    assert np.isnan(at[0]) or pictures[0].min() < 128
