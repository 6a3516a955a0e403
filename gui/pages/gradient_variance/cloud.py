"""Estimates of the gradient as a cloud, with ellipses that hold 95 % of a Gaussian."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg

from engine.pages.gradient_variance.records import Cloud
from gui.look.theme import Theme
from gui.pages.gradient_variance.colors import STYLES, estimator_color, estimator_pen
from gui.pages.gradient_variance.panel import GradientPanel
from gui.plotkit.corner_note import colored
from gui.plotkit.drawable import padded

AXIS = 52  # pixels
DOT, CENTRE = 3, 10
DOTS = 0.35  # opacity
WIDEST = 1.5  # median ellipses to either side; what reaches further is cut off
LANE = 0.055  # of the height, for each estimator of mu alone


class CloudPanel(GradientPanel):
    """One colour and marker an estimator; the true gradient as a cross."""

    figure = "cloud"
    title = "Estimates"
    labels = ("d / dμ", "d / dσ")
    room = (0.0, 0.0)

    def __init__(
        self, layout: pg.GraphicsLayout, theme: Theme, place: tuple[int, int], which: int = 0
    ) -> None:
        super().__init__(layout, theme, place, which)
        self.plot.getAxis("left").setWidth(AXIS)
        self.hint = ""
        self.points, self.ellipses, self.centres = {}, {}, {}
        edge = theme.pen("plot", 1.0)
        for name in STYLES:
            brush = estimator_color(name, theme, DOTS)
            self.points[name] = self.dots("text", DOT, brush=brush, seen=False)
            self.ellipses[name] = self.curve(estimator_pen(name, theme), seen=False)
            self.centres[name] = self.estimator_dots(name, CENTRE, pen=edge, seen=False)
            self.centres[name].graphics.setZValue(8)
        ground = theme.pen("plot", 0.6)
        self.cross = self.dots("truth", 18, symbol="+", pen=ground, seen=False)
        self.cross.graphics.setZValue(12)

    def draw(self, found: Cloud) -> None:
        x, (low, high) = shown_range(found)
        across, up = found.ellipse[0].T
        alone = np.flatnonzero(np.isfinite(across) & np.isnan(up)).tolist()
        height = high - low
        low -= LANE * height * (len(alone) + bool(alone))
        lanes = {i: low + LANE * height * (lane + 0.7) for lane, i in enumerate(alone[::-1])}
        for name in STYLES:
            there = name in found.names
            self._draw_one(name, found, lanes) if there else self._hide(name)
        self.cross.show(found.true[:1], found.true[1:])
        self.retitle(f"{self.title}, N = {found.batch_size:,}")
        self.relabel("bottom", f"d / d{found.by[0]}")
        self.relabel("left", f"d / d{found.by[1]}")
        below = colored("below: by μ alone", self.theme.ink("muted")) if alone else ""
        hint = colored(self.hint, self.theme.ink("accent")) if self.hint else ""
        self.say(colored("✚ true gradient", self.theme.ink("truth")), below, hint)
        self.settle(x, (low, high))

    def _draw_one(self, name: str, found: Cloud, lanes: dict[int, float]) -> None:
        index = found.names.index(name)
        points, ellipse = found.points[:, index], found.ellipse[:, index]
        centre, lane = found.centre[index], lanes.get(index)
        if lane is not None:
            points = np.empty((0, 2))
            ellipse = np.column_stack([ellipse[:, 0], np.full(len(ellipse), lane)])
            centre = np.array([centre[0], lane])
        self.points[name].show(*points.T)
        self.ellipses[name].show(*ellipse.T)
        self.centres[name].show(centre[:1], centre[1:])

    def _hide(self, name: str) -> None:
        for items in (self.points, self.ellipses, self.centres):
            items[name].hide()


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
