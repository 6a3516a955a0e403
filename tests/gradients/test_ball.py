"""Balls of KL divergence: their edges, and the best step in one and in two directions."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.core.parameter import ParameterError
from engine.divergence import kl
from engine.gaussian import Gaussian
from engine.gradients.natural.ball import best_move
from engine.gradients.natural.edge import Edge, edge_points, ellipse_points
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Move
from engine.gradients.natural.rises import gradient_move, gradient_rate, mirror_rate, natural_length
from engine.gradients.natural.shares import best_radii
from engine.objectives import by_name

BALLS = ("new_old", "old_new")
REWARDS = [
    ("square", 3.0, -1.0),
    ("square", 0.2, 1.0),
    ("linear", 1.0, 1.0),
    ("cubic", 1.0, 1.0),
    ("quartic", 2.0, -1.0),
    ("exp", 0.7, 1.0),
    ("cos", 2.0, 1.0),
    ("step", 1.0, 1.0),
]


def land_of(name: str, k: float, scale: float) -> Landscape:
    return Landscape(by_name(name, k, scale=scale), (1.0, 0.3), (0.8, 1.7))


def test_divergences_are_those_of_the_gaussians() -> None:
    old = Gaussian.from_std([1.0, -2.0], [0.5, 3.0])
    move = Move(np.array([0.4, -1.1]), np.array([0.3, -0.2]))
    new = Gaussian.from_std(*move.there(old.mean, old.std))
    assert move.new_old == pytest.approx(kl(new, old), rel=1e-12)
    assert move.old_new == pytest.approx(kl(old, new), rel=1e-12)
    assert move.divergence("old_new") == move.old_new


@pytest.mark.parametrize("ball", BALLS)
@pytest.mark.parametrize("delta", [1e-12, 0.01, 2.0])
def test_the_edge_lies_delta_away(ball: str, delta: float) -> None:
    shift, growth = edge_points(ball, delta)
    for m, v in zip(shift, growth, strict=True):
        found = Move(np.array([m]), np.array([v])).divergence(ball)
        assert found == pytest.approx(delta, rel=1e-9)


def test_the_ellipse_is_the_edge_of_a_small_ball() -> None:
    delta = 1e-10
    across, factor = ellipse_points(delta)
    for ball in BALLS:
        shift, growth = edge_points(ball, delta)
        np.testing.assert_allclose(shift, across, atol=2e-10)
        np.testing.assert_allclose(growth, factor - 1.0, atol=2e-10)


@pytest.mark.parametrize("ball", BALLS)
def test_gradients_on_the_edge_are_differences(ball: str) -> None:
    edge, h = Edge(ball), 1e-6
    across, rise = np.array([0.3, -0.8, 0.5]), np.array([-0.6, 0.4, 0.0])

    def value(a: np.ndarray, b: np.ndarray) -> np.ndarray:
        m, v = edge.move(a, b)
        return m * m + 3.0 * v + m * v

    m, v = edge.move(across, rise)
    by = edge.gradient((across, rise), v, (2.0 * m + v, 3.0 + m))
    by_across = (value(across + h, rise) - value(across - h, rise)) / (2.0 * h)
    by_rise = (value(across, rise + h) - value(across, rise - h)) / (2.0 * h)
    np.testing.assert_allclose(by[0], by_across, rtol=1e-8)
    np.testing.assert_allclose(by[1], by_rise, rtol=1e-8)


@pytest.mark.parametrize("ball", BALLS)
@pytest.mark.parametrize(("name", "k", "scale"), REWARDS)
@pytest.mark.parametrize("delta", [1e-6, 0.05, 1.0])
def test_nothing_in_a_ball_of_two_directions_is_better(name, k, scale, delta, ball) -> None:
    land = land_of(name, k, scale)
    found = best_move(land, delta, ball)
    assert found.divergence(ball) == pytest.approx(delta, rel=1e-9)
    best, edge, radius = land.value(found), Edge(ball), math.sqrt(2.0 * delta)
    rng = np.random.default_rng(3)
    near = rng.standard_normal((400, 4))
    for point in near * (radius / np.linalg.norm(near, axis=1))[:, np.newaxis]:
        other = Move(*edge.move(point[:2], point[2:]))
        assert land.value(other) <= best + 1e-11 * max(1.0, abs(best))
    quick = best_move(land, delta, ball, quick=True)
    lost = best - land.value(quick)
    away = best - land.value(Move(np.zeros(2), np.zeros(2)))
    assert -1e-12 <= lost <= 1e-4 * away + 1e-12


@pytest.mark.parametrize("ball", BALLS)
@pytest.mark.parametrize(("name", "k", "scale"), REWARDS)
def test_radii_by_roots_are_those_of_the_stationary_place(name, k, scale, ball) -> None:
    land, delta = land_of(name, k, scale), 0.2
    found = best_move(land, delta, ball)
    radii = best_radii(land, Edge(ball), math.sqrt(2.0 * delta))
    each = [Move(found.shift[i : i + 1], found.growth[i : i + 1]).divergence(ball) for i in (0, 1)]
    assert [0.5 * r * r for r in radii] == pytest.approx(each, rel=1e-6, abs=1e-12)


@pytest.mark.parametrize("ball", BALLS)
def test_one_direction_is_that_of_two_where_the_other_does_not_matter(ball: str) -> None:
    """The reward x of a direction so narrow that it cannot earn anything."""
    reward = by_name("linear", 1.0)
    one = best_move(Landscape(reward, (1.0,), (2.0,)), 0.1, ball)
    two = best_move(Landscape(reward, (1.0, 0.0), (2.0, 1e-9)), 0.1, ball)
    assert two.shift[0] == pytest.approx(one.shift[0], rel=1e-9)
    assert two.growth[0] == pytest.approx(one.growth[0], rel=1e-9, abs=1e-12)


def test_a_level_reward_moves_nothing() -> None:
    for quick in (False, True):
        land = Landscape(by_name("linear", 0.0), (1.0, 2.0), (1.0, 1.0))
        found = best_move(land, 0.1, "new_old", quick)
        assert not found.shift.any()
        assert not found.growth.any()
    with pytest.raises(ParameterError, match="1 or 2"):
        best_move(Landscape(by_name("linear"), (0.0,) * 3, (1.0,) * 3), 0.1)


def test_steps_of_one_length_agree_to_second_order() -> None:
    land, delta = land_of("square", 3.0, -1.0), 1e-8
    by_shift, by_growth = land.gradient()
    std = np.array(land.std)
    rate = gradient_rate(by_shift, by_growth, std, delta)
    plain = gradient_move(by_shift, by_growth, std, rate)
    assert plain.old_new == pytest.approx(delta, rel=1e-3)
    rate = mirror_rate(by_shift, by_growth, delta)
    assert rate * natural_length(by_shift, by_growth) == pytest.approx(math.sqrt(2.0 * delta))


def test_many_places_are_those_one_by_one() -> None:
    for name, k, scale in REWARDS:
        land = land_of(name, k, scale)
        shift, growth = np.linspace(-1.0, 1.0, 7), np.linspace(0.5, -0.5, 7)
        quick, exact = (each(1, shift, growth) for each in (land.many, land.exactly))
        np.testing.assert_allclose(quick, exact, rtol=1e-11, atol=1e-12)
