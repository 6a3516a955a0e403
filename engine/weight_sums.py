"""Sums over samples that every estimate from importance weights is made of; they merge."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

# Rows: 1; w and w g (both times exp(-reference)); clipped v and v g; masked m and m g;
# l = log w - E log w, and w l (times exp(-reference)).
ONE, W, WG, V, VG, M, MG, L, WL = range(9)
ROWS = 9
SCALED = (W, WG, WL)
# Weights whose largest lies within these many nats of 1 need no reference but 1.
ORDINARY = 300.0


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
        if reference > 0.0:
            # Weights this large leave nothing of the others beside them.
            w, reference_below = np.exp(np.minimum(log_weights, log_c)), 0.0
        else:
            reference_below = reference
        below = (log_weights <= log_c).astype(float)
        w *= below
        _mask(products, w, values, reference_below)
        _clip(products, values, below, math.exp(log_c))
    return WeightSums(products, reference, largest)


def _mask(products: Array, m: Array, values: Array, reference: float) -> None:
    """The rows m and m g, where m is w without the weights above c, as it is scaled."""
    mg = m * values
    factor = math.exp(max(reference, -745.0))
    products[ONE, [M, MG]] = np.array([np.add.reduce(m), np.add.reduce(mg)]) * factor
    products[[M, M, MG], [M, MG, MG]] = np.array(dots((m, m), (m, mg), (mg, mg))) * factor * factor


def _clip(products: Array, values: Array, below: Array, c: float) -> None:
    """The rows v and v g from m and m g; ``below`` is 1 where w is at most c, else 0."""
    above = 1.0 - below
    high = values * above
    count, first, second = float(np.add.reduce(above)), np.add.reduce(high), dots((high, high))[0]
    products[ONE, V] = products[ONE, M] + c * count
    products[ONE, VG] = products[ONE, MG] + c * first
    products[V, V] = products[M, M] + c * c * count
    products[V, VG] = products[M, MG] + c * c * first
    products[VG, VG] = products[MG, MG] + c * c * second


def dots(*pairs: tuple[Array, Array]) -> list[float]:
    """The inner product of each pair, (m,) and (m,)."""
    return [float(np.vecdot(first, second)) for first, second in pairs]
