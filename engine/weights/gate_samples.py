"""Gates on arrays of weights and advantages, as a training loop applies them."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from engine.core.arrays import Array
from engine.weights.gates import Gate, Levels


def inside(gate: Gate, weight: Array, advantage: Array) -> Array:
    """Whether w is left as it is, of the shape of the weights."""
    return _by_sign(gate, advantage, lambda levels: _between(levels, weight))


def loss_weight(gate: Gate, weight: Array, advantage: Array) -> Array:
    """What stands in place of w in the loss: w, the level that it is cut to, or 0 where masked."""
    if gate.outside == "mask":
        return np.where(inside(gate, weight, advantage), weight, 0.0)
    return _by_sign(gate, advantage, lambda levels: np.clip(weight, levels.low, levels.high))


def gradient_weight(gate: Gate, weight: Array, advantage: Array) -> Array:
    """What stands before A times the score: 0 where the loss is held or masked."""
    if gate.outside == "truncate":
        return loss_weight(gate, weight, advantage)
    return np.where(inside(gate, weight, advantage), weight, 0.0)


def _by_sign(gate: Gate, advantage: Array, made: Callable[[Levels], Array]) -> Array:
    """What is made of the levels for A > 0 and for the others; once where both are the same."""
    positive = made(gate.positive)
    if gate.positive == gate.negative:
        return positive
    return np.where(advantage > 0.0, positive, made(gate.negative))


def _between(levels: Levels, weight: Array) -> Array:
    """Whether low <= w <= high; w is 0 or more."""
    found = np.ones(np.shape(weight), dtype=bool) if levels.low <= 0.0 else weight >= levels.low
    if levels.high < math.inf:
        found &= weight <= levels.high
    return np.asarray(found)
