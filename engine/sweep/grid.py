"""A quantity's values over the axes of a sweep, means over its seeds, as far as they are there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.sweep.axis import Axis
from engine.sweep.columns import Columns
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
    return grid_of(Columns(sweep, rows.values()), key)


def grid_of(columns: Columns, key: str) -> Grid:
    """As `grid`, of the rows that the columns hold."""
    sweep, place = columns.sweep, columns.sweep.keys.index(key)
    axes = tuple(axis for axis in sweep.axes if axis.name != SEED)
    value = columns.value[place].reshape(sweep.shape)
    error = columns.error[place].reshape(sweep.shape)
    known = ~np.isnan(value)
    if len(axes) == len(sweep.axes):
        error = np.where(known, error, np.nan)
        return Grid(axes, frozen(value.copy()), frozen(error), known.astype(np.int64))
    seeds = seed_axes(sweep)
    count = known.sum(axis=seeds)
    with np.errstate(invalid="ignore"):  # 0/0 where nothing is known, and inf - inf
        mean = np.where(known, value, 0.0).sum(axis=seeds) / count
        spread = np.sqrt((np.where(known, error, 0.0) ** 2).sum(axis=seeds)) / count
    return Grid(axes, frozen(mean), frozen(spread), count)


def seed_axes(sweep: Sweep) -> tuple[int, ...]:
    """The places of the axes that are no axis of a grid."""
    return tuple(i for i, axis in enumerate(sweep.axes) if axis.name == SEED)
