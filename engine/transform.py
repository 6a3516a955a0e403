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
    b = b[:, np.newaxis]
    scaled = b * pair.excess
    small = b * np.where(near, pair.excess_cost, 0.0)
    small = small - complex_x_minus_log1p(np.where(near, scaled, 0.0))
    large = np.log(1.0 + np.where(near, 0.0, scaled)) - b * np.where(
        near, 0.0, pair.log_eigenvalues
    )
    shifts = b * (1.0 - b) * pair.shift**2 / (1.0 + scaled)
    total: Complex = -0.5 * np.sum(small + large + shifts, axis=1)
    return total
