"""An axis whose quantity is named at the end of its row of ticks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF

EDGE = 14  # pixels by which a label may stand out at the ends
WIDEST = 0.5  # a longer name leaves no room for numbers
APART = 8  # pixels between the last label and the name
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
FLAGS = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip


class Axis(pg.AxisItem):
    """Equal steps; ``ending`` stands at the right end of a horizontal axis, ``beyond`` pixels
    further out, in the place of the labels that it would touch; where there are ``things`` and no
    numbers, it gives way to them."""

    def __init__(self, orientation: str) -> None:
        self.ending, self.beyond, self.things = "", 0.0, False
        super().__init__(orientation)
        self.enableAutoSIPrefix(False)

    def end_with(self, text: str, beyond: float = 0.0) -> None:
        """Name the quantity so."""
        if (text, beyond) != (self.ending, self.beyond):
            self.prepareGeometryChange()
            self.ending, self.beyond = text, beyond
            self.picture = None
            self.update()

    def tickStrings(self, values: Iterable[float], scale: float, spacing: float) -> list[str]:
        return [_signed(text) for text in super().tickStrings(values, scale, spacing)]

    def boundingRect(self) -> QRectF:
        # With a grid, pyqtgraph clips the labels at both ends, and these are the telling ones.
        rect: QRectF = super().boundingRect()
        if self.orientation in ("left", "right"):
            return rect.adjusted(0, -EDGE, 0, EDGE)
        return rect.adjusted(-EDGE, 0, max(EDGE, self.beyond), 0)

    def generateDrawSpecs(self, p: Any) -> Any:
        specs = super().generateDrawSpecs(p)
        if specs is None or not self.ending or self.orientation != "bottom":
            return specs
        axis, ticks, texts = specs
        metrics = QFontMetricsF(p.font())
        width = metrics.horizontalAdvance(self.ending)
        bounds = self.mapRectFromParent(self.geometry())
        if width > WIDEST * (bounds.width() + self.beyond):
            return specs
        right = bounds.right() + self.beyond
        top = bounds.top() + self.style["tickTextOffset"][1]
        place = QRectF(right - width, top, width, 0.8 * metrics.height())
        free = [text for text in texts if text[0].right() + APART <= place.left()]
        if self.things and len(free) < len(texts):
            return specs
        return axis, ticks, [*free, (place, FLAGS, self.ending)]


def raised(leading: str, power: int) -> str:
    """A number as it stands beside an axis: 10⁵, 2·10⁵."""
    text = "10" + str(power).translate(SUPERSCRIPTS)
    return leading.replace("1", text) if leading in ("1", "-1") else f"{leading}·{text}"


def _signed(text: str) -> str:
    """With a true minus, and 5·10⁻¹¹ for 5e-11."""
    leading, e, power = text.partition("e")
    return (raised(leading, int(power)) if e else text).replace("-", "−")
