"""Gates on arrays of weights and advantages, as a training loop applies them."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.weights.gates import Gate


def inside(gate: Gate, weight: Array, advantage: Array) -> Array:
    """Whether w is left as it is, of the shape of the weights."""
    positive = advantage > 0.0
    low = np.where(positive, gate.positive.low, gate.negative.low)
    high = np.where(positive, gate.positive.high, gate.negative.high)
    return np.asarray((weight >= low) & (weight <= high))


def loss_weight(gate: Gate, weight: Array, advantage: Array) -> Array:
    """What stands in place of w in the loss: w, the level that it is cut to, or 0 where masked."""
    if gate.outside == "mask":
        return np.where(inside(gate, weight, advantage), weight, 0.0)
    positive = advantage > 0.0
    low = np.where(positive, gate.positive.low, gate.negative.low)
    high = np.where(positive, gate.positive.high, gate.negative.high)
    return np.clip(weight, low, high)


def gradient_weight(gate: Gate, weight: Array, advantage: Array) -> Array:
    """What stands before A times the score: 0 where the loss is held or masked."""
    if gate.outside == "truncate":
        return loss_weight(gate, weight, advantage)
    return np.where(inside(gate, weight, advantage), weight, 0.0)
