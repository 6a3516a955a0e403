"""Steps repeated from the current policy, and steps of every size: what is drawn of them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.functions.objectives import Objective
from engine.gaussian.gaussian import Gaussian
from engine.gradients.natural.ball import quick_moves
from engine.gradients.natural.edge import Edge, ellipse_points
from engine.gradients.natural.landscape import Landscape
from engine.gradients.natural.move import Ball, Move, new_old, old_new
from engine.gradients.natural.quick import compiled_steps
from engine.gradients.natural.rises import natural_length
from engine.pages.trust_region.gather import Gathered
from engine.pages.trust_region.records import Limit, Path, Paths, Reached
from engine.pages.trust_region.steps import METHODS, plain_step, start_of, steps_of_sizes
from engine.pages.trust_region.trails import Places, trail

DELTAS = np.geomspace(2.0, 1e-6, 20)


def paths(gathered: Gathered, run: Run) -> Paths:
    """Each step as often as the options say; raises Cancelled."""
    options, q = gathered.options, gathered.scene.q
    found = []
    for i, name in enumerate(METHODS):
        run.step(i / len(METHODS))
        asked = q, options.reward, options.delta, options.measured_by
        found.append(trail(*asked, name, gathered.fast).upto(options.steps))
    shown = min(options.shown, options.steps)
    made = tuple(_paths(gathered, found))
    return Paths(tuple(METHODS), made, options.steps, shown, options.delta)


def _paths(gathered: Gathered, found: list[Places]) -> Iterator[Path]:
    """Of these places, with what is earned there, all computed at once."""
    policy, land, shown = gathered.start.policy, gathered.start.land, gathered.shown
    longest = max(len(means) for means, _ in found)
    means, stds = np.full((2, len(found), longest, land.directions), np.nan)
    for i, (mean, std) in enumerate(found):
        means[i, : len(mean)], stds[i, : len(std)] = mean, std
    shift, growth = (means - policy.mean) / policy.std, np.log(stds / policy.std)
    each = [land.many(i, shift[..., i], growth[..., i])[0] for i in range(land.directions)]
    value, kl = np.asarray(sum(each)), old_new(shift, growth)
    for i, (mean, std) in enumerate(found):
        rows = slice(len(mean))
        yield Path(
            frozen(mean[:, shown]),
            frozen(std[:, shown]),
            frozen(value[i, rows]),
            frozen(kl[i, rows]),
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
