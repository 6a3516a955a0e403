"""Lengths at every size of type."""

import pytest

from gui.base.scaling import groove_height, handle_width
from gui.look.appearance_options import LARGEST, LECTURE_TEXT, SMALLEST, STEP

SCALES = [percent / 100 for percent in range(SMALLEST, LARGEST + 1, STEP)]


@pytest.mark.parametrize("scale", [*SCALES, *(LECTURE_TEXT * scale for scale in SCALES)])
def test_a_handle_is_as_high_as_it_is_wide(scale):
    overhang = (handle_width(scale) - groove_height(scale)) / 2
    assert overhang == int(overhang)
    assert abs(handle_width(scale) - (10 * scale + 4)) < 2
