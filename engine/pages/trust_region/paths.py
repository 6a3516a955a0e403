"""Steps repeated from the current policy, and steps of every size."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.functions.objectives import Objective
from engine.gaussian.gaussian import Gaussian
from engine.gradients.natural.ball import best_move, quick_moves
from engine.gradients.natural.edge import Edge, ellipse_points
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Ball, Move, new_old, old_new
from engine.gradients.natural.quick import compiled_steps
from engine.gradients.natural.rises import natural_length
from engine.pages.trust_region.gather import Gathered
from engine.pages.trust_region.records import Limit, Path, Paths, Reached
from engine.pages.trust_region.steps import METHODS, plain_step, start_of, steps_of_sizes

DELTAS = np.geomspace(2.0, 1e-6, 20)
# Beyond it a path says nothing more that a double could hold.
FARTHEST = 1e12


class Trail:
    """The places of one repeated step, made as far as they are asked for."""

    def __init__(
        self, q: Gaussian, reward: Objective, delta: float, ball: Ball, name: str, fast: bool
    ) -> None:
        self._start = start_of(q, reward)
        self._delta, self._ball, self._name, self._fast = delta, ball, name, fast
        policy = self._start.policy
        self.means, self.stds, self._ended = [policy.mean], [policy.std], False

    def upto(self, steps: int) -> tuple[Array, Array]:
        """Means and stds of the first places, (n + 1, k) each."""
        if self._fast and len(self.means) <= steps and not self._ended:
            self._go_ahead(steps)
        while len(self.means) <= steps and not self._ended:
            self._go_on()
        return np.array(self.means[: steps + 1]), np.array(self.stds[: steps + 1])

    def _go_on(self) -> None:
        mean, std = self.means[-1], self.stds[-1]
        land = Landscape(self._start.land.objective, tuple(mean.tolist()), tuple(std.tolist()))
        move = self._move(land, std)
        if move is None:
            self._ended = True
            return
        self._append(*move.there(mean, std))

    def _go_ahead(self, steps: int) -> None:
        """By a compiled loop, from the start: whatever was asked for before, it is the same."""
        del self.means[1:], self.stds[1:]
        found = compiled_steps(self._start.land, Edge(self._ball), (self._delta,), steps)
        for place in zip(*found, strict=True):
            if not self._ended:
                self._append(*place)

    def _append(self, mean: Array, std: Array) -> None:
        numbers = (*mean.tolist(), *std.tolist())
        inside = all(abs(each) < FARTHEST for each in numbers) and min(std) > 1.0 / FARTHEST
        self._ended = not inside
        if inside:
            self.means.append(mean)
            self.stds.append(std)

    def _move(self, land: Landscape, std: Array) -> Move | None:
        if self._name == "best":
            return best_move(land, self._delta, self._ball, quick=True)
        by_shift, by_growth = land.quick_gradient()
        if not (np.isfinite(by_shift).all() and np.isfinite(by_growth).all()):
            return None
        return plain_step(self._name, by_shift, by_growth, std, self._delta)


@lru_cache(maxsize=20)
def _trail(
    q: Gaussian, reward: Objective, delta: float, ball: Ball, name: str, fast: bool
) -> Trail:
    return Trail(q, reward, delta, ball, name, fast)


def paths(gathered: Gathered, run: Run) -> Paths:
    """Each step as often as the options say; raises Cancelled."""
    options, q = gathered.options, gathered.scene.q
    found = []
    for i, name in enumerate(METHODS):
        run.step(i / len(METHODS))
        fast = name == "best" and gathered.fast
        trail = _trail(q, options.reward, options.delta, options.measured_by, name, fast)
        found.append(_path(gathered, *trail.upto(options.steps)))
    shown = min(options.shown, options.steps)
    return Paths(tuple(METHODS), tuple(found), options.steps, shown, options.delta)


def _path(gathered: Gathered, means: Array, stds: Array) -> Path:
    policy, land, shown = gathered.start.policy, gathered.start.land, gathered.shown
    shift, growth = (means - policy.mean) / policy.std, np.log(stds / policy.std)
    value = sum(land.many(i, shift[:, i], growth[:, i])[0] for i in range(land.directions))
    return Path(
        mean=frozen(means[:, shown]),
        std=frozen(stds[:, shown]),
        value=frozen(np.asarray(value)),
        kl=frozen(old_new(shift, growth)),
    )


def reached(gathered: Gathered, _: Run) -> Reached:
    """Both KLs over delta, for every delta."""
    shift, growth = _every_size(gathered)
    return Reached(
        delta=frozen(DELTAS),
        names=tuple(METHODS),
        old_new=frozen(old_new(shift, growth) / DELTAS),
        new_old=frozen(new_old(shift, growth) / DELTAS),
        current=gathered.options.delta,
    )


def limit(gathered: Gathered, _: Run) -> Limit | None:
    """Steps over their length; None where there is no gradient, so that none has a direction."""
    start, shown = gathered.start, gathered.shown
    length = natural_length(start.by_shift, start.by_growth)
    if length == 0.0:
        return None
    shift, growth = (each[..., shown] for each in _every_size(gathered))
    around = ellipse_points(0.5)
    plain = plain_step("gradient", start.by_shift, start.by_growth, start.policy.std, 1e-20)
    assert plain is not None
    return Limit(
        delta=frozen(DELTAS),
        names=tuple(METHODS),
        across=frozen(shift / np.sqrt(2.0 * DELTAS)),
        up=frozen(np.expm1(growth) / np.sqrt(2.0 * DELTAS)),
        ellipse_across=frozen(around[0]),
        ellipse_up=frozen(around[1] - 1.0),
        gradient=_unit(plain, shown, 1e-20),
        natural=(
            float(start.by_shift[shown]) / length,
            0.5 * float(start.by_growth[shown]) / length,
        ),
    )


def _unit(move: Move, shown: int, delta: float) -> tuple[float, float]:
    length = math.sqrt(2.0 * delta)
    return float(move.shift[shown]) / length, float(move.growth[shown]) / length


def _every_size(gathered: Gathered) -> tuple[Array, Array]:
    """m and v of each step for each of DELTAS, (methods, deltas, k) each; NaN for no step."""
    options, fast = gathered.options, gathered.fast
    return _steps_of_every_size(gathered.scene.q, options.reward, options.measured_by, fast)


@lru_cache(maxsize=4)
def _steps_of_every_size(
    q: Gaussian, reward: Objective, ball: Ball, fast: bool
) -> tuple[Array, Array]:
    start = start_of(q, reward)
    places = np.full((2, len(METHODS), len(DELTAS), start.land.directions), np.nan)
    for i, name in enumerate(METHODS):
        if name == "best":
            places[:, i] = _best_of_every_size(start.land, ball, fast)
            continue
        gradient = start.by_shift, start.by_growth
        places[:, i] = steps_of_sizes(name, *gradient, start.policy.std, DELTAS)
    return frozen(places[0]), frozen(places[1])


def _best_of_every_size(land: Landscape, ball: Ball, fast: bool) -> tuple[Array, Array]:
    """m and v for each of DELTAS, (deltas, k) each."""
    deltas = tuple(DELTAS.tolist())
    if fast:
        found = compiled_steps(land, Edge(ball), deltas)
        if len(found[0]) == len(deltas):
            return found
    return quick_moves(land, deltas, ball)
