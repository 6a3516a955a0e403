"""Two actions: the squashed densities of p and q over the square of actions."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from engine.core.shown_numbers import shown_estimate, shown_value
from engine.page.result import Result
from engine.pages.tanh_squashing.records import Plane, PlanePolicy
from engine.session.session import Session
from gui.pages.tanh_squashing.group import mark, options_of
from gui.plotkit.drawable import LARGEST
from gui.plotkit.frame import Frame
from gui.plotkit.pair import Name
from gui.plotkit.panel import Panel
from gui.plotkit.smooth_image import SmoothImage

STRONGEST = 0.75  # opacity where the density is highest


class PlanePanel(Panel):
    """The density of one policy with its contours, sample points and modes."""

    name: Name = "p"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "action a1", "action a2", short="a1")
        theme, name = self.theme, self.name
        self.image = SmoothImage(axisOrder="col-major", lut=self._colors())
        self.image.setZValue(-5)
        self.plot.addItem(self.image, ignoreBounds=True)
        self.points = self.dots("truth", 2.5, brush=theme.brush("truth", 0.45))
        self.contours = self.several_lines(theme.pen(name, 1.3))
        self.modes = mark(self, "truth", 11, "d")
        self.bounds = self.curve(theme.pen("muted", 1.0))

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.plane, options_of(session).jacobian)

    def draw(self, plane: Plane, jacobian: bool) -> None:
        """Show this policy's density, which has no modes worth a mark without the Jacobian."""
        policy: PlanePolicy = getattr(plane, self.name)
        self._draw_image(plane, policy)
        contours = policy.contours
        self.contours.show(contours.x, contours.y, contours.line)
        self.points.show(*policy.points.T)
        self.modes.show(*policy.modes.T)
        self.modes.graphics.setVisible(jacobian)
        (left, bottom), (right, top) = plane.low.tolist(), plane.high.tolist()
        self.bounds.show([left, right, right, left, left], [bottom, bottom, top, top, bottom])
        self.headline(_words(policy, jacobian))
        self.say("rings: 95, 75, 50, 25 % of the mass inside", "◆ mode")
        margin = 0.06 * (top - bottom)
        self.settle((left, right), (bottom - margin, top + margin), 0.06)

    def _draw_image(self, plane: Plane, policy: PlanePolicy) -> None:
        top = min(float(policy.levels[-1]), LARGEST)
        # What lies above the highest contour has one colour, or a peak would fade the rest.
        share = np.minimum(policy.density, top) / top if top > 0.0 else 0.0 * policy.density
        shades = np.round(255.0 * np.sqrt(share)).astype(np.ubyte)
        self.image.show(shades, QRectF(*plane.low.tolist(), *(plane.high - plane.low).tolist()))

    def _colors(self) -> NDArray[np.ubyte]:
        color = self.theme.color(self.name)
        table = np.empty((256, 4), dtype=np.ubyte)
        table[:] = color.red(), color.green(), color.blue(), 0
        table[:, 3] = np.round(np.linspace(0.0, 255.0 * STRONGEST, 256))
        return table


class PlaneOfQ(PlanePanel):
    """Of q."""

    name = "q"


def _words(policy: PlanePolicy, jacobian: bool) -> str:
    if jacobian:
        count = len(policy.modes)
        return f"{count} mode{'s' if count > 1 else ''}"
    error = policy.area_error
    area = shown_estimate(policy.area, error) if error else shown_value(policy.area, 4)
    return f"area {area}, not 1"
