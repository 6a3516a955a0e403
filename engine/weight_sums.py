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
# Products of so many columns stay below the size at which BLAS would start threads.
COLUMNS = 8_192
# Weights whose largest lies within these many nats of 1 need no reference but 1.
ORDINARY = 300.0


@dataclass(frozen=True, slots=True)
class WeightSums:
    """All sums of products of two rows, and the reference of the scaled rows in nats."""

    products: Array  # (ROWS, ROWS)
    reference: float
    largest: float  # the largest log-weight

    @property
    def count(self) -> int:
        """n."""
        return int(self.products[ONE, ONE])

    def mean(self, row: int) -> float:
        """Of one row, as it is scaled."""
        return float(self.products[ONE, row] / self.products[ONE, ONE])

    def covariance(self, first: int, second: int) -> float:
        """Of two rows, with the divisor n - 1, as they are scaled."""
        n = float(self.products[ONE, ONE])
        product = float(self.products[ONE, first]) * float(self.products[ONE, second]) / n
        return (float(self.products[first, second]) - product) / max(n - 1.0, 1.0)

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


def fill(rows: Array, log_weights: Array, centred: Array, values: Array, log_c: float) -> float:
    """Write the rows (ROWS, m) of samples with these log-weights, the same less their exact
    mean, and g (m,); gives the reference. Weights of any size neither overflow nor underflow."""
    largest = float(np.max(log_weights))
    reference = 0.0 if abs(largest) < ORDINARY else largest
    rows[ONE] = 1.0
    with np.errstate(under="ignore", over="ignore"):
        np.exp(log_weights - reference if reference else log_weights, out=rows[W])
        if reference:
            np.exp(np.minimum(log_weights, log_c), out=rows[V])
            np.exp(np.where(log_weights <= log_c, log_weights, -np.inf), out=rows[M])
        else:
            np.minimum(rows[W], math.exp(log_c), out=rows[V])
            np.multiply(rows[W], log_weights <= log_c, out=rows[M])
        np.multiply(rows[W], values, out=rows[WG])
        np.multiply(rows[V], values, out=rows[VG])
        np.multiply(rows[M], values, out=rows[MG])
        rows[L] = centred
        np.multiply(rows[W], centred, out=rows[WL])
    return reference


def sums_of(rows: Array, reference: float, largest: float) -> WeightSums:
    """The sums over the columns of rows that `fill` wrote, (ROWS, m)."""
    products = np.zeros((ROWS, ROWS))
    with np.errstate(under="ignore", over="ignore"):
        for start in range(0, rows.shape[1], COLUMNS):
            part = rows[:, start : start + COLUMNS]
            products += part @ part.T
    return WeightSums(products, reference, largest)
