"""The picture of two one-dimensional Gaussians: densities above, log-ratio or logs below."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt

from engine.core.arrays import Array
from engine.gaussian.density_curves import Curves, natural_range
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.reshape import moved, with_std
from gui.look.theme import Theme
from gui.pages.densities.pair_key import PairKey
from gui.pages.densities.picture import NAMES, Name, Picture
from gui.plotkit.drawable import padded
from gui.plotkit.fitted_range import FittedRange, renew, watch_hands
from gui.plotkit.grid import quiet_grid
from gui.plotkit.handles import CLOSEST, decimals_of
from gui.plotkit.plot import add_plot

AXIS_WIDTH = 62
PADDING = 0.03  # of the range, beside what must be seen
SHOULDER = float(np.exp(-0.5))  # height of the density one std from its mean, over its peak
RUG = 0.05  # height of the sample ticks, of the tallest peak
LEAST_DEPTH = 25.0  # nats: the smaller side of a log-ratio is never magnified beyond this
FARTHEST = 300.0  # heights of the lower plot
LOG_DEPTH = 40.0  # nats below the lower peak, at least this much of which is shown


class DensityLines(Picture):
    """Both curves with handles at their means and one std to either side."""

    def __init__(
        self, figure: pg.GraphicsLayoutWidget, layout: pg.GraphicsLayout, theme: Theme
    ) -> None:
        super().__init__(theme)
        self._add_plots(layout)
        self.curves = {name: self._curve(self.upper, name) for name in NAMES}
        self.fills = {name: self._fill(name) for name in NAMES}
        self.marks = {name: self._mark(name) for name in NAMES}
        self.steps = {name: self._steps(name) for name in NAMES}
        self._tallest = 0.0  # of the histograms of own data
        self.rug = self._line(self.upper, theme.pen("q", 1.0))
        self.ratio = self._line(self.lower, theme.pen("truth", 1.8))
        self.logs = {name: self._curve(self.lower, name) for name in NAMES}
        self.key = PairKey(theme, AXIS_WIDTH, self.curves)
        layout.addItem(self.key, row=0, col=0)
        self._add_handles()
        self.across = FittedRange(self.upper, pg.ViewBox.XAxis)
        self.up = FittedRange(self.upper, pg.ViewBox.YAxis, follows=True)
        self.below = FittedRange(self.lower, pg.ViewBox.YAxis, follows=True)
        watch_hands(figure, [self.across, self.up, self.below], self.settle)
        self._last: tuple[Curves, str, bool] | None = None

    def draw(self, p: Gaussian, q: Gaussian, result, options) -> None:
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
            self.curves[name].setData(curves.x, height)
            self.fills[name].setData(curves.x, height)
            self._place(name)
            self.describe(name, result, options)
        self.stack_handles({name: float(g.std[0]) for name, g in self.gaussians.items()})
        self._draw_lower(curves, options.lower)
        self._draw_steps(result.groups)
        self.settle()
        self._draw_rug(result.points)

    def refresh(self) -> None:
        """Fit everything at the next drawing: the picture is shown anew."""
        renew([self.across, self.up, self.below])

    def _add_plots(self, layout: pg.GraphicsLayout) -> None:
        self.upper = add_plot(layout, self.theme, (1, 0), "", "", "density (1/x)")
        self.lower = add_plot(layout, self.theme, (2, 0), "", "x", "")
        self.lower.setXLink(self.upper)
        self.upper.getAxis("bottom").setStyle(showValues=False)
        self.upper.setLabel("bottom", None)
        for plot in (self.upper, self.lower):
            plot.setTitle(None)
            plot.getAxis("left").setWidth(AXIS_WIDTH)
            quiet_grid(plot, self.theme)
            plot.getAxis("bottom").setTickDensity(1.5)
        zero = pg.InfiniteLine(0.0, angle=0, pen=self.theme.pen("muted", 1.0))
        zero.setZValue(-1)
        self.zero = zero
        self.lower.addItem(zero, ignoreBounds=True)
        layout.layout.setRowSpacing(1, 12)
        layout.layout.setRowStretchFactor(1, 3)
        layout.layout.setRowStretchFactor(2, 2)

    def _line(self, plot: pg.PlotItem, pen) -> pg.PlotCurveItem:
        curve = pg.PlotCurveItem(pen=pen, antialias=True)
        plot.addItem(curve, ignoreBounds=True)
        return curve

    def _curve(self, plot: pg.PlotItem, name: Name) -> pg.PlotCurveItem:
        return self._line(plot, self.pen(name))

    def _fill(self, name: Name) -> pg.PlotCurveItem:
        # Apart from its line: a thick antialiased line with a fill is slow.
        fill = pg.PlotCurveItem(pen=None, fillLevel=0.0, brush=self.theme.brush(name, 0.14))
        fill.setZValue(-2)
        self.upper.addItem(fill, ignoreBounds=True)
        return fill

    def _steps(self, name: Name) -> pg.PlotCurveItem:
        """The histogram of own data."""
        steps = pg.PlotCurveItem(
            x=[0.0, 1.0],
            y=[0.0],
            pen=self.theme.pen(name, 1.0),
            stepMode="center",
            antialias=False,
        )
        steps.setOpacity(0.7)
        steps.setZValue(-1)
        self.upper.addItem(steps, ignoreBounds=True)
        return steps

    def _draw_steps(self, groups) -> None:
        self._tallest = 0.0
        for name, steps in self.steps.items():
            steps.setVisible(groups is not None)
            if groups is not None:
                edges = getattr(groups.histograms, f"{name}_edges")
                density = getattr(groups.histograms, f"{name}_density")
                # Down to 0 at both ends.
                edges = np.concatenate((edges[:1], edges, edges[-1:]))
                steps.setData(edges, np.concatenate(([0.0], density, [0.0])))
                self._tallest = max(self._tallest, float(np.max(density)))

    def _mark(self, name: Name) -> pg.PlotCurveItem:
        """The mean and one std to either side, as thin lines."""
        pen = self.theme.pen(name, 1.0, Qt.PenStyle.DotLine)
        mark = pg.PlotCurveItem(pen=pen, connect="pairs")
        self.upper.addItem(mark, ignoreBounds=True)
        return mark

    def _add_handles(self) -> None:
        self.ends: dict[Name, list] = {}
        for name in NAMES:
            ends = [
                self.add_handle(self.upper.vb, name, "spread", f"std of {name}", self._widen(side))
                for side in (-1, 1)
            ]
            mean = self.add_handle(self.upper.vb, name, "mean", f"mean of {name}", self._shift)
            self.ends[name] = [mean, *ends]

    def _shift(self, gaussian: Gaussian, x: float, _y: float) -> Gaussian:
        return moved(gaussian, (0,), np.array([round(x, decimals_of(self.upper.vb)[0])]))

    def _widen(self, side: int):
        def widen(gaussian: Gaussian, x: float, _y: float) -> Gaussian:
            decimals = decimals_of(self.upper.vb)[0]
            least = CLOSEST * self.upper.vb.viewPixelSize()[0]
            std = max(side * (x - float(gaussian.mean[0])), least)
            return with_std(gaussian, round(std, decimals))

        return widen

    def _place(self, name: Name) -> None:
        gaussian = self.gaussians[name]
        mean, std = float(gaussian.mean[0]), float(gaussian.std[0])
        peak = 1.0 / (np.sqrt(2.0 * np.pi) * std)
        shoulder = SHOULDER * peak
        at_mean, left, right = self.ends[name]
        at_mean.place(mean, peak)
        left.place(mean - std, shoulder)
        right.place(mean + std, shoulder)
        self.marks[name].setData(
            np.array([mean, mean, mean - std, mean + std]),
            np.array([0.0, peak, shoulder, shoulder]),
        )

    def _draw_rug(self, points) -> None:
        self.rug.setVisible(points is not None)
        if points is not None:
            low = self.up.view.viewRange()[1][0]
            x = np.repeat(points.x[:, 0], 2)
            y = np.tile([0.9 * low, 0.3 * low], len(points.x))
            self.rug.setData(x, y, connect="pairs")

    def _draw_lower(self, curves: Curves, lower: str) -> None:
        logs = lower == "log densities"
        self.ratio.setVisible(not logs)
        self.zero.setVisible(not logs)
        label = "log density (nats)" if logs else "log p − log q (nats)"
        if self.lower.getAxis("left").labelText != label:
            self.lower.setLabel("left", label)
        low, high = _log_range(curves, self._natural(), lower)
        # Qt loses lines that end further outside than this.
        far = FARTHEST * (high - low + 1.0)
        for name in NAMES:
            self.logs[name].setVisible(logs)
            if logs:
                values = getattr(curves, f"{name}_log_density")
                self.logs[name].setData(curves.x, np.clip(values, low - far, high + far))
        if not logs:
            self.ratio.setData(curves.x, np.clip(curves.log_ratio, low - far, high + far))

    def _natural(self) -> tuple[float, float]:
        return natural_range(*self._pairs())

    def _pairs(self) -> list[tuple[float, float]]:
        return [(float(g.mean[0]), float(g.std[0])) for g in self.gaussians.values()]

    def settle(self) -> None:
        """Fit the ranges that no longer show what they should."""
        if self._last is None:
            return
        curves, lower, rug = self._last
        pairs, natural = self._pairs(), self._natural()
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
    ratio: Array = curves.log_ratio[inside]
    above, under = max(float(ratio.max()), 0.0), max(-float(ratio.min()), 0.0)
    reach_above, reach_under = 4.0 * max(under, LEAST_DEPTH), 4.0 * max(above, LEAST_DEPTH)
    return -min(under, reach_under), min(above, reach_above)
