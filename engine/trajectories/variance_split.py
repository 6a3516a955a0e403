"""Where the variance of a step's gradient comes from: the state, the action or what follows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from engine.core.arrays import Array, sealed
from engine.numerics.gaussian_polynomials import expected, times
from engine.trajectories.credit import Credit
from engine.trajectories.states import scores, state_moments, step_of, values

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask


@dataclass(frozen=True, slots=True)
class VarianceSplit:
    """Of gamma^t score_t (G_t - b_t(s_t)), by step and by (K, c, log sigma), (T, 3) each.

    With Q_t = E[G_t | s_t, a_t] the three add up to the variance of the step's term:

        state       Var E[score Q | s]                 no baseline changes it
        action      E Var[score (Q - b) | s]           0 with no noise of the action's own
        trajectory  E[score^2 Var(G | s, a)]           what GAE trades for a bias
    """

    state: Array
    action: Array
    trajectory: Array


def variance_split(
    task: LinearQuadraticTask, baseline: Literal["none", "mean", "value"]
) -> VarianceSplit:
    """The exact split (Tucker et al. 2018, arXiv 1802.10031)."""
    step, score = step_of(task), scores(task)
    square = times(score, score)
    spread = np.sqrt(state_moments(task)[1][:-1])
    discount: Array = np.power(task.gamma, 2.0 * np.arange(task.T))[:, np.newaxis]

    def over_states(polynomial: Array) -> Array:
        rows = zip(polynomial, spread, strict=True)
        return np.array([expected(row, 0.0, std) for row, std in rows])

    quality = _quality(task, baseline)[:, np.newaxis]
    given_state = step.expect(times(score, quality))
    square_of_it = np.array([[np.convolve(row, row) for row in rows] for rows in given_state])
    second = over_states(square_of_it)
    of_action = over_states(step.expect(times(square, times(quality, quality))))
    later = over_states(_later(task, square))
    return VarianceSplit(
        state=sealed(discount * _spread(given_state, spread)),
        action=sealed(discount * np.maximum(of_action - second, 0.0)),
        trajectory=sealed(discount * np.maximum(later, 0.0)),
    )


def _spread(polynomials: Array, std: Array) -> Array:
    """Variances of polynomials in y, (T, 3, powers), each row's y having its own deviation.

    The mean is taken off before the square: the constant drops out of both.
    """
    centred = polynomials.copy()
    centred[..., 0] = 0.0
    found = np.empty(polynomials.shape[:-1])
    for t, rows in enumerate(centred):
        rows[:, 0] -= expected(rows, 0.0, std[t])
        squares = np.array([np.convolve(row, row) for row in rows])
        found[t] = expected(squares, 0.0, std[t])
    return np.maximum(found, 0.0)


def _quality(task: LinearQuadraticTask, baseline: str) -> Array:
    """Q_t - b_t as polynomials in (y, e), (T, 3, 3, 1)."""
    found = Credit("advantage", 0.0).deltas(task)[..., :1]
    if baseline == "value":
        return found
    found[:, :, 0, 0] += values(task)[:-1]
    if baseline == "mean":
        variance = state_moments(task)[1][:-1]
        value = values(task)[:-1]
        found[:, 0, 0, 0] -= value[:, 0] + value[:, 2] * variance
    return found


def _later(task: LinearQuadraticTask, square: Array) -> Array:
    """E[score^2 Var(G_t | s_t, a_t) | y], polynomials in y, (T, 3, powers).

    G_t - Q_t = gamma (G' - V'(s')) + gamma (V'(s') - E[V'(s') | s, a]); the second part, of the
    step's own noise, has mean 0 given (s, a), the first given s'.
    """
    step, gamma = step_of(task), task.gamma
    own = Credit("value").deltas(task) - Credit("advantage", 0.0).deltas(task)
    own = own[:, np.newaxis]
    carried = gamma**2 * step.after(4)
    advantage = Credit("value").deltas(task)
    earned = step.expect(times(advantage, advantage))
    left = np.zeros((task.T + 1, 5))  # Var(G_t | s_t) given y_t
    for t in reversed(range(task.T)):
        left[t] = earned[t] + left[t + 1] @ carried
    following = step.expect(square, left[1:, np.newaxis] * gamma**2)
    mine = step.expect(times(square, times(own, own)))
    size = max(following.shape[-1], mine.shape[-1])
    total = np.zeros((*mine.shape[:-1], size))
    total[..., : mine.shape[-1]] += mine
    total[..., : following.shape[-1]] += following
    return total
