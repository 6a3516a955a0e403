"""Moments of repaired weights in any dimension, by inversion of the transform E_q[w^s g^j].

With G(s) = E_q[w^s g] and Mellin's inversion, along paths upwards in the complex plane,

    E min(w, c)^k g     = (1 / 2 pi i) integral of k c^(k - s) G(s) / (s (k - s)),  0 < Re s < k,
    E w^k 1[w <= c] g   = (1 / 2 pi i) integral of c^(k - s) G(s) / (k - s),            Re s < k,
    P(w > c)            = (1 / 2 pi i) integral of c^-s G(s) / s,                   0 < Re s,

and on the other sides of the poles the same less what the poles give: E w^k g at k, c^k E g or 1
at 0. The side is that of the saddle point of c^-s E_q w^s, where nothing cancels.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.gaussian import Gaussian
from engine.projection import Projection
from engine.relative import relative
from engine.small_differences import Complex
from engine.tilted_transform import TiltedTransform
from engine.weight_moments import Centred, NotAvailable, WeightMoments
from engine.weight_paths import Bools, Paths, paths, straight_paths

Array = NDArray[np.float64]

MakePaths = Callable[[TiltedTransform, Array, tuple[float, ...]], Paths]
STRAIGHT: tuple[MakePaths, ...] = (straight_paths, partial(straight_paths, nodes=72_000))


def inverted_moments(
    p: Gaussian, q: Gaussian, along: Projection, g: Centred, log_c: Array, repair: str
) -> WeightMoments:
    """As in `engine.weight_clipping`, for weights that depend on more than one direction.

    Raises NotAvailable where the sums do not settle to 1e-5.
    """
    pair = relative(p, q)
    bounds = TiltedTransform(pair, None, None).bounds()
    if not np.all((log_c > bounds[0]) & (log_c < bounds[1])):
        return _with_bounds(p, q, along, g, log_c, repair, bounds)
    # The weights alone are the easier: their paths need not mind f.
    weights = _settled(TiltedTransform(pair, None, None), log_c, repair, (0,))
    if g.f.name == "1":
        zero = np.zeros_like(log_c)
        return WeightMoments(weights[0], weights[1], zero, weights[2], zero, zero, weights[3])
    values = _settled(TiltedTransform(pair, along, g), log_c, repair, (1, 2))
    return WeightMoments(
        weight=weights[0],
        weight_bias=weights[1],
        value=values[0],
        square=weights[2],
        square_f=values[1],
        square_ff=values[2],
        share_above=weights[3],
    )


def _settled(
    transform: TiltedTransform, log_c: Array, repair: str, orders: tuple[int, ...]
) -> Array:
    columns, good = _moments(transform, log_c, repair, orders, paths)
    for place in np.flatnonzero(~np.all(good, axis=0)):
        part = log_c[place : place + 1]
        for make in STRAIGHT:
            # What settled on the bent path is the more accurate there.
            some, settled = _moments(transform, part, repair, orders, make)
            columns[:, place] = np.where(good[:, place], columns[:, place], some[:, 0])
            good[:, place] |= settled[:, 0]
            if np.all(good[:, place]):
                break
    if not np.all(good):
        raise NotAvailable(
            "the exact moments of clipped weights are not available for this pair: "
            "the inversion of their transform does not settle"
        )
    return columns


def _with_bounds(
    p: Gaussian,
    q: Gaussian,
    along: Projection,
    g: Centred,
    log_c: Array,
    repair: str,
    bounds: tuple[float, float],
) -> WeightMoments:
    """As `inverted_moments`, where some c lie below or above all weights."""
    transform = TiltedTransform(relative(p, q), along, g)
    below, above = log_c <= bounds[0], log_c >= bounds[1]
    inside = ~(below | above)
    columns = np.zeros((len(WeightMoments.__slots__), len(log_c)))
    if np.any(inside):
        moments = inverted_moments(p, q, along, g, log_c[inside], repair)
        columns[:, inside] = [getattr(moments, name) for name in WeightMoments.__slots__]
    c = np.exp(log_c[below]) if repair == "clip" else np.zeros(int(np.count_nonzero(below)))
    mean, square = (transform.tilted_mean(0.0, order) for order in (1, 2))
    columns[:, below] = [c, c - 1.0, c * mean, c**2, c**2 * mean, c**2 * square, c**0]
    if np.any(above):
        mass = transform.mass(2)
        squares = [mass * transform.tilted_mean(2.0, order) for order in (0, 1, 2)]
        columns[:, above] = np.reshape([1.0, 0.0, 0.0, *squares, 0.0], (-1, 1))
    return WeightMoments(*columns)


def _moments(
    transform: TiltedTransform,
    log_c: Array,
    repair: str,
    orders: tuple[int, ...],
    make: MakePaths,
) -> tuple[Array, Bools]:
    """For order 0: E v, E v - 1, E v^2, P(w > c); for the orders 1 and 2: E v g, E v^2 g,
    E v^2 g^2; and which of them are right, (j, m) each."""
    first = _Integrals(transform, make(transform, log_c, (0.0, 1.0)), 1, repair)
    second = _Integrals(transform, make(transform, log_c, (0.0, 2.0)), 2, repair)
    squares = [second.value(order) for order in orders]
    square = [each[0] + second.beyond(order) for order, each in zip(orders, squares, strict=True)]
    settled = [each[1] for each in squares]
    if orders == (0,):
        (bias, good), (share, share_good) = first.value(0), first.share_above()
        # E w = 1 is what the pole at 1 gives.
        bias = np.where(first.path.start > 1.0, bias, bias - 1.0)
        found = [1.0 + bias, bias, *square, share]
        return np.array(found), np.array([good, good, *settled, share_good])
    # E w g = 0, so that the pole at 1 gives nothing.
    value, good = first.value(1)
    return np.array([value, *square]), np.array([good, *settled])


class _Integrals:
    """The integrals of one power k, for each order of g, along one set of paths."""

    def __init__(self, transform: TiltedTransform, path: Paths, power: int, repair: str) -> None:
        self.transform, self.path, self.power, self.repair = transform, path, power, repair
        with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
            self.factors = transform.moments(path.s, path.exponent)

    def value(self, order: int) -> tuple[Array, Bools]:
        """With what the pole at 0 gives, and without what the one at k gives; and whether it is
        right."""
        k, s, path = float(self.power), self.path.s, self.path
        kernel: Complex = 1.0 / (k - s) if self.repair == "mask" else k / (s * (k - s))
        scale = k * path.log_c
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            value, good = path.integral(kernel * self.factors[order], scale)
        if self.repair == "clip":
            at_zero = np.exp(scale) * self.transform.tilted_mean(0.0, order)
            value = np.where(path.start < 0.0, value + at_zero, value)
        return np.asarray(value), good

    def beyond(self, order: int) -> Array:
        """E w^k g^order where the path lies right of k, else 0."""
        right = self.path.start > self.power
        if not np.any(right):
            return np.zeros_like(self.path.log_c)
        whole = self.transform.mass(self.power) * self.transform.tilted_mean(self.power, order)
        return np.where(right, whole, 0.0)

    def share_above(self) -> tuple[Array, Bools]:
        """P(w > c), and whether it is right."""
        path = self.path
        value, good = path.integral(self.factors[0] / path.s, np.zeros_like(path.log_c))
        value = np.clip(np.where(path.start < 0.0, 1.0 + value, value), 0.0, 1.0)
        return np.asarray(value), good
