"""The picture of two one-dimensional Gaussians: densities above, log-ratio or logs below."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.gaussian.density_curves import Curves, natural_range
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.reshape import moved, with_std
from gui.look.theme import Theme
from gui.pages.densities.pair_key import PairKey
from gui.pages.densities.picture import Move, Picture
from gui.plotkit.drawable import padded
from gui.plotkit.fitted_range import FittedRange, watch_zoom
from gui.plotkit.handles import CLOSEST, Handle, decimals_of
from gui.plotkit.items import Item
from gui.plotkit.pair import NAMES, Name, pair_pen

AXIS_WIDTH = 62
PADDING = 0.03  # of the range, beside what must be seen
SHOULDER = float(np.exp(-0.5))  # height of the density one std from its mean, over its peak
RUG = 0.05  # height of the sample ticks, of the tallest peak
LEAST_DEPTH = 25.0  # nats: the smaller side of a log-ratio is never magnified beyond this
FARTHEST = 300.0  # heights of the lower plot
LOG_DEPTH = 40.0  # nats below the lower peak, at least this much of which is shown
LABELS = {"log ratio": "log p − log q (nats)", "log densities": "log density (nats)"}


class DensityLines(Picture):
    """Both curves with handles at their means and one std to either side."""

    def __init__(
        self, figure: pg.GraphicsLayoutWidget, layout: pg.GraphicsLayout, theme: Theme
    ) -> None:
        super().__init__(layout, theme)
        self._add_plots(layout)
        self._add_items()
        self.key = PairKey(theme, AXIS_WIDTH, {n: c.graphics for n, c in self.curves.items()})
        layout.addItem(self.key, row=0, col=0)
        self._add_handles()
        self.across = FittedRange(self.upper, pg.ViewBox.XAxis)
        self.up = FittedRange(self.upper, pg.ViewBox.YAxis, follows=True)
        self.below = FittedRange(self.lower, pg.ViewBox.YAxis, follows=True)
        self.fits = [self.across, self.up, self.below]
        watch_zoom(figure, self.fits, self.settle)
        self._last: tuple[Curves, str, bool] | None = None
        self._tallest = 0.0  # of the histograms of own data

    def draw(self, p: Gaussian, q: Gaussian, result: Any, options: Any) -> None:
        """Show the curves of p and q."""
        self.gaussians = {"p": p, "q": q}
        curves: Curves = result.curves
        last = (curves, options.lower, result.points is not None)
        if self._last is not None:
            self.below.fresh |= self._last[1] != last[1]
            self.up.fresh |= self._last[2] != last[2]
        self._last = last
        for name in NAMES:
            height = getattr(curves, f"{name}_density")
            self.curves[name].show(curves.x, height)
            self.fills[name].show(curves.x, np.zeros_like(height), height)
            self._place(name)
        self.describe(result, options)
        self.stack_handles({name: float(g.std[0]) for name, g in self.gaussians.items()})
        self._draw_lower(curves, options.lower)
        self._draw_steps(result.groups)
        self.settle()
        self._draw_rug(result.points)

    def _add_plots(self, layout: pg.GraphicsLayout) -> None:
        above = self.panel((1, 0), y_label="density (1/x)", width=AXIS_WIDTH)
        below = self.panel((2, 0), "x", LABELS["log ratio"], AXIS_WIDTH)
        self.upper, self.lower = above.plot, below.plot
        self.lower.setXLink(self.upper)
        for plot in (self.upper, self.lower):
            plot.getAxis("bottom").setTickDensity(1.5)
        self.zero = pg.InfiniteLine(0.0, angle=0, pen=self.theme.pen("muted", 1.0))
        self.zero.setZValue(-1)
        self.lower.addItem(self.zero, ignoreBounds=True)
        layout.layout.setRowSpacing(1, 12)
        layout.layout.setRowStretchFactor(1, 7)
        layout.layout.setRowStretchFactor(2, 5)

    def _add_items(self) -> None:
        """All of them reach beyond the range, for panning."""
        above, below = self.panels
        theme = self.theme
        pens = {name: pair_pen(theme, name) for name in NAMES}
        self.fills = {name: above.band(name, 0.14) for name in NAMES}
        self.steps = {name: above.steps(theme.pen(name, 1.0), seen=False) for name in NAMES}
        self.curves = {name: above.curve(pens[name], seen=False) for name in NAMES}
        self.marks = {name: self._pairs(name, Qt.PenStyle.DotLine) for name in NAMES}
        self.rug = self._pairs("q", Qt.PenStyle.SolidLine)
        self.ratio = below.curve(theme.pen("truth", 1.8), seen=False)
        self.logs = {name: below.curve(pens[name], seen=False) for name in NAMES}
        for name in NAMES:
            self.fills[name].graphics.setZValue(-2)
            self.steps[name].graphics.setZValue(-1)
            self.steps[name].graphics.setOpacity(0.7)

    def _pairs(self, name: Name, style: Qt.PenStyle) -> Item:
        """Thin lines, two points each."""
        pen = self.theme.pen(name, 1.0, style)
        return self.panels[0].curve(pen, seen=False, connect="pairs", antialias=False)

    def _draw_steps(self, groups: Any) -> None:
        """The histograms of own data."""
        self._tallest = 0.0
        for name, steps in self.steps.items():
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
                self.add_handle(self.upper.vb, name, "spread", f"std of {name}", self._widen(side))
                for side in (-1, 1)
            ]
            mean = self.add_handle(self.upper.vb, name, "mean", f"mean of {name}", self._shift)
            self.ends[name] = [mean, *ends]

    def _shift(self, gaussian: Gaussian, x: float, _y: float) -> Gaussian:
        return moved(gaussian, (0,), np.array([round(x, decimals_of(self.upper.vb)[0])]))

    def _widen(self, side: int) -> Move:
        def widen(gaussian: Gaussian, x: float, _y: float) -> Gaussian:
            decimals = decimals_of(self.upper.vb)[0]
            least = CLOSEST * self.upper.vb.viewPixelSize()[0]
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
        low = self.up.view.viewRange()[1][0]
        self.rug.show(np.repeat(points.x[:, 0], 2), np.tile([0.9 * low, 0.3 * low], len(points.x)))

    def _draw_lower(self, curves: Curves, lower: str) -> None:
        logs = lower == "log densities"
        self.zero.setVisible(not logs)
        self.panels[1].relabel("left", LABELS[lower])
        low, high = _log_range(curves, self._natural(), lower)
        # Qt loses lines that end further outside than this.
        far = FARTHEST * (high - low + 1.0)
        shown = {self.ratio: None if logs else curves.log_ratio}
        for name in NAMES:
            shown[self.logs[name]] = getattr(curves, f"{name}_log_density") if logs else None
        for item, values in shown.items():
            if values is None:
                item.hide()
            else:
                item.show(curves.x, np.clip(values, low - far, high + far))

    def _natural(self) -> tuple[float, float]:
        return natural_range(*self._pairs_of_parameters())

    def _pairs_of_parameters(self) -> list[tuple[float, float]]:
        return [(float(g.mean[0]), float(g.std[0])) for g in self.gaussians.values()]

    def settle(self) -> None:
        """Fit the ranges that no longer show what they should."""
        if self._last is None:
            return
        curves, lower, rug = self._last
        pairs, natural = self._pairs_of_parameters(), self._natural()
        seen = min(m - s for m, s in pairs), max(m + s for m, s in pairs)
        self.across.show(padded(*natural, PADDING, PADDING), seen, self.held)
        peak = max(1.0 / (np.sqrt(2.0 * np.pi) * std) for _, std in pairs)
        peak = max(peak, min(self._tallest, 3.0 * peak))
        floor = -RUG * peak if rug else -0.01 * peak
        self.up.show((floor, 1.12 * peak), (floor, peak), self.held)
        wanted = _log_range(curves, natural, lower)
        middle, quarter = 0.5 * sum(wanted), 0.25 * (wanted[1] - wanted[0])
        self.below.show(padded(*wanted), (middle - quarter, middle + quarter), self.held)


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
