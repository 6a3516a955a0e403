"""The map of finite variance: chi-square over the ratio of the stds and the means' distance."""

from __future__ import annotations

import math
from itertools import cycle

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtWidgets import QGraphicsRectItem

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.importance_weights.records import VarianceMap
from engine.session.session import Session
from gui.base.gesture import new_gesture
from gui.plotkit.frame import Frame
from gui.plotkit.handles import Handle, decimals_of
from gui.plotkit.panel import Panel
from gui.plotkit.plot_text import PlotText
from gui.plotkit.trace import Spots, Trace
from gui.plotkit.untyped import MouseEvent
from gui.plotkit.words import Run

HIGHEST = 8.0  # nats: beyond this the colour no longer changes
BAR_WIDTH, BAR_GAP, BAR_NUMBERS = 10, 6, 24
BAR_TICKS = [(0, "0"), (2, "2"), (4, "4"), (6, "6"), (8, "≥ 8")]
ESS_SHARES = (0.5, 0.1, 0.01)
LABELS_AT = math.log10(0.25)
BEYOND = "infinite variance"


class MapHandle(Handle):
    """Also says when it is double clicked."""

    reset = Signal(int)  # gesture number

    def mouseClickEvent(self, ev: MouseEvent) -> None:
        if ev.double() and ev.button() == Qt.MouseButton.LeftButton:
            ev.accept()
            self.reset.emit(new_gesture())
        else:
            ev.ignore()


class VarianceMapPanel(Panel):
    """An image with the boundary lambda = 2, grey beyond it, and where p and q are on it."""

    # (ratio of the stds, distance of the means in stds of q, gesture number)
    moved = Signal(float, float, int)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "σp / σq", "(μp − μq) / σq", log="x")
        theme = self.theme
        self._gesture = 0
        self._drawn: VarianceMap | None = None
        self._add_image()
        self._add_contours()
        self.beyond = QGraphicsRectItem()
        self.beyond.setPen(pg.mkPen(None))
        self.beyond.setBrush(theme.brush("grid", 1.0))
        self.boundary = pg.InfiniteLine(angle=90, pen=theme.pen("negative", 1.8))
        self.words = PlotText(BEYOND, color=theme.color("muted"), angle=-90, anchor=(0.5, 0.5))
        self.here = Spots(
            size=theme.symbol(11),
            symbol="o",
            pen=theme.pen("p", 1.8),
            brush=theme.brush("plot", 1.0),
        )
        tip = "p and q: drag for another p; a double click resets p"
        self.handle = MapHandle(theme, "p", "mean", tip)
        self.handle.started.connect(self._start)
        self.handle.dragged.connect(self._drag)
        for item in (self.beyond, self.boundary, self.words, self.here, self.handle):
            self.plot.addItem(item, ignoreBounds=True)
        self.here.setZValue(20)

    def screen_only(self) -> list[pg.GraphicsObject]:
        """The handle."""
        return [self.handle]

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.variance_map, result.histogram.expected_note)

    def draw(self, variance_map: VarianceMap | None, why_none: str = "") -> None:
        """Show this map; without one, why there is none."""
        there = variance_map is not None
        for item in (self.image, self.beyond, self.boundary, self.words, self.here):
            item.setVisible(there)
        self.contours.setVisible(there)
        for label in self.labels:
            label.setVisible(there)
        self.handle.setVisible(variance_map is not None and variance_map.draggable)
        if variance_map is None:
            self.headline("")
            self.say(sentence=why_none)
            self._drawn = None
            self.settle()
            return
        if not self._same_picture(variance_map):
            self._draw_image(variance_map)
        self._drawn = variance_map
        x, y = place(variance_map)
        self.here.setData([x], [y])
        self.handle.place(x, y)
        self._say(variance_map)

    def _add_image(self) -> None:
        colors = pg.ColorMap(np.linspace(0.0, 1.0, len(self.theme.map)), list(self.theme.map))
        self.image = pg.ImageItem(axisOrder="col-major")
        self.image.setZValue(-5)
        self.plot.addItem(self.image, ignoreBounds=True)
        self.bar = pg.ColorBarItem(
            values=(0.0, HIGHEST),
            width=BAR_WIDTH,
            colorMap=colors,
            interactive=False,
            colorMapMenu=False,
        )
        self.bar.setImageItem(self.image)
        self.plot.layout.addItem(self.bar, 1, 3)  # beside the box
        self.plot.layout.setColumnFixedWidth(2, BAR_GAP)
        axis = self.bar.getAxis("right")
        axis.setStyle(tickLength=-BAR_WIDTH)  # over the bar: outside they look like minus signs
        axis.setTicks([BAR_TICKS])
        axis.setWidth(BAR_NUMBERS * self.theme.text_scale)
        axis.setTickFont(self.plot.getAxis("left").style["tickFont"])
        axis.setPen(self.theme.pen("line", 1.0))
        axis.setTextPen(self.theme.color("muted"))

    def _add_contours(self) -> None:
        pen = self.theme.pen("text", 1.0)
        self.contours = Trace(pen=pen, connect="finite", antialias=True)
        self.plot.addItem(self.contours, ignoreBounds=True)
        self.labels = []
        for share in ESS_SHARES:
            label = PlotText(
                f"{share:.0%}".replace("%", " %"),
                color=self.theme.text,
                anchor=(0.5, 0.5),
                fill=self.theme.brush("plot", 0.75),
            )
            self.plot.addItem(label, ignoreBounds=True)
            self.labels.append(label)

    def _draw_contours(self, variance_map: VarianceMap) -> None:
        """Where ESS / n, which is exp(-log(1 + chi-square)), is a round share."""
        x, y = [], []
        # In a small plot the labels would lie on each other, were all of them above.
        for share, label, side in zip(ESS_SHARES, self.labels, cycle((1.0, -1.0)), strict=False):
            ratio, distance = contour(variance_map, -math.log(share))
            x += [*ratio, math.nan]
            y += [*distance, math.nan]
            if len(ratio):
                place = int(np.argmin(np.abs(ratio - LABELS_AT) - 1e-6 * side * distance))
                label.setPos(float(ratio[place]), float(distance[place]))
        self.contours.setData(np.array(x), np.array(y))

    def _same_picture(self, new: VarianceMap) -> bool:
        old = self._drawn
        names = ("ratio", "distance", "log1p_chi_square")
        return old is not None and all(
            np.array_equal(getattr(old, name), getattr(new, name)) for name in names
        )

    def _draw_image(self, variance_map: VarianceMap) -> None:
        x, y = np.log10(variance_map.ratio), variance_map.distance
        shown = np.minimum(variance_map.log1p_chi_square, HIGHEST)
        self.image.setImage(shown, autoLevels=False, levels=(0.0, HIGHEST))
        # The outer pixels have their centres at the ends.
        across, up = (float(v[-1] - v[0]) / (len(v) - 1) for v in (x, y))
        rect = QRectF(x[0] - 0.5 * across, y[0] - 0.5 * up, across * len(x), up * len(y))
        self.image.setRect(rect)
        boundary = math.log10(variance_map.boundary)
        right = float(x[-1])
        self.boundary.setValue(boundary)
        self._draw_contours(variance_map)
        self.beyond.setRect(boundary, rect.top(), rect.right() - boundary, rect.height())
        self.words.setPos(0.5 * (boundary + right), 0.5 * float(y[0] + y[-1]))
        self.settle((float(x[0]), right), (float(y[0]), float(y[-1])))

    def _start(self) -> None:
        self._gesture = new_gesture()

    def _drag(self, x: float, y: float) -> None:
        if self._drawn is None:
            return
        ratio, distance = self._drawn.ratio, self._drawn.distance
        across, up = decimals_of(self.plot.vb)
        x = min(max(x, math.log10(ratio[0])), math.log10(ratio[-1]))
        y = min(max(y, float(distance[0])), float(distance[-1]))
        self.moved.emit(10.0 ** round(x, across), round(y, up), self._gesture)

    def _say(self, here: VarianceMap) -> None:
        value, ink = here.current_log1p_chi_square, self.theme.ink("accent")
        short = shown_value(value, 3) if math.isfinite(value) else "∞"
        words = f"log(1 + χ²) = {short}"
        if not math.isfinite(value):
            words = f"χ² = ∞, as {shown_value(here.current_ratio, 3)} ≥ √2"
        self.headline(Run(f"○ {words}", ink), Run(f"○ {short}", ink))
        lines = ["lines: ESS / n"]
        if here.current_note:
            lines.append(here.current_note)
        if not inside(here):
            ratio, distance = (
                shown_value(each, 3) for each in (here.current_ratio, here.current_distance)
            )
            lines.append(f"beyond the map: ({ratio}, {distance})")
        self.say(*lines)


def contour(variance_map: VarianceMap, level: float) -> tuple[Array, Array]:
    """The closed line around all points below this level, log10 ratio and distance, (m,) each."""
    ratio, distance = np.log10(variance_map.ratio), variance_map.distance
    above = distance >= 0.0
    x, y = [], []
    for across, column in zip(ratio, variance_map.log1p_chi_square[:, above], strict=True):
        if column[0] < level < column[-1] < math.inf:
            x.append(across)
            # Linear in the square of the distance.
            square = float(np.interp(level, column, distance[above] ** 2))
            y.append(math.sqrt(square))
    if not x:
        return np.array([]), np.array([])
    return np.array(x + x[::-1]), np.array(y + [-each for each in reversed(y)])


def inside(here: VarianceMap) -> bool:
    """Whether the point lies on the map."""
    return bool(
        here.ratio[0] <= here.current_ratio <= here.ratio[-1]
        and here.distance[0] <= here.current_distance <= here.distance[-1]
    )


def place(here: VarianceMap) -> tuple[float, float]:
    """Where the point is drawn: log10 of the ratio, and the distance; at most at the edge."""
    ratio = min(max(here.current_ratio, float(here.ratio[0])), float(here.ratio[-1]))
    distance = min(max(here.current_distance, float(here.distance[0])), float(here.distance[-1]))
    return math.log10(ratio), distance
