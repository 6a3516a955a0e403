"""Two reference lines of a learning curve: the best constant policy, and the best of all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError
from engine.numerics.root_finding import root
from engine.trajectories.expectations import score_sizes

if TYPE_CHECKING:
    from engine.trajectories.task import LinearQuadraticTask

GRID = 801
ZOOMS = 2
FARTHEST = 2e3  # of A + B K: in few steps a large gain may pay
WIDENINGS = (1.0, 10.0, 100.0, 1_000.0, 10_000.0)  # of a bracket
ROUNDING = 1e-13  # of the slopes, as a share of the terms that they are the sum of


@dataclass(frozen=True, slots=True)
class BestConstant:
    """The K and c of the largest expected return, sigma being what it is."""

    K: float
    c: float
    expected_return: float
    K_error: float = 0.0  # a bound on the rounding: large where other gains do nearly as well
    c_error: float = 0.0


@dataclass(frozen=True, slots=True)
class RiccatiBound:
    """The largest return of any policy a_t = K_t s_t + c_t + sigma e, (T,) each."""

    gains: Array
    offsets: Array
    expected_return: float
    without_noise: float  # of the same policy with sigma = 0: no policy does better


@lru_cache(maxsize=16)
def best_constant(task: LinearQuadraticTask) -> BestConstant:
    """Maximises J over K and c.

    J is a concave parabola in c for every K, so c is known; K is searched on a grid of
    A + B K, then finer ones, and made exact as a root of dJ/dK. Where an action changes nothing
    (B = 0, one step or no discounted one after it) any cost of it makes K = c = 0 best.
    """
    if task.B == 0.0 or task.T == 1 or task.gamma == 0.0:
        best = task.replace(K=0.0, c=0.0) if task.r > 0.0 else task
        return BestConstant(best.K, best.c, best.expected_return())
    farthest = np.arcsinh(FARTHEST * (1.0 + abs(task.A)))
    gains = (0.5 * np.sinh(np.linspace(-farthest, farthest, 2 * GRID)) - task.A) / task.B
    gains = np.append(np.sort(gains), task.K)
    gains.sort()
    for _ in range(ZOOMS):
        returns, _ = profile(task, gains)
        at = int(np.argmax(returns))
        own = int(np.argmin(np.abs(gains - task.K)))
        if gains[own] == task.K and returns[own] >= returns[at]:
            at = own  # where no gain is better than another, the policy stays as it is
        low, high = gains[max(at - 1, 0)], gains[min(at + 1, len(gains) - 1)]
        centre = gains[at]
        gains = np.unique(np.append(np.linspace(low, high, GRID), centre))
    ends = _bracket(task, float(low), float(high))
    falls = _slope(task, ends[0]) > 0.0 > _slope(task, ends[1])
    K = root(partial(_slope, task), *ends) if falls else float(centre)
    offset = float(profile(task, np.array([K]))[1][0])
    best = task.replace(K=K, c=offset)
    error = _rounding(best, *ends)
    c_error = math.inf
    if math.isfinite(error):
        offsets = profile(task, np.array([K - error, K + error]))[1]
        c_error = abs(float(offsets[1]) - float(offsets[0])) + ROUNDING * abs(offset)
    return BestConstant(K, offset, best.expected_return(), error, c_error)


def profile(task: LinearQuadraticTask, gains: Array) -> tuple[Array, Array]:
    """The largest J over c, and that c, for each K, (k,) each; -inf where J overflows.

    E s_t = u_t + c w_t, so that c = -sum gamma^t [q (u - g) w + r K u (K w + 1)] /
    sum gamma^t [q w^2 + r (K w + 1)^2]; where J does not depend on c, c stays.
    """
    carry = task.A + task.B * gains
    u, w = np.full_like(gains, task.m0), np.zeros_like(gains)
    variance = np.full_like(gains, task.v0**2)
    noise = (task.B * task.sigma) ** 2 + task.tau**2
    bend, slope, rest = np.zeros_like(gains), np.zeros_like(gains), np.zeros_like(gains)
    discount = 1.0
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(task.T):
            away, action, follows = u - task.g, gains * u, gains * w + 1.0
            spread = (task.q + task.r * gains**2) * variance + task.r * task.sigma**2
            bend += discount * (task.q * w**2 + task.r * follows**2)
            slope += discount * (task.q * away * w + task.r * action * follows)
            rest += discount * (task.q * away**2 + task.r * action**2 + spread)
            u, w = carry * u, carry * w + task.B
            variance = carry**2 * variance + noise
            discount *= task.gamma
        used = bend > 0.0
        offsets = np.where(used, -slope / np.where(used, bend, 1.0), task.c)
        returns = -(rest + offsets * (2.0 * slope + offsets * bend))
    bad = ~np.isfinite(returns)
    return np.where(bad, -np.inf, returns), np.where(bad, task.c, offsets)


def _bracket(task: LinearQuadraticTask, low: float, high: float) -> tuple[float, float]:
    """Gains between which dJ/dK falls through 0; the same where none are found.

    Where the top is flat, rounding of J may have moved the best of a grid further than its step.
    """
    for widening in WIDENINGS:
        middle, half = 0.5 * (low + high), 0.5 * widening * (high - low)
        ends = middle - half, middle + half
        if _slope(task, ends[0]) > 0.0 > _slope(task, ends[1]):
            return ends
    return low, high


def _slope(task: LinearQuadraticTask, K: float) -> float:
    """dJ/dK with the best c of this gain; NaN where states outgrow doubles."""
    c = float(profile(task, np.array([K]))[1][0])
    try:
        return task.replace(K=K, c=c).gradient()["K"]
    except ParameterError:
        return math.nan


def _rounding(best: LinearQuadraticTask, low: float, high: float) -> float:
    """Of the gain where dJ/dK = 0: the rounding of this slope over its change from gain to gain."""
    size = ROUNDING * score_sizes(best)["K"]
    change = _slope(best, low) - _slope(best, high)
    if not change > 2.0 * size:
        return math.inf
    return size * (high - low) / change


def riccati_bound(task: LinearQuadraticTask) -> RiccatiBound:
    """Backwards: with V_(t+1) = P s^2 + p s + k the best action has

        H = gamma P B^2 - r,   K_t = -gamma P A B / H,   c_t = -gamma p B / (2 H)

    and 0 where H = 0. A constant gain reaches it at T = 1 only, save by chance.
    """
    A, B, q, r, gamma = task.A, task.B, task.q, task.r, task.gamma
    action, noise = task.sigma**2, task.tau**2
    gains, offsets = np.zeros(task.T), np.zeros(task.T)
    P = p = k = costs = 0.0
    for t in reversed(range(task.T)):
        H = gamma * P * B**2 - r
        K = -gamma * P * A * B / H if H != 0.0 else 0.0
        c = -0.5 * gamma * p * B / H if H != 0.0 else 0.0
        carry, moved = A + B * K, B * c
        k = gamma * (k + P * (moved**2 + noise) + p * moved) - q * task.g**2 - r * c**2
        costs = gamma * costs + H * action
        p = gamma * (2.0 * P * moved + p) * carry + 2.0 * (q * task.g - r * K * c)
        P = gamma * P * carry**2 - q - r * K**2
        gains[t], offsets[t] = K, c
    quiet = P * (task.m0**2 + task.v0**2) + p * task.m0 + k
    return RiccatiBound(sealed(gains), sealed(offsets), quiet + costs, quiet)
