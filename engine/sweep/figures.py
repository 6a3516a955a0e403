"""What a sweep's pictures show: a line over one axis, a map over two, for each quantity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, frozen
from engine.core.quantity import Quantity
from engine.core.run import Run
from engine.page.result import Result
from engine.sweep.axis import Axis, Value
from engine.sweep.columns import Columns
from engine.sweep.grid import SEED, grid_of
from engine.sweep.reasons import Reasons, reasons_of
from engine.sweep.sweep import Sweep

MOST_AXES = 2  # that a picture has, besides the seeds


@dataclass(frozen=True, slots=True)
class Scale:
    """One axis of a picture: ``values`` (n,) where its values are numbers, else their places
    1, 2, ..., n with ``texts`` for them; ``log`` where equal ratios suit them better than equal
    steps."""

    name: str
    values: Array
    texts: tuple[str, ...]
    log: bool


@dataclass(frozen=True, slots=True)
class SweepFigure:
    """One quantity over ``x``, or over ``x`` and ``y``.

    ``value`` and ``error`` are (n,) or (m, n) for m values of y and n of x; NaN where nothing is
    known, and ``why`` then says why in words. ``count`` is the number of seeds that have a value.
    """

    key: str
    name: str
    unit: str
    x: Scale
    y: Scale | None
    value: Array
    error: Array
    count: NDArray[np.int64]
    why: Reasons


def result(columns: Columns) -> Result:
    """A figure for each key of the sweep, by the key's name, of the rows that are there when it is
    made.

    The sweep has one or two axes besides its seeds; `drawable` says whether it has.
    """
    makers = {key: partial(_figure, columns, key) for key in columns.sweep.keys}
    return Result((), (), None, makers)


def drawable(sweep: Sweep) -> bool:
    """Whether there is a picture of it: it has one or two axes besides its seeds."""
    return 1 <= sum(each.name != SEED for each in sweep.axes) <= MOST_AXES


def scale(axis: Axis) -> Scale:
    """How an axis is drawn."""
    values = axis.values
    numbers = [float(v) for v in values if not isinstance(v, str | bool)]
    if len(numbers) < len(values):
        texts = tuple(str(v).lower() if isinstance(v, bool) else str(v) for v in values)
        return Scale(axis.name, frozen(np.arange(1.0, len(values) + 1.0)), texts, False)
    return Scale(axis.name, frozen(np.array(numbers)), (), _ratios(numbers))


def point_at(sweep: Sweep, places: Mapping[str, int]) -> int:
    """The point at these places of the axes, by their names and counted from 0, at the first
    seed."""
    return sweep.point([places.get(each.name, 0) for each in sweep.axes])


def value_text(value: Value) -> str:
    """A value of an axis, in words."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else f"{value:.6g}"


def _ratios(numbers: list[float]) -> bool:
    """Whether positive values stand more evenly on a logarithmic axis."""
    if len(numbers) < 3 or min(numbers) <= 0.0:
        return False
    ordered = np.sort(np.array(numbers))
    linear, ratio = np.diff(ordered / ordered[-1]), np.diff(np.log(ordered))
    return bool(np.std(ratio) / np.mean(ratio) < np.std(linear) / np.mean(linear) - 1e-6)


def _figure(columns: Columns, key: str, _run: Run) -> SweepFigure:
    found, why = grid_of(columns, key), reasons_of(columns, key)
    value, error, count = found.value, found.error, found.count
    if len(found.axes) == MOST_AXES:  # y runs down the rows of an image
        value, error, count = value.T, error.T, count.T
        why = Reasons(why.places.T, why.texts)
    scales = [scale(each) for each in found.axes]
    quantity = _quantity(columns.sweep, key)
    return SweepFigure(
        key,
        quantity.name,
        quantity.unit,
        scales[0],
        scales[1] if len(scales) > 1 else None,
        frozen(value),
        frozen(error),
        count,
        why,
    )


def _quantity(sweep: Sweep, key: str) -> Quantity:
    return next(each for each in sweep.page.quantities if each.key == key)
