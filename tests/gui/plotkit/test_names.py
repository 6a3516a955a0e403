"""Where names stand: apart from each other, next to their curves, clear of what is drawn."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from gui.plotkit.names import apart
from gui.plotkit.near_names import TALL, Room, best_spot

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


def test_a_name_is_near_its_curve_and_clear_of_the_others():
    x = np.linspace(0.0, 200.0, 60)
    mine, other = 100.0 - 0.2 * x, 100.0 + 0.2 * x
    spot = best_spot(mine, 20.0, Room([other], [150.0], [], 200.0, 130.0))
    assert abs(np.interp(spot.x, x, mine) - spot.y) < 0.5 * TALL + 10.0
    assert abs(np.interp(spot.x, x, other) - spot.y) > 0.5 * TALL
    assert abs(spot.x - 150.0) > 10.0


def test_a_name_without_a_clear_place_is_left_out():
    x = np.linspace(0.0, 200.0, 60)
    crowd = [np.full(60, y) for y in range(0, 130, 8)]
    assert best_spot(np.full(60, 64.0), 20.0, Room(crowd, [], [], 200.0, 130.0)) is None
    nothing = np.full(60, math.nan)
    assert best_spot(nothing, 20.0, Room([], [], [], 200.0, 130.0)) is None
    assert best_spot(x, 300.0, Room([], [], [], 200.0, 130.0)) is None


def test_a_name_stays_where_it_was_while_it_is_clear_there():
    x = np.linspace(0.0, 200.0, 60)
    room = Room([], [], [], 200.0, 130.0)
    first = best_spot(np.full(60, 60.0), 20.0, room)
    moved = best_spot(60.0 + 0.05 * x, 20.0, room, first)
    assert moved.x == first.x
    assert moved.y > first.y
    blocked = Room([], [first.x], [], 200.0, 130.0)
    assert best_spot(np.full(60, 60.0), 20.0, blocked, first).x != first.x
