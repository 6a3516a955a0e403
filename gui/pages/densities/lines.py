"""Two one-dimensional Gaussians: their densities with handles, their log-ratio, their logs."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import Qt

from engine.gaussian.density_curves import Curves, natural_range
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.reshape import moved, with_std
from engine.page.result import Result
from engine.session.session import Session
from gui.pages.densities.handled import HandledPanel, Move
from gui.plotkit.drawable import padded
from gui.plotkit.frame import Frame
from gui.plotkit.handles import CLOSEST, Handle, decimals_of
from gui.plotkit.items import Item
from gui.plotkit.pair import NAMES, Name, pair_pen
from gui.plotkit.panel import Panel
from gui.plotkit.steady import Steady

PADDING = 0.03  # of the range, beside what must be seen
SHOULDER = float(np.exp(-0.5))  # height of the density one std from its mean, over its peak
RUG = 0.05  # height of the sample ticks, of the tallest peak
LEAST_DEPTH = 25.0  # nats: the smaller side of a log-ratio is never magnified beyond this
FARTHEST = 300.0  # heights of a plot: Qt loses lines that end further outside
LOG_DEPTH = 40.0  # nats below the lower peak, at least this much of which is shown
Pair = dict[Name, Gaussian]


class DensityPanel(HandledPanel):
    """Both curves with handles at their means and one std to either side."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "x", "density, 1/x", x_key="x", names="inside")
        theme = self.theme
        self.fills = {name: self.band(name, 0.14) for name in NAMES}
        self.steps_of = {name: self.steps(theme.pen(name, 1.0), seen=False) for name in NAMES}
        self.curves = {
            name: self.curve(pair_pen(theme, name), name=name, seen=False) for name in NAMES
        }
        self.marks = {name: self._pairs(name, Qt.PenStyle.DotLine) for name in NAMES}
        self.rug = self._pairs("q", Qt.PenStyle.SolidLine)
        for name in NAMES:
            self.fills[name].graphics.setZValue(-2)
            self.steps_of[name].graphics.setZValue(-1)
            self.steps_of[name].graphics.setOpacity(0.7)
        self._add_handles()
        self.across, self.up = self.ranges = [Steady(), Steady(follows=True)]
        self._tallest = 0.0  # of the histograms of own data
        self._rug = False

    def show_result(self, result: Result, session: Session) -> None:
        self.gaussians = pair_of(session)
        self.describe(result, session)
        self.draw(result.curves, result.points, result.groups)

    def draw(self, curves: Curves, points: Any, groups: Any) -> None:
        """Show the curves of p and q, samples of q, and own samples."""
        for name in NAMES:
            height = getattr(curves, f"{name}_density")
            self.curves[name].show(curves.x, height)
            self.fills[name].show(curves.x, np.zeros_like(height), height)
            self._place(name)
        self.stack_handles({name: float(g.std[0]) for name, g in self.gaussians.items()})
        self._draw_steps(groups)
        if self._rug != (points is not None):
            self._rug, self.up.shown = points is not None, None
        self.refit()
        self._draw_rug(points)

    def refit(self) -> None:
        if not self.gaussians:
            return
        pairs = parameters(self.gaussians)
        seen = min(m - s for m, s in pairs), max(m + s for m, s in pairs)
        x = self.across.next(padded(*natural_range(*pairs), PADDING, PADDING), seen, self.held)
        peak = max(1.0 / (np.sqrt(2.0 * np.pi) * std) for _, std in pairs)
        peak = max(peak, min(self._tallest, 3.0 * peak))
        floor = -RUG * peak if self._rug else -0.01 * peak
        self.settle(x, self.up.next((floor, 1.06 * peak), (floor, peak), self.held))

    def _pairs(self, name: Name, style: Qt.PenStyle) -> Item:
        """Thin lines, two points each."""
        pen = self.theme.pen(name, 1.0, style)
        return self.curve(pen, seen=False, connect="pairs", antialias=False)

    def _draw_steps(self, groups: Any) -> None:
        """The histograms of own data."""
        self._tallest = 0.0
        for name, steps in self.steps_of.items():
            steps.graphics.setVisible(groups is not None)
            if groups is None:
                continue
            edges = getattr(groups.histograms, f"{name}_edges")
            density = getattr(groups.histograms, f"{name}_density")
            # Down to 0 at both ends.
            edges = np.concatenate((edges[:1], edges, edges[-1:]))
            steps.show(edges, np.concatenate(([0.0], density, [0.0])))
            self._tallest = max(self._tallest, float(np.max(density)))

    def _add_handles(self) -> None:
        self.ends: dict[Name, list[Handle]] = {}
        for name in NAMES:
            ends = [
                self.add_handle(self.box, name, "spread", f"std of {name}", self._widen(side))
                for side in (-1, 1)
            ]
            mean = self.add_handle(self.box, name, "mean", f"mean of {name}", self._shift)
            self.ends[name] = [mean, *ends]

    def _shift(self, gaussian: Gaussian, x: float, _y: float) -> Gaussian:
        return moved(gaussian, (0,), np.array([round(x, decimals_of(self.box)[0])]))

    def _widen(self, side: int) -> Move:
        def widen(gaussian: Gaussian, x: float, _y: float) -> Gaussian:
            decimals = decimals_of(self.box)[0]
            least = CLOSEST * self.box.viewPixelSize()[0]
            std = max(side * (x - float(gaussian.mean[0])), least)
            return with_std(gaussian, round(std, decimals))

        return widen

    def _place(self, name: Name) -> None:
        """The handles, and lines at the mean and one std to either side."""
        gaussian = self.gaussians[name]
        mean, std = float(gaussian.mean[0]), float(gaussian.std[0])
        peak = 1.0 / (np.sqrt(2.0 * np.pi) * std)
        shoulder = SHOULDER * peak
        at_mean, left, right = self.ends[name]
        at_mean.place(mean, peak)
        left.place(mean - std, shoulder)
        right.place(mean + std, shoulder)
        self.marks[name].show([mean, mean, mean - std, mean + std], [0.0, peak, shoulder, shoulder])

    def _draw_rug(self, points: Any) -> None:
        if points is None:
            self.rug.hide()
            return
        low = self.box.viewRange()[1][0]
        self.rug.show(np.repeat(points.x[:, 0], 2), np.tile([0.9 * low, 0.3 * low], len(points.x)))


class RatioPanel(Panel):
    """log p - log q."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame, "x", "nats", x_key="x")
        self.zero = self.level(self.theme.pen("muted", 1.0))
        self.ratio = self.curve(self.theme.pen("truth", 1.8), name="log p − log q", seen=False)
        self.across, self.up = Steady(), Steady(follows=True)

    def show_result(self, result: Result, session: Session) -> None:
        self.draw(result.curves, pair_of(session))

    def draw(self, curves: Curves, pair: Pair) -> None:
        """Show this curve."""
        self.zero.at(0.0)
        self._show({self.ratio: curves.log_ratio}, curves, pair, "log ratio")

    def _show(self, shown: dict[Item, Any], curves: Curves, pair: Pair, kind: str) -> None:
        natural = natural_range(*parameters(pair))
        low, high = _log_range(curves, natural, kind)
        far = FARTHEST * (high - low + 1.0)
        for item, values in shown.items():
            item.show(curves.x, np.clip(values, low - far, high + far))
        middle, quarter = 0.5 * (low + high), 0.25 * (high - low)
        pairs = parameters(pair)
        seen = min(m - s for m, s in pairs), max(m + s for m, s in pairs)
        x = self.across.next(padded(*natural, PADDING, PADDING), seen, held=False)
        y = self.up.next(padded(low, high), (middle - quarter, middle + quarter), held=False)
        self.settle(x, y)


class LogDensityPanel(RatioPanel):
    """Both densities on a log scale."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.logs = {
            name: self.curve(pair_pen(self.theme, name), name=f"log {name}", seen=False)
            for name in NAMES
        }
        self.ratio.name = ""

    def draw(self, curves: Curves, pair: Pair) -> None:
        """Show these curves."""
        shown = {self.logs[name]: getattr(curves, f"{name}_log_density") for name in NAMES}
        self._show(shown, curves, pair, "log densities")


def pair_of(session: Session) -> Pair:
    """p and q."""
    return {"p": session.scene.p, "q": session.scene.q}


def parameters(pair: Pair) -> list[tuple[float, float]]:
    """Mean and std of each, on the line."""
    return [(float(g.mean[0]), float(g.std[0])) for g in pair.values()]


def _log_range(curves: Curves, across: tuple[float, float], lower: str) -> tuple[float, float]:
    """What of the lower plot is worth seeing: no side of it crushed by the other."""
    inside = (curves.x >= across[0]) & (curves.x <= across[1])
    if lower == "log densities":
        p, q = curves.p_log_density[inside], curves.q_log_density[inside]
        high = float(max(p.max(), q.max()))
        deepest = float(min(p.min(), q.min()))
        return max(deepest, min(float(p.max()), float(q.max())) - LOG_DEPTH), high
    ratio = curves.log_ratio[inside]
    above, under = max(float(ratio.max()), 0.0), max(-float(ratio.min()), 0.0)
    reach_above, reach_under = 4.0 * max(under, LEAST_DEPTH), 4.0 * max(above, LEAST_DEPTH)
    return -min(under, reach_under), min(above, reach_above)
