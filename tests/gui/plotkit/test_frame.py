"""The line and the ground of a card, as Qt paints them."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from gui.plotkit.frame import RADIUS, paint_card
from tests.helpers.pictures import pixels_of


def picture(paint, shift, zoom, ratio, clip):
    image = QImage(300, 260, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("#c0d0e0"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(clip)
    painter.translate(*shift)
    painter.scale(zoom, zoom)
    painter.setPen(QPen(QColor("#345678"), 1.0))
    painter.setBrush(QColor("#fefdfc"))
    paint(painter)
    painter.end()
    return pixels_of(image)


@pytest.mark.parametrize("size", [(200.0, 150.0), (120.0, 14.0), (60.5, 80.0), (90.0, 15.0)])
@pytest.mark.parametrize(
    ("shift", "zoom", "ratio"),
    [((20.0, 30.0), 1.0, 1.0), ((20.5, 30.0), 1.0, 1.0), ((9.0, 5.0), 1.25, 1.0), ((4, 6), 1, 2.0)],
)
def test_a_card_is_painted_as_by_qt(qapp, size, shift, zoom, ratio):
    area = QRectF(0.0, 0.0, *size)
    line = area.adjusted(0.5, 0.5, -0.5, -0.5)
    for clip in (QRectF(0, 0, 300, 260), QRectF(60, 31, 70, 90)):
        mine, qts = (
            picture(paint, shift, zoom, ratio, clip)
            for paint in (
                lambda painter: paint_card(painter, area),
                lambda painter: painter.drawRoundedRect(line, RADIUS, RADIUS),
            )
        )
        np.testing.assert_array_equal(mine, qts)


def test_the_painter_is_left_as_it_was(qapp):
    def paint(painter):
        clip = painter.clipBoundingRect()
        paint_card(painter, QRectF(0.0, 0.0, 80.0, 70.0))
        assert painter.clipBoundingRect() == clip
        assert painter.brush().color() == QColor("#fefdfc")
        assert painter.pen().style() is Qt.PenStyle.SolidLine

    picture(paint, (3.0, 4.0), 1.0, 1.0, QRectF(0, 0, 300, 260))
