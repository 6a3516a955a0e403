"""What is cut off is not seen: points inside against Qt's own geometry, pictures against those that
pyqtgraph paints of the whole."""

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from gui.look.theme import LIGHT
from gui.plotkit.cut import AROUND, LONG, Extent, Way, cut, lines_of
from gui.plotkit.trace import Trace

SHOWN = QRectF(-1.0, -1.0, 2.0, 2.0)
POINTS = 60
SIZE = (300, 200)


def wild(seed, far):
    """Points near the view and far from it."""
    rng = np.random.default_rng(seed)
    return far ** rng.uniform(-1.0, 1.0, (2, POINTS)) * rng.choice([-1.0, 1.0], (2, POINTS))


def outline(x, y):
    path = QPainterPath()
    path.addPolygon([QPointF(*place) for place in zip(x, y, strict=True)])
    return path


@pytest.mark.parametrize("far", [3.0, 30.0, 1e3, 1e6])
@pytest.mark.parametrize("seed", range(4))
def test_the_area_inside_is_unchanged(seed, far):
    x, y = (np.append(each, each[0]) for each in wild(seed, far))
    left = cut(x, y, SHOWN)
    whole, rest = outline(x, y), outline(*left)
    assert max(np.abs(each).max() for each in left) <= 1.0 + 2.0 * AROUND
    inside = np.random.default_rng(seed).uniform(-1.0, 1.0, (300, 2))
    for place in inside:
        assert whole.contains(QPointF(*place)) == rest.contains(QPointF(*place))


@pytest.mark.parametrize("far", [3.0, 1e3, 1e9])
def test_every_piece_inside_is_kept_to_the_last_digits(far):
    x, y = wild(1, far)
    left = np.column_stack(cut(x, y, SHOWN))
    steps = np.diff(left, axis=0)
    for i in range(POINTS - 1):
        share = np.linspace(0.0, 1.0, 2001)[:, None]
        first, second = np.array([x[i], y[i]]), np.array([x[i + 1], y[i + 1]])
        piece = first + share * (second - first)
        for place in piece[np.abs(piece).max(axis=1) <= 1.0][:20]:
            lengths = np.maximum((steps**2).sum(axis=1), 1e-300)
            along = np.clip(((place - left[:-1]) * steps).sum(axis=1) / lengths, 0.0, 1.0)
            nearest = left[:-1] + along[:, None] * steps
            assert np.hypot(*(nearest - place).T).min() <= 1e-9 * max(1.0, 1e-6 * far)


def test_what_lies_outside_goes_and_what_lies_inside_stays():
    x, y = np.linspace(-1.0, 1.0, 5), np.zeros(5)
    assert np.array_equal(cut(x, y, SHOWN), (x, y))
    assert cut(x, y + 1e9, SHOWN)[0].size == 0
    assert not Extent.of(x, y).far(SHOWN)
    assert Extent.of(x, y + 1e9).far(SHOWN)
    assert not Extent.of(x, np.full(5, np.nan)).far(SHOWN)
    assert not Extent.of(np.zeros(1), np.empty(0)).far(SHOWN)


def test_lines_end_where_they_are_not_connected():
    x, y = np.arange(6.0), np.array([0.0, 1.0, np.nan, 3.0, 4.0, 5.0])
    ends = {
        "all": [[0, 1], [3, 4, 5]],
        "finite": [[0, 1], [3, 4, 5]],
        "pairs": [[0, 1], [3], [4, 5]],
    }
    for connect, lines in ends.items():
        assert [list(line[0]) for line in lines_of(x, y, connect)] == lines
    goes_on = np.array([True, True, True, False, True, False])
    assert [list(line[0]) for line in lines_of(x, y, goes_on)] == [[0, 1], [3], [4, 5]]


def painted(item):
    """The picture of a plot that shows `SHOWN`."""
    view = pg.GraphicsView()
    view.resize(*SIZE)
    box = pg.ViewBox()
    view.setCentralItem(box)
    box.addItem(item, ignoreBounds=True)
    box.setRange(SHOWN, padding=0.0)
    image = QImage(*SIZE, QImage.Format.Format_RGB32)
    image.fill("white")
    painter = QPainter(image)
    view.render(painter)
    painter.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(SIZE[1], SIZE[0], 4)
    return pixels[..., :3].astype(int)


def pen(width):
    return QPen(LIGHT.pen("p", width))


X = np.linspace(-30.0, 30.0, 80)
LOOKS = {
    "line": ({"pen": pen(1.8)}, X, np.cos(2.0 * X) * X),
    "thin line": ({"pen": pen(1.0)}, X, np.cos(2.0 * X) * X),
    "gaps": ({"pen": pen(1.8), "connect": "finite"}, X, np.where(X > 0.3, np.nan, X)),
    "pairs": ({"pen": pen(1.8), "connect": "pairs"}, X, -0.2 * X),
    "area": (
        {"pen": None, "brush": LIGHT.brush("p", 0.4), "fillLevel": "enclosed"},
        np.concatenate((X, X[::-1])),
        np.concatenate((np.cos(X), 0.3 * X[::-1])),
    ),
    "steps": ({"pen": pen(1.0), "stepMode": "center"}, np.append(X, 31.0), 3.0 * np.cos(X)),
    "filled steps": (
        {"pen": None, "stepMode": "center", "fillLevel": 0.0, "brush": LIGHT.brush("p", 0.4)},
        np.append(X, 31.0),
        3.0 * np.cos(X),
    ),
}


@pytest.mark.parametrize("look", LOOKS)
def test_a_picture_is_that_of_the_whole(qapp, look):
    options, x, y = LOOKS[look]
    trace = Trace(x=x, y=y, antialias=True, **options)
    assert Extent.of(x, y).far(SHOWN)
    differ = np.abs(painted(trace) - painted(pg.PlotCurveItem(x=x, y=y, antialias=True, **options)))
    assert differ.max() <= 60
    assert differ.mean() < 0.05


def test_a_line_to_and_fro_is_painted_piece_by_piece(qapp, monkeypatch):
    x = np.linspace(-1.0, 1.0, 150)
    y = 0.9 * np.resize([1.0, -1.0], 150)
    look = pen(1.8)
    look.setColor(QColor(0, 90, 160, 250))  # one of which overlaps are seen is not made of pieces
    trace = Trace(x=x, y=y, antialias=True, pen=look)
    assert Way.of(x, y).pixels(pg.QtGui.QTransform.fromScale(150, 100)) > LONG
    segments, asked = trace._getLineSegments, []
    monkeypatch.setattr(trace, "_getLineSegments", lambda: asked.append(1) or segments())
    differ = np.abs(painted(trace) - painted(pg.PlotCurveItem(x=x, y=y, antialias=True, pen=look)))
    assert asked
    assert differ.mean() < 4.0


def test_a_tangle_of_far_lines_has_no_smooth_edges_and_no_dashes(qapp):
    x, y = np.linspace(-1.0, 1.0, 300), 1e3 * np.resize([1.0, -1.0], 300)
    look = pen(2.0)
    look.setStyle(Qt.PenStyle.DashLine)
    found = painted(Trace(x=x, y=y, antialias=True, pen=look))
    colors, counts = np.unique(found.reshape(-1, 3), axis=0, return_counts=True)
    assert len(colors) <= 3, "the pen, the plot's ground and the paper around it"
    assert counts.max() > 0.7 * counts.sum(), "dashes would leave more of the ground"
