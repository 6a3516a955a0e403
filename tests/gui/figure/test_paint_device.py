"""Painting through engines of our own: what Qt hands to them goes when it has been painted."""

import gc
from collections import Counter

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPolygon, QPolygonF
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QGraphicsWidget

from gui.figure.scaled_painting import render_scaled
from gui.figure.svg_painting import scene_elements
from tests.helpers.pictures import svg_pixels

AREA = QSize(40, 30)
PLACES = ((1.0, 2.0), (30.0, 4.0), (5.0, 20.0))
FIGURES = 20


class Shapes(QGraphicsWidget):
    """Everything that Qt hands over as a row of elements."""

    def paint(self, painter, option, widget=None):
        points = [QPointF(*place) for place in PLACES]
        painter.drawLines([QLineF(points[0], point) for point in points[1:]])
        painter.drawRects([QRectF(*place, 5.0, 5.0) for place in PLACES])
        painter.drawPoints(QPolygonF(points))
        painter.drawPolyline(QPolygonF(points))
        painter.drawPolygon(QPolygonF(points))
        painter.drawPolygon(QPolygon([QPoint(1, 2), QPoint(30, 4), QPoint(5, 20)]))


@pytest.fixture
def view(qtbot):
    view = QGraphicsView()
    qtbot.addWidget(view)
    return view


@pytest.fixture
def scene(view):
    scene = QGraphicsScene(view)
    view.setScene(scene)
    shapes = Shapes()
    shapes.resize(40.0, 30.0)
    scene.addItem(shapes)
    return scene


def painted(scene):
    image = QImage(80, 60, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    render_scaled(scene, painter, AREA, 2.0)
    painter.end()


def elements(scene):
    return scene_elements(scene, AREA)()


@pytest.mark.parametrize("paint", [painted, elements])
def test_what_is_painted_is_not_kept(scene, paint):
    def living():
        gc.collect()
        return Counter(type(each).__name__ for each in gc.get_objects())

    paint(scene)
    before = living()
    for _ in range(FIGURES):
        paint(scene)
    more = living() - before
    assert {kind: n for kind, n in more.items() if kind.startswith("Q") and n >= FIGURES} == {}


class Symbols(QGraphicsWidget):
    """One shape at several places, magnified, as the symbols of a plot are."""

    def paint(self, painter, option, widget=None):
        symbol = QPainterPath()
        symbol.addRect(-0.5, -0.5, 1.0, 1.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor("#0000ff"))
        for x, y in PLACES:
            painter.save()
            painter.translate(x + 3.0, y + 3.0)
            painter.scale(4.0, 4.0)
            painter.drawPath(symbol)
            painter.restore()


def test_a_shape_at_other_places_is_defined_once_and_stands_there(scene):
    scene.clear()
    symbols = Symbols()
    symbols.resize(40.0, 30.0)
    scene.addItem(symbols)
    text = elements(scene)
    assert (text.count('fill="#0000ff"'), text.count("<use ")) == (len(PLACES), len(PLACES) - 1)
    size = f'width="{AREA.width()}" height="{AREA.height()}"'
    start = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    picture = svg_pixels(f'{start} {size}><rect {size} fill="#ffffff"/>{text}</svg>')
    wanted = np.full_like(picture, 255)
    for x, y in PLACES:
        wanted[int(y) + 1 : int(y) + 5, int(x) + 1 : int(x) + 5] = 0, 0, 255
    np.testing.assert_array_equal(picture, wanted)


def test_what_is_painted_is_whole(scene):
    """Each row of elements is there, with every one of them."""
    text = elements(scene)
    assert text.count('<path d="M1,2') == 5
    assert text.count("<use ") == 1  # the last polygon is the one before
    assert "M1,2L30,4M1,2L5,20" in text
    assert "M1,2L30,4L5,20L1,2" in text
