"""What a panel is drawn with: items that leave out what no plot can take, say how far they
reach, so that the panel's range can hold them, and can be read off at any x."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike
from PySide6.QtGui import QColor, QPen

from engine.core.arrays import Array
from engine.core.words import tr
from gui.plotkit.drawable import LARGEST, drawable, drawable_ends
from gui.plotkit.reach import Reach

Scale = Callable[[ArrayLike], Array]
NOWHERE = Reach()


def linear(values: ArrayLike) -> Array:
    """As they are."""
    return np.asarray(values, dtype=float)


def log10(values: ArrayLike) -> Array:
    """Powers of ten; what is not positive becomes NaN."""
    array = np.asarray(values, dtype=float)
    if np.minimum.reduce(array, axis=None, initial=1.0) > 0.0:  # false for NaN
        return np.asarray(np.log10(array))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(array > 0.0, np.log10(array), math.nan)


class Item:
    """One thing that is drawn; ``seen`` items decide the range.

    ``data`` are the columns as they are drawn, in the plot's coordinates. An item with a
    ``name`` can be read off at an x and put away; ``label`` is the name in the language of the
    window, and ``tail`` what stands after it.
    """

    def __init__(self, graphics: Any, x_scale: Scale, y_scale: Scale, seen: bool) -> None:
        self.graphics = graphics
        self.single = hasattr(graphics, "points")  # symbols, with nothing between them
        self.data: tuple[Array, ...] = (np.empty(0), np.empty(0))
        self.name, self.label, self.tail = "", "", ""
        self.color = QColor()
        self.error: Item | None = None
        self.shown = True
        self.version = 0  # how often it has been drawn anew
        self.ghost: Item | None = None
        self._reach = Reach()
        self._x, self._y = x_scale, y_scale
        self._seen = seen

    @property
    def reach(self) -> Reach:
        """What must be seen of it; nothing while it is put away."""
        return self._reach if self.shown else NOWHERE

    @property
    def scales(self) -> tuple[Scale, Scale]:
        """Those of x and y."""
        return self._x, self._y

    @property
    def pen(self) -> QPen | None:
        """That of a line; None where it is none."""
        pen = getattr(self.graphics, "opts", {}).get("pen")
        return pen if isinstance(pen, QPen) else None

    def called(self, name: str, color: QColor, error: Item | None = None) -> Self:
        """The item, with a name, the colour of its words, and its two standard errors."""
        self.name, self.color, self.error = name, color, error
        self.label = tr(name) if name else ""
        return self

    def put_away(self, away: bool) -> None:
        """Hide it, its errors and its ghost, whatever it is given to show."""
        self.shown = not away
        for item in (self, self.error, self.ghost):
            if item is not None:
                item.shown = not away
                item.graphics.setVisible(not away)

    def show(self, x: ArrayLike, y: ArrayLike) -> None:
        """Draw these points, (m,) each, in the plot's own units."""
        self._take(self._drawn(x, y))

    def show_drawn(self, x: ArrayLike, y: ArrayLike) -> None:
        """Draw these points, (m,) each, which are in the plot's coordinates already: logarithms
        whose powers may be no doubles. They do not decide the range."""
        self._take(drawable(x, y))

    def hide(self) -> None:
        """Draw nothing."""
        self.show([], [])

    def copy(self, other: Item) -> None:
        """Draw what another item of the same kind draws."""
        self._reach, self.tail = other._reach, other.tail
        self._take(other.data)

    def read(self, x: float, near: float) -> float | None:
        """The drawn y at an x, both in the plot's coordinates: between two points on the straight
        line, of single symbols the next that is not further than ``near``; None where there is
        none, or more than one."""
        if self.single:
            return _nearest(self.data[0], self.data[-1], x, near)
        height = float(self.trace(np.array([x]))[0])
        return None if math.isnan(height) else height

    def trace(self, x: Array) -> Array:
        """The drawn y (m,) of a line at x (m,), both in the plot's coordinates; NaN where there is
        none, or more than one."""
        across, up = self.data[0], self.data[-1]
        if len(across) and across[0] > across[-1]:
            across, up = across[::-1], up[::-1]
        if not len(across) or self.single or np.any(np.diff(across) < 0.0):
            return np.full(len(x), math.nan)
        return np.interp(x, across, up, left=math.nan, right=math.nan)

    def columns(self) -> tuple[Array, Array]:
        """x and y (m,) in the plot's own units."""
        return unscaled(self.data[0], self._x), unscaled(self.data[-1], self._y)

    def end(self) -> float | None:
        """The y at the right end of a line, in the plot's coordinates."""
        return float(self.data[-1][-1]) if len(self.data[-1]) else None

    def _drawn(self, x: ArrayLike, *ys: ArrayLike) -> tuple[Array, ...]:
        """In the plot's coordinates, without what cannot be drawn; noted as to be seen."""
        columns, ends = drawable_ends(self._x(x), *(self._y(y) for y in ys))
        self._reach = Reach.of(ends) if self._seen else Reach()
        return columns

    def _take(self, data: tuple[Array, ...], whatever: bool = False) -> None:
        """Draw these columns; what is drawn already is not drawn again, unless ``whatever`` else
        has changed."""
        same = self.version and len(data) == len(self.data) and not whatever
        if same and all(map(_equal, data, self.data)):
            return
        self.data = data
        self.version += 1
        self._paint()

    def _paint(self) -> None:
        self.graphics.setData(*self.data)


class Steps(Item):
    """A histogram's outline: values, (b,), over edges, (b + 1,)."""

    def show(self, x: ArrayLike, y: ArrayLike) -> None:
        """Draw these values, which are in the plot's coordinates already."""
        edges, values = self._x(x), np.asarray(y, dtype=float)
        self._reach = Reach()
        if self._seen:
            self._reach.take(edges, values)
        self._take((edges, values))

    def trace(self, x: Array) -> Array:
        """The values of the bins around x."""
        edges, values = self.data
        if not len(values):
            return np.full(len(x), math.nan)
        place = np.searchsorted(edges, x, side="right") - 1
        place = np.where(x == edges[-1], len(values) - 1, place)
        inside = (place >= 0) & (place < len(values))
        return np.where(inside, values[np.where(inside, place, 0)], math.nan)

    def columns(self) -> tuple[Array, Array]:
        """The middles of the bins and the values, (b,) each, in the plot's own units."""
        edges, values = self.data
        return unscaled(0.5 * (edges[1:] + edges[:-1]), self._x), unscaled(values, self._y)

    def _paint(self) -> None:
        edges, values = self.data
        self.graphics.setData(edges if len(edges) else np.zeros(1), values)


class Band(Item):
    """The area between two curves, one closed polygon: much quicker than pg.FillBetweenItem."""

    def show(self, x: ArrayLike, low: ArrayLike, high: ArrayLike | None = None) -> None:
        """Fill from low to high, each (m,)."""
        self._take(self._drawn(x, low, low if high is None else high))

    def _paint(self) -> None:
        across, bottom, top = self.data
        self.graphics.setData(
            np.concatenate((across, across[::-1])), np.concatenate((bottom, top[::-1]))
        )


class Bars(Item):
    """Error bars, from low to high at each x, beside the dots that they belong to."""

    def show(self, x: ArrayLike, low: ArrayLike, high: ArrayLike | None = None) -> None:
        """Draw bars between these, (m,) each."""
        self._take(self._drawn(x, low, low if high is None else high))

    def read(self, x: float, near: float) -> float | None:
        """The upper end of the bar at x."""
        return _nearest(self.data[0], self.data[-1], x, near)

    def _paint(self) -> None:
        across, bottom, top = self.data
        middle = 0.5 * (bottom + top)
        self.graphics.setData(x=across, y=middle, top=top - middle, bottom=middle - bottom)


class Level(Item):
    """A horizontal line across the whole plot at one value, or nowhere."""

    _span = (0.0, 1.0)

    def at(self, value: float | None) -> None:
        """Stand there, or nowhere."""
        self._reach = Reach()
        height = np.empty(0) if value is None else self._y([value])
        height = height[np.abs(height) <= LARGEST]
        if self._seen:
            self._reach.take([], height)
        self._take((height,))

    def across(self, low: float, high: float) -> None:
        """Reach from low to high, in the plot's coordinates."""
        if (low, high) != self._span:
            self._span = low, high
            self._paint()

    def trace(self, x: Array) -> Array:
        """The value, at any x."""
        return np.full(len(x), self.data[-1][0] if len(self.data[-1]) else math.nan)

    def columns(self) -> tuple[Array, Array]:
        """No x and one value."""
        return np.full(len(self.data[-1]), math.nan), unscaled(self.data[-1], self._y)

    def _paint(self) -> None:
        height = self.data[-1]
        self.graphics.setData(list(self._span) if len(height) else [], list(height) * 2)


def _equal(first: Array, second: Array) -> bool:
    """As `np.array_equal`."""
    return first is second or (first.shape == second.shape and not (first != second).any())


def _nearest(across: Array, up: Array, x: float, near: float) -> float | None:
    """The y of the point next to x, unless it is further than ``near``."""
    if not len(across):
        return None
    place = int(np.argmin(np.abs(across - x)))
    return float(up[place]) if abs(across[place] - x) <= near else None


def unscaled(values: Array, scale: Scale) -> Array:
    """Out of the plot's coordinates into its own units."""
    if scale is not log10:
        return values
    powers: Array = 10.0**values
    return powers
