"""The places of repeated steps, made as far as they are asked for."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.functions.objectives import Objective
from engine.gaussian.gaussian import Gaussian
from engine.gradients.natural.ball import best_move
from engine.gradients.natural.edge import Edge
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Ball, Move
from engine.gradients.natural.quick import compiled_steps, polynomial_terms
from engine.pages.trust_region.steps import PLAIN, plain_step, start_of

# Beyond it a path says nothing more that a double could hold.
FARTHEST = 1e12
Places = tuple[Array, Array]  # means and stds, (n, k) each


class Trail:
    """Of one repeated step; ``fast``: by a compiled loop."""

    def __init__(
        self, q: Gaussian, reward: Objective, delta: float, ball: Ball, name: str, fast: bool
    ) -> None:
        self._q, self._start = q, start_of(q, reward)
        self._delta, self._ball, self._name, self._fast = delta, ball, name, fast
        policy = self._start.policy
        self.means, self.stds, self._ended = [policy.mean], [policy.std], False

    def upto(self, steps: int) -> Places:
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
        there = move.there(mean, std)
        self._take(there[0][np.newaxis], there[1][np.newaxis])

    def _go_ahead(self, steps: int) -> None:
        """From the start: whatever was asked for before, it is the same."""
        del self.means[1:], self.stds[1:]
        land = self._start.land
        if self._name == "best":
            self._take(*compiled_steps(land, Edge(self._ball), (self._delta,), steps))
            return
        places = _plain_places(land, self._delta, steps)[self._name]
        self._take(*places)
        self._ended |= len(places[0]) < steps

    def _take(self, means: Array, stds: Array) -> None:
        """Places as far as they lie within what a path can say."""
        inside = (np.abs(means) < FARTHEST) & (stds < FARTHEST) & (stds > 1.0 / FARTHEST)
        all_inside = inside.all(axis=1)
        self._ended = not all_inside.all()
        count = int(np.argmin(all_inside)) if self._ended else len(means)
        self.means.extend(means[:count])
        self.stds.extend(stds[:count])

    def _move(self, land: Landscape, std: Array) -> Move | None:
        if self._name == "best":
            return best_move(land, self._delta, self._ball, quick=True)
        by_shift, by_growth = land.quick_gradient()
        if not (np.isfinite(by_shift).all() and np.isfinite(by_growth).all()):
            return None
        return plain_step(self._name, by_shift, by_growth, std, self._delta)


@lru_cache(maxsize=20)
def trail(q: Gaussian, reward: Objective, delta: float, ball: Ball, name: str, fast: bool) -> Trail:
    """The one of these, with what was made of it before."""
    return Trail(q, reward, delta, ball, name, fast)


@lru_cache(maxsize=4)
def _plain_places(land: Landscape, delta: float, steps: int) -> dict[str, Places]:
    """After each of so many of each step, or of as many as there are; of a polynomial."""
    from engine.pages.trust_region.loops import plain_places

    mean, std = np.array(land.mean), np.array(land.std)
    found, counts = plain_places(polynomial_terms(land), std, math.sqrt(2.0 * delta), steps)
    made = {}
    for name, places, count in zip(PLAIN, found, counts.tolist(), strict=True):
        z, s = np.moveaxis(places[:count], 1, 0)
        made[name] = mean + std * z, std * s
    return made
