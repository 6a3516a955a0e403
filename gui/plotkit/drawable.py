"""What a plot can take: finite numbers, and ranges that are never empty."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array

# Qt's painter works in 32-bit pixels; beyond this a coordinate cannot be placed in any range.
LARGEST = 1e30
# A range shorter than this has no finite scale.
SMALLEST = 1e-30
DECADES = 7.0  # at most shown below the largest
Ends = tuple[float, float]


def drawable(*columns: ArrayLike) -> tuple[Array, ...]:
    """The columns (m,) without the rows in which any is NaN, infinite or beyond `LARGEST`."""
    return drawable_ends(*columns)[0]


def drawable_ends(*columns: ArrayLike) -> tuple[tuple[Array, ...], list[Ends]]:
    """The same, and the least and the largest of each; infinite of none."""
    arrays = [np.asarray(column, dtype=float) for column in columns]
    ends = [ends_of(array) for array in arrays]
    if not all(low >= -LARGEST and high <= LARGEST for low, high in ends):  # false for NaN
        keep = np.logical_and.reduce([np.abs(array) <= LARGEST for array in arrays])
        arrays = [array[keep] for array in arrays]
        ends = [ends_of(array) for array in arrays]
    return tuple(arrays), ends


def ends_of(values: Array) -> Ends:
    """The least and the largest, NaN where there is one; inf and -inf of nothing."""
    low = np.minimum.reduce(values, axis=None, initial=np.inf)
    return float(low), float(np.maximum.reduce(values, axis=None, initial=-np.inf))


def log10_of_second(x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """x and log10 y (m,) of the rows in which x is finite and y positive and finite."""
    abscissa, ordinate = (np.asarray(values, dtype=float) for values in (x, y))
    keep = np.isfinite(abscissa) & (ordinate > 0.0) & np.isfinite(ordinate)
    return abscissa[keep], np.log10(ordinate[keep])


def padded(
    low: float, high: float, below: float = 0.06, above: float = 0.06
) -> tuple[float, float]:
    """[low, high] widened by these shares of its length; an empty range gets a length."""
    size = max(abs(low), abs(high))
    if not high - low > max(1e-12 * size, SMALLEST):
        reach = 0.5 * size if size > SMALLEST else 1.0
        low, high = low - reach, high + reach
    length = high - low
    return low - below * length, high + above * length


def decades_of(*columns: Array) -> tuple[float, float]:
    """log10 of what an axis shows of these values, of which few are far below the largest."""
    values = np.concatenate(columns)
    values = values[np.isfinite(values) & (values > 0.0)]
    if not len(values):
        return -1.0, 1.0
    high = math.log10(float(values.max()))
    low = max(math.log10(float(values.min())), high - DECADES)
    length = max(high - low, 1.0)
    return low - 0.2 * length, high + 0.12 * length
