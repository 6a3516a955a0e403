"""The arrays of each plot of the Replay page."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.cache import Cache
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.numerics.spread import deviation
from engine.pages.replay.gather import Gathered, stale_of
from engine.pages.replay.records import AgainstB, Items, Stale
from engine.trajectories.replay_buffer import ReplayBuffer
from engine.weights.replay import prioritised

CORRECTIONS = 41
AGES = 101
YOUNGEST_SPAN, SHORTEST_SPAN = 2_000.0, 80

_curves: Cache[Array] = Cache(4)


def items(gathered: Gathered, _: Run) -> Items:
    """By priority."""
    buffer, found = gathered.buffer, gathered.found
    order = np.argsort(-buffer.priorities, kind="stable")
    drawn = found.probabilities[order] > 0.0
    return Items(
        rank=frozen(np.arange(1.0, len(order) + 1.0)),
        td_error=frozen(buffer.td_errors[order]),
        priority=frozen(buffer.priorities[order]),
        probability=frozen(found.probabilities[order]),
        weight=frozen(np.where(drawn, found.weights[order], 0.0)),
        drawn=frozen(drawn.astype(float)),
    )


def against_b(gathered: Gathered, _: Run) -> AgainstB:
    """From no correction to a full one, or to the current one beyond it."""
    current, found = gathered.options.b, gathered.found
    curve = _corrected(gathered.buffer, gathered.options.a, max(1.0, current))
    place = int(np.searchsorted(curve[0], current))
    if curve[0, place] != current:
        here = current, found.bias, math.sqrt(found.variance_update)
        curve = np.insert(curve, place, here, axis=1)
    b, bias, std = map(frozen, curve)
    updates = gathered.draws.updates
    return AgainstB(
        b=b,
        bias=bias,
        std=std,
        uniform_mean=found.uniform_mean,
        uniform_std=deviation(gathered.buffer.td_errors),
        current_b=current,
        current_bias=found.bias,
        current_std=math.sqrt(found.variance_update),
        measured_bias=float(updates.mean[0]) - found.uniform_mean,
        measured_bias_error=math.sqrt(found.variance_update / updates.count),
    )


def _corrected(buffer: ReplayBuffer, a: float, longest: float) -> Array:
    """b, the bias and the deviation of one draw, (3, k); kept while the current b moves."""
    key = (buffer.td_errors.tobytes(), buffer.priorities.tobytes(), a, longest)
    curve = _curves.get(key)
    if curve is None:
        grid = np.linspace(0.0, longest, CORRECTIONS)
        rows = [prioritised(buffer.td_errors, a, b, buffer.priorities) for b in grid.tolist()]
        spread = np.sqrt([each.variance_update for each in rows])
        curve = frozen(np.array([grid, [each.bias for each in rows], spread]))
        _curves.put(key, curve)
    return curve


def against_age(gathered: Gathered, _: Run) -> Stale:
    """As far as the old w was stable."""
    current = gathered.options.age
    grid = np.linspace(0.0, max(YOUNGEST_SPAN, 1.2 * current), AGES)
    return _stale(gathered, "age", np.unique(np.append(grid, current)), current)


def against_burn_in(gathered: Gathered, _: Run) -> Stale:
    """Every number of steps, or some where there are many."""
    current = gathered.options.burn_in
    longest = max(SHORTEST_SPAN, round(1.2 * current))
    grid = {round(each) for each in np.linspace(0, longest, AGES)} | {current}
    return _stale(gathered, "burn_in", np.array(sorted(grid), dtype=float), float(current))


def _stale(gathered: Gathered, name: str, grid: Array, current: float) -> Stale:
    options, std = gathered.options, gathered.stale.s
    rows = []
    for x in grid:
        try:
            unit = stale_of(options, std, **{name: float(x)})
        except ParameterError:  # the old w would not have been stable
            continue
        rows.append((x, unit.stored(), unit.zero()))
    places, stored, zero = (frozen(column) for column in np.array(rows).T)
    exact = np.array([gathered.stale.stored(), gathered.stale.zero()])
    simulated, unknown = gathered.simulated, np.full(2, math.nan)
    error = exact * math.sqrt(2.0 / max(gathered.sequences, 1))
    return Stale(
        x=places,
        stored=stored,
        zero=zero,
        current_x=current,
        current_stored=float(exact[0]),
        current_zero=float(exact[1]),
        measured=frozen(unknown if simulated is None else simulated.mean),
        measured_error=frozen(unknown if simulated is None else error),
    )


FIGURES = {
    "items": items,
    "against_b": against_b,
    "against_age": against_age,
    "against_burn_in": against_burn_in,
}
