"""Where names stand: apart from each other, next to their curves, clear of what is drawn."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from gui.plotkit.along import APART, LONGEST, along, along_each, around, upright
from gui.plotkit.clear_spot import (
    CLEAR,
    LEAST,
    MOST,
    ROUNDING,
    TALL,
    TOGETHER,
    Crowd,
    Spot,
    clear_spot,
    distance,
)
from gui.plotkit.kept_spots import Name, placed
from gui.plotkit.names import apart
from tests.helpers.spots import away, crowd, line

STEP = 17.0


@given(st.lists(st.floats(0.0, 400.0), min_size=1, max_size=12))
def test_names_are_apart_and_inside(wanted):
    wanted = sorted(wanted)
    places = apart(wanted, STEP, 0.0, 400.0)
    assert all(b - a >= STEP - 1e-9 for a, b in pairwise(places))
    assert places[0] >= -1e-9
    assert places[-1] <= 400.0 + 1e-9


@pytest.mark.parametrize(
    "wanted", [[100.0], [100.0, 101.0, 102.0], [50.0, 50.0, 200.0, 205.0, 210.0], [10.0, 300.0]]
)
def test_names_move_as_little_as_they_can(wanted):
    places = np.array(apart(wanted, STEP, 0.0, 400.0))
    best = minimize(
        lambda y: np.sum((y - wanted) ** 2),
        np.array(wanted) + STEP * np.arange(len(wanted)),
        constraints=[
            {"type": "ineq", "fun": lambda y, i=i: y[i + 1] - y[i] - STEP}
            for i in range(len(wanted) - 1)
        ],
    )
    assert np.sum((places - wanted) ** 2) == pytest.approx(best.fun, abs=1e-3)


@pytest.mark.parametrize("slope", [0.2, 1.0, 20.0])
def test_a_name_is_next_to_its_curve_and_clear_of_the_others(slope):
    mine, other = line(60.0 - 100.0 * slope, slope), line(110.0)
    others = crowd(other, bars=[150.0], names=[(Spot(60.0, 20.0), 30.0)])
    spot = clear_spot(mine, 20.0, others)
    assert LEAST <= away(spot, 20.0, mine) <= MOST
    assert away(spot, 20.0, other) > away(spot, 20.0, mine)
    assert abs(spot.x - 150.0) > 10.0
    assert abs(spot.x - 60.0) > 25.0 or abs(spot.y - 20.0) > TALL


def test_bars_are_seen_from_end_to_end():
    """A name is wider than what is left between their points, inside the plot alone."""
    x, low = np.array([10.0, 50.0, 90.0, 500.0]), np.array([20.0, -1e30, 40.0, 0.0])
    high = np.array([61.0, 1e30, 40.0, 100.0])
    points = upright(x, high, low, 200.0, 130.0)  # either end may be the lower one
    for place, first, last in ((10.0, 20.0, 61.0), (50.0, 0.0, 130.0), (90.0, 40.0, 40.0)):
        heights = points[points[:, 0] == place, 1]
        assert (heights[0], heights[-1]) == (first, last)
        assert np.all(np.diff(heights) <= APART)
    assert set(points[:, 0]) == {10.0, 50.0, 90.0}
    assert upright(*np.empty((3, 0)), 200.0, 130.0).shape == (0, 2)


def test_a_name_is_clear_of_large_symbols_to_their_edges():
    x, y, radius = np.array([40.0, 80.0, 120.0]), np.array([90.0, 60.0, 70.0]), 7.0
    spot = one(around(x, y, radius), None)
    beside = np.abs(x - spot.x) - 0.5 * 20.0 - radius  # 20 wide, see `one`
    above = np.abs(y - spot.y) - 0.5 * TALL - radius
    assert np.maximum(beside, above).min() >= LEAST - ROUNDING
    np.testing.assert_array_equal(around(x, y, 3.0), np.column_stack((x, y)))


def test_a_name_without_a_clear_place_is_left_out():
    full = crowd(*(line(y) for y in range(0, 130, 8)))
    assert clear_spot(line(64.0), 20.0, full) is None
    assert clear_spot(np.empty((0, 2)), 20.0, crowd()) is None
    assert clear_spot(line(64.0), 300.0, crowd()) is None


def one(points, before, bars=()):
    whole = np.ones(len(points), dtype=bool)
    name = Name(20.0, whole, before, whole)
    return placed([name], [True], crowd(points, bars=bars))[0]


def test_a_name_moves_with_its_curve_while_it_is_clear():
    first = one(line(60.0), None)
    moved = one(line(63.0), first)
    assert moved.x == pytest.approx(first.x, abs=4.0)
    assert moved.y == pytest.approx(first.y + 3.0, abs=0.5)
    assert abs(one(line(60.0), first, bars=[first.x]).x - first.x) > 10.0
    assert one(np.empty((0, 2)), first) is None


def curves(rng, count):
    """Each another walk; of four the second lies on the first."""
    walks = rng.uniform(20.0, 110.0, count)[:, None] + np.cumsum(
        rng.normal(0.0, 2.0, (count, 60)), 1
    )
    if count == 4:
        walks[1] = walks[0] + 0.8
    return along_each(np.linspace(0.0, 200.0, 60), walks, 200.0, 130.0)


@pytest.mark.parametrize("seed", range(30))
def test_names_stay_or_go_one_after_the_other(seed):
    """As if each were looked at by itself, with the names before it."""
    rng = np.random.default_rng(seed)
    lines, wide = curves(rng, 2 + seed % 5), rng.uniform(15.0, 40.0, 7)
    points, bars = np.concatenate(lines), [70.0]
    which = np.repeat(np.arange(len(lines)), [len(each) for each in lines])
    empty = crowd(points, bars=bars)
    names = [Name(wide[i], which == i, None, which == i) for i in range(len(lines))]
    before = placed(names, [True] * len(names), empty)
    nudged = points + rng.normal(0.0, 2.0 * (seed % 3), (len(lines), 2))[which]
    shown = [i != 1 or seed % 4 > 0 for i in range(len(lines))]
    again = [replace(name, before=spot) for name, spot in zip(names, before, strict=True)]
    found = placed(again, shown, crowd(nudged, bars=bars))
    wanted, taken = [], []

    def best(own, i):
        """Of a name that need not be told from these points."""
        room = Crowd(nudged[~own], bars, list(taken), 200.0, 130.0)
        return clear_spot(nudged[own], wide[i], room)

    def take(spot, i):
        if spot is not None:
            taken.append((spot, wide[i]))
        return spot

    shared = [beside(nudged, which == i) for i in range(len(lines))]
    for i, own in enumerate(shared):
        room = Crowd(nudged[~own], bars, list(taken), 200.0, 130.0)
        spot = stayed(nudged[own], wide[i], room, before[i]) or best(which == i, i)
        wanted.append(take(spot if shown[i] else before[i], i))
    for i, own in enumerate(shared):
        if wanted[i] is None and shown[i]:
            wanted[i] = take(best(own, i), i)
    assert [spot is None for spot in found] == [spot is None for spot in wanted]
    for spot, other in zip(found, wanted, strict=True):
        if spot is not None:
            assert [spot.x, spot.y] == pytest.approx([other.x, other.y])
            assert [spot.aside, spot.above] == pytest.approx([other.aside, other.above])


def beside(points, own):
    """Own points, and if at least half of these share a cell or the next, those of others that
    do."""
    cells = np.floor(points / TOGETHER)
    inside = np.all((points >= 0.0) & (points <= (200.0, 130.0)), axis=1)
    near = np.abs(cells[:, None] - cells).max(axis=2) <= 1.0
    near &= inside & inside[:, None]
    shared = near[:, ~own].any(axis=1)
    half = 2 * np.count_nonzero(shared & own) >= np.count_nonzero(own & inside)
    return own | near[:, own].any(axis=1) if half else own


def stayed(mine, wide, room, before):
    """Where a name was as seen from its curve, where it is clear there."""
    if before is not None and len(mine):
        near = mine[np.argmin(np.abs(mine[:, 0] - (before.x - before.aside)))]
        place = near + np.array([before.aside, before.above])
        own = distance(place[None], mine, wide)[0]
        margin = room.margin(place[None], wide)[0]
        free = min(margin, distance(place[None], room.points, wide)[0])
        if margin >= LEAST + CLEAR - ROUNDING and LEAST <= own <= MOST and free - own >= CLEAR:
            gaps = np.maximum(np.abs(place - mine) - (0.5 * wide, 0.5 * TALL), 0.0)
            return Spot(*place, *(place - mine[np.argmin(np.square(gaps).sum(axis=1))]))
    return None


def test_points_of_a_line_are_close_to_each_other_and_inside():
    points = along(np.array([0.0, 100.0, 200.0]), np.array([10.0, 5000.0, 20.0]), 200.0, 130.0)
    assert np.all(points >= 0.0)
    assert np.all(points[:, 1] <= 130.0)
    steps = np.abs(np.diff(points, axis=0)).max(axis=1)
    assert np.count_nonzero(steps > 4.1) == 1, "where it is outside"


def test_points_of_several_lines_are_those_of_each():
    x = np.linspace(-50.0, 300.0, 80)
    y = np.random.default_rng(2).normal(60.0, 40.0, (5, 80))
    y[3] = 500.0  # outside
    for mine, whole_y in zip(along_each(x, y, 200.0, 130.0), y, strict=True):
        whole = np.concatenate(([0.0], np.cumsum(np.maximum(*np.abs(np.diff([x, whole_y]))))))
        at = np.arange(0.0, whole[-1], APART)
        points = np.column_stack((np.interp(at, whole, x), np.interp(at, whole, whole_y)))
        inside = np.all((points >= 0.0) & (points <= (200.0, 130.0)), axis=1)
        assert mine == pytest.approx(points[inside])
    assert np.array_equal(along(x, y[1], 200.0, 130.0), along_each(x, y, 200.0, 130.0)[1])


@pytest.mark.parametrize("far", [1e3, 1e13])
def test_a_line_far_outside_or_to_and_fro_has_few_points(far):
    x = np.tile([-far, far], 2_000)
    y = np.tile([0.0, 100.0, 200.0, 50.0], 1_000)
    points = along(x, y, 300.0, 200.0)
    assert 0 < len(points) <= LONGEST
    assert clear_spot(points, 30.0, Crowd(points, (), (), 300.0, 200.0)) is None


@pytest.mark.parametrize("seed", range(20))
def test_a_place_is_found_as_by_trying_all(seed):
    """The best of all places around the points, each measured to everything."""
    rng = np.random.default_rng(seed)
    x = np.linspace(0.0, 200.0, 60)
    mine, *others = (
        along(x, rng.uniform(20.0, 110.0) + np.cumsum(rng.normal(0.0, 2.0, 60)), 200.0, 130.0)
        for _ in range(1 + seed % 4)
    )
    names = [(Spot(100.0, 60.0), 30.0)]
    room, wide = crowd(*others, bars=[80.0], names=names), 24.0
    best, found = -np.inf, None
    for point in mine[:: max(3, len(mine) // 200)]:
        for step in ((a, b) for a in (-17.0, 0.0, 17.0) for b in (-11.0, 0.0, 11.0) if a or b):
            place = point + step
            own = distance(place[None], mine, wide)[0]
            free = min(room.margin(place[None], wide)[0], *distance(place[None], room.points, wide))
            worth = free - own - 0.02 * abs(place[0] - 140.0) - 0.01 * place[1]
            if LEAST <= own <= MOST and free - own >= CLEAR and worth > best:
                best, found = worth, place
    spot = clear_spot(mine, wide, room)
    assert (spot is None) == (found is None)
    if spot is not None:
        assert [spot.x, spot.y] == pytest.approx(found)
