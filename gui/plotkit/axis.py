"""An axis whose quantity is named at the end of its row of ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable
from itertools import groupby
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from gui.plotkit.tick_marks import Marks, Text, labels

EDGE = 14  # pixels by which a label may stand out at the ends
WIDEST = 0.5  # a longer name leaves no room for numbers
TOUCH = 1  # pixels by which names below each other may overlap: what hangs below the letters
APART = 8  # pixels between the last label and the name
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FLAGS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip
Ticks = list[tuple[float, list[float]]]  # how far apart, and where they stand
ALONG_X = ("bottom", "top")
NOTHING = object()


class Axis(pg.AxisItem):
    """Equal steps; ``ending`` stands at the right end of a horizontal axis, ``beyond`` pixels
    further out, in the place of the labels that it would touch; where there are ``things`` and no
    numbers, it gives way to them.

    What pyqtgraph works out for up to three levels of ticks, by a dozen calls for each of them
    and through a recording, is done here for the one that there mostly is.
    """

    def __init__(self, orientation: str) -> None:
        self.ending, self.beyond, self.things = "", 0.0, False
        self._bounds: QRectF | None = None
        self.picture: Any  # what is drawn; None: to be worked out anew
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)
        self.geometryChanged.connect(self._forget_bounds)

    def end_with(self, text: str, beyond: float = 0.0) -> None:
        """Name the quantity so."""
        if (text, beyond) != (self.ending, self.beyond):
            self.prepareGeometryChange()
            self.ending, self.beyond = text, beyond
            self.picture = self._bounds = None
            self.update()

    def setGrid(self, grid: int | bool) -> None:
        self._bounds = None
        super().setGrid(grid)

    def linkedViewChanged(self, view: pg.ViewBox, newRange: Any = None) -> None:
        if newRange is None:  # its size, and not its range
            self._bounds = None
        super().linkedViewChanged(view, newRange)

    def tickValues(self, minVal: float, maxVal: float, size: float) -> Ticks:
        low, high = min(minVal, maxVal), max(minVal, maxVal)
        levels = self.tickSpacing(low, high, size)
        if len(levels) != 1 or self.scale != 1.0 or self.logMode:
            ticks: Ticks = super().tickValues(minVal, maxVal, size)
            return ticks
        spacing, offset = levels[0]
        start = math.ceil((low - offset) / spacing) * spacing + offset
        count = int((high - start) / spacing) + 1
        return [(spacing, [k * spacing + start for k in range(count)])]

    def tickStrings(self, values: Iterable[float], scale: float, spacing: float) -> list[str]:
        return [_signed(text) for text in super().tickStrings(values, scale, spacing)]

    def boundingRect(self) -> QRectF:
        if self._bounds is None:
            # With a grid, pyqtgraph clips the labels at both ends, and these are the telling ones.
            rect: QRectF = super().boundingRect()
            if self.orientation in ALONG_X:
                self._bounds = rect.adjusted(-EDGE, 0, max(EDGE, self.beyond), 0)
            else:
                self._bounds = rect.adjusted(0, -EDGE, 0, EDGE)
        return self._bounds

    def paint(self, painter: QPainter, *_arguments: object) -> None:
        if self.picture is None:
            self.picture = self._marks(painter) or NOTHING
        if self.picture is not NOTHING:
            self.picture.paint(painter, self._font, self.textPen(), self.boundingRect())

    @property
    def _font(self) -> QFont:
        return self.style["tickFont"] or QFont()

    def _marks(self, painter: QPainter) -> Marks | None:
        """What is drawn at this range and size; nothing without a size."""
        area, reach = self._areas()
        start, end = _line_of(self.orientation, area)
        transform = self.deviceTransform_()
        if transform is None or transform.map(start) == transform.map(end):
            return None
        length = QLineF(transform.map(start), transform.map(end)).length()
        levels = self._levels(length)
        if len(levels) > 1:
            axis, ticks, texts = super().generateDrawSpecs(painter)
            ruled = [
                (pen, [QLineF(a, b) for _, a, b in group])
                for pen, group in groupby(ticks, key=lambda tick: tick[0])
            ]
            return Marks(axis, ruled, self._ended(texts, area))
        places = [
            (place, text)
            for values, texts in levels
            for value, text in zip(values, texts, strict=True)
            if (place := self._place(value, area)) is not None
        ]
        lines = [self._tick(place, area, reach) for place, _ in places]
        texts = self._texts(places, area)
        return Marks((self.pen(), start, end), [(self._tick_pen(length, len(lines)), lines)], texts)

    def _areas(self) -> tuple[QRectF, QRectF]:
        """Its own, and that of its grid lines."""
        area, view = self.mapRectFromParent(self.geometry()), self.linkedView()
        if view is None or self.grid is False:
            return area, area
        return area, view.mapRectToItem(self, view.boundingRect())

    def _levels(self, length: float) -> list[tuple[list[float], list[str]]]:
        """Values and labels of the levels of ticks; those of one that is not labelled by itself
        without labels."""
        if self._tickLevels is not None:
            explicit = [level for level in self._tickLevels if level]
            return [([v for v, _ in level], [text for _, text in level]) for level in explicit]
        low, high = self.range
        levels = self.tickValues(low, high, length)
        if len(levels) > 1:
            return [(values, []) for _, values in levels]
        scale = self.autoSIPrefixScale * self.scale
        return [(values, self.tickStrings(values, scale, space)) for space, values in levels]

    def _place(self, value: float, area: QRectF) -> float | None:
        """Where a value stands along the axis, in pixels; None beyond its ends."""
        low, high = self.range
        length = area.width() if self.orientation in ALONG_X else -area.height()
        scale = length / (high - low) if high != low else 1.0
        start = low * scale + min(length, 0.0) if high != low else 0.0
        place = value * scale - start
        ends = low * scale - start, high * scale - start
        return place if min(ends) <= place <= max(ends) else None

    def _tick(self, place: float, area: QRectF, reach: QRectF) -> QLineF:
        """From the far end of the grid to the axis, or beyond it without a grid."""
        beyond = self.style["tickLength"] if self.grid is False else 0.0
        side = self.orientation
        if side == "left":
            return QLineF(reach.right(), place, area.right() - beyond, place)
        if side == "right":
            return QLineF(reach.left(), place, area.left() + beyond, place)
        if side == "top":
            return QLineF(place, reach.bottom(), place, area.bottom() - beyond)
        return QLineF(place, reach.top(), place, area.top() + beyond)

    def _tick_pen(self, length: float, count: int) -> QPen:
        alpha = self.style["tickAlpha"]
        if alpha is None:
            crowd = min(max(0.05 * length / (count + 1), 0.0), 1.0)
            alpha = 255 if self.grid is False else int(self.grid * crowd)
        pen = QPen(self.tickPen())
        color = QColor(pen.color())
        color.setAlpha(int(alpha))
        pen.setColor(color)
        return pen

    def _texts(self, places: list[tuple[float, str]], area: QRectF) -> list[Text]:
        gap = max(0, self.style["tickLength"]) + self.style["tickTextOffset"][self._across]
        edges = {
            "left": area.right() - gap,
            "right": area.left() + gap,
            "top": area.bottom() - gap,
            "bottom": area.top() + gap,
        }
        found: list[Text] = []
        if self.style["showValues"]:
            side = self.orientation
            found, size = labels(side, self._font, places, edges[side], self.boundingRect())
            if self.things:
                found = apart(found)
            if (self.fixedHeight if self._across else self.fixedWidth) is None:
                self._updateMaxTextSize(size)
        return self._ended(found, area)

    def _ended(self, texts: list[Text], area: QRectF) -> list[Text]:
        """With the name of the quantity, in the place of the labels that it would touch."""
        if not self.ending or self.orientation != "bottom":
            return texts
        metrics = QFontMetricsF(self._font)
        width = metrics.horizontalAdvance(self.ending)
        if width > WIDEST * (area.width() + self.beyond):
            return texts
        right = area.right() + self.beyond
        top = area.top() + self.style["tickTextOffset"][1]
        place = QRectF(right - width, top, width, 0.8 * metrics.height())
        free = [text for text in texts if text[0].right() + APART <= place.left()]
        if self.things and len(free) < len(texts):
            return texts
        return [*free, (place, FLAGS, self.ending)]

    @property
    def _across(self) -> int:
        """1 of a horizontal axis, whose labels stand below each other's heights; else 0."""
        return int(self.orientation in ALONG_X)

    def _forget_bounds(self) -> None:
        self._bounds = None


def apart(texts: list[Text]) -> list[Text]:
    """Those that do not lie on the one before: a small picture has no room for every name."""
    found: list[Text] = []
    for text in texts:
        if not found or not found[-1][0].adjusted(0, TOUCH, 0, -TOUCH).intersects(text[0]):
            found.append(text)
    return found


def raised(leading: str, power: int) -> str:
    """A number as it stands beside an axis: 10⁵, 2·10⁵."""
    text = "10" + str(power).translate(SUPERSCRIPTS)
    return leading.replace("1", text) if leading in ("1", "-1") else f"{leading}·{text}"


def _line_of(side: str, area: QRectF) -> tuple[QPointF, QPointF]:
    """The ends of the line along an axis, on its inner edge."""
    if side in ("left", "right"):
        x = area.right() - 1.0 if side == "left" else area.left() + 1.0
        return QPointF(x, area.top() - 1.0), QPointF(x, area.bottom() + 1.0)
    if side == "top":
        return area.bottomLeft() + QPointF(-1.0, -1.0), area.bottomRight() + QPointF(1.0, -1.0)
    return area.topLeft() + QPointF(-1.0, 1.0), area.topRight() + QPointF(1.0, 1.0)


def _signed(text: str) -> str:
    """With a true minus, and 5·10⁻¹¹ for 5e-11."""
    leading, e, power = text.partition("e")
    return (raised(leading, int(power)) if e else text).replace("-", "−")
