"""Estimates of the gradient as a cloud, with ellipses that hold 95 % of a Gaussian."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.pages.gradient_variance.records import Cloud
from gui.look.theme import Theme
from gui.pages.gradient_variance.colors import STYLES, estimator_color, estimator_pen
from gui.plotkit.corner_note import CornerNote, colored
from gui.plotkit.drawable import drawable, padded
from gui.plotkit.grid import quiet_grid
from gui.plotkit.group import say_label

DOT, CENTRE = 3, 10
DOTS = 0.35  # opacity
WIDEST = 1.5  # median ellipses to either side; what reaches further is cut off
LANE = 0.055  # of the height, for each estimator of mu alone


class CloudPlot:
    """One colour and marker an estimator; the true gradient as a cross."""

    def __init__(self, plot: pg.PlotItem, theme: Theme) -> None:
        self.plot = plot
        self._theme = theme
        self.dots: dict[str, pg.ScatterPlotItem] = {}
        self.ellipses: dict[str, pg.PlotCurveItem] = {}
        self.centres: dict[str, pg.ScatterPlotItem] = {}
        for name, style in STYLES.items():
            brush = estimator_color(name, theme, DOTS)
            self.dots[name] = pg.ScatterPlotItem(size=theme.symbol(DOT), pen=None, brush=brush)
            self.ellipses[name] = pg.PlotCurveItem(pen=estimator_pen(name, theme), antialias=True)
            self.centres[name] = pg.ScatterPlotItem(
                size=theme.symbol(style.size(CENTRE)),
                symbol=style.symbol,
                pen=theme.pen("plot", 1.0),
                brush=estimator_color(name, theme),
            )
            self.centres[name].setZValue(8)
            for item in (self.dots[name], self.ellipses[name], self.centres[name]):
                plot.addItem(item, ignoreBounds=True)
        self.cross = pg.ScatterPlotItem(
            size=theme.symbol(18),
            symbol="+",
            pen=theme.pen("plot", 0.6),
            brush=theme.brush("truth", 1.0),
        )
        self.cross.setZValue(12)
        plot.addItem(self.cross, ignoreBounds=True)
        self.note = CornerNote(plot, theme, (1, 0), ground=True)
        quiet_grid(plot, theme)
        plot.disableAutoRange()

    def draw(self, cloud: Cloud, hint: str = "") -> None:
        """Show these estimates; the ``hint`` stands below the legend."""
        (x_low, x_high), (y_low, y_high) = shown_range(cloud)
        across, up = cloud.ellipse[0].T
        alone = np.flatnonzero(np.isfinite(across) & np.isnan(up)).tolist()
        height = y_high - y_low
        y_low -= LANE * height * (len(alone) + bool(alone))
        lanes = {i: y_low + LANE * height * (lane + 0.7) for lane, i in enumerate(alone[::-1])}
        for name in STYLES:
            if name not in cloud.names:
                for item in (self.dots[name], self.ellipses[name], self.centres[name]):
                    item.setVisible(False)
        for index, name in enumerate(cloud.names):
            self._draw_one(name, cloud, index, lanes.get(index))
        self.cross.setData([cloud.true[0]], [cloud.true[1]])
        say_label(self.plot, "bottom", f"d / d{cloud.by[0]}")
        say_label(self.plot, "left", f"d / d{cloud.by[1]}")
        words = [colored("✚ true gradient", self._theme.ink("truth"))]
        if alone:
            words.append(colored("below: by μ alone", self._theme.ink("muted")))
        if hint:
            words.append(colored(hint, self._theme.ink("accent")))
        self.note.write(*words)
        self.plot.setXRange(x_low, x_high, padding=0)
        self.plot.setYRange(y_low, y_high, padding=0)

    def _draw_one(self, name: str, cloud: Cloud, index: int, lane: float | None) -> None:
        points = cloud.points[:, index]
        ellipse, centre = cloud.ellipse[:, index], cloud.centre[index]
        if lane is not None:
            points = np.empty((0, 2))
            ellipse = np.column_stack([ellipse[:, 0], np.full(len(ellipse), lane)])
            centre = np.array([centre[0], lane])
        self.dots[name].setData(*drawable(points[:, 0], points[:, 1]))
        self.ellipses[name].setData(*drawable(ellipse[:, 0], ellipse[:, 1]))
        self.centres[name].setData(*drawable(centre[:1], centre[1:]))
        for item in (self.dots[name], self.ellipses[name], self.centres[name]):
            item.setVisible(True)


def shown_range(cloud: Cloud) -> tuple[tuple[float, float], tuple[float, float]]:
    """All ellipses that do not flatten the others, and the true gradient."""
    ranges = []
    for axis in (0, 1):
        values = cloud.ellipse[:, :, axis]
        values = values[:, np.all(np.isfinite(values), axis=0)]
        true = float(cloud.true[axis])
        if not values.shape[1]:
            ranges.append(padded(true, true))
            continue
        low, high = values.min(axis=0), values.max(axis=0)
        reach = WIDEST * float(np.median(high - low))
        centre = float(np.median(0.5 * (low + high)))
        near = (np.abs(low - centre) <= reach) & (np.abs(high - centre) <= reach)
        if not near.any():
            near[:] = True
        ranges.append(padded(min(true, float(low[near].min())), max(true, float(high[near].max()))))
    return ranges[0], ranges[1]
