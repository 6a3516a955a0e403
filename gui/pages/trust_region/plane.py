"""The half-plane of mean and std: the return, balls about the current policy, where steps end."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.trust_region.records import Plane
from engine.session.session import Session
from gui.pages.trust_region.looks import LOOKS, step_pen
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.points import Point
from gui.plotkit.words import Line, Run

DASH = (5.0, 3.0)
SIZES = {"natural_sigma": 14, "natural_log_sigma": 8, "best": 13}
NAMES = ("old∥new = δ", "new∥old = δ", "Fisher ellipse")


class PlanePanel(Panel):
    """Balls at a quarter of delta, delta, nine quarters of it; q and p can be dragged."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "mean μ", "std σ", short="μ", x_key="mean")
        theme = self.theme
        thin = theme.pen("line", 1.0)
        self.contours = self.several_lines(thin)
        self.geodesic = self.curve(theme.pen("p", 1.4, Qt.PenStyle.DotLine), seen=False)
        pens = theme.pen("q", 1.8), theme.pen("p", 1.8), theme.pen("text", 1.4)
        pens[1].setDashPattern(DASH)
        pens[2].setStyle(Qt.PenStyle.DotLine)
        self.balls = [
            [self.curve(pen, name=name if i == 1 else "") for i in range(3)]
            for name, pen in zip(NAMES, pens, strict=True)
        ]
        self.ways = {
            key: self.curve(step_pen(theme, key, 1.4), name=name, seen=False)
            for key, (name, *_) in LOOKS.items()
        }
        self.ends = {
            key: self.dots(role, SIZES.get(key, 10), symbol=symbol, pen=theme.pen("plot", 1.0))
            for key, (_, role, _, symbol) in LOOKS.items()
        }
        self.policies = {
            key: self.dots(key, 9, symbol="o", pen=theme.pen("plot", 1.2)) for key in ("q", "p")
        }
        self._plane: Plane | None = None
        self.points = {(key, i): self._point(key, i) for key in ("q", "p") for i in (1, 2)}

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.plane)
        distance = result["p.distance"].value
        set_to = session.options["trust-region"].values()["delta"]
        reached = result["natural_sigma.kl_old_new"]
        known = (
            "no step" if reached.kind == "unknown" else f"{shown_value(reached.value, 3)} reached"
        )
        ink = self.theme.ink("k1")
        self.headline(
            Run(f"δ = {shown_value(set_to, 3)} set, {known}", ink, bold=True), Run(known, ink)
        )
        self.say(
            Run(f"geodesic to p: {shown_value(distance, 3)}", self.theme.ink("p")),
            "balls of δ/4, δ, 9δ/4",
        )
        axis = _axis(session)
        for (_, i), point in self.points.items():
            point.handle.setVisible(i == axis)

    def draw(self, plane: Plane) -> None:
        """Show this half-plane."""
        self._plane = plane
        self.contours.show(plane.contours.x, plane.contours.y, plane.contours.line)
        self.geodesic.show(plane.geodesic_mean, plane.geodesic_std)
        for curves, lines in zip(
            self.balls, (plane.old_new, plane.new_old, plane.ellipse), strict=True
        ):
            for curve, line in zip(curves, lines, strict=True):
                curve.show(line.x, line.y)
        for key, dots in self.ends.items():
            there = [i for i, name in enumerate(plane.names) if name == key]
            mean, std = plane.end_mean[there], plane.end_std[there]
            dots.show(mean, std)
            start = [[each] * len(there) for each in plane.old]
            self.ways[key].show([*start[0], *mean], [*start[1], *std])
        places = {"q": plane.old, "p": plane.other}
        for key, (across, up) in places.items():
            self.policies[key].show([across], [up])
        for (key, _), point in self.points.items():
            point.stand(*places[key])
        self.settle(
            (float(plane.mean[0]), float(plane.mean[-1])),
            (float(plane.std[0]), float(plane.std[-1])),
        )

    def words_at(self, x: float, y: float) -> Line:
        plane = self._plane
        if plane is None or y <= 0.0:
            return ""
        old = plane.old
        m, v = (x - old[0]) / old[1], math.log(y / old[1])
        forward = 0.5 * ((m * math.exp(-v)) ** 2 + math.expm1(-2.0 * v) + 2.0 * v)
        backward = 0.5 * (m**2 + math.expm1(2.0 * v) - 2.0 * v)
        return f"KL(old∥new) {shown_value(forward, 3)}, KL(new∥old) {shown_value(backward, 3)}"

    def screen_only(self) -> Sequence[pg.GraphicsObject]:
        return [*super().screen_only(), *(point.handle for point in self.points.values())]

    def _point(self, key: str, axis: int) -> Point:
        """A handle that moves the mean and the std along an axis."""
        tip = "the current policy: drag it" if key == "q" else "a policy of your own: drag it"
        where = [f"{key}.mean[{axis}]", f"{key}.std[{axis}]"]
        return Point(self, key, "mean", tip, where, lambda x, y: [x, abs(y)])


def _axis(session: Session) -> int:
    """Which axis the direction that is shown is, counted from 1; 0 where it is none, so that a
    drag would have no address."""
    q = session.scene.q
    if q.dimension == 1:
        return 1
    shown = int(session.options["trust-region"].values()["direction"])
    return shown if q.dimension == 2 and q.covariance[0, 1] == 0.0 else 0
