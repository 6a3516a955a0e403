"""Lines with a pen, and their pictures by Qt."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter, QPen, QTransform

from gui.plotkit.needed_points import WITHIN
from tests.helpers.pictures import pixels_of

X = np.linspace(20.0, 380.0, 500)
PLAIN = QTransform()
SHADES = 255 * WITHIN  # that an edge so far away makes of a difference
WALK = np.cumsum(np.random.default_rng(3).normal(0.0, 1.5, 60))
CORNERS = np.array([150.0, 20.0, 250.0, 250.0, 40.0, 260.0, 60.0, 60.0, 61.0])


def finer(x, y):
    """The same line with many points."""
    at = np.linspace(0.0, len(x) - 1.0, 40 * (len(x) - 1) + 1)
    return np.interp(at, np.arange(len(x)), x), np.interp(at, np.arange(len(x)), y)


SHAPES = {
    "bump": (X, 220.0 - 180.0 * np.exp(-(((X - 200.0) / 50.0) ** 2))),
    "straight": (X, 30.0 + 0.5 * X),
    "corners": finer(np.linspace(20.0, 380.0, 9), CORNERS),
    "walk": finer(np.linspace(20.0, 380.0, 60), 150.0 + WALK),
    "dense walk": (np.linspace(20.0, 380.0, 600), 150.0 + np.repeat(WALK, 10) + np.tile(WALK, 10)),
    "circle": (200.0 + 90.0 * np.cos(X / 57.0), 150.0 + 90.0 * np.sin(X / 57.0)),
    "doubled points": (np.repeat(X, 2), np.repeat(100.0 + 0.2 * X, 2)),
}


def pen(width, style=Qt.PenStyle.SolidLine):
    made = QPen(Qt.GlobalColor.black, width, style)
    made.setCosmetic(True)
    return made


def picture(paint, ratio=1.0, size=(400, 300)):
    image = QImage(*size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    try:
        paint(painter)
    finally:
        painter.end()
    return pixels_of(image)[..., 0].astype(int)


def by_qt(x, y, look, scale=PLAIN, ratio=1.0, together="all"):
    path = pg.arrayToQPath(x, y, connect=together)

    def paint(painter):
        painter.setTransform(scale)
        painter.setPen(look)
        painter.drawPath(path)

    return picture(paint, ratio)
