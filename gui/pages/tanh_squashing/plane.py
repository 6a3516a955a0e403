"""Two actions: the squashed densities of p and q over the square of actions."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from engine.core.number_format import estimate_text, value_text
from engine.page.result import Result
from engine.pages.tanh_squashing.records import Plane, PlanePolicy
from engine.session.session import Session
from gui.look.theme import Theme
from gui.pages.tanh_squashing.group import SquashGroup, mark, options_of
from gui.plotkit.drawable import LARGEST
from gui.plotkit.layout_panel import LayoutPanel as Panel
from gui.plotkit.pair import NAMES, Name

STRONGEST = 0.75  # opacity where the density is highest


class PlaneGroup(SquashGroup):
    """p on the left, q on the right."""

    figures = ("plane",)
    indent = 62

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.squares = {
            name: self.add(PlanePanel(self.layout, theme, (1, column), name))
            for column, name in enumerate(NAMES)
        }
        ring = pg.PlotCurveItem(pen=theme.pen("muted", 1.3))
        dark = {"pen": None, "brush": theme.color("truth")}
        mode = pg.ScatterPlotItem(size=theme.symbol(11), symbol="d", **dark)
        sample = pg.ScatterPlotItem(size=theme.symbol(4), symbol="o", **dark)
        rings = "95, 75, 50, 25 % of the mass inside"
        self.explain({ring: rings, mode: "mode", sample: "sample"})

    def draw(self, result: Result, session: Session) -> None:
        for panel in self.squares.values():
            panel.draw(result.plane, options_of(session).jacobian)


class PlanePanel(Panel):
    """The density of one policy with its contours, sample points and modes."""

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int], name: Name
    ) -> None:
        title = f"{name} over the actions"
        super().__init__(layout, theme, place, title, "action a1", "action a2")
        self.name = name
        self.image = SmoothImage(axisOrder="col-major", lut=self._colors())
        self.image.setZValue(-5)
        self.plot.addItem(self.image, ignoreBounds=True)
        self.points = self.dots("truth", 2.5, brush=theme.brush("truth", 0.45))
        self.contours = self.curve(theme.pen(name, 1.3))
        self.modes = mark(self, "truth", 11, "d")
        self.bounds = self.curve(theme.pen("muted", 1.0))

    def draw(self, plane: Plane, jacobian: bool) -> None:
        """Show this policy's density, which has no modes worth a mark without the Jacobian."""
        policy: PlanePolicy = getattr(plane, self.name)
        self._draw_image(plane, policy)
        contours = policy.contours
        together = np.append(np.diff(contours.line) == 0.0, False)
        self.contours.graphics.setData(contours.x, contours.y, connect=together)
        self.points.show(*policy.points.T)
        self.modes.show(*policy.modes.T)
        self.modes.graphics.setVisible(jacobian)
        (left, bottom), (right, top) = plane.low.tolist(), plane.high.tolist()
        self.bounds.show([left, right, right, left, left], [bottom, bottom, top, top, bottom])
        self.plot.vb.setRange(xRange=(left, right), yRange=(bottom, top), padding=0.06)
        self.retitle(f"{self.name}: {_words(policy, jacobian)}")

    def _draw_image(self, plane: Plane, policy: PlanePolicy) -> None:
        top = min(float(policy.levels[-1]), LARGEST)
        # What lies above the highest contour has one colour, or a peak would fade the rest.
        share = np.minimum(policy.density, top) / top if top > 0.0 else 0.0 * policy.density
        self.image.setImage(np.round(255.0 * np.sqrt(share)).astype(np.ubyte), levels=(0, 255))
        self.image.setRect(QRectF(*plane.low.tolist(), *(plane.high - plane.low).tolist()))

    def _colors(self) -> NDArray[np.ubyte]:
        color = self.theme.color(self.name)
        table = np.empty((256, 4), dtype=np.ubyte)
        table[:] = color.red(), color.green(), color.blue(), 0
        table[:, 3] = np.round(np.linspace(0.0, 255.0 * STRONGEST, 256))
        return table


def _words(policy: PlanePolicy, jacobian: bool) -> str:
    if jacobian:
        count = len(policy.modes)
        return f"{count} mode{'s' if count > 1 else ''}"
    error = policy.area_error
    area = estimate_text(policy.area, error) if error else value_text(policy.area, 4)
    return f"area {area}, not 1"


class SmoothImage(pg.ImageItem):
    """An image whose pixels melt into each other."""

    def paint(self, painter: QPainter, *arguments: object) -> None:
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        super().paint(painter, *arguments)
