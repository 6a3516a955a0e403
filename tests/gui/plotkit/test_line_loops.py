"""Compiled loops make the pieces of a line that NumPy makes, bit for bit."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QTransform

from engine.core.compiled import numba_version
from gui.plotkit.needed_points import MANY
from gui.plotkit.pieces import Look, pieces_by_loops, straight_pieces
from gui.plotkit.pixels import FAR
from tests.helpers.lines import SHAPES, pen

pytestmark = pytest.mark.skipif(numba_version() == "none", reason="needs the extra fast")
SQUARE, FLAT = Qt.PenCapStyle.SquareCap, Qt.PenCapStyle.FlatCap
AREA = QRectF(30.0, 20.0, 300.0, 200.0)
TURNED = QTransform(0.7, 0.3, -0.2, -1.1, 40.0, 260.0)
STYLES = (*[style for style in Qt.PenStyle if 0 < style.value < 6], Qt.PenStyle.CustomDashLine)


def look(style, width, cap=Qt.PenCapStyle.SquareCap):
    made = pen(width, style)
    made.setCapStyle(cap)
    if style is Qt.PenStyle.CustomDashLine:
        made.setDashPattern([6.0, 2.5, 1.0, 2.5])
        made.setDashOffset(1.7)
    return Look.of(made)


def both(x, y, of, on=TURNED):
    return straight_pieces(x, y, None, of, on, AREA), pieces_by_loops(x, y, of, on, AREA)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_pieces_as_by_numpy(shape, style):
    x, y = SHAPES[shape]
    for every in (1, 3, 7):
        for width, cap, on in ((1.4, SQUARE, QTransform()), (3.0, FLAT, TURNED)):
            wanted, found = both(x[::every], y[::every], look(style, width, cap), on)
            assert len(wanted)
            np.testing.assert_array_equal(found, wanted)


@pytest.mark.parametrize("seed", range(40))
def test_the_same_of_lines_of_any_kind(seed):
    rng = np.random.default_rng(seed)
    count = int(rng.integers(2, 2 * MANY))
    steps = rng.normal(0.0, 10.0 ** rng.uniform(-3, 2), (2, count)).round(int(rng.integers(0, 6)))
    steps[:, rng.random(count) < 0.2] = 0.0  # points that are one
    x, y = 100.0 + np.cumsum(steps, axis=1)
    style = STYLES[seed % len(STYLES)]
    wanted, found = both(x, y, look(style, float(rng.uniform(1.1, 4.0))))
    assert (wanted is None) == (found is None)
    if wanted is not None:
        np.testing.assert_array_equal(found, wanted)


def test_one_place_has_no_piece():
    for found in both(np.full(5, 70.0), np.full(5, 70.0), look(Qt.PenStyle.SolidLine, 2.0)):
        assert found.shape == (0, 4)


@pytest.mark.parametrize("y", [2.0 * FAR, np.nan, np.inf])
def test_what_is_too_far_or_no_number_is_left_to_qt(y):
    line = np.array([10.0, 50.0, 90.0]), np.array([10.0, y, 10.0])
    assert both(*line, look(Qt.PenStyle.DashLine, 2.0)) == (None, None)


def test_arrays_that_are_read_only_or_strided_are_no_other_kind():
    from gui.plotkit.line_loops import straight_pieces as compiled

    x, y = (np.repeat(each, 2)[::2] for each in SHAPES["bump"])
    x.flags.writeable = False
    pieces_by_loops(*SHAPES["bump"], look(Qt.PenStyle.SolidLine, 2.0), TURNED, AREA)
    kinds = len(compiled.signatures)
    pieces_by_loops(x, y, look(Qt.PenStyle.DotLine, 1.5), TURNED, AREA)
    assert len(compiled.signatures) == kinds
