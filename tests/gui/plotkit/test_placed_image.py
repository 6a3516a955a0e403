"""An image that is turned and stretched into place."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from engine.gaussian.density_image import REACH, relative_density
from gui.look.theme import LIGHT
from gui.plotkit import placed_image
from gui.plotkit.placed_image import STRONGEST, PlacedImage
from tests.helpers.pictures import pixels_of

MIDDLE, FRAME = np.array([150.0, 110.0]), np.array([[40.0, -18.0], [9.0, 25.0]])


def test_the_lattice_stands_along_the_frame(qapp):
    values = np.linspace(0.0, 1.0, 25).reshape(5, 5)
    image = PlacedImage(LIGHT, "p", values, reach=2.0)
    middle, frame = np.array([3.0, -1.0]), np.array([[2.0, -0.5], [1.0, 1.5]])
    image.place(middle, frame)

    def at(i: float, j: float) -> np.ndarray:
        """The centre of a pixel, in the plot."""
        point = image.mapToParent(QPointF(i + 0.5, j + 0.5))
        return np.array([point.x(), point.y()])

    assert at(2, 2) == pytest.approx(middle)
    assert at(3, 2) == pytest.approx(middle + frame[:, 0])
    assert at(2, 0) == pytest.approx(middle - 2.0 * frame[:, 1])
    assert image.lut[255, 3] == round(255 * STRONGEST)
    assert image.lut[0, 3] == 0
    assert image.image[4, 4] == 255


def picture() -> np.ndarray:
    """That of a Gaussian whose standard ellipse has the columns of `FRAME` for radii, (h, w, 3)."""
    image = PlacedImage(LIGHT, "p", relative_density(), REACH)
    image.place(MIDDLE, FRAME)
    pixels = QImage(300, 220, QImage.Format.Format_RGB32)
    pixels.fill(Qt.GlobalColor.white)
    painter = QPainter(pixels)
    painter.setTransform(image.transform())
    image.paint(painter, QStyleOptionGraphicsItem(), None)
    painter.end()
    return pixels_of(pixels).astype(float)


@pytest.mark.parametrize("pixels", [True, False])
def test_the_picture_is_that_of_the_density(qapp, monkeypatch, pixels):
    """From values along a radius as from all, to some of 255 shades."""
    monkeypatch.setattr(placed_image, "as_pixels", lambda painter: pixels)
    down, across = np.mgrid[0:220, 0:300] + 0.5
    away = np.stack((across - MIDDLE[0], down - MIDDLE[1]))
    standard = np.tensordot(np.linalg.inv(FRAME), away, axes=1)
    opacity = STRONGEST * np.exp(-0.5 * np.sum(standard**2, axis=0))[..., None]
    color = np.array(LIGHT.color("p").getRgb()[:3], dtype=float)
    wanted = opacity * color + (1.0 - opacity) * 255.0
    assert np.abs(picture() - wanted).max() < 4.0
