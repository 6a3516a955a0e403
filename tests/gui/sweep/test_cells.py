"""Cells around values, and images made of them."""

import numpy as np
import pytest

from gui.sweep.cells import FINE, cells, image_of, place_in
from gui.sweep.levels import levels_of


def test_edges_are_half_way_between_values():
    np.testing.assert_allclose(cells(np.array([3.0, 1.0, 2.0])), [0.5, 1.5, 2.5, 3.5])
    np.testing.assert_allclose(cells(np.array([0.0, 1.0, 5.0])), [-0.5, 0.5, 3.0, 7.0])
    np.testing.assert_allclose(cells(np.array([4.0])), [2.0, 6.0])


@pytest.mark.parametrize(("at", "place"), [(0.6, 1), (1.4, 1), (3.4, 0), (2.0, 2), (3.6, None)])
def test_the_cell_around_a_place(at, place):
    assert place_in(np.array([3.0, 1.0, 2.0]), at) == place


def test_cells_of_one_width_are_a_pixel_each():
    values = np.arange(6.0).reshape(2, 3)
    picture, area = image_of(values, np.array([0.0, 1.0, 2.0]), np.array([5.0, 7.0]))
    np.testing.assert_array_equal(picture, values)
    assert area == (-0.5, 4.0, 3.0, 4.0)


def test_cells_of_several_widths_take_their_share_of_the_pixels():
    picture, area = image_of(np.array([[1.0, 2.0, 3.0]]), np.array([0.0, 1.0, 5.0]), np.zeros(1))
    assert picture.shape == (1, FINE)
    assert area[0] == -0.5
    assert area[2] == 7.5
    for value, width in ((1.0, 1.0), (2.0, 2.5), (3.0, 4.0)):
        assert np.mean(picture == value) == pytest.approx(width / 7.5, abs=2.0 / FINE)


def test_values_in_any_order_stand_in_theirs():
    picture, _ = image_of(np.array([[1.0, 2.0]]), np.array([9.0, 4.0]), np.zeros(1))
    np.testing.assert_array_equal(picture, [[2.0, 1.0]])


def test_colours_of_both_signs_are_symmetric():
    levels = levels_of(np.array([-1.0, 0.5, np.nan]), log=False)
    assert levels.ends == (-1.0, 1.0)
    assert levels.signed
    assert 0.0 in levels.ticks


def test_numbers_beside_logarithmic_colours_are_powers_of_ten():
    assert levels_of(np.array([-1.5, 2.2]), log=True).ticks == (-1.0, 0.0, 1.0, 2.0)


def test_few_values_far_from_all_others_do_not_hide_these():
    values = np.concatenate((np.linspace(0.0, 1.0, 999), [1e6]))
    assert levels_of(values, log=False).ends[1] < 2.0
    assert levels_of(np.linspace(0.0, 1.0, 9), log=False).ends == (0.0, 1.0)


def test_one_value_has_colours():
    levels = levels_of(np.array([3.0]), log=False)
    assert levels.ends[0] < 3.0 < levels.ends[1]
