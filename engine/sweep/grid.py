"""A quantity's values over the axes of a sweep, means over its seeds, as far as they are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.sweep.axis import Axis
from engine.sweep.row import Row
from engine.sweep.sweep import Sweep

SEED = "seed"


@dataclass(frozen=True, slots=True)
class Grid:
    """Over ``axes``, those of the sweep without its seeds.

    Where nothing is known yet, or at all, ``value`` and ``error`` are NaN and ``count`` is 0.
    """

    axes: tuple[Axis, ...]
    value: Array  # mean over the seeds that have a value, in the quantity's unit
    error: Array  # its standard error; 0 where every value is exact
    count: NDArray[np.int64]  # of these seeds


def grid(sweep: Sweep, rows: Mapping[int, Row], key: str) -> Grid:
    """The quantity of this key, which must be one of the sweep's.

    Over m seeds the mean of independent estimates with standard errors s has the standard error
    sqrt(sum s²)/m. The errors are the page's own: those of the exact law where a sample, and all
    the more a handful of seeds, would show too small a one.
    """
    place = sweep.keys.index(key)
    value, error = np.full(sweep.points, np.nan), np.zeros(sweep.points)
    for point, row in rows.items():
        cell = row.cells[place] if row.cells else None
        if cell is not None and cell.value is not None:
            value[point - 1] = cell.value
            error[point - 1] = cell.standard_error or 0.0
    return _over_seeds(sweep, value.reshape(sweep.shape), error.reshape(sweep.shape))


def _over_seeds(sweep: Sweep, value: Array, error: Array) -> Grid:
    seeds = tuple(i for i, axis in enumerate(sweep.axes) if axis.name == SEED)
    known = ~np.isnan(value)
    count = known.sum(axis=seeds)
    with np.errstate(invalid="ignore"):  # 0/0 where nothing is known, and inf - inf
        mean = np.where(known, value, 0.0).sum(axis=seeds) / count
        spread = np.sqrt((np.where(known, error, 0.0) ** 2).sum(axis=seeds)) / count
    axes = tuple(axis for axis in sweep.axes if axis.name != SEED)
    return Grid(axes, frozen(mean), frozen(spread), count)
