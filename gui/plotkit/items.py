"""What a panel is drawn with: items that leave out what no plot can take, and say how far they
reach, so that the panel's range can hold them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array
from gui.plotkit.drawable import LARGEST, drawable

Scale = Callable[[ArrayLike], Array]


def linear(values: ArrayLike) -> Array:
    """As they are."""
    return np.asarray(values, dtype=float)


def log10(values: ArrayLike) -> Array:
    """Powers of ten; what is not positive becomes NaN."""
    array = np.asarray(values, dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(array > 0.0, np.log10(array), math.nan)


@dataclass(slots=True)
class Reach:
    """The least rectangle, in the plot's coordinates, that holds what must be seen."""

    x: list[float] = field(default_factory=list)
    y: list[float] = field(default_factory=list)

    def take(self, x: ArrayLike, y: ArrayLike) -> None:
        """Hold these points, (m,) each; either may be empty."""
        for ends, values in ((self.x, np.asarray(x, float)), (self.y, np.asarray(y, float))):
            values = values[np.abs(values) <= LARGEST]
            if values.size:
                ends[:] = (
                    [min(*ends, float(values.min())), max(*ends, float(values.max()))]
                    if (ends)
                    else [float(values.min()), float(values.max())]
                )


class Item:
    """One thing that is drawn; ``seen`` items decide the range."""

    def __init__(self, graphics: Any, x_scale: Scale, y_scale: Scale, seen: bool) -> None:
        self.graphics = graphics
        self.reach = Reach()
        self._x, self._y = x_scale, y_scale
        self._seen = seen

    def _drawn(self, x: ArrayLike, *ys: ArrayLike) -> tuple[Array, ...]:
        """In the plot's coordinates, without what cannot be drawn; noted as to be seen."""
        columns = drawable(self._x(x), *(self._y(y) for y in ys))
        self.reach = Reach()
        if self._seen:
            for column in columns[1:]:
                self.reach.take(columns[0], column)
        return columns

    def hide(self) -> None:
        """Draw nothing."""
        self.show([], [])

    def show(self, x: ArrayLike, y: ArrayLike) -> None:
        """Draw these points, (m,) each, in the plot's own units."""
        self.graphics.setData(*self._drawn(x, y))


class Steps(Item):
    """A histogram's outline: values, (b,), over edges, (b + 1,)."""

    def show(self, x: ArrayLike, y: ArrayLike) -> None:
        """Draw these values, which are in the plot's coordinates already."""
        edges, values = self._x(x), np.asarray(y, dtype=float)
        self.reach = Reach()
        if self._seen:
            self.reach.take(edges, values)
        self.graphics.setData(edges, values)


class Band(Item):
    """The area between two curves, one closed polygon: much quicker than pg.FillBetweenItem."""

    def show(self, x: ArrayLike, low: ArrayLike, high: ArrayLike | None = None) -> None:
        """Fill from low to high, each (m,)."""
        across, bottom, top = self._drawn(x, low, low if high is None else high)
        self.graphics.setData(
            np.concatenate((across, across[::-1])), np.concatenate((bottom, top[::-1]))
        )


class Bars(Item):
    """Error bars, from low to high at each x, beside the dots that they belong to."""

    def show(self, x: ArrayLike, low: ArrayLike, high: ArrayLike | None = None) -> None:
        """Draw bars between these, (m,) each."""
        across, bottom, top = self._drawn(x, low, low if high is None else high)
        middle = 0.5 * (bottom + top)
        self.graphics.setData(x=across, y=middle, top=top - middle, bottom=middle - bottom)


class Level(Item):
    """A horizontal line across the whole plot at one value, or nowhere."""

    def __init__(self, graphics: Any, x_scale: Scale, y_scale: Scale, seen: bool) -> None:
        super().__init__(graphics, x_scale, y_scale, seen)
        self._height = np.empty(0)

    def at(self, value: float | None) -> None:
        """Stand there from the next `across` on."""
        self.reach = Reach()
        height = np.empty(0) if value is None else self._y([value])
        self._height = height[np.abs(height) <= LARGEST]
        if self._seen:
            self.reach.take([], self._height)

    def across(self, low: float, high: float) -> None:
        """Reach from low to high, in the plot's coordinates."""
        there = bool(self._height.size)
        self.graphics.setData([low, high] if there else [], list(self._height) * 2)
