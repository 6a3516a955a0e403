"""Sums over samples that every estimate from importance weights is made of; they merge."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Index = NDArray[np.intp]

# Rows: 1; w and w g (both times exp(-reference)); clipped v and v g; masked m and m g;
# l = log w - E log w, and w l (times exp(-reference)).
ONE, W, WG, V, VG, M, MG, L, WL = range(9)
ROWS = 9
SCALED = (W, WG, WL)
# Weights whose largest lies within these many nats of 1 need no reference but 1.
ORDINARY = 300.0
# Sums without the weights above c are had by subtraction while so much of them is left.
KEPT = 0.1
_NONE = np.empty(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class WeightSums:
    """Sums of products of two rows, and the reference of the scaled rows in nats.

    Only the upper triangle within a group (w, w g), (w, w l), (v, v g), (m, m g) is kept.
    """

    products: Array  # (ROWS, ROWS)
    reference: float
    largest: float  # the largest log-weight

    @property
    def count(self) -> int:
        """n."""
        return int(self.total(ONE, ONE))

    def total(self, first: int, second: int) -> float:
        """The sum of the product of two rows, as they are scaled."""
        return self.products.item(first, second)

    def mean(self, row: int) -> float:
        """Of one row, as it is scaled."""
        return self.total(ONE, row) / self.total(ONE, ONE)

    def covariance(self, first: int, second: int) -> float:
        """Of two rows, with the divisor n - 1, as they are scaled."""
        n = self.total(ONE, ONE)
        product = self.total(ONE, first) * self.total(ONE, second) / n
        return (self.total(first, second) - product) / max(n - 1.0, 1.0)

    def merged(self, other: WeightSums) -> WeightSums:
        """The sums of both, at the larger reference."""
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


def sums_of(log_weights: Array, centred: Array, values: Array, log_c: float) -> WeightSums:
    """The sums over samples with these log-weights, the same less their exact mean, and g, (m,)
    each. Weights of any size neither overflow nor underflow."""
    largest = float(log_weights.max())
    reference = 0.0 if abs(largest) < ORDINARY else largest
    products = np.zeros((ROWS, ROWS))
    products[ONE, ONE] = len(values)
    with np.errstate(under="ignore", over="ignore"):
        w = np.exp(log_weights - reference if reference else log_weights)
        wg, wl = w * values, w * centred
        for row, each in ((W, w), (WG, wg), (L, centred), (WL, wl)):
            products[ONE, row] = np.add.reduce(each)
        products[[W, W, WG, L, W, WL], [W, WG, WG, L, WL, WL]] = dots(
            (w, w), (w, wg), (wg, wg), (centred, centred), (w, wl), (wl, wl)
        )
        above = np.flatnonzero(log_weights > log_c) if largest > log_c else _NONE
        if reference > 0.0:
            # Weights this large leave nothing of the others beside them.
            w = np.exp(np.minimum(log_weights, log_c))
            _mask(products, w, w * values, above, 0.0, apart=True)
        else:
            _mask(products, w, wg, above, reference)
        _clip(products, values[above], math.exp(log_c))
    return WeightSums(products, reference, largest)


def _mask(
    products: Array, w: Array, wg: Array, above: Index, reference: float, *, apart: bool = False
) -> None:
    """The rows m and m g: what is left of w and w g without the weights above c."""
    high, high_g = w[above], wg[above]
    cut = dots((high, high), (high, high_g), (high_g, high_g))
    whole = [products[W, W], products[W, WG], products[WG, WG]]
    if not apart and all(cut[i] <= (1.0 - KEPT) * whole[i] for i in (0, 2)):
        products[ONE, M] = products[ONE, W] - np.add.reduce(high)
        products[ONE, MG] = products[ONE, WG] - np.add.reduce(high_g)
        left = [all_of_it - part for all_of_it, part in zip(whole, cut, strict=True)]
    else:
        # The difference would have lost its digits.
        m, mg = w.copy(), wg.copy()
        m[above] = mg[above] = 0.0
        products[ONE, M], products[ONE, MG] = np.add.reduce(m), np.add.reduce(mg)
        left = dots((m, m), (m, mg), (mg, mg))
    factor = math.exp(max(reference, -745.0))
    products[ONE, [M, MG]] *= factor
    products[[M, M, MG], [M, MG, MG]] = np.array(left) * factor * factor


def _clip(products: Array, values: Array, c: float) -> None:
    """The rows v and v g from m and m g, given g where w is above c, (k,)."""
    count, first, second = float(len(values)), np.add.reduce(values), dots((values, values))[0]
    products[ONE, V] = products[ONE, M] + c * count
    products[ONE, VG] = products[ONE, MG] + c * first
    products[V, V] = products[M, M] + c * c * count
    products[V, VG] = products[M, MG] + c * c * first
    products[VG, VG] = products[MG, MG] + c * c * second


def dots(*pairs: tuple[Array, Array]) -> list[float]:
    """The inner product of each pair, (m,) and (m,)."""
    return [float(np.vecdot(first, second)) for first, second in pairs]
