"""A matrix as an image with its numbers."""

import numpy as np
import pyqtgraph as pg
import pytest

from gui.look.theme import LIGHT
from gui.plotkit.matrix_image import LARGEST_WITH_NUMBERS, MatrixImage, short_number


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.0, "0"), (0.25, ".25"), (-0.2, "-.20"), (1.0, "1"), (12.34, "12.3"), (1e6, "1e6")],
)
def test_cell_numbers_are_short(value, text):
    assert short_number(value) == text


def test_the_first_row_stands_at_the_top_and_large_matrices_have_no_numbers(qtbot):
    figure = pg.GraphicsLayoutWidget()
    qtbot.addWidget(figure)
    image = MatrixImage(figure.addPlot(), LIGHT)
    matrix = np.array([[1.0, -0.5], [-0.5, 2.0]])
    image.show(matrix, 2.0)
    np.testing.assert_array_equal(image.image.image, matrix)
    assert image.plot.vb.yInverted()
    assert image.numbers.boundingRect().width() == 2.0
    image.show(np.eye(LARGEST_WITH_NUMBERS + 1), 1.0)
    assert image.numbers.boundingRect().width() == 0.0
