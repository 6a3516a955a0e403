"""Numbers beside the axes: each its own, none in the form of a program."""

import math

import pytest

from gui.plotkit.axis import Axis
from gui.plotkit.log_axis import LogAxis


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
