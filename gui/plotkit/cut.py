"""Lines and areas that reach far beyond what is shown, cut off near its edges.

Qt fills an area, and a wide line is one, cell by cell even where nothing of it is seen: of a curve
that goes a million times as far as its plot it paints for seconds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QTransform

from engine.core.arrays import Array

FAR = 8.0  # times as wide or high as what is shown, from which on it is worth it
# Pixels: a wide line that goes to and fro as long takes Qt seconds as one area, which it paints in
# a hundredth of that piece by piece.
LONG = 10_000.0
ENDS = np.fmin, np.fmax
AROUND = 1.0  # what is left on each side, in widths and heights of what is shown


@dataclass(frozen=True, slots=True)
class Extent:
    """Between which coordinates points lie."""

    left: float
    right: float
    bottom: float
    top: float

    @classmethod
    def of(cls, x: Array, y: Array) -> Self:
        """That of points (m,); NaN are none."""
        return cls(*(float(end.reduce(v, initial=np.nan)) for v in (x, y) for end in ENDS))

    def far(self, shown: QRectF) -> bool:
        """Whether some of the points lie far beyond what is shown."""
        middle, wide, high = shown.center(), FAR * shown.width(), FAR * shown.height()
        across = max(self.right - middle.x(), middle.x() - self.left)
        return across > wide or max(self.top - middle.y(), middle.y() - self.bottom) > high

    def beyond(self, shown: QRectF, on: QTransform) -> float:
        """How many pixels the points reach beyond what is shown, to all four sides."""
        left, right = shown.left() - self.left, self.right - shown.right()
        below, above = shown.top() - self.bottom, self.top - shown.bottom()
        across, up = max(left, 0.0) + max(right, 0.0), max(below, 0.0) + max(above, 0.0)
        return across * abs(on.m11()) + up * abs(on.m22())


@dataclass(frozen=True, slots=True)
class Way:
    """How far it is along x and along y from each point to the next, summed."""

    across: float
    up: float

    @classmethod
    def of(cls, x: Array, y: Array) -> Self:
        """That through points (m,); NaN are none."""
        return cls(*(_steps(each) for each in (x, y)))

    def pixels(self, on: QTransform) -> float:
        """The length of the line through the points, not as the crow flies."""
        return self.across * abs(on.m11()) + self.up * abs(on.m22())


def _steps(values: Array) -> float:
    steps = np.abs(np.diff(values))
    total = float(np.add.reduce(steps))
    return total if total == total else float(np.nansum(steps))  # NaN is slow


def lines_of(x: Array, y: Array, connect: str | Array) -> Iterator[tuple[Array, Array]]:
    """The lines through points (m,), each whole: pyqtgraph's ``connect`` is "all", "finite" or
    "pairs", or says of each point whether a line goes on from it. NaN ends one."""
    for across, up in _pieces(x, y, connect):
        gaps = np.flatnonzero(np.isnan(across) | np.isnan(up))
        for first, last in zip((-1, *gaps), (*gaps, len(across)), strict=True):
            if last - first > 1:
                yield across[first + 1 : last], up[first + 1 : last]


def _pieces(x: Array, y: Array, connect: str | Array) -> Iterator[tuple[Array, Array]]:
    if not isinstance(connect, str):
        breaks = np.flatnonzero(~np.asarray(connect, dtype=bool)[: len(x) - 1]) + 1
    else:
        breaks = np.arange(2, len(x), 2) if connect == "pairs" else np.empty(0, dtype=int)
    return zip(np.split(x, breaks), np.split(y, breaks), strict=True)


def cut(x: Array, y: Array, shown: QRectF) -> tuple[Array, Array]:
    """A line through points (m,) each, or the outline of an area whose last point is its first,
    without what lies far outside.

    There it goes along the edges of the rectangle that is left (Sutherland and Hodgman, Reentrant
    polygon clipping, 1974); what is inside is unchanged.
    """
    points = np.column_stack((x, y))
    low = shown.left() - AROUND * shown.width(), shown.top() - AROUND * shown.height()
    high = shown.right() + AROUND * shown.width(), shown.bottom() + AROUND * shown.height()
    for axis in (0, 1):
        points = _on_one_side(points, axis, -1.0, low[axis])
        points = _on_one_side(points, axis, 1.0, high[axis])
    return points[:, 0], points[:, 1]


def _on_one_side(points: Array, axis: int, sign: float, bound: float) -> Array:
    """Points (m, 2) of a line without those beyond a bound, and with those at which it crosses."""
    over = sign * (points[:, axis] - bound)
    outside = over > 0.0
    if not outside.any():
        return points
    crosses = outside[1:] != outside[:-1]
    leaves = outside[1:][crosses, None]
    first, second = points[:-1][crosses], points[1:][crosses]
    # From the end that is kept: the other may be so far that little is left of its last digits.
    inner, outer = np.where(leaves, first, second), np.where(leaves, second, first)
    within, beyond = inner[:, axis] - bound, outer[:, axis] - bound
    met = inner + (within / (within - beyond))[:, None] * (outer - inner)
    met[:, axis] = bound
    slots = np.empty((2 * len(points) - 1, 2))
    keep = np.empty(len(slots), dtype=bool)
    slots[::2], keep[::2] = points, ~outside
    slots[1::2][crosses], keep[1::2] = met, crosses
    kept: Array = slots[keep]
    return kept
