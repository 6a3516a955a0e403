"""The steps by the gradient alone, repeated up the mean of a polynomial, compiled."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.gradients.natural.loops import slopes_at

GRADIENT, NATURAL, NATURAL_LOG, MIRROR = range(4)  # as `steps.PLAIN` has them


@compiled
def plain_places(
    terms: Array, std: Array, radius: float, steps: int
) -> tuple[Array, NDArray[np.int64]]:
    """Where each of so many steps ends, each of length ``radius``, (4, steps, 2, k), by each of the
    four in k directions: means and stds as in `engine.gradients.natural.loops`, whose ``terms``
    these are, (k, 4), about Gaussians of these stds, (k,). And how many steps there are, (4,)."""
    found = np.zeros((4, steps, 2, len(std)))
    count = np.zeros(4, np.int64)
    for method in range(4):
        there = np.zeros((2, len(std)))
        there[1] = 1.0
        for n in range(steps):
            if not moved(terms, std, radius, method, there):
                break
            found[method, n] = there
            count[method] = n + 1
    return found, count


@compiled_part
def moved(terms: Array, std: Array, radius: float, method: int, there: Array) -> bool:
    """Moves means and stds, (2, k), by a step; whether there is one."""
    rise, largest = np.empty((2, len(std))), 0.0
    least = np.min(std * there[1])
    for i in range(len(std)):
        by_z, by_s = slopes_at(terms[i], there[0, i], there[1, i])
        share = np.square(least / (std[i] * there[1, i])) if method == GRADIENT else 1.0
        rise[0, i] = share * there[1, i] * by_z
        rise[1, i] = (share if method == GRADIENT else 0.5) * there[1, i] * by_s
        if not (abs(rise[0, i]) < np.inf and abs(rise[1, i]) < np.inf):
            return False
        largest = max(largest, abs(rise[0, i]), abs(rise[1, i]))
    if largest == 0.0:
        return True
    rise /= largest  # whose squares are numbers
    rise *= radius / math.sqrt(np.sum(rise[0] * rise[0]) + 2.0 * np.sum(rise[1] * rise[1]))
    ended = 0
    for i in range(len(std)):
        ended += not step_into(rise[0, i], rise[1, i], method, there[:, i])
    return ended == 0


@compiled_part
def step_into(shift: float, rise: float, method: int, there: Array) -> bool:
    """One direction's mean and std, (2,), moved by its part of a step; whether there is one."""
    factor = 1.0 + rise
    if method == NATURAL_LOG:
        factor = math.exp(rise)
    elif method == MIRROR:
        left = 1.0 - 2.0 * rise
        if not left > 0.0:
            return False
        shift /= left
        factor = math.sqrt(1.0 / left)
    if not factor > 0.0:
        return False
    there[0] += there[1] * shift
    there[1] *= factor
    return True
