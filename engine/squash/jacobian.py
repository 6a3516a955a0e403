"""log(1 - tanh^2 u) without loss: near 0, where it vanishes, and far out, where tanh is 1."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array

LOG_2 = math.log(2.0)
# Below this |u| the square of tanh is small enough for log1p to keep every relative digit.
NEAR = 0.5


def log_one_minus_tanh_squared(u: ArrayLike) -> Array:
    """log(1 - tanh^2 u) in nats, elementwise; 0 or less, about -u^2 for small u.

    log1p(-tanh^2 u) for |u| < 1/2, else 2 (ln 2 - |u| - log1p(exp(-2|u|))): a few units in the
    last place for every u. At an infinite u it is -inf.
    """
    size = np.abs(np.asarray(u, dtype=float))
    is_near = size < NEAR
    near = np.tanh(np.where(is_near, size, 0.0))
    far = np.where(is_near, NEAR, size)
    # 2 |u| overflows in the last factor of two before infinity, as the answer itself does.
    with np.errstate(over="ignore"):
        tail = 2.0 * (LOG_2 - far - np.log1p(np.exp(-2.0 * far)))
    return np.where(is_near, np.log1p(-near * near), tail)


def log_det_jacobian(u: ArrayLike) -> Any:
    """ln |det d tanh(u) / du| = sum_i log(1 - tanh^2 u_i) in nats.

    ``u`` is (..., d) and the answer (...): the sum runs over the last axis. One point (d,), or a
    scalar for d = 1, gives a float.
    """
    points = np.atleast_1d(np.asarray(u, dtype=float))
    with np.errstate(over="ignore"):
        value = np.sum(log_one_minus_tanh_squared(points), axis=-1)
    return float(value) if value.ndim == 0 else value


def log_distance_to_bound(u: ArrayLike) -> Array:
    """log(1 - |tanh u|) in nats, elementwise: how close the action is to -1 or 1.

    ln 2 - 2|u| - log1p(exp(-2|u|)), which goes on where 1 - |tanh u| has rounded to 0.
    """
    size = np.abs(np.asarray(u, dtype=float))
    with np.errstate(over="ignore"):
        return np.asarray(LOG_2 - 2.0 * size - np.log1p(np.exp(-2.0 * size)))
