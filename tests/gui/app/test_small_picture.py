"""Pictures in few colours look as before."""

import numpy as np
from PySide6.QtGui import QImage, qRgb

from gui.app.small_picture import MOST, in_few_colors


def pixels(image):
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), -1)
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).astype(int)


def test_a_picture_of_few_colours_stays_as_it_is(qapp):
    image = QImage(7, 5, QImage.Format.Format_RGB32)
    for x in range(7):
        for y in range(5):
            image.setPixel(x, y, qRgb(30 * x, 50 * y, 7))
    np.testing.assert_array_equal(pixels(in_few_colors(image)), pixels(image))


def test_of_many_colours_each_is_next_to_its_own(qapp):
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    for x in range(64):
        for y in range(64):
            image.setPixel(x, y, qRgb(4 * x, 4 * x, 4 * x + y % 4))
    made = in_few_colors(image)
    assert len(made.colorTable()) <= MOST
    assert np.abs(pixels(made) - pixels(image)).max() <= 4


def test_the_ends_of_a_scale_of_rare_colours_stay(qapp):
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    for x in range(64):
        for y in range(64):
            frequent = qRgb(4 * x, 60 * (y % 4), 0)
            image.setPixel(x, y, qRgb(0, 0, 64 + 3 * x) if y == 0 else frequent)
    assert np.abs(pixels(in_few_colors(image))[0] - pixels(image)[0]).max() <= 4
