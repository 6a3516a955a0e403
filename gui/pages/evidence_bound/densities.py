"""Prior, likelihood, posterior and q over z, which can be dragged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import numpy as np
import pyqtgraph as pg

from engine.core.shown_numbers import shown_value
from engine.page.result import Result
from engine.pages.evidence_bound.records import Densities
from engine.session.session import Session
from gui.pages.evidence_bound.looks import look_pen
from gui.plotkit.frame import Frame
from gui.plotkit.panel import Panel
from gui.plotkit.points import Point

CURVES = {
    "prior": ("prior", "k2", True),
    "likelihood": ("likelihood", "k3", True),
    "posterior": ("posterior", "p", False),
    "q": ("q", "q", False),
}
SHOULDER = math.exp(-0.5)
ROOT_2PI = math.sqrt(2.0 * math.pi)
WIDEST = 4.0  # standard deviations of them


class DensitiesPanel(Panel):
    """Handles at the tops and the shoulders; the posterior follows."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "z", "density", x_key="z")
        theme = self.theme
        self.shade = self.band("q", 0.14)
        self.curves = {
            key: self.curve(look_pen(theme, role, dashed), name=name)
            for key, (name, role, dashed) in CURVES.items()
        }
        self._centres = {"q": 0.0, "likelihood": 0.0}
        self.points = self._points()

    def show_result(self, result: Result, session: Session) -> None:
        options = session.options["evidence-bound"].values()
        self.draw(result.densities)
        q, found = session.scene.q, result
        self._put("q", float(q.mean[0]), float(q.std[0]))
        self._put("likelihood", options["x"], options["s"])
        self._put("prior", 0.0, options["tau"])
        gap = shown_value(found["gap"].value, 4)
        self.headline(f"KL(q∥posterior) = {gap} nats", f"KL {gap}")
        self._settle(q.mean[0], q.std[0], found)

    def draw(self, found: Densities) -> None:
        """Show these densities."""
        for key, curve in self.curves.items():
            curve.show(found.z, getattr(found, key))
        self.shade.show(found.z, np.zeros_like(found.q), found.q)

    def screen_only(self) -> Sequence[pg.GraphicsObject]:
        return [*super().screen_only(), *(point.handle for point in self.points.values())]

    def _points(self) -> dict[tuple[str, str], Point]:
        """Two handles for q and the likelihood, one for the prior, whose mean is 0."""
        found: dict[tuple[str, str], Point] = {}
        for key, role, mean, std in (
            ("q", "q", "q.mean[1]", "q.std[1]"),
            ("likelihood", "k3", "evidence.x", "evidence.s"),
            ("prior", "k2", "", "evidence.tau"),
        ):
            if mean:
                tip = f"{CURVES[key][0]}: drag its mean"
                found[key, "mean"] = Point(self, role, "mean", tip, [mean], lambda x, _: [x])
            tip = f"{CURVES[key][0]}: drag its std"
            away = partial(self._away, key)
            found[key, "spread"] = Point(self, role, "spread", tip, [std], away)
        return found

    def _away(self, key: str, x: float, _: float) -> list[float]:
        return [abs(x - self._centres.get(key, 0.0))]

    def _put(self, key: str, mean: float, std: float) -> None:
        top = 1.0 / (ROOT_2PI * std)
        self._centres[key] = mean
        if (key, "mean") in self.points:
            self.points[key, "mean"].stand(mean, top)
        self.points[key, "spread"].stand(mean + std, SHOULDER * top)

    def _settle(self, mean: float, std: float, result: Result) -> None:
        """q and the posterior whole, and of the others what is not much wider or higher."""
        middle, width = result["posterior.mean"].value, result["posterior.std"].value
        ends = [mean - WIDEST * std, mean + WIDEST * std]
        ends += [middle - WIDEST * width, middle + WIDEST * width]
        highest = max(1.0 / (ROOT_2PI * std), 1.0 / (ROOT_2PI * width))
        self.settle((float(min(ends)), float(max(ends))), (0.0, float(highest)))
