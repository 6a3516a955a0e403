"""Two actions: the squashed densities of p and q over the square of actions."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from engine.core.number_format import estimate_text, value_text
from engine.page.result import Result
from engine.pages.tanh_squashing.options import Options
from engine.pages.tanh_squashing.records import Plane, PlanePolicy
from gui.look.theme import Theme
from gui.plotkit.drawable import LARGEST
from gui.plotkit.group import NAMES, Group, say_title
from gui.plotkit.key import Key

STRONGEST = 0.75  # opacity where the density is highest


class PlaneGroup(Group):
    """p on the left, q on the right; each with its contours, sample points and modes."""

    def __init__(self, layout: pg.GraphicsLayout, theme: Theme) -> None:
        super().__init__(layout, theme)
        self.key = Key(theme, 62)
        layout.addItem(self.key, row=0, col=0, colspan=2)
        titles = {"p": "p over the actions", "q": "q over the actions"}
        self.squares = {
            name: self.add(1, column, titles[name], "action a1", "action a2")
            for column, name in enumerate(NAMES)
        }
        self.images = {name: self._image(name) for name in NAMES}
        self.points = {name: self._points(name) for name in NAMES}
        self.contours = {name: self._contours(name) for name in NAMES}
        self.modes = {name: self._modes(name) for name in NAMES}
        self.bounds = {name: self._bounds(name) for name in NAMES}
        self._fill_key()
        self.finish()

    def draw(self, result: Result, options: Options) -> None:
        plane = result.plane
        for name in NAMES:
            policy: PlanePolicy = getattr(plane, name)
            self._draw_image(name, plane, policy)
            contours = policy.contours
            together = np.append(np.diff(contours.line) == 0.0, False)
            self.contours[name].setData(contours.x, contours.y, connect=together)
            self.points[name].setData(policy.points[:, 0], policy.points[:, 1])
            self.modes[name].setData(policy.modes[:, 0], policy.modes[:, 1])
            self.modes[name].setVisible(options.jacobian)
            (left, bottom), (right, top) = plane.low.tolist(), plane.high.tolist()
            self.bounds[name].setData(
                [left, right, right, left, left], [bottom, bottom, top, top, bottom]
            )
            plot = self.squares[name]
            plot.vb.setRange(xRange=(left, right), yRange=(bottom, top), padding=0.06)
            say_title(plot, self._title(name, policy, options.jacobian))

    def _title(self, name: str, policy: PlanePolicy, jacobian: bool) -> str:
        if not jacobian:
            error = policy.area_error
            area = estimate_text(policy.area, error) if error else value_text(policy.area, 4)
            return f"{name}: area {area}, not 1"
        count = len(policy.modes)
        return f"{name}: {count} mode{'s' if count > 1 else ''}"

    def _draw_image(self, name: str, plane: Plane, policy: PlanePolicy) -> None:
        top = min(float(policy.levels[-1]), LARGEST)
        # What lies above the highest contour has one colour, or a peak would fade the rest.
        share = np.minimum(policy.density, top) / top if top > 0.0 else 0.0 * policy.density
        self.images[name].setImage(
            np.round(255.0 * np.sqrt(share)).astype(np.ubyte), levels=(0, 255)
        )
        width, height = (plane.high - plane.low).tolist()
        self.images[name].setRect(QRectF(*plane.low.tolist(), width, height))

    def _image(self, name: str) -> pg.ImageItem:
        color = self.theme.color(name)
        table = np.empty((256, 4), dtype=np.ubyte)
        table[:] = color.red(), color.green(), color.blue(), 0
        table[:, 3] = np.round(np.linspace(0.0, 255.0 * STRONGEST, 256))
        image = SmoothImage(axisOrder="col-major", lut=table)
        image.setZValue(-5)
        self.squares[name].addItem(image, ignoreBounds=True)
        return image

    def _points(self, name: str) -> pg.ScatterPlotItem:
        dots = pg.ScatterPlotItem(
            size=self.theme.symbol(2.5), pen=None, brush=self.theme.brush("truth", 0.45)
        )
        self.squares[name].addItem(dots, ignoreBounds=True)
        return dots

    def _contours(self, name: str) -> pg.PlotCurveItem:
        return self.curve(self.squares[name], self.theme.pen(name, 1.3))

    def _modes(self, name: str) -> pg.ScatterPlotItem:
        marks = pg.ScatterPlotItem(
            size=self.theme.symbol(11),
            symbol="d",
            pen=self.theme.pen("plot", 1.2),
            brush=self.theme.brush("truth", 1),
        )
        marks.setZValue(12)
        self.squares[name].addItem(marks, ignoreBounds=True)
        return marks

    def _bounds(self, name: str) -> pg.PlotCurveItem:
        return self.curve(self.squares[name], self.theme.pen("muted", 1.0))

    def _fill_key(self) -> None:
        ring = pg.PlotCurveItem(pen=self.theme.pen("muted", 1.3))
        self.key.add(ring, "95, 75, 50, 25 % of the mass inside")
        dark = self.theme.color("truth")
        for size, symbol, text in ((11, "d", "mode"), (4, "o", "sample")):
            self.key.add(
                pg.ScatterPlotItem(
                    size=self.theme.symbol(size), symbol=symbol, pen=None, brush=dark
                ),
                text,
            )


class SmoothImage(pg.ImageItem):
    """An image whose pixels melt into each other."""

    def paint(self, painter: QPainter, *arguments) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *arguments)
