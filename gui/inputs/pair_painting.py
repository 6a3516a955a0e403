"""Paints p and q: axis, densities or ellipses, names, handles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF
from shiboken6 import VoidPtr

from engine.core.arrays import Array
from engine.core.shown_numbers import shown_value
from engine.gaussian.ellipse import plane_frame
from engine.gaussian.gaussian import Gaussian
from gui.inputs.pair_grips import PLANE, Grip, peak_of
from gui.inputs.pair_scale import Scale, ticks
from gui.look.theme import Theme
from gui.plotkit.thin_lines import THIN, paint_thin

CENTRE, EDGE = 4.5, 3.5  # radii of handles, in pixels beside usual type
STEPS = 240
RINGS = (1.0, 2.0)
ANGLE = np.linspace(0.0, 2.0 * np.pi, 121)
CIRCLE = np.stack([np.cos(ANGLE), np.sin(ANGLE)])
FAR = 100.0  # sizes of the picture
FILL = 0.14
_MEMORY: Any = VoidPtr  # declared without its arguments
TICK_WIDTH = 56  # pixels from one number of the axis to the next, at the least
SIZES = {"small": (11, 12), "large": (12, 18)}  # of ticks and names, in pixels


class PairPainter:
    """Draws into one painter; ``large`` is for a picture that fills a page, ``coarse`` for one
    that lives until the next only."""

    def __init__(
        self,
        painter: QPainter,
        scale: Scale,
        theme: Theme,
        large: bool = False,
        coarse: bool = False,
    ) -> None:
        self.painter, self.scale, self.theme = painter, scale, theme
        self.large, self._coarse = large, coarse
        self._tick_size, self._name_size = SIZES["large" if large else "small"]
        self._ring = 1.3 if large else 1.0

    def axis(self) -> None:
        """The line below, and round numbers along it."""
        area, theme = self.scale.area, self.theme
        self.painter.setPen(QPen(theme.color("control"), 1.0))
        self.painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._font(self._tick_size)
        self.painter.setPen(theme.color("muted"))
        low, high = self.scale.x
        most = int(area.width() / (TICK_WIDTH * theme.text_scale))
        for value in ticks(low, high, max(most, 1)):
            at = self.scale.to_pixels(value, self.scale.y[0])
            box = QRectF(at.x() - 60, area.bottom() + 3, 120, 30)
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            self.painter.drawText(box, flags, shown_value(value))

    def pair(self, gaussians: Mapping[str, Gaussian], ghost: bool = False) -> None:
        """Densities or ellipses; those of a pinned state are dotted."""
        self.painter.save()
        self.painter.setClipRect(self.scale.area.adjusted(-8, -8, 8, 0.5))
        for name, gaussian in gaussians.items():
            if gaussian.dimension == 1:
                self._density(name, gaussian, ghost)
            else:
                self._ellipses(name, gaussian, ghost)
        self.painter.restore()

    def names(self, gaussians: Mapping[str, Gaussian]) -> None:
        """Beside the curves, on their outer sides."""
        self._font(self._name_size, True)
        left = min(gaussians, key=lambda name: float(gaussians[name].mean[0]))
        for name, gaussian in gaussians.items():
            at = self._beside(gaussian, -1 if name == left else 1)
            self.painter.setPen(QColor(self.theme.ink(name)))
            half = 1.2 * self._name_size * self.theme.text_scale
            box = QRectF(at.x() - half, at.y() - half, 2 * half, 2 * half)
            self.painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def handles(self, grips: Iterable[Grip], active: Grip | None) -> None:
        """Rings that can be held; the one under the mouse is filled."""
        for grip in grips:
            at = self.scale.to_pixels(grip.x, grip.y)
            radius = self.theme.symbol((CENTRE if grip.centre else EDGE) * self._ring)
            color = self.theme.color(grip.name)
            self.painter.setPen(QPen(color, 2.0 * self.theme.line_scale))
            filled = active is not None and active == grip
            self.painter.setBrush(color if filled else self.theme.color("plot"))
            self.painter.drawEllipse(at, radius, radius)

    def _density(self, name: str, gaussian: Gaussian, ghost: bool) -> None:
        mean, std = float(gaussian.mean[0]), float(gaussian.std[0])
        low, high = self.scale.x
        # Evenly over the picture, and over the curve itself where that is narrow.
        x = np.union1d(
            np.linspace(low, high, STEPS), np.clip(mean + std * np.linspace(-5, 5, 81), low, high)
        )
        with np.errstate(under="ignore"):
            y = peak_of(gaussian) * np.exp(-0.5 * np.square((x - mean) / std))
        line = self._path(x, y)
        if not ghost:
            area = QPainterPath(line)
            area.lineTo(self.scale.to_pixels(float(x[-1]), 0.0))
            area.lineTo(self.scale.to_pixels(float(x[0]), 0.0))
            self.painter.fillPath(area, self.theme.color(name, FILL))
            if self.large:
                self._marks(name, mean, std, peak_of(gaussian))
        self._stroke(name, line, ghost)

    def _marks(self, name: str, mean: float, std: float, peak: float) -> None:
        """Dotted, from the peak down and from edge to edge."""
        shoulder = peak * float(np.exp(-0.5))
        self.painter.setPen(self.theme.pen(name, 1.0, Qt.PenStyle.DotLine))
        to = self.scale.to_pixels
        self.painter.drawLine(to(mean, peak), to(mean, 0.0))
        self.painter.drawLine(to(mean - std, shoulder), to(mean + std, shoulder))

    def _ellipses(self, name: str, gaussian: Gaussian, ghost: bool) -> None:
        mean, frame = plane_frame(gaussian, PLANE)
        circle = frame @ CIRCLE
        for ring in RINGS:
            x, y = (m + ring * row for m, row in zip(mean, circle, strict=True))
            line = self._path(x, y)
            if ring == RINGS[0] and not ghost:
                self.painter.fillPath(line, self.theme.color(name, FILL))
            self._stroke(name, line, ghost, 1.0 if ring > RINGS[0] else 1.8)

    def _stroke(self, name: str, line: QPainterPath, ghost: bool, width: float = 1.8) -> None:
        style = Qt.PenStyle.SolidLine if name == "p" else Qt.PenStyle.DashLine
        if ghost:
            style, width = Qt.PenStyle.DotLine, 1.2
        pen = self.theme.pen(name, width, style)
        self.painter.setBrush(QBrush())
        if self._coarse and pen.widthF() > THIN:
            paint_thin(self.painter, line, pen)
        else:
            self.painter.setPen(pen)
            self.painter.drawPath(line)

    def _path(self, x: Array, y: Array) -> QPainterPath:
        (x0, _), (y0, _) = self.scale.x, self.scale.y
        across, up = self.scale.pixel
        area = self.scale.area
        # Qt loses lines that end very far outside.
        far = FAR * max(area.width(), area.height(), 1.0)
        places = area.left() + (x - x0) / across, area.bottom() - (y - y0) / up
        polygon = QPolygonF()
        polygon.resize(len(x))
        # A point at a time takes longer than painting them.
        memory = _MEMORY(polygon.data(), 16 * len(x), True)
        columns = np.frombuffer(memory, dtype=float).reshape(-1, 2).T
        for column, each in zip(columns, places, strict=True):
            np.clip(each, -far, far, out=column)
        path = QPainterPath()
        path.addPolygon(polygon)
        return path

    def _beside(self, gaussian: Gaussian, side: int) -> QPointF:
        mean, std = float(gaussian.mean[0]), float(gaussian.std[0])
        if gaussian.dimension == 1:
            at = self.scale.to_pixels(mean + side * 1.3 * std, 0.55 * peak_of(gaussian))
        else:
            at = self.scale.to_pixels(mean + side * RINGS[-1] * std, float(gaussian.mean[1]))
        gap = 14.0 * self.theme.text_scale
        area = self.scale.area
        return QPointF(
            min(max(at.x() + side * gap, area.left() + 8), area.right() - 8),
            min(max(at.y(), area.top() + 10), area.bottom() - 10),
        )

    def _font(self, pixels: int, bold: bool = False) -> None:
        font = QFont(self.painter.font())
        font.setPixelSize(max(round(pixels * self.theme.text_scale), 1))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        self.painter.setFont(font)
