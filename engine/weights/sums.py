"""Sums over samples that every estimate from importance weights is made of; they merge."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.gaussian.log_ratio import LogRatio

# Rows: 1; w and w g (both times exp(-reference - E log w)); clipped v and v g; masked m and m g;
# l = log w - E log w, and w l (scaled as w is).
ONE, W, WG, V, VG, M, MG, L, WL = range(9)
ROWS = 9
SCALED = (W, WG, WL)
SPACE = 4
# Places of the products that a compiled loop sums, of w and l, then of m.
WHOLE = np.ravel_multi_index(
    ([ONE, ONE, ONE, ONE, W, W, WG, L, W, WL], [W, WG, L, WL, W, WG, WG, L, WL, WL]), (ROWS, ROWS)
)
MASKED = np.ravel_multi_index(([ONE, ONE, M, M, MG], [M, MG, M, MG, MG]), (ROWS, ROWS))
MASKED_SQUARES = np.array([False, False, True, True, True])
# Weights whose mean and largest logarithm lie within so many nats need no reference.
ORDINARY = 300.0

Line = tuple[Array, float]  # slopes, (d,), and shift of a number that is linear in the normals


@dataclass(frozen=True, slots=True)
class WeightSums:
    """Sums of products of two rows, and the reference of the scaled rows in nats, above E log w.

    Only the upper triangle within a group (w, w g), (w, w l), (v, v g), (m, m g) is kept.
    """

    products: Array  # (ROWS, ROWS)
    reference: float
    largest: float  # the largest l

    @property
    def count(self) -> int:
        """n."""
        return int(self.total(ONE, ONE))

    def total(self, first: int, second: int) -> float:
        """The sum of the product of two rows, as they are scaled."""
        return self.products.item(first, second)

    def mean(self, row: int) -> float:
        """Of one row, as it is scaled."""
        item = self.products.item
        return item(ONE, row) / item(ONE, ONE)

    def covariance(self, first: int, second: int) -> float:
        """Of two rows, with the divisor n - 1, as they are scaled."""
        item = self.products.item  # asked for some hundred times
        n = item(ONE, ONE)
        product = item(ONE, first) * item(ONE, second) / n
        return (item(first, second) - product) / max(n - 1.0, 1.0)

    def merged(self, other: WeightSums) -> WeightSums:
        """The sums of both, at the larger reference."""
        if self is NO_SUMS:
            return other
        reference = max(self.reference, other.reference)
        return WeightSums(
            self._at(reference) + other._at(reference),
            reference,
            max(self.largest, other.largest),
        )

    def _at(self, reference: float) -> Array:
        if reference == self.reference:
            return self.products
        factors = np.ones(ROWS)
        factors[list(SCALED)] = math.exp(max(self.reference - reference, -745.0))
        with np.errstate(under="ignore"):
            return np.asarray(self.products * np.multiply.outer(factors, factors))


NO_SUMS = WeightSums(frozen(np.zeros((ROWS, ROWS))), -math.inf, -math.inf)


def sums_of(
    centred: Array,
    mean: float,
    values: Array,
    log_c: float,
    space: Array | None = None,
    loops: bool = False,
) -> WeightSums:
    """The sums over samples with log w = centred + mean and with g, (m,) each. Weights of any
    size neither overflow nor underflow. ``space``, (SPACE, m), is worked in where it is given;
    compiled ``loops`` need none.
    """
    largest = float(centred.max())
    ordinary = abs(largest) < ORDINARY and abs(mean) < ORDINARY
    reference = 0.0 if ordinary else largest
    products = np.zeros((ROWS, ROWS))
    products[ONE, ONE] = len(values)
    # Weights this large leave nothing of the others beside them.
    large = reference + mean > 0.0 and not ordinary
    if loops:
        from engine.weights.loops import weight_sums

        found = weight_sums(centred, values, reference, mean, log_c, large)
        scale = 1.0 if large else math.exp(max(reference + mean, -745.0))
        _place(products, *found, scale, log_c)
        return WeightSums(products, reference, largest)
    w, wg, wl, high = np.empty((SPACE, len(values))) if space is None else space
    with np.errstate(under="ignore", over="ignore"):
        np.exp(centred if ordinary else np.subtract(centred, reference, out=w), out=w)
        np.multiply(w, values, out=wg)
        np.multiply(w, centred, out=wl)
        for row, each in ((W, w), (WG, wg), (L, centred), (WL, wl)):
            products[ONE, row] = np.add.reduce(each)
        _squares(products, (W, WG), w, wg)
        products[L, L], products[W, WL], products[WL, WL] = dots(
            (centred, centred), (w, wl), (wl, wl)
        )
        log_scale = reference + mean
        if large:
            np.exp(np.minimum(centred + mean, log_c), out=w)
            np.multiply(w, values, out=wg)
            log_scale = 0.0
        above = _spared(w, wg, values, centred > log_c - mean, wl, high)
        _mask(products, w, wg, math.exp(max(log_scale, -745.0)))
        _clip(products, *above, math.exp(log_c))
    return WeightSums(products, reference, largest)


def drawn_sums(
    z: Array, ratio: LogRatio, log_c: float, line: Line | None, centred: Array, values: Array
) -> WeightSums:
    """`sums_of` samples that are made of the normals z, (d, m), by a compiled loop: log w - E log w
    goes into ``centred``, and g along the ``line``, if one is given, into ``values``, (m,) each."""
    from engine.weights.loops import drawn_weight_sums

    linear, (slopes, shift) = line is not None, line or (ratio.slope, 0.0)
    of = z, ratio.curvature, ratio.slope, ratio.mean, log_c, linear, slopes, shift
    found = drawn_weight_sums(*of, centred, values)
    largest = float(centred.max())
    if not (abs(largest) < ORDINARY and abs(ratio.mean) < ORDINARY):
        return sums_of(centred, ratio.mean, values, log_c, loops=True)
    products = np.zeros((ROWS, ROWS))
    products[ONE, ONE] = len(values)
    _place(products, *found, math.exp(ratio.mean), log_c)
    return WeightSums(products, 0.0, largest)


def _place(
    products: Array, whole: Array, masked: Array, above: Array, scale: float, log_c: float
) -> None:
    """What a compiled loop sums into ``products``, m times ``scale``."""
    with np.errstate(under="ignore"):
        products.put(WHOLE, whole)
        products.put(MASKED, masked * np.where(MASKED_SQUARES, scale * scale, scale))
        count, first, second = above.tolist()
        _clip(products, count, first, second, math.exp(log_c))


def _squares(products: Array, rows: tuple[int, int], w: Array, wg: Array) -> None:
    first, second = rows
    places = (first, first), (first, second), (second, second)
    for place, value in zip(places, dots((w, w), (w, wg), (wg, wg)), strict=True):
        products[place] = value


def _spared(
    w: Array, wg: Array, values: Array, above: NDArray[np.bool_], factor: Array, high: Array
) -> tuple[float, float, float]:
    """Sets w and w g above c to 0; how many there are, and their sums of g and of g^2. Works in
    the last two."""
    count = float(np.count_nonzero(above))
    if not count:
        return 0.0, 0.0, 0.0
    factor[:] = above
    np.multiply(values, factor, out=high)
    first, second = float(np.add.reduce(high)), dots((high, high))[0]
    np.subtract(1.0, factor, out=factor)
    w *= factor
    wg *= factor
    return count, first, second


def _mask(products: Array, m: Array, mg: Array, scale: float) -> None:
    """The rows m and m g, where m is w without the weights above c, times ``scale``."""
    products[ONE, M], products[ONE, MG] = np.add.reduce(m) * scale, np.add.reduce(mg) * scale
    _squares(products, (M, MG), m, mg)
    for place in ((M, M), (M, MG), (MG, MG)):
        products[place] *= scale * scale


def _clip(products: Array, count: float, first: float, second: float, c: float) -> None:
    """The rows v and v g from m and m g, and from how many weights are above c, and their sums
    of g and g^2."""
    products[ONE, V] = products[ONE, M] + c * count
    products[ONE, VG] = products[ONE, MG] + c * first
    products[V, V] = products[M, M] + c * c * count
    products[V, VG] = products[M, MG] + c * c * first
    products[VG, VG] = products[MG, MG] + c * c * second


def dots(*pairs: tuple[Array, Array]) -> list[float]:
    """The inner product of each pair, (m,) and (m,)."""
    return [float(np.vecdot(first, second)) for first, second in pairs]
