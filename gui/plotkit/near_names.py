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
    """Where the middle of a name is, in pixels of the plot; the first column below it, and whether
    it is above its curve."""

    x: float
    y: float
    column: int = 0
    above: bool = True


@dataclass(frozen=True, slots=True)
class Room:
    """What a name must be clear of, in pixels of a plot: the heights (m,) of other curves at
    columns from 0 to ``width``, vertical lines, and names with their widths."""

    traces: Sequence[Array]
    bars: Sequence[float]
    names: Sequence[tuple[Spot, float]]
    width: float
    height: float

    def around(self, centre: Array, y: Array, wide: float, first: int, span: int) -> Array:
        """How far a name of this width, which covers ``span`` columns from ``first`` on, is from
        the nearest of them and from the edges, around each centre (k,)."""
        room = np.minimum(y, self.height - y) - 0.5 * TALL
        room = np.minimum(room, np.minimum(centre, self.width - centre) - 0.5 * wide)
        for trace in self.traces:
            windows = sliding_window_view(trace[first : first + len(centre) + span - 1], span)
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
        before = {run.text: spot for run, spot in self.placed}
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
            run = Run(item.label, self._ink(item, among), bold=True)
            wide = self._writer.width(run)
            others = [trace for other, trace in traces.items() if other is not item]
            room = Room(others, bars, taken, width, height)
            spot = best_spot(traces[item], wide, room, before.get(run.text))
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


def best_spot(curve: Array, wide: float, room: Room, before: Spot | None = None) -> Spot | None:
    """The clearest place for a name of this width right above or below its curve, (m,) heights in
    pixels from the top; None where there is none. A name stays in the columns where it was
    ``before`` for as long as it is clear there: it moves with its curve, and does not jump."""
    span = int(np.ceil(wide / room.width * (len(curve) - 1))) + 1
    if span >= len(curve):
        return None
    if before is not None and before.column + span <= len(curve):
        here = _spot(curve, wide, room, (before.column, before.column + 1), span, before.above)
        if here is not None:
            return here[1]
    whole = (0, len(curve) - span + 1)
    found = [_spot(curve, wide, room, whole, span, above) for above in (True, False)]
    spots = [each for each in found if each is not None]
    return max(spots, key=lambda each: each[0])[1] if spots else None


def _spot(
    curve: Array, wide: float, room: Room, columns: tuple[int, int], span: int, above: bool
) -> tuple[float, Spot] | None:
    """The best place that begins in these columns, and how good it is."""
    first, last = columns
    windows = sliding_window_view(curve[first : last + span - 1], span)
    step = room.width / (len(curve) - 1)
    centre = step * (np.arange(first, last, dtype=float) + 0.5 * (span - 1))
    away = AWAY + 0.5 * TALL
    y = np.min(windows, axis=1) - away if above else np.max(windows, axis=1) + away
    near = np.abs(y - windows[:, span // 2]) <= FARTHEST + 0.5 * TALL  # false where no curve is
    clear = np.where(near, room.around(centre, np.where(near, y, 0.0), wide, first, span), -1.0)
    # Among equals the one in the right half, where curves have come apart.
    value = np.minimum(clear, ENOUGH) - SHIFT * np.abs(centre - 0.7 * room.width)
    place = int(np.argmax(np.where(clear > CLEAR, value, -np.inf)))
    if clear[place] <= CLEAR:
        return None
    spot = Spot(float(centre[place]), float(y[place]), first + place, above)
    return float(value[place]), spot


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
