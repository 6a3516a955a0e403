"""An image that is stretched over a part of a plot."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gui.plotkit.smooth_image import SmoothImage

SHADES = np.arange(12, dtype=np.ubyte).reshape(4, 3)
AREA = QRectF(1.0, 2.0, 8.0, 6.0)


@pytest.fixture
def image(qapp):
    table = np.full((256, 4), 255, dtype=np.ubyte)
    made = SmoothImage(axisOrder="col-major", lut=table)
    made.show(SHADES, AREA)
    made.render()
    return made


def drawn_again(image, shades, area):
    """Whether it is made anew for these, or moved."""
    image._renderRequired, before = False, image.transform()
    image.show(shades, area)
    return image._renderRequired or image.transform() != before


def test_it_fills_its_area(image):
    assert image.mapRectToParent(image.boundingRect()) == AREA


def test_what_is_shown_already_is_not_made_again(image):
    assert not drawn_again(image, SHADES.copy(), QRectF(AREA))
    assert drawn_again(image, SHADES + np.ubyte(1), AREA)
    assert drawn_again(image, SHADES + np.ubyte(1), AREA.translated(1.0, 0.0))
    assert drawn_again(image, SHADES[:2], AREA)
    assert image.mapRectToParent(image.boundingRect()) == AREA
