"""The transform of the log-ratio: log E_q w^(1 - b) for complex b, w = p/q."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.relative import NEAR, Relative
from engine.numerics.small_differences import Complex, complex_log, complex_x_minus_log1p

# NumPy adds so many neighbours, or more, pair by pair, which leaves less rounding.
MANY = 8


def log_transform(pair: Relative, b: Complex, s: Complex | None = None) -> Complex:
    """log E_q w^(1 - b) for ``pair`` = relative(p, q), elementwise in b, of any shape.

    ``s`` = 1 - b may be given too, for near 0 it has digits that 1 - b has lost.

    -(1/2) sum_i of log(1 + b e) - b log lam + b (1 - b) delta^2 / (1 + b e), with the first two
    terms as differences of x - log(1 + x) where e is small. It is 0 at b = 0 and b = 1, and
    converges where the real part of every 1 + b e is positive, at least for 0 <= Re b <= 1.
    """
    # Coordinates come first, so that each step runs over many b at once.
    many = (slice(None), *(np.newaxis,) * b.ndim)
    excess, near = pair.excess[many], np.abs(pair.excess) < NEAR
    far = ~near
    s = 1.0 - b if s is None else s
    scaled = excess * b
    rest = 1.0 + scaled
    small = pair.excess < -NEAR
    if np.any(small):
        # The same, also where lam is so small that 1 + e has no digits left.
        rest[small] = pair.eigenvalues[small][many] - s * excess[small]
    total = _summed(b * s * (pair.shift**2)[many] / rest)
    if np.any(near):
        less = b * pair.excess_cost[near][many] - complex_x_minus_log1p(scaled[near])
        total += _summed(less)
    if np.any(far):
        large = complex_log(rest[far]) - b * pair.log_eigenvalues[far][many]
        total += _summed(large)
    return np.asarray(-0.5 * total)


def _summed(terms: Complex) -> Complex:
    """Over the coordinates, which come first; pairwise where there are many."""
    if len(terms) < MANY:
        return np.asarray(np.add.reduce(terms))
    return np.asarray(np.add.reduce(np.ascontiguousarray(np.moveaxis(terms, 0, -1)), axis=-1))


def log_modulus(pair: Relative, real: Array, imaginary: Array) -> Array:
    """log |E_q w^s| at s = real + i imaginary, of any shape, to rounding of its terms: quicker than
    `log_transform`, which keeps what is left where they cancel."""
    x, y = 1.0 - real, -imaginary
    across, aside = x * real + y * y, y - 2.0 * x * y  # b s, b = 1 - s
    total = -x * float(np.sum(pair.log_eigenvalues))
    columns = (pair.excess, pair.shift, pair.eigenvalues)
    for e, delta, lam in zip(*(column.tolist() for column in columns), strict=True):
        over, up = lam - e * real if e < 0.0 else 1.0 + e * x, e * y
        square = over * over + up * up
        total += 0.5 * np.log(square)
        if delta:
            total += delta * delta * ((across * over + aside * up) / square)
    return np.asarray(-0.5 * total)
