"""The names of curves inside a plot, each next to its own curve."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter

from engine.core.arrays import Array
from gui.look.theme import Theme
from gui.plotkit.along import View, along, around, upright
from gui.plotkit.clear_spot import TALL, Crowd, Spot
from gui.plotkit.items import Band, Bars, Item
from gui.plotkit.kept_spots import Name
from gui.plotkit.names import ink
from gui.plotkit.quick_points import Columns, between, seen_points, way_of
from gui.plotkit.quick_spots import placed
from gui.plotkit.size import NAMES
from gui.plotkit.untyped import MouseEvent
from gui.plotkit.words import Run, Writer

COLUMNS = 120  # in which a curve is looked at
NOTHING = np.empty((0, 2))


class NearNames(pg.GraphicsObject):
    """Paints names over a plot; a name for which there is no clear place is left out. A click on a
    name hides its curve, or shows it again."""

    pressed = Signal(object)  # Item

    def __init__(self, plot: pg.PlotItem, theme: Theme, items: Callable[[], list[Item]]) -> None:
        super().__init__(plot)
        self._box: pg.ViewBox = plot.vb
        self._theme, self._items = theme, items
        self._writer = Writer(NAMES, theme.text)
        self.placed: list[tuple[Item, Run, Spot]] = []
        self._traced: dict[Item, tuple[tuple[int, bool], Array]] = {}
        self._seen: Any = None  # the range and size at which that was so
        self.clickable = False
        self.setZValue(20)

    def find(self, among: Sequence[Item], lines: Sequence[float]) -> None:
        """Places for the names; ``among`` is all that is drawn, ``lines`` are vertical ones."""
        self.prepareGeometryChange()
        before = {item: spot for item, _run, spot in self.placed}
        self.placed = []
        width, height = self._box.width(), self._box.height()
        (left, right), (low, high) = self._box.viewRange()
        if min(width, height) < 1.0 or right <= left or high <= low:
            return
        points = self._known_points(among)
        self._traced = {item: self._traced[item] for item in among}  # ghosts come and go
        lengths = [len(found) for found in points.values()]
        colors = np.array([item.color.rgba() for item in points], dtype=np.uint32)
        bars = [(line - left) / (right - left) * width for line in lines]
        crowd = Crowd(np.concatenate([NOTHING, *points.values()]), bars, (), width, height)
        items = self._items()
        grounds = [each.graphics.opts["brush"].color() for each in among if isinstance(each, Band)]
        runs = {item: self._run(item, grounds) for item in items}
        named = np.array([item in runs for item in points], dtype=bool)
        names = []
        for item in items:
            # What has its colour need not be told from it, unless it has a name of its own.
            curve = np.array([each is item for each in points], dtype=bool)
            own = (colors == item.color.rgba()) & ~named | curve
            wide, mine = self._writer.width(runs[item]), np.repeat(curve, lengths)
            names.append(Name(wide, np.repeat(own, lengths), before.get(item), mine))
        spots = placed(names, [item.shown for item in items], crowd)
        found = zip(items, spots, strict=True)
        self.placed = [(item, runs[item], spot) for item, spot in found if spot is not None]
        self.update()

    def boundingRect(self) -> QRectF:
        area: QRectF = self._box.mapRectToItem(self.parentItem(), self._box.rect())
        return area

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        area = self.boundingRect()
        for _item, run, spot in self.placed:
            left = area.left() + spot.x - 0.5 * self._writer.width(run)
            self._writer.paint(painter, run, left, area.top() + spot.y)

    def mouseClickEvent(self, event: MouseEvent) -> None:
        item = self._at(event.pos()) if self.clickable else None
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        self.pressed.emit(item)

    def _at(self, place: QPointF) -> Item | None:
        area = self.boundingRect()
        for item, run, spot in self.placed:
            away = place - area.topLeft() - QPointF(spot.x, spot.y)
            if abs(away.x()) <= 0.5 * self._writer.width(run) and abs(away.y()) < TALL:
                return item
        return None

    def _known_points(self, among: Sequence[Item]) -> dict[Item, Array]:
        """The points of items, traced once for what they draw in this range and size."""
        seen = self._box.viewRange(), self._box.width(), self._box.height()
        if seen != self._seen:
            self._seen = seen
            self._traced.clear()
        states = {item: (item.version, item.shown) for item in among}
        known = self._traced
        new = [item for item in among if item not in known or known[item][0] != states[item]]
        known.update((item, (states[item], found)) for item, found in self._points(new))
        return {item: known[item][1] for item in among}

    def _points(self, items: Sequence[Item]) -> Iterator[tuple[Item, Array]]:
        """Points of what each of these items draws, (k, 2), in pixels of the plot."""
        view, size = self._view()
        columns = np.linspace(view[0], view[1], COLUMNS)
        lines: list[Item] = []
        ways: list[Columns] = []
        for item in items:
            if isinstance(item, Band) or not (item.shown and len(item.data[0])):
                yield item, NOTHING
            elif isinstance(item, Bars):
                x, low, high = self._in_pixels(*item.data)
                yield item, upright(x, low, high, *size)
            elif (way := way_of(item, columns)) is not None:
                lines.append(item)
                ways.append(way)
            else:  # symbols, and curves that turn back
                yield item, self._points_of_symbols(item)
        found = seen_points(ways, columns, view, size)
        for item, way, points in zip(lines, ways, found, strict=True):
            whole = not len(points) and between(way, columns)
            yield item, self._points_of_symbols(item) if whole else points

    def _points_of_symbols(self, item: Item) -> Array:
        if len(item.data[0]) != len(item.data[-1]):
            return NOTHING
        across, down = self._in_pixels(item.data[0], item.data[-1])
        if item.single:
            return around(across, down, 0.5 * item.graphics.opts["size"])
        return along(across, down, self._box.width(), self._box.height())

    def _in_pixels(self, x: Array, *ys: Array) -> list[Array]:
        (left, right, low, high), (width, height) = self._view()
        across = (x - left) / (right - left) * width
        return [across, *((high - y) / (high - low) * height for y in ys)]

    def _view(self) -> tuple[View, tuple[float, float]]:
        """Left, right, low and high, and the size in pixels."""
        (left, right), (low, high) = self._box.viewRange()
        return (left, right, low, high), (self._box.width(), self._box.height())

    def _run(self, item: Item, grounds: Sequence[QColor]) -> Run:
        if not item.shown:
            return Run(item.label, self._theme.disabled())
        return Run(item.label, ink(self._theme, item.color, grounds), bold=True)
