"""The names of curves, at their right ends beside the plot, in their own colours."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter

from engine.core.words import tr
from gui.look.contrast import mixed, readable
from gui.look.theme import READABLE, Theme
from gui.plotkit.items import Item, Level, Steps
from gui.plotkit.key import paint_key
from gui.plotkit.size import MARGIN, NAME_ROOM, NAME_STEP, NAMES, Size
from gui.plotkit.untyped import MouseEvent
from gui.plotkit.words import Run, Writer

EDGE = 6.0  # from the top, and from the row of ticks
INDENT = 8.0  # from the plot to the names
MOST_ROOM = 150.0
SAMPLE = 14.0  # the piece of a line that stands before a name which is not at its end


def ink(theme: Theme, color: QColor, bands: Iterable[QColor] = ()) -> str:
    """A colour for words on a plot: moved towards that of the text until it can be read, over
    what is shaded as well."""
    shades = (mixed(theme.plot, band.name(), band.alphaF()) for band in bands)
    return readable(color.name(), theme.text, (theme.plot, *shades), READABLE)


@dataclass(frozen=True, slots=True)
class Named:
    """A name, where its middle stands, and whether it is at the end of its curve."""

    item: Item
    words: str
    y: float
    at_end: bool
    ghost: bool = False


class EndNames(pg.GraphicsObject):
    """Names beside a plot; a click on one hides its curve or shows it again."""

    pressed = Signal(object)  # Item

    def __init__(self, plot: pg.PlotItem, theme: Theme, items: Callable[[], list[Item]]) -> None:
        super().__init__(plot)
        self._box: pg.ViewBox = plot.vb
        self._theme, self._items = theme, items
        self._writer = Writer(NAMES, theme.text)
        self._size = QRectF()
        self._named: tuple[Any, list[Named]] = (None, [])  # of what they are, and where they stand
        self._room = float(NAME_ROOM)
        self.setToolTip(tr("A click hides this curve, or shows it again"))

    def stand(self) -> None:
        """Beside the plot as it is now."""
        self.prepareGeometryChange()
        area = self._box.mapRectToItem(self.parentItem(), self._box.rect())
        self.setPos(area.topRight())
        self._size = QRectF(0.0, -8.0, self._room, area.height() + 16.0)
        self.update()

    def named(self) -> list[Named]:
        """Where the names stand now, from the top: worked out once for what is drawn."""
        items, box = self._items(), self._box
        looks = [(each, each.version, each.shown, each.tail, each.label) for each in items]
        ghosts = [(each.ghost, each.ghost.version) for each in items if each.ghost is not None]
        state = looks, ghosts, box.viewRange(), box.height()
        if state != self._named[0]:
            self._named = state, self._placed(items)
        return self._named[1]

    def _placed(self, items: Iterable[Item]) -> list[Named]:
        ends: list[tuple[float, Named]] = []
        keys: list[Named] = []
        for item in items:
            for each, ghost in ((item, False), (item.ghost if item.shown else None, True)):
                part = self._end(each) if each is not None else None
                if each is not None and part is not None:
                    words = _words(each, ghost, part)
                    ends.append((part, Named(item, words, 0.0, True, ghost)))
                elif not ghost:
                    keys.append(Named(item, _words(item, False, 0.5), 0.0, False))
        ends.sort(key=lambda found: found[0])
        height = self._box.height()
        wanted = [height * min(max(part, 0.0), 1.0) for part, _ in ends]
        first = EDGE + NAME_STEP * len(keys) if keys else 0.0
        places = apart(wanted, NAME_STEP, first, height - EDGE)
        return [
            *(replace(name, y=EDGE + NAME_STEP * i) for i, name in enumerate(keys)),
            *(replace(name, y=y) for y, (_, name) in zip(places, ends, strict=True)),
        ]

    def _end(self, item: Item) -> float | None:
        """Where a line meets the right edge, or ends before it, as a share of the height from the
        top; None of what has no end."""
        if not ends_at_the_right(item):
            return None
        (_, right), (low, high) = self._box.viewRange()
        edge = float(item.trace(np.array([right]))[0])
        end = item.end() if math.isnan(edge) else edge
        return (high - end) / (high - low) if end is not None and high > low else None

    def boundingRect(self) -> QRectF:
        return self._size

    @property
    def room(self) -> float:
        """What the names take beside the plot; what was once needed stays."""
        return self._room

    def measure(self) -> bool:
        """Whether the names need more room than they had."""
        needed = [self._left(each) + self._writer.width(self._run(each)) for each in self.named()]
        room = min(max(needed, default=0.0) + MARGIN[Size.SMALL], MOST_ROOM)
        grown = room > self._room
        self._room = max(room, self._room)
        return grown

    def fits(self, each: Named) -> bool:
        """Whether a name is whole in the room that there is."""
        return self._writer.width(self._run(each)) <= self._room - self._left(each)

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        for each in self.named():
            left = self._left(each)
            if not each.at_end:
                paint_key(each.item, painter, QRectF(INDENT, each.y - 6.0, SAMPLE - 4.0, 12.0))
            line = self._writer.fitting(self._run(each), self._room - left)
            self._writer.paint(painter, line, left, each.y)

    def _left(self, each: Named) -> float:
        return INDENT if each.at_end else INDENT + SAMPLE

    def _run(self, each: Named) -> Run:
        shown = each.item.shown
        color = ink(self._theme, each.item.color) if shown else self._theme.disabled()
        return Run(each.words, color, bold=shown and not each.ghost)

    def mouseClickEvent(self, event: MouseEvent) -> None:
        item = self._at(event.pos())
        if item is None or event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        self.pressed.emit(item)

    def hoverEvent(self, event: MouseEvent) -> None:
        """Told by pyqtgraph's scene."""
        there = not event.isExit() and self._at(event.pos()) is not None
        self.setCursor(Qt.CursorShape.PointingHandCursor if there else Qt.CursorShape.ArrowCursor)

    def _at(self, place: QPointF) -> Item | None:
        for each in self.named():
            if abs(each.y - place.y()) <= 0.5 * NAME_STEP:
                return each.item
        return None


def _words(item: Item, ghost: bool, part: float) -> str:
    """The name, the number after it, and an arrow where the curve has left the plot."""
    arrow = "↑" if part < 0.0 else "↓" if part > 1.0 else ""
    words = ("A" if ghost else "", item.label, tr(item.tail) if item.shown else "", arrow)
    return " ".join(word for word in words if word)


def ends_at_the_right(item: Item) -> bool:
    """Whether it is a line, which has an end."""
    if isinstance(item, Steps) or not len(item.data[-1]):
        return False
    return isinstance(item, Level) or isinstance(item.graphics, pg.PlotCurveItem)


def apart(wanted: Sequence[float], step: float, low: float, high: float) -> list[float]:
    """Places from ``low`` to ``high`` in the order of the wanted ones, at least ``step`` from
    each other, that differ from them the least in the mean square."""
    # Less the steps, the places must not decrease: the pool-adjacent-violators algorithm.
    pools: list[tuple[float, int]] = []
    for index, value in enumerate(wanted):
        mean, count = value - step * index, 1
        while pools and pools[-1][0] > mean:
            other, more = pools.pop()
            mean, count = (mean * count + other * more) / (count + more), count + more
        pools.append((mean, count))
    spread = np.repeat([mean for mean, _ in pools], [count for _, count in pools])
    last = max(high - step * (len(wanted) - 1), low)
    placed = np.clip(spread, low, last) + step * np.arange(len(wanted))
    return [float(place) for place in placed]
