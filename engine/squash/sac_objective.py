"""The objective of soft actor-critic for one squashed action, against the std of its Gaussian.

J(std) = E reward(action) - alpha E ln pi(action). With the Jacobian -E ln pi is the entropy of the
action; left out, it is that of the Gaussian, which grows with the std without end.
Haarnoja et al. 2018, arXiv 1801.01290.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.numerics.root_finding import root
from engine.squash.action_bounds import ActionBounds
from engine.squash.entropy import BASE_CONSTANT
from engine.squash.moments import tanh_moments
from engine.squash.quadrature import Nodes, nodes

Reward = Callable[[Array], Array]  # actions (k,) -> rewards (k,)

CURVE_POINTS = 121
STD_RANGE = (1e-2, 1e2)


@dataclass(frozen=True, slots=True)
class Maximum:
    """A std at which the objective is largest, at least nearby."""

    std: float
    objective: float
    at_edge: bool  # it is an end of the range: beyond it the objective may go on rising


@dataclass(frozen=True, slots=True)
class SACObjective:
    """The objective in nats of alpha = 1, with the Jacobian and without."""

    std: Array  # (n,), log-spaced over the range
    reward: Array  # (n,), E reward(action)
    with_jacobian: Array  # (n,)
    without_jacobian: Array  # (n,)
    best_with: Maximum
    best_without: Maximum
    peaks_with: tuple[Maximum, ...]  # every maximum inside the range, by std
    peaks_without: tuple[Maximum, ...]


@dataclass(frozen=True, slots=True)
class _Question:
    reward: Reward
    mean: float
    alpha: float
    bounds: ActionBounds
    jumps: tuple[float, ...]  # pre-tanh

    def expected_reward(self, std: float) -> float:
        """E reward(action)."""
        grid, rewards = self._rewards(std)
        return grid.expectation(rewards)

    def slope(self, std: float, jacobian_share: float) -> float:
        """The derivative of the objective by ln std, the Jacobian taken 0 or 1 times.

        E reward (z^2 - 1) + alpha [1 - 2 std^2 E(1 - tanh^2 u)], z = (u - mean) / std.
        """
        grid, rewards = self._rewards(std)
        z = grid.step / std
        term = 1.0 - jacobian_share * 2.0 * std**2 * tanh_moments(self.mean, std).jacobian
        return grid.expectation(rewards * (z * z - 1.0)) + self.alpha * term

    def objective(self, std: float, jacobian_share: float) -> float:
        """E reward - alpha E ln pi, the Jacobian taken 0 or 1 times."""
        term = tanh_moments(self.mean, std).log_jacobian + self.bounds.log_scale
        entropy = BASE_CONSTANT + math.log(std) + jacobian_share * term
        return self.expected_reward(std) + self.alpha * entropy

    def _rewards(self, std: float) -> tuple[Nodes, Array]:
        grid = nodes(self.mean, std, self.jumps)
        rewards = np.asarray(self.reward(self.bounds.action(grid.u[:, np.newaxis])[:, 0]))
        if not np.all(np.isfinite(rewards)):
            raise ParameterError(
                "reward", "infinite or undefined", "must be finite at every action"
            )
        return grid, rewards


def sac_objective(
    reward: Reward,
    mean: float,
    alpha: float,
    low: float = -1.0,
    high: float = 1.0,
    std_range: tuple[float, float] = STD_RANGE,
    jumps: Sequence[float] = (),
) -> SACObjective:
    """Both objectives against the std at this mean, and the best std of each.

    ``jumps`` are actions at which the reward jumps or bends. A bounded reward and alpha > 0 leave
    the objective without the Jacobian unbounded: its best std is then the end of the range, and
    only ``peaks_without`` can hold a maximum. Raises ParameterError for alpha < 0, a range that is
    not 0 < low < high, a jump outside the bounds and a reward that is not finite.
    """
    if not 0.0 <= alpha < math.inf:
        raise ParameterError("alpha", alpha, "must be 0 or more")
    if not 0.0 < std_range[0] < std_range[1] < math.inf:
        raise ParameterError("std_range", std_range, "must be two stds, the smaller first")
    bounds = ActionBounds.checked(low, high, 1)
    u, _ = bounds.pre_tanh(np.array(jumps, dtype=float)[:, np.newaxis])
    at = tuple(value for value in u[:, 0].tolist() if math.isfinite(value))
    question = _Question(reward, mean, alpha, bounds, at)
    std = np.geomspace(*std_range, CURVE_POINTS)
    rewards = np.array([question.expected_reward(each) for each in std.tolist()])
    without = rewards + alpha * (BASE_CONSTANT + np.log(std))
    terms = np.array([tanh_moments(mean, each).log_jacobian for each in std.tolist()])
    corrected = without + alpha * (terms + bounds.log_scale)
    peaks_with = _peaks(question, 1.0, std, corrected)
    peaks_without = _peaks(question, 0.0, std, without)
    return SACObjective(
        std=frozen(std),
        reward=frozen(rewards),
        with_jacobian=frozen(corrected),
        without_jacobian=frozen(without),
        best_with=_best(peaks_with, std, corrected),
        best_without=_best(peaks_without, std, without),
        peaks_with=peaks_with,
        peaks_without=peaks_without,
    )


def _peaks(
    question: _Question, jacobian_share: float, std: Array, values: Array
) -> tuple[Maximum, ...]:
    """Each maximum of the curve, refined between its neighbours."""
    inside = np.flatnonzero((values[1:-1] > values[:-2]) & (values[1:-1] >= values[2:])) + 1
    found = []
    for index in inside.tolist():
        best = float(std[index])
        low, high = math.log(std[index - 1]), math.log(std[index + 1])

        def slope(log_std: float) -> float:
            return question.slope(math.exp(log_std), jacobian_share)

        # A curve that is flat to rounding may show no change of sign.
        if slope(low) > 0.0 > slope(high):
            best = math.exp(root(slope, low, high))
        found.append(Maximum(best, question.objective(best, jacobian_share), at_edge=False))
    return tuple(found)


def _best(peaks: tuple[Maximum, ...], std: Array, values: Array) -> Maximum:
    edges = tuple(Maximum(float(std[end]), float(values[end]), at_edge=True) for end in (0, -1))
    return max(peaks + edges, key=lambda each: each.objective)
