"""The names of curves inside a small plot, each where it is next to its own curve and clear of the
others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.lib.stride_tricks import sliding_window_view
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from engine.core.arrays import Array
from gui.look.theme import Theme
from gui.plotkit.items import Band, Bars, Item
from gui.plotkit.names import ink
from gui.plotkit.size import NAMES
from gui.plotkit.words import Run, Writer

COLUMNS = 60  # in which a plot is looked at
TALL = 12.0  # a name, in pixels
AWAY = 4.0  # from its own curve
FARTHEST = 9.0  # from the middle of what it names
CLEAR = 2.0  # the least distance from everything else
ENOUGH = 9.0  # a larger distance is no better
SHIFT = 0.02  # what a pixel further from the right half costs


@dataclass(frozen=True, slots=True)
class Spot:
    """Where the middle of a name is, in pixels of the plot."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Room:
    """What a name must be clear of, in pixels of a plot: the heights (m,) of other curves at
    columns from 0 to ``width``, vertical lines, and names with their widths."""

    traces: Sequence[Array]
    bars: Sequence[float]
    names: Sequence[tuple[Spot, float]]
    width: float
    height: float

    def around(self, centre: Array, y: Array, wide: float, span: int) -> Array:
        """How far a name of this width, ``span`` columns, is from the nearest of them and from the
        edges, around each centre (k,)."""
        room = np.minimum(y, self.height - y) - 0.5 * TALL
        room = np.minimum(room, np.minimum(centre, self.width - centre) - 0.5 * wide)
        for trace in self.traces:
            windows = sliding_window_view(trace, span)
            high = np.min(np.where(np.isnan(windows), np.inf, windows), axis=1)
            low = np.max(np.where(np.isnan(windows), -np.inf, windows), axis=1)
            # The name is above the whole piece of the curve, or below it, or on it.
            away = np.where(np.isinf(high), np.inf, np.maximum(high - y, y - low) - 0.5 * TALL)
            room = np.minimum(room, away)
        for bar in self.bars:
            room = np.minimum(room, np.abs(centre - bar) - 0.5 * wide)
        for spot, other in self.names:
            beside = np.abs(centre - spot.x) - 0.5 * (wide + other)
            room = np.minimum(room, np.maximum(beside, np.abs(y - spot.y) - TALL))
        return room


class NearNames(pg.GraphicsObject):
    """Paints names over a plot; a name for which there is no clear place is left out."""

    def __init__(self, plot: pg.PlotItem, theme: Theme, items: Callable[[], list[Item]]) -> None:
        super().__init__(plot)
        self._box: pg.ViewBox = plot.vb
        self._theme, self._items = theme, items
        self._writer = Writer(NAMES, theme.text)
        self.placed: list[tuple[Run, Spot]] = []
        self.setZValue(20)

    def find(self, among: Sequence[Item], lines: Sequence[float]) -> None:
        """Places for the names; ``among`` is all that is drawn, ``lines`` are vertical ones."""
        self.prepareGeometryChange()
        self.placed = []
        width, height = self._box.width(), self._box.height()
        (left, right), (low, high) = self._box.viewRange()
        if min(width, height) < 1.0 or right <= left or high <= low:
            return
        x = np.linspace(left, right, COLUMNS)
        traces = {item: (high - _heights(item, x)) * height / (high - low) for item in among}
        bars = [(line - left) / (right - left) * width for line in lines]
        taken: list[tuple[Spot, float]] = []
        for item in (each for each in self._items() if each.shown):
            run = Run(item.name, self._ink(item, among), bold=True)
            wide = self._writer.width(run)
            others = [trace for other, trace in traces.items() if other is not item]
            spot = best_spot(traces[item], wide, Room(others, bars, taken, width, height))
            if spot is not None:
                taken.append((spot, wide))
                self.placed.append((run, spot))
        self.update()

    def boundingRect(self) -> QRectF:
        area: QRectF = self._box.mapRectToItem(self.parentItem(), self._box.rect())
        return area

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        area = self.boundingRect()
        for run, spot in self.placed:
            left = area.left() + spot.x - 0.5 * self._writer.width(run)
            self._writer.paint(painter, run, left, area.top() + spot.y)

    def _ink(self, item: Item, among: Sequence[Item]) -> str:
        grounds = [each.graphics.opts["brush"].color() for each in among if isinstance(each, Band)]
        return ink(self._theme, item.color, grounds)


def best_spot(curve: Array, wide: float, room: Room) -> Spot | None:
    """The clearest place for a name of this width right above or below its curve, (m,) heights in
    pixels from the top; None where there is none."""
    step = room.width / (len(curve) - 1)
    span = int(np.ceil(wide / step)) + 1
    if span >= len(curve):
        return None
    windows = sliding_window_view(curve, span)
    centre = step * np.arange(0.5 * (span - 1), len(windows) + 0.5 * (span - 2), dtype=float)
    middle = windows[:, span // 2]
    found: list[tuple[float, Spot]] = []
    for y in (
        np.min(windows, axis=1) - AWAY - 0.5 * TALL,
        np.max(windows, axis=1) + AWAY + 0.5 * TALL,
    ):
        near = np.abs(y - middle) <= FARTHEST + 0.5 * TALL  # false where there is no curve
        clear = np.where(near, room.around(centre, np.where(near, y, 0.0), wide, span), -1.0)
        # Among equals the one in the right half, where curves have come apart.
        value = np.minimum(clear, ENOUGH) - SHIFT * np.abs(centre - 0.7 * room.width)
        value = np.where(clear > CLEAR, value, -np.inf)
        place = int(np.argmax(value))
        if np.isfinite(value[place]):
            found.append((float(value[place]), Spot(float(centre[place]), float(y[place]))))
    return max(found, key=lambda each: each[0])[1] if found else None


def _heights(item: Item, x: Array) -> Array:
    """The heights of an item at these x (m,), in the plot's coordinates; of symbols at the columns
    next to them."""
    heights = np.full(len(x), np.nan)
    if isinstance(item, Band | Bars) or not item.shown:
        return heights
    if not item.single:
        return item.trace(x)
    across, up = item.data[0], item.data[-1]
    places = np.round((across - x[0]) / (x[-1] - x[0]) * (len(x) - 1)).astype(int)
    inside = (places >= 0) & (places < len(x))
    heights[places[inside]] = up[inside]
    return heights
