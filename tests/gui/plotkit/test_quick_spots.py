"""Names are placed by compiled loops as by NumPy, bit for bit, among the same points."""

from unittest.mock import patch

import numpy as np
import pytest

from engine.core.compiled import numba_version
from gui.base.background import running
from gui.plotkit import kept_spots, quick_points, quick_spots, ready_loops
from gui.plotkit.along import along_each
from gui.plotkit.clear_spot import Crowd, Spot
from gui.plotkit.kept_spots import Name

pytestmark = pytest.mark.skipif(numba_version() == "none", reason="needs the extra fast")
WIDTH, HEIGHT = 260.0, 130.0


def crowded(rng, count, bars=(), nudge=0.0):
    """So many curves, walks that leave the plot at times, and which points are whose."""
    x = np.linspace(-10.0, WIDTH + 10.0, 60)
    walks = rng.uniform(-10.0, HEIGHT + 10.0, count)[:, None] + np.cumsum(
        rng.normal(0.0, 3.0, (count, 60)), axis=1
    )
    if count % 2 == 0:
        walks[1] = walks[0] + 0.8  # one lies on another
    lines = along_each(x, walks + nudge, WIDTH, HEIGHT)
    which = np.repeat(np.arange(count), [len(line) for line in lines])
    return Crowd(np.concatenate(lines), bars, (), WIDTH, HEIGHT), which


@pytest.mark.parametrize("seed", range(60))
def test_the_same_spots_as_by_numpy(seed):
    """Of names without a place and of those that have one, some of them hidden, and of two curves
    of one colour."""
    rng = np.random.default_rng(seed)
    count, bars = 1 + seed % 7, [90.0, 91.5][: seed % 3]
    spots = [None] * count
    for nudge in (0.0, 1.5, 30.0):
        crowd, which = crowded(np.random.default_rng(seed), count, bars, nudge)
        wide = rng.uniform(8.0, 60.0, count)
        owned = [which == (i if i != 3 else 0) for i in range(count)]
        names = [Name(wide[i], owned[i], spots[i], which == i) for i in range(count)]
        shown = [bool(rng.random() < 0.9) for _ in range(count)]
        spots = kept_spots.placed(names, shown, crowd)
        assert quick_spots.placed_by_loops(names, shown, crowd) == spots
    assert quick_spots.placed_by_loops([], [], crowd) == []


def ways(rng):
    """Lines that begin and end anywhere, some of few points, of equal x, far outside, with gaps."""
    for count in (2, 3, 40, 400, 3_000):
        x = np.sort(rng.uniform(-3.0, 3.0, count))
        yield x, np.cumsum(rng.normal(0.0, 0.3, count))
        yield np.repeat(x, 2), np.repeat(rng.normal(0.0, 1.0, count), 2)
        yield x, rng.choice([-1e20, 0.0, 1.0, 1e20], count)
    columns = np.linspace(-1.0, 2.0, 120)
    yield columns, np.where(np.arange(120) % 40 < 30, columns, np.nan)
    yield np.array([0.3]), np.array([0.5])
    yield np.array([-1.0, 2.0]), np.zeros(2)


@pytest.mark.parametrize("seed", range(20))
def test_the_same_points_of_lines_as_by_numpy(seed):
    columns = np.linspace(-1.0, 2.0, 120)
    seen = columns, (-1.0, 2.0, -1.5, 1.0), (WIDTH, HEIGHT)
    drawn = list(ways(np.random.default_rng(seed)))
    found = quick_points.seen_points_by_loops(drawn, *seen)
    with patch.object(quick_spots, "ready", lambda: False):
        wanted = quick_points.seen_points(drawn, *seen)
    assert [len(each) for each in found] == [len(each) for each in wanted]
    for each, other in zip(found, wanted, strict=True):
        np.testing.assert_allclose(each, other, rtol=0.0, atol=1e-9)
    assert sum(map(len, found)) > 500


def test_whole_numbers_are_no_other_kind():
    """Compiling takes seconds, in the window's thread."""
    from gui.plotkit.loops import line_points, place_names

    quick_spots._first()
    kinds = len(line_points.signatures), len(place_names.signatures)
    whole = np.arange(3)
    found = quick_points.seen_points_by_loops([(whole, whole)], whole, (0, 2, 0, 2), (20, 10))
    wanted = quick_points.seen_points_by_loops(
        [(1.0 * whole, 1.0 * whole)], 1.0 * whole, (0.0, 2.0, 0.0, 2.0), (20.0, 10.0)
    )
    np.testing.assert_array_equal(found, wanted)
    spot = Spot(10, 5, 0, 3)
    quick_spots.placed_by_loops(
        [Name(2, np.ones(3, dtype=bool), spot, np.ones(3, dtype=bool))],
        [1],
        Crowd(found[0], (4,), (), 20, 10),
    )
    assert (len(line_points.signatures), len(place_names.signatures)) == kinds


def test_no_points_no_spots():
    crowd = Crowd(np.empty((0, 2)), (), (), WIDTH, HEIGHT)
    names = [Name(20.0, np.empty(0, dtype=bool), None, np.empty(0, dtype=bool))] * 2
    assert quick_spots.placed_by_loops(names, [True, True], crowd) == [None, None]


def test_loops_are_taken_once_they_are_made(qtbot):
    loops = ready_loops.Loops(quick_spots._first)
    crowd, which = crowded(np.random.default_rng(1), 2)
    names = [Name(20.0, which == i, None, which == i) for i in range(2)]
    with patch.object(quick_spots, "_loops", loops):
        with patch.object(ready_loops, "at_hand", lambda: False):
            quick_spots.placed(names, [True, True], crowd)
            assert not running(), "no other loops, none of these"
        with patch.object(ready_loops, "at_hand", lambda: True):
            before = quick_spots.placed(names, [True, True], crowd)
        qtbot.waitUntil(lambda: loops.ready, timeout=120_000)
        assert quick_spots.placed(names, [True, True], crowd) == before
    qtbot.waitUntil(lambda: not running())
