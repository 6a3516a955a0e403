"""An image that is turned and stretched into place."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF

from gui.look.theme import LIGHT
from gui.plotkit.placed_image import STRONGEST, PlacedImage


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
