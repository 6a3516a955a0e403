"""The angle between a known gradient and one that is estimated."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.policies.softmax_zeroth_order import ZerothOrderGradient

NOTHING = (math.nan, math.nan)
NOISY = 0.4  # the longest noise, as a share of what is estimated, that leaves it a direction


def cosine(direction: Array, estimate: ZerothOrderGradient) -> tuple[float, float]:
    """Cosine of the angle between a known direction and an estimate, and its standard error.

    The error follows from the covariance by the delta method. Raises ParameterError where either
    is 0 and has no direction.
    """
    lengths = math.hypot(*direction), math.hypot(*estimate.gradient)
    if min(lengths) == 0.0:
        allowed = "has no direction: the gradient is 0, as with equal rewards"
        raise ParameterError("gradient", 0.0, allowed)
    first, second = direction / lengths[0], estimate.gradient / lengths[1]
    value = min(max(float(first @ second), -1.0), 1.0)
    slope = (first - value * second) / lengths[1]
    return value, math.sqrt(max(float(slope @ estimate.covariance @ slope), 0.0))


def cosine_between(first: Array, second: Array) -> float:
    """Of two exact gradients; raises ParameterError where either is 0."""
    nothing = np.zeros((len(second), len(second)))
    return cosine(first, ZerothOrderGradient(second, nothing[0], nothing, 0.0))[0]


def angle(
    direction: Array, estimate: ZerothOrderGradient, truth: Array | None = None
) -> tuple[float, float]:
    """Cosine and its standard error; nan where either gradient is 0 and has no direction.

    Noise of covariance S turns an estimate away, which takes tr(H S)/2 < 0 from its cosine. With
    the ``truth`` that is estimated, (K,), this is given back, and the variance is s'Ss +
    tr(HSHS)/2, s and H the first and second derivatives there: near a cosine of 1 s is 0, and at
    the estimate it is noise.
    """
    if not (np.any(direction) and np.any(estimate.gradient)):
        return NOTHING
    value, error = cosine(direction, estimate)
    if truth is None or too_noisy(estimate, truth):
        return value, error
    length = math.hypot(*truth)
    first, second = direction / math.hypot(*direction), truth / length
    exact = float(first @ second)
    # Divided twice: the square of a tiny length is 0.
    noise = estimate.covariance / length / length
    slope = first - exact * second
    both = np.outer(first, second)
    bent = 3.0 * exact * np.outer(second, second) - both - both.T - exact * np.eye(len(first))
    turned = bent @ noise
    variance = float(slope @ noise @ slope) + 0.5 * float(np.sum(turned * turned.T))
    value -= 0.5 * float(np.trace(turned))
    return min(max(value, -1.0), 1.0), math.sqrt(max(variance, 0.0))


def too_noisy(estimate: ZerothOrderGradient, truth: Array) -> bool:
    """Whether the noise of the estimate is so long beside the truth that it has no direction."""
    noise = math.sqrt(float(np.trace(estimate.covariance)))
    return not noise < NOISY * math.hypot(*truth)


def exact_angle(first: Array, second: Array) -> float:
    """Cosine of two exact gradients; nan where either is 0."""
    if not (np.any(first) and np.any(second)):
        return math.nan
    # Lengths of tiny gradients would be 0 when squared.
    first, second = first / np.max(np.abs(first)), second / np.max(np.abs(second))
    value = float(first @ second) / (math.hypot(*first) * math.hypot(*second))
    return min(max(value, -1.0), 1.0)
