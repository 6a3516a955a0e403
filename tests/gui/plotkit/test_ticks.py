"""Numbers beside the axes: each its own, none in the form of a program."""

import math
from itertools import pairwise

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont

from gui.plotkit.axis import Axis, apart
from gui.plotkit.log_axis import LogAxis
from gui.plotkit.tick_marks import labels


@pytest.mark.parametrize(
    ("values", "spacing", "texts"),
    [
        ([-0.5, 0.0, 1.0], 0.5, ["−0.5", "0", "1.0"]),
        ([0.0, 5e-11, 1e-10], 5e-11, ["0", "5·10⁻¹¹", "10⁻¹⁰"]),
        ([-1e-22, 1e-22], 1e-22, ["−10⁻²²", "10⁻²²"]),
    ],
)
def test_small_numbers_are_powers_of_ten(qapp, values, spacing, texts):
    assert Axis("left").tickStrings(values, 1.0, spacing) == texts


def test_ticks_of_a_short_log_axis_differ(qapp):
    values = [math.log10(1.0 + 1e-4 * k) for k in range(-2, 3)]
    texts = LogAxis("left").tickStrings(values, 1.0, 1e-4)
    assert texts == ["0.9998", "0.9999", "1", "1.0001", "1.0002"]


@pytest.mark.parametrize(("height", "shown"), [(400, 11), (100, 6)])
def test_names_of_things_do_not_lie_on_each_other(qapp, height, shown):
    step = height / 12
    places = [(step * place, f"thing {place}") for place in range(1, 12)]
    texts = apart(labels("left", QFont(), places, 80.0, QRectF(0, 0, 80, height))[0])
    assert len(texts) == shown
    assert all(below[0].top() - above[0].bottom() > -2 for above, below in pairwise(texts))
