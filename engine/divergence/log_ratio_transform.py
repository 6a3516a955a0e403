"""The transform of the log-ratio: log E_q w^(1 - b) for complex b, w = p/q."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.relative import NEAR, Relative
from engine.numerics.small_differences import Complex, complex_x_minus_log1p


def log_transform(pair: Relative, b: Complex, s: Complex | None = None) -> Complex:
    """log E_q w^(1 - b) for ``pair`` = relative(p, q), elementwise in b, of any shape.

    ``s`` = 1 - b may be given too, for near 0 it has digits that 1 - b has lost.

    -(1/2) sum_i of log(1 + b e) - b log lam + b (1 - b) delta^2 / (1 + b e), with the first two
    terms as differences of x - log(1 + x) where e is small. It is 0 at b = 0 and b = 1, and
    converges where the real part of every 1 + b e is positive, at least for 0 <= Re b <= 1.
    """
    near = np.abs(pair.excess) < NEAR
    far = ~near
    b = b[..., np.newaxis]
    s = 1.0 - b if s is None else s[..., np.newaxis]
    scaled = b * pair.excess
    rest = 1.0 + scaled
    small = pair.excess < -NEAR
    if np.any(small):
        # The same, also where lam is so small that 1 + e has no digits left.
        rest[..., small] = pair.eigenvalues[small] - s * pair.excess[small]
    total = np.sum(b * s * pair.shift**2 / rest, axis=-1)
    if np.any(near):
        less = b * pair.excess_cost[near] - complex_x_minus_log1p(scaled[..., near])
        total += np.sum(less, axis=-1)
    if np.any(far):
        large = np.log(rest[..., far]) - b * pair.log_eigenvalues[far]
        total += np.sum(large, axis=-1)
    return np.asarray(-0.5 * total)


def log_modulus(pair: Relative, b: Complex) -> Array:
    """log |E_q w^(1 - b)|, elementwise in b, in real arithmetic: quick, but without the digits of
    `log_transform` where the terms cancel. For a look at where an integrand is large."""
    x, y = b.real.copy(), b.imag.copy()
    product = b * (1.0 - b)
    upper, lower = product.real.copy(), product.imag.copy()
    total = np.zeros(b.shape)
    coordinates = zip(
        pair.eigenvalues, pair.excess, pair.log_eigenvalues, pair.shift**2, strict=True
    )
    for lam, e, log_lam, square in coordinates:
        rest = lam - (1.0 - x) * e if e < -NEAR else 1.0 + x * e
        across = y * e
        size = rest * rest + across * across
        total += 0.5 * np.log(size) - x * log_lam
        if square:
            total += square * (upper * rest + lower * across) / size
    return np.asarray(-0.5 * total)
