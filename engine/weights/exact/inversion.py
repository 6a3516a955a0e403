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
from functools import cached_property, partial
from typing import Literal

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.projection import Projection
from engine.gaussian.relative import relative
from engine.numerics.small_differences import Complex
from engine.weights.exact.moments import Centred, NotAvailable, WeightMoments
from engine.weights.exact.paths import Bools, Paths, paths, quick_paths, straight_paths
from engine.weights.exact.tilted_transform import TiltedTransform

MakePaths = Callable[[TiltedTransform, Array, tuple[float, ...]], Paths]
Repair = Literal["clip", "mask"]
# One set of paths keeps off the poles of all integrals, so that it serves every one of them.
POLES = (0.0, 1.0, 2.0)
# Where the mean of g grows like a power of s at most, its paths serve the weights alone too.
POLYNOMIAL = ("1", "x", "x^2")
# Where the quickest do not settle, one after the other.
OTHERS: tuple[MakePaths, ...] = (paths, straight_paths, partial(straight_paths, nodes=72_000))


def inverted_moments(
    p: Gaussian,
    q: Gaussian,
    along: Projection,
    g: Centred,
    log_c: Array,
    repairs: tuple[Repair, ...],
) -> list[WeightMoments]:
    """As in `engine.weights.exact.clipping`, for weights that depend on more than one
    direction, of each repair.

    Raises NotAvailable where the sums do not settle to 1e-5.
    """
    pair = relative(p, q)
    bounds = TiltedTransform(pair, None, None).bounds()
    if not np.all((log_c > bounds[0]) & (log_c < bounds[1])):
        return _with_bounds(p, q, along, g, log_c, repairs, bounds)
    whole = TiltedTransform(pair, along, g)
    if g.f.name in POLYNOMIAL:
        found = _settled(whole, log_c, repairs, (0, 1, 2))
    else:
        # The weights alone are the easier: their paths need not mind f.
        alone = _settled(TiltedTransform(pair, None, None), log_c, repairs, (0,))
        found = np.concatenate([alone, _settled(whole, log_c, repairs, (1, 2))], axis=1)
    return [WeightMoments(*columns) for columns in found[:, COLUMNS]]


# Powers of v and orders of g, as the columns of `_moments` have them.
ASKED = (1, 0), (2, 0), (1, 1), (2, 1), (2, 2)
# The columns of `_moments` for the orders 0, 1 and 2, as WeightMoments has them.
COLUMNS = (0, 1, 4, 2, 5, 6, 3)


def _settled(
    transform: TiltedTransform, log_c: Array, repairs: tuple[Repair, ...], orders: tuple[int, ...]
) -> Array:
    """As `_moments`, on other paths where the first do not settle."""
    found, good = _moments(transform, log_c, repairs, orders, quick_paths)
    for place in np.flatnonzero(~np.all(good, axis=(0, 1))):
        part = log_c[place : place + 1]
        for make in OTHERS:
            # What settled on an earlier path is the more accurate there.
            some, settled = _moments(transform, part, repairs, orders, make)
            found[..., place] = np.where(good[..., place], found[..., place], some[..., 0])
            good[..., place] |= settled[..., 0]
            if np.all(good[..., place]):
                break
    if not np.all(good):
        raise NotAvailable(
            "the exact moments of clipped weights are not available for this pair: "
            "the inversion of their transform does not settle"
        )
    return found


def _with_bounds(
    p: Gaussian,
    q: Gaussian,
    along: Projection,
    g: Centred,
    log_c: Array,
    repairs: tuple[Repair, ...],
    bounds: tuple[float, float],
) -> list[WeightMoments]:
    """As `inverted_moments`, where some c lie below or above all weights."""
    transform = TiltedTransform(relative(p, q), along, g)
    below, above = log_c <= bounds[0], log_c >= bounds[1]
    inside = ~(below | above)
    found = np.zeros((len(repairs), len(WeightMoments.__slots__), len(log_c)))
    if np.any(inside):
        for columns, moments in zip(
            found, inverted_moments(p, q, along, g, log_c[inside], repairs), strict=True
        ):
            columns[:, inside] = [getattr(moments, name) for name in WeightMoments.__slots__]
    mean, square = (transform.tilted_mean(0.0, order) for order in (1, 2))
    for columns, repair in zip(found, repairs, strict=True):
        c = np.exp(log_c[below]) if repair == "clip" else np.zeros(int(np.count_nonzero(below)))
        columns[:, below] = [c, c - 1.0, c * mean, c**2, c**2 * mean, c**2 * square, c**0]
    if np.any(above):
        mass = transform.mass(2)
        squares = [mass * transform.tilted_mean(2.0, order) for order in (0, 1, 2)]
        found[..., above] = np.reshape([1.0, 0.0, 0.0, *squares, 0.0], (-1, 1))
    return [WeightMoments(*columns) for columns in found]


def _moments(
    transform: TiltedTransform,
    log_c: Array,
    repairs: tuple[Repair, ...],
    orders: tuple[int, ...],
    make: MakePaths,
) -> tuple[Array, Bools]:
    """For order 0: E v, E v - 1, E v^2, P(w > c); for the orders 1 and 2: E v g, E v^2 g,
    E v^2 g^2; and which of them are right, (repairs, j, m) each."""
    integrals = _Integrals(transform, make(transform, log_c, POLES))
    parts = [integrals.of(repair, orders) for repair in repairs]
    return np.array([each[0] for each in parts]), np.array([each[1] for each in parts])


class _Integrals:
    """The integrals of each power k and order of g along one set of paths."""

    def __init__(self, transform: TiltedTransform, path: Paths) -> None:
        self.transform, self.path = transform, path
        with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
            self.factors = transform.moments(path.s, path.exponent)

    def of(self, repair: Repair, orders: tuple[int, ...]) -> tuple[Array, Bools]:
        """All columns of one repair, and which of them are right, (j, m) each."""
        values, good = self.values([each for each in ASKED if each[1] in orders], repair)
        if 0 not in orders:
            return values, good
        # E w = 1 is what the pole at 1 gives.
        bias = np.where(self.path.start > 1.0, values[0], values[0] - 1.0)
        share, sure = self.share_above
        found = np.stack([1.0 + bias, bias, values[1], share, *values[2:]])
        return found, np.stack([good[0], good[0], good[1], sure, *good[2:]])

    def values(self, asked: list[tuple[int, int]], repair: Repair) -> tuple[Array, Bools]:
        """E v^k g^order for each (k, order), and whether it is right, (j, m) each; for k = 1
        without what the pole there gives, which is 0 for E w g."""
        s, path = self.path.s, self.path
        scale = np.multiply.outer([float(power) for power, _ in asked], path.log_c)
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            kernels: dict[int, Complex] = {
                k: 1.0 / (k - s) if repair == "mask" else k / (s * (k - s)) for k in (1, 2)
            }
            terms = [kernels[power] * self.factors[order] for power, order in asked]
            found, good = path.integral(np.stack(terms), scale)
            below, beyond = path.start < 0.0, path.start > 2.0
            for value, size, (power, order) in zip(found, scale, asked, strict=True):
                if repair == "clip" and below.any():
                    at_zero = np.exp(size) * self.transform.tilted_mean(0.0, order)
                    value[below] = (value + at_zero)[below]
                if power == 2 and beyond.any():
                    whole = self.transform.mass(2.0) * self.transform.tilted_mean(2.0, order)
                    value[beyond] = (value + whole)[beyond]
        return found, good

    @cached_property
    def share_above(self) -> tuple[Array, Bools]:
        """P(w > c), and whether it is right; the same for every repair."""
        path = self.path
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            kernel: Complex = self.factors[0] / path.s
        value, good = path.integral(kernel, np.zeros_like(path.log_c))
        value = np.clip(np.where(path.start < 0.0, 1.0 + value, value), 0.0, 1.0)
        return np.asarray(value), good
