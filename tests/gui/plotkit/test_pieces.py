"""Lines of several pieces look as if Qt had painted them in one."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QTransform

from gui.plotkit.dashes import dashes, marks_of
from gui.plotkit.pieces import extended, in_pieces
from gui.plotkit.pixels import FAR
from tests.helpers.lines import PLAIN, SHAPES, by_qt, pen, picture

EVERYWHERE = QRectF(0.0, 0.0, 400.0, 300.0)
SEEN = 40  # of 255 shades, by which a pixel may differ where two pieces meet
STYLES = [Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine]


def ours(x, y, look, scale=PLAIN, ratio=1.0, together=None):
    def paint(painter):
        painter.setTransform(scale)
        on = painter.deviceTransform()
        in_pieces(x, y, together, look, on, EVERYWHERE)(painter)
        assert painter.transform() == scale

    return picture(paint, ratio)


def shares(mine, qts):
    """Of the pixels of Qt's line those that differ to be seen, and how much darker all are."""
    line = np.count_nonzero(qts < 250)
    differ = np.count_nonzero(np.abs(mine - qts) > SEEN) / line
    return differ, (np.sum(255 - mine) - np.sum(255 - qts)) / np.sum(255 - qts)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("width", [1.4, 1.8, 3.0])
@pytest.mark.parametrize("shape", ["bump", "straight", "corners", "walk", "circle"])
def test_a_line_looks_as_that_of_qt(qapp, shape, width, style):
    x, y = SHAPES[shape]
    look = pen(width, style)
    differ, darker = shares(ours(x, y, look), by_qt(x, y, look))
    assert differ < (0.06 if shape == "walk" else 0.01)
    assert abs(darker) < 0.03


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_the_width_is_in_pixels_of_the_device_whatever_the_scale(qapp, ratio):
    x, y = SHAPES["bump"]
    scale = QTransform(0.5, 0.0, 0.0, -0.25, 3.0, 120.0) * QTransform.fromScale(
        1 / ratio, 1 / ratio
    )
    differ, darker = shares(ours(x, y, pen(2.0), scale, ratio), by_qt(x, y, pen(2.0), scale, ratio))
    assert differ < 0.01
    assert abs(darker) < 0.03


def test_lines_that_are_apart_stay_so(qapp):
    x, y = SHAPES["bump"]
    together = np.ones(len(x), dtype=bool)
    together[[100, 101, 300]] = False
    mine, qts = (paint(x, y, pen(2.0), together=together) for paint in (ours, by_qt))
    differ, darker = shares(mine, qts)
    assert differ < 0.01
    assert abs(darker) < 0.03


def test_dashes_of_a_straight_line():
    look = pen(2.0)
    look.setDashPattern([3.0, 1.0])
    look.setDashOffset(1.0)
    begins, ends = dashes(np.array([0.0, 20.0]) + 5.0j, *marks_of(look))
    assert np.allclose(begins, np.array([0.0, 6.0, 14.0]) + 5.0j)
    assert np.allclose(ends, np.array([4.0, 12.0, 20.0]) + 5.0j)


def test_a_dash_around_a_corner_is_two_pieces():
    look = pen(2.0, Qt.PenStyle.CustomDashLine)
    look.setDashPattern([3.0, 1.0])
    begins, ends = dashes(np.array([0.0, 4.0, 4.0 + 6.0j]), *marks_of(look))
    assert np.allclose(begins, [0.0, 4.0, 4.0 + 4.0j])
    assert np.allclose(ends, [4.0, 4.0 + 2.0j, 4.0 + 6.0j])


def test_pieces_go_on_to_corners_and_caps():
    straight = extended(np.array([0.0, 4.0]), np.array([4.0, 8.0]), 1.0, 1.0)
    assert np.allclose(straight, [[-1.0, 4.25], [3.75, 9.0]])
    corner = extended(np.array([0.0j, 4.0]), np.array([4.0, 4.0 + 4.0j]), 1.0, 0.0)
    assert np.allclose(corner, [[0.0, 4.7], [4.0 - 0.7j, 4.0 + 4.0j]])
    back = extended(np.array([0.0, 4.0]), np.array([4.0, 0.0]), 1.0, 0.0)
    assert np.allclose(back, [[0.0, 4.0], [4.0, 0.0]], atol=1.0)
    assert len(extended(np.array([0.0, 4.0]), np.array([0.0, 8.0]), 1.0, 0.0)) == 1


def test_what_lies_outside_is_left_out(qapp):
    x, y = np.linspace(-5000.0, 5000.0, 400), np.full(400, 100.0)
    beside = ours(x, y + 500.0, pen(2.0))
    assert beside.min() == 255
    assert np.abs(ours(x, y, pen(2.0)) - by_qt(x, y, pen(2.0))).max() <= 2


def test_what_is_left_to_qt(qapp):
    x, y = SHAPES["bump"]

    def painted(x, y, look, together=None):
        return in_pieces(x, y, together, look, PLAIN, EVERYWHERE)

    assert painted(x, y, pen(2.0)) is not None
    assert painted(x, y + 2.0 * FAR, pen(2.0)) is None
    assert painted(x, y + np.nan, pen(2.0)) is None
    assert painted(x, y, pen(1.0)) is None
    assert painted(x, y, pen(2.0, Qt.PenStyle.DashLine), np.arange(len(x)) % 9 > 0) is None
    shine = pen(2.0)
    shine.setColor(QColor(0, 0, 0, 128))
    assert painted(x, y, shine) is None
    round_ends = pen(2.0)
    round_ends.setCapStyle(Qt.PenCapStyle.RoundCap)
    assert painted(x, y, round_ends) is None


def test_a_pen_that_has_changed_has_other_pieces(qapp):
    x, y = SHAPES["bump"]
    look = pen(2.0)
    before = ours(x, y, look)
    look.setStyle(Qt.PenStyle.DotLine)
    assert np.count_nonzero(ours(x, y, look) < 128) < 0.7 * np.count_nonzero(before < 128)
    look.setColor(QColor(255, 0, 0))
    assert np.count_nonzero(ours(x, y, look) < 128) == 0, "its red channel is that of the ground"
