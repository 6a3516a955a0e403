"""The transform of the log-ratio: log E_q w^(1 - b) for complex b, w = p/q."""

from __future__ import annotations

import numpy as np

from engine.relative import NEAR, Relative
from engine.small_differences import Complex, complex_x_minus_log1p


def log_transform(pair: Relative, b: Complex) -> Complex:
    """log E_q w^(1 - b) for ``pair`` = relative(p, q), elementwise in b, (m,) -> (m,).

    -(1/2) sum_i of log(1 + b e) - b log lam + b (1 - b) delta^2 / (1 + b e), with the first two
    terms as differences of x - log(1 + x) where e is small. It is 0 at b = 0 and b = 1, and
    converges where the real part of every 1 + b e is positive, at least for 0 <= Re b <= 1.
    """
    near = np.abs(pair.excess) < NEAR
    far = ~near
    b = b[:, np.newaxis]
    scaled = b * pair.excess
    total = np.sum(b * (1.0 - b) * pair.shift**2 / (1.0 + scaled), axis=1)
    if np.any(near):
        small = b * pair.excess_cost[near] - complex_x_minus_log1p(scaled[:, near])
        total += np.sum(small, axis=1)
    if np.any(far):
        large = np.log(1.0 + scaled[:, far]) - b * pair.log_eigenvalues[far]
        total += np.sum(large, axis=1)
    return np.asarray(-0.5 * total)
