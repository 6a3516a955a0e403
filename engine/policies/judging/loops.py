"""The sums over states of `judged` and `lost` of `engine.policies.skill_guess`, compiled."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.numerics.loops import exp, exp_and_expm1, expm1_minus_x, log, log1p

LEVEL = -0.5 * math.log(2.0 * math.pi)
PANELS = 32  # at once, so that the few numbers of each of their states stay beside the core
SMALL = 0.3


@compiled
def judged_sums(
    edges: Array, breaks: Array, means: Array, stds: Array, guess: Array, rule: Array
) -> Array:
    """Of I(S;Z), of what the guess loses, and of log q(z|s) of every skill: integrals over states,
    (F, 2 + K), for F sets of means, (F, K). ``edges``, in standard deviations, and ``breaks``,
    (F, m), sorted, not a number at the end, part the states; ``guess`` is `form`, (F, 4, K), and
    ``rule`` nodes and weights on (-1, 1), (2, n)."""
    skills, nodes = means.shape[1], rule.shape[1]
    found = np.zeros((len(means), 2 + skills))
    most = skills * len(edges) + breaks.shape[1]
    panels, logs = np.empty((most, 3)), np.empty((4, skills, PANELS * nodes))
    space = np.empty((6, PANELS * nodes))
    for row in range(len(means)):
        count = _fill_panels(edges, breaks[row], means[row], stds, panels)
        for start in range(0, count, PANELS):
            part = panels[start : min(start + PANELS, count)]
            size = len(part) * nodes
            _fill_states(part, rule, space)
            _fill_densities(size, means[row], stds, space, logs)
            _fill_guess(size, guess[row], space, logs)
            _add(size, space, logs, found[row])
    return found


@compiled_part
def _fill_panels(edges: Array, breaks: Array, mean: Array, std: Array, panels: Array) -> int:
    """What `skill_panels.panels_each` goes over into the first rows of ``panels``, (m, 3); how many
    there are."""
    skills, count = len(mean), 0
    own = np.empty((skills, len(edges)))
    for k in range(skills):
        own[k] = mean[k] + std[k] * edges
    following, within = np.zeros(skills, np.int64), np.zeros(skills, np.int64)
    next_break, last, last_within = 0, -1, -1
    low, parted = -np.inf, False
    while True:
        high = _next(own, following)
        broken = next_break < len(breaks) and breaks[next_break] <= high
        if broken:
            high = breaks[next_break]
        if high == np.inf:
            return count
        for k in range(skills):
            following[k] = _beyond(own[k], following[k], high)
        next_break = _beyond(breaks, next_break, high)
        skill = _narrowest(low, high, mean, std, edges[-1] + 1e-6)
        if skill >= 0:
            centre = 0.5 * ((low - mean[skill]) + (high - mean[skill])) / std[skill]
            while within[skill] < len(edges) and edges[within[skill]] < centre:
                within[skill] += 1
            if parted or skill != last or within[skill] != last_within:
                panels[count, 0], panels[count, 1] = mean[skill], low
                count += 1
            panels[count - 1, 2], last_within = high, within[skill]
        low, parted, last = high, broken, skill


@compiled_part
def _next(own: Array, following: NDArray[np.int64]) -> float:
    """The first edge of any skill that was not passed."""
    found = np.inf
    for k in range(len(own)):
        if following[k] < own.shape[1]:
            found = min(found, own[k, following[k]])
    return found


@compiled_part
def _beyond(sorted_values: Array, place: int, value: float) -> int:
    """The place of the first that is not this value."""
    while place < len(sorted_values) and sorted_values[place] == value:
        place += 1
    return place


@compiled_part
def _narrowest(low: float, high: float, mean: Array, std: Array, reach: float) -> int:
    """The skill of the least std that holds both ends, or -1."""
    found = -1
    for k in range(len(mean)):
        holds = abs(low - mean[k]) <= std[k] * reach and abs(high - mean[k]) <= std[k] * reach
        if holds and (found < 0 or std[k] < std[found]):
            found = k
    return found


@compiled_part
def _fill_states(panels: Array, rule: Array, states: Array) -> None:
    """Origins, steps and weights of the nodes into the first rows."""
    nodes = rule.shape[1]
    for i in range(len(panels)):
        origin, low, high = panels[i, 0], panels[i, 1], panels[i, 2]
        half, middle = 0.5 * (high - low), 0.5 * ((high - origin) + (low - origin))
        for n in range(nodes):
            states[0, i * nodes + n] = origin
            states[1, i * nodes + n] = middle + half * rule[0, n]
            states[2, i * nodes + n] = half * rule[1, n]


@compiled_part
def _fill_densities(size: int, mean: Array, std: Array, states: Array, held: Array) -> None:
    """Logs of the densities less that of the mixture, and the densities times the weights, of each
    skill; the mixture's times the weights into row 3 of ``states``."""
    origin, step, weight = states[0, :size], states[1, :size], states[2, :size]
    mixture, top, away = states[3, :size], states[4, :size], states[5, :size]
    top[:], away[:] = -np.inf, 0.0
    for k in range(len(mean)):
        centre, scale, level = mean[k], math.sqrt(0.5) / std[k], LEVEL - math.log(std[k])
        logs = held[0, k, :size]
        for n in range(size):
            root = (origin[n] - centre + step[n]) * scale
            logs[n] = level - root * root
            top[n] = max(top[n], logs[n])
    for n in range(size):
        mixture[n] = weight[n] * exp(top[n])
    for k in range(len(mean)):
        logs, density = held[0, k, :size], held[1, k, :size]
        for n in range(size):
            logs[n] -= top[n]
            ratio, less = exp_and_expm1(logs[n])
            density[n] = mixture[n] * ratio
            away[n] += less
    for n in range(size):
        mean_away = away[n] / len(mean)
        mixture[n] *= 1.0 + mean_away
        away[n] = log1p(mean_away)
    for k in range(len(mean)):
        logs = held[0, k, :size]
        for n in range(size):
            logs[n] -= away[n]


@compiled_part
def _fill_guess(size: int, guess: Array, states: Array, held: Array) -> None:
    """log q(z|s) and q(z|s) of each skill."""
    origin, step = states[0, :size], states[1, :size]
    top, total = states[4, :size], states[5, :size]
    skills = guess.shape[1]
    top[:], total[:] = -np.inf, 0.0
    for k in range(skills):
        level, slope, centre, scale = guess[0, k], guess[1, k], guess[2, k], guess[3, k]
        logs = held[2, k, :size]
        for n in range(size):
            root = (origin[n] - centre + step[n]) * scale
            logs[n] = level + slope * (origin[n] + step[n]) - root * root
            top[n] = max(top[n], logs[n])
    for k in range(skills):
        logs, share = held[2, k, :size], held[3, k, :size]
        for n in range(size):
            logs[n] -= top[n]
            share[n] = exp(logs[n])
            total[n] += share[n]
    for n in range(size):
        top[n], total[n] = log(total[n]), 1.0 / total[n]
    for k in range(skills):
        logs, share = held[2, k, :size], held[3, k, :size]
        for n in range(size):
            logs[n] -= top[n]
            share[n] *= total[n]


@compiled
def _add(size: int, states: Array, held: Array, found: Array) -> None:
    """The integrals over these states to those before."""
    mixture, skills = states[3, :size], held.shape[1]
    for k in range(skills):
        logs, density = held[0, k, :size], held[1, k, :size]
        guessed, share = held[2, k, :size], held[3, k, :size]
        own = lost = paid = 0.0
        for n in range(size):
            own += _excess(-logs[n], density[n], mixture[n])
            whole = skills * mixture[n] * share[n]
            lost += _excess(guessed[n] - logs[n] + math.log(skills), density[n], whole)
            paid += density[n] * guessed[n]
        found[0] += own
        found[1] += lost
        found[2 + k] += paid


@compiled_part
def _excess(log_ratio: float, density: float, other: float) -> float:
    """`skills.excess`, from log(m / p), p and m."""
    near = density * expm1_minus_x(log_ratio)
    # Of densities that are nothing rounding may leave less.
    far = max(other - density - density * log_ratio, 0.0)
    return near if abs(log_ratio) < SMALL else far
