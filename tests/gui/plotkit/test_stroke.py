"""Lines are painted as Qt paints them with the same pen."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPen, QTransform

from gui.plotkit.needed_points import MANY
from gui.plotkit.pixels import FAR
from gui.plotkit.seen_pieces import seen_pieces
from gui.plotkit.stroke import MOST_LINES, stroke
from tests.helpers.lines import PLAIN, SHADES, SHAPES, by_qt, pen, picture


def ours(x, y, look, scale=PLAIN, ratio=1.0, together=None):
    def paint(painter):
        painter.setTransform(scale)
        stroke(x, y, together, look, painter.deviceTransform())(painter)
        assert painter.transform() == scale

    return picture(paint, ratio)


@pytest.mark.parametrize("width", [1.2, 1.4, 2.0, 3.0])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_solid_line_is_that_of_qt(qapp, shape, width):
    """Of 255 shades; where a line turns within its width, pixels hold several pieces of it."""
    x, y = SHAPES[shape]
    apart = np.abs(ours(x, y, pen(width)) - by_qt(x, y, pen(width)))
    if "walk" in shape:
        dark = by_qt(x, y, pen(width)) < 250
        assert np.count_nonzero(apart > SHADES) < 0.15 * np.count_nonzero(dark)
    else:
        assert np.count_nonzero(apart > SHADES) <= 10


@pytest.mark.parametrize("style", [Qt.PenStyle.DashLine, Qt.PenStyle.DotLine])
def test_dashes_are_those_of_qt(qapp, style):
    x, y = SHAPES["bump"]
    apart = np.abs(ours(x, y, pen(1.6, style)) - by_qt(x, y, pen(1.6, style)))
    assert apart.max() <= 2 * SHADES


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_width_is_in_pixels_of_the_device_whatever_the_scale(qapp, ratio):
    x, y = SHAPES["bump"]
    scale = QTransform(0.5, 0.0, 0.0, -0.25, 3.0, 120.0) * QTransform.fromScale(
        1 / ratio, 1 / ratio
    )
    apart = np.abs(ours(x, y, pen(2.0), scale, ratio) - by_qt(x, y, pen(2.0), scale, ratio))
    assert apart.max() <= 2 * SHADES


def test_several_lines_are_drawn_apart(qapp):
    x, y = SHAPES["bump"]
    together = np.ones(len(x), dtype=bool)
    together[[100, 101, 300]] = False
    mine = ours(x, y, pen(2.0), together=together)
    apart = np.abs(mine - by_qt(x, y, pen(2.0), together=together))
    assert np.count_nonzero(apart > SHADES) <= 10


@pytest.mark.parametrize("style", [Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine])
@pytest.mark.parametrize("count", [MANY // 2, 3 * MANY])
def test_what_lies_outside_an_area_changes_nothing_inside(qapp, style, count):
    """Dashes stay where they are; a few points are enough to have the rest left out."""
    x = np.linspace(0.0, 1200.0, count)
    y = 400.0 + 300.0 * np.sin(x / 37.0)
    area = QRectF(360.0, 300.0, 250.0, 180.0)
    path, look = pg.arrayToQPath(x, y), pen(1.6, style)

    def cut_off(painter):
        stroke(x, y, None, look, PLAIN, area)(painter)

    def whole(painter):
        painter.strokePath(path, look)

    mine, all_of = (picture(paint, size=(1200, 800)) for paint in (cut_off, whole))
    apart = np.abs(mine - all_of)[300:480, 360:610]
    assert np.count_nonzero(apart > 3 * SHADES) <= 10
    beside = np.concatenate((mine[:, :300].ravel(), mine[:, 680:].ravel()))
    assert beside.min() == 255 > all_of[:, :300].min()


def test_pieces_that_are_seen():
    line = np.array([0.0, 10.0, 20.0, 30.0, 40.0, 50.0]) + 0j
    pieces = seen_pieces(line, QRectF(18.0, -5.0, 9.0, 10.0), 1.0)
    assert [(list(piece.real), begins) for piece, begins in pieces] == [([10.0, 20.0, 30.0], 10.0)]
    assert not list(seen_pieces(line + 20.0j, QRectF(18.0, -5.0, 9.0, 10.0), 1.0))
    there_and_back = np.array([0.0, 100.0, 0.0]) + 0j
    pieces = seen_pieces(there_and_back, QRectF(40.0, -5.0, 9.0, 10.0), 1.0)
    assert [begins for _, begins in pieces] == [0.0]
    away = np.array([0.0, 60.0, 70.0, 0.0]) + 0j
    pieces = seen_pieces(away, QRectF(40.0, -5.0, 9.0, 10.0), 1.0)
    assert [(len(piece), begins) for piece, begins in pieces] == [(2, 0.0), (2, 70.0)]


def test_what_qt_does_better_is_left_to_it(qapp):
    x, y = np.arange(400.0), np.zeros(400)
    assert stroke(x, y, None, pen(2.0), PLAIN) is not None
    assert stroke(x[: MANY - 1], y[: MANY - 1], None, pen(2.0), PLAIN) is None
    assert stroke(x, y + 2.0 * FAR, None, pen(2.0), PLAIN) is None
    assert stroke(x, y + np.nan, None, pen(2.0), PLAIN) is None
    assert stroke(x, y, np.arange(400) % 2 == 0, pen(2.0), PLAIN) is None
    assert MOST_LINES < 400 // 2
    assert stroke(x, y, None, pen(1.0), PLAIN) is None
    assert stroke(y, y, None, pen(2.0), PLAIN) is None
    wide = QPen(Qt.GlobalColor.black, 2.0)
    wide.setCosmetic(False)
    assert stroke(x, y, None, wide, PLAIN) is None
    round_ends = pen(2.0)
    round_ends.setCapStyle(Qt.PenCapStyle.RoundCap)
    assert stroke(x, y, None, round_ends, PLAIN) is None
