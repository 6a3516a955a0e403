"""What a sweep's pictures are like, apart from their values: by that they are made anew or not."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_name
from engine.sweep.columns import Columns
from engine.sweep.figures import Scale, scale
from engine.sweep.grid import SEED, grid_of

DECADES = 2.5  # from here on positive values stand on a logarithmic axis


@dataclass(frozen=True, slots=True)
class Shown:
    """One quantity: its key, name and unit, and whether its values call for a logarithmic axis."""

    key: str
    name: str
    unit: str
    log: bool


@dataclass(frozen=True, slots=True)
class AxisLook:
    """One axis: its name, the words of its values where they are no numbers, and its scale."""

    name: str
    texts: tuple[str, ...]
    log: bool
    count: int


@dataclass(frozen=True, slots=True)
class Look:
    """Of all pictures of a sweep."""

    x: AxisLook
    y: AxisLook | None
    quantities: tuple[Shown, ...]
    several_seeds: bool


def look_of(columns: Columns) -> Look:
    """That of a sweep with the rows that are there by now; the sweep has one axis or two."""
    sweep = columns.sweep
    axes = [_axis(scale(each)) for each in sweep.axes if each.name != SEED]
    declared = {quantity.key: quantity for quantity in sweep.page.quantities}
    shown = tuple(
        Shown(
            key,
            shown_name(declared[key].title),
            declared[key].unit,
            _wide(grid_of(columns, key).value, zeros=len(axes) > 1),
        )
        for key in sweep.keys
    )
    seeds = max((len(each.values) for each in sweep.axes if each.name == SEED), default=1)
    return Look(axes[0], axes[1] if len(axes) > 1 else None, shown, seeds > 1)


def _axis(found: Scale) -> AxisLook:
    return AxisLook(found.name, found.texts, found.log, len(found.values))


def _wide(values: Array, zeros: bool) -> bool:
    """Whether they are positive and span decades; with ``zeros`` some may be 0."""
    known = values[np.isfinite(values)]
    positive = known[known > 0.0]
    if positive.size < 2 or known.min() < 0.0 or (positive.size < known.size and not zeros):
        return False
    return bool(np.log10(positive.max()) - np.log10(positive.min()) > DECADES)
