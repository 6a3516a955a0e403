"""What is kept about an array lives as long as that, and no longer than it is asked for."""

import numpy as np
import pytest

from engine.core.array_cache import Kept


def asked(kept, arrays):
    """How often something is made while these are asked about, one after the other."""
    made = []
    for array in arrays:

        def make(array=array):
            made.append(1)
            return array.sum()

        assert kept.answer(array, make) == array.sum()
    return len(made)


@pytest.mark.parametrize(("most", "made"), [(1, 6), (2, 6), (3, 3)])
def test_as_many_as_are_kept_are_made_once(most, made):
    arrays = [np.full(3, value) for value in (1.0, 2.0, 3.0)]
    assert asked(Kept(most), arrays + arrays) == made


def test_the_one_asked_for_last_stays():
    first, second, third = (np.full(3, value) for value in (1.0, 2.0, 3.0))
    kept = Kept(most=2)
    assert asked(kept, [first, second, first, third, first]) == 3
    assert asked(kept, [second]) == 1


def test_an_array_that_has_gone_is_forgotten_and_another_one_is_none_of_it():
    kept = Kept(most=2)
    asked(kept, [np.ones(3)])
    assert asked(kept, [np.ones(3)]) == 1
    assert len(kept._known) == 1
