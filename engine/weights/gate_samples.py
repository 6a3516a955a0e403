"""Gates on arrays of weights and advantages, as a training loop applies them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.weights.gates import Gate, Levels

Mask = NDArray[np.bool_]


def table_of(gates: Sequence[Gate]) -> tuple[Array, Array]:
    """For compiled loops: the levels, (gates, 4), low and high for A above 0 and for others, and
    1 for each gate that truncates, else 0, (gates,)."""
    sides = [(gate.positive, gate.negative) for gate in gates]
    levels = [[level for side in both for level in (side.low, side.high)] for both in sides]
    truncates = [float(gate.outside == "truncate") for gate in gates]
    return np.array(levels), np.array(truncates)


def inside(gate: Gate, weight: Array, advantage: Array) -> Mask:
    """Whether w is left as it is, of the shape of the weights."""
    found = _between(gate.positive, weight)
    if gate.positive == gate.negative:
        return found
    positive = advantage > 0.0
    return np.asarray((found & positive) | (_between(gate.negative, weight) & ~positive))


def loss_weight(gate: Gate, weight: Array, advantage: Array, out: Array | None = None) -> Array:
    """What stands in place of w in the loss: w, the level that it is cut to, or 0 where masked.

    With ``out`` it is made there, from weights that are finite.
    """
    if gate.outside == "mask":
        return _left(gate, weight, advantage, out)
    found = np.clip(weight, gate.positive.low, gate.positive.high, out=out)
    if gate.positive == gate.negative:
        return found
    negative = np.clip(weight, gate.negative.low, gate.negative.high)
    np.copyto(found, negative, where=~(advantage > 0.0))
    return found


def gradient_weight(gate: Gate, weight: Array, advantage: Array, out: Array | None = None) -> Array:
    """What stands before A times the score: 0 where the loss is held or masked."""
    if gate.outside == "truncate":
        return loss_weight(gate, weight, advantage, out)
    return _left(gate, weight, advantage, out)


def _left(gate: Gate, weight: Array, advantage: Array, out: Array | None) -> Array:
    """w where it is left as it is, else 0."""
    left = inside(gate, weight, advantage)
    if out is None:
        return np.where(left, weight, 0.0)
    out[:] = left
    out *= weight
    return out


def _between(levels: Levels, weight: Array) -> Mask:
    """Whether low <= w <= high; w is 0 or more."""
    found = np.ones(np.shape(weight), dtype=bool) if levels.low <= 0.0 else weight >= levels.low
    if levels.high < math.inf:
        found &= weight <= levels.high
    return np.asarray(found)
