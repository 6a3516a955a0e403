"""The names of curves that lie on each other."""

from dataclasses import replace

import numpy as np
import pytest

from gui.plotkit.along import along
from gui.plotkit.clear_spot import LEAST, MOST, TALL
from gui.plotkit.kept_spots import Name, placed
from tests.helpers.spots import away, crowd, line


def test_curves_that_lie_on_each_other_are_both_named():
    """Beside both; where one is alone somewhere, there."""
    x = np.linspace(0.0, 200.0, 60)
    both = [along(x, 0.0 * x + 60.0, 200.0, 130.0), along(x, 0.0 * x + 61.0, 200.0, 130.0)]
    fork = along(x, np.where(x < 140.0, 60.0, 60.0 + 2.0 * (x - 140.0)), 200.0, 130.0)
    for lines in (both, [*both, fork]):
        points = np.concatenate(lines)
        which = np.repeat(np.arange(len(lines)), [len(each) for each in lines])
        names = [Name(30.0, which == i, None, which == i) for i in range(len(lines))]
        first = placed(names, [True] * len(lines), crowd(points))
        assert None not in first
        one, other = first[:2]
        assert max(abs(one.x - other.x) - 30.0, abs(one.y - other.y) - TALL) >= LEAST
        for spot, mine in zip(first, lines, strict=True):
            assert LEAST <= away(spot, 30.0, mine) <= MOST + 1.0
        again = [replace(name, before=spot) for name, spot in zip(names, first, strict=True)]
        stay = placed(again, [True] * len(lines), crowd(points))
        for spot, before in zip(stay, first, strict=True):
            assert [spot.x, spot.y] == pytest.approx([before.x, before.y])
    assert first[2].x - first[2].aside > 140.0


def test_a_name_does_not_stand_where_less_than_half_of_its_curve_lies_on_others():
    """There the other curve is seen, which a reader would take for this one."""
    x = np.linspace(0.0, 200.0, 60)
    for share, named in ((0.3, False), (0.8, True)):
        together = x < 200.0 * share
        mine = along(x, np.where(together, 64.0, 68.0), 200.0, 130.0)
        other = along(x[together], np.full(np.count_nonzero(together), 64.0), 200.0, 130.0)
        # Where it is alone others are too near on both sides.
        near = [along(x[~together], 0.0 * x[~together] + y, 200.0, 130.0) for y in (63.0, 73.0)]
        lines = [mine, other, *near]
        points = np.concatenate(lines)
        which = np.repeat(np.arange(len(lines)), [len(each) for each in lines])
        spot = placed([Name(30.0, which == 0, None, which == 0)], [True], crowd(points))[0]
        assert (spot is not None) is named


def test_a_name_does_not_stand_by_dots_of_its_colour_that_lie_on_others():
    """They need not be told from its curve, but they are not that."""
    walls = [line(y) for y in (100.0, 106.0, 112.0, 118.0)]
    other = line(40.0)
    dots = other + np.array([0.0, 0.8])
    points = np.concatenate([*walls, other, dots])
    which = np.repeat(np.arange(6), [len(each) for each in (*walls, other, dots)])
    own = (which == 1) | (which == 5)
    assert placed([Name(30.0, own, None, which == 1)], [True], crowd(points)) == [None]
    dotted = placed([Name(30.0, which == 5, None, which == 5)], [True], crowd(points))[0]
    assert LEAST <= away(dotted, 30.0, dots) <= MOST
