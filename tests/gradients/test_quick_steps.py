"""Quick best steps by a compiled loop are those of NumPy, and end where they should."""

import math

import numpy as np
import pytest

from engine.core import compiled
from engine.functions.objectives import Objective
from engine.gradients.natural.ball import best_move, quick_moves
from engine.gradients.natural.edge import Edge
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Ball, new_old, old_new
from engine.gradients.natural.quick import compiled_steps, has_loop

pytestmark = pytest.mark.skipif(compiled.numba_version() == "none", reason="numba is not installed")

DELTAS = tuple(np.geomspace(2.0, 1e-6, 9).tolist())
BALLS = pytest.mark.parametrize("ball", ["old_new", "new_old"])
NAMES = pytest.mark.parametrize("name", ["square", "linear", "cubic", "quartic"])


@BALLS
@NAMES
def test_steps_are_those_of_numpy(name: str, ball: Ball) -> None:
    random = np.random.default_rng(3)
    radius = np.sqrt(2.0 * np.array(DELTAS))[:, np.newaxis]
    for _ in range(6):
        reward = Objective(name, float(random.normal()), 0.0, float(random.choice([-1.0, 2.0])))
        place = random.normal(size=2), np.exp(random.normal(size=2))
        land = Landscape(reward, *(tuple(each.tolist()) for each in place))
        for ours, numpys in zip(
            compiled_steps(land, Edge(ball), DELTAS), quick_moves(land, DELTAS, ball), strict=True
        ):
            assert np.max(np.abs(ours - numpys) / radius) < 1e-6


@BALLS
def test_they_end_on_the_edge(ball: Ball) -> None:
    land = Landscape(Objective("quartic", 1.0, 0.0, -1.0), (0.4, -0.2), (1.3, 0.7))
    shift, growth = compiled_steps(land, Edge(ball), DELTAS)
    found = (new_old if ball == "new_old" else old_new)(shift, growth)
    assert found == pytest.approx(DELTAS, rel=1e-12)


@BALLS
def test_repeated_steps_are_single_ones(ball: Ball) -> None:
    reward, delta = Objective("square", 0.3, 0.0, -1.0), 0.1
    land = Landscape(reward, (2.0, -1.0), (1.0, 0.5))
    means, stds = compiled_steps(land, Edge(ball), (delta,), 12)
    mean, std = np.array(land.mean), np.array(land.std)
    for n in range(12):
        here = Landscape(reward, tuple(mean.tolist()), tuple(std.tolist()))
        mean, std = best_move(here, delta, ball, quick=True).there(mean, std)
        assert means[n] == pytest.approx(mean, rel=1e-6, abs=1e-9)
        assert stds[n] == pytest.approx(std, rel=1e-6)
        mean, std = means[n], stds[n]


def test_nothing_moves_where_f_is_level() -> None:
    land = Landscape(Objective("linear", 0.0), (1.0, 2.0), (1.0, 3.0))
    assert not np.any(compiled_steps(land, Edge("old_new"), DELTAS))


def test_what_outgrows_doubles_is_left_out() -> None:
    land = Landscape(Objective("quartic"), (1e78, 0.0), (1e78, 1.0))
    means, stds = compiled_steps(land, Edge("old_new"), (0.5,), 20)
    assert len(means) == len(stds) == 0


def test_only_polynomials_of_many_samples_have_it() -> None:
    square = Landscape(Objective("square"), (0.0, 0.0), (1.0, 1.0))
    assert has_loop(square, 10**6)
    assert not has_loop(square, 1_000)
    assert not has_loop(Landscape(Objective("cos"), (0.0, 0.0), (1.0, 1.0)), 10**6)
    assert not has_loop(Landscape(Objective("square"), (0.0,), (1.0,)), 10**6)
    assert not has_loop(Landscape(np.cos, (0.0, 0.0), (1.0, 1.0)), 10**6)


def test_a_line_is_climbed_as_its_closed_form_says() -> None:
    """Along one of two directions that alone rises: mu + sigma sqrt(2 delta)."""
    delta = 0.2
    land = Landscape(Objective("linear", 1.0), (0.0, 0.0), (1.0, 1e-9))
    shift, growth = compiled_steps(land, Edge("new_old"), (delta,))
    assert shift[0, 0] == pytest.approx(math.sqrt(2.0 * delta), rel=1e-4)
    assert growth[0] == pytest.approx(0.0, abs=1e-3)
