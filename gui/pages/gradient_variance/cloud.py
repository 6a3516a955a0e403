"""Estimates of the gradient as a cloud, with ellipses that hold 95 % of a Gaussian."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from engine.pages.gradient_variance.records import Cloud
from gui.pages.gradient_variance.colors import STYLES, estimator_color, estimator_pen
from gui.pages.gradient_variance.panel import GradientPanel
from gui.plotkit.drawable import padded
from gui.plotkit.frame import Frame

DOT, CENTRE = 3, 10
DOTS = 0.35  # opacity
WIDEST = 1.5  # median ellipses to either side; what reaches further is cut off
LANE = 0.055  # of the height, for each estimator of mu alone


class CloudPanel(GradientPanel):
    """One colour and marker an estimator; the true gradient as a cross."""

    labels: ClassVar = ("d / dμ", "d / dσ")
    room: ClassVar = (0.0, 0.0)

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        theme = self.theme
        self.points, self.ellipses, self.centres = {}, {}, {}
        edge = theme.pen("plot", 1.0)
        for name in STYLES:
            brush = estimator_color(name, theme, DOTS)
            self.points[name] = self.dots("text", DOT, brush=brush, seen=False)
            self.ellipses[name] = self.curve(estimator_pen(name, theme), seen=False)
            self.centres[name] = self.estimator_dots(name, CENTRE, pen=edge, seen=False)
            self.centres[name].called(STYLES[name].label, estimator_color(name, theme))
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
        self.retitle(f"Estimates of batches of {found.batch_size:,}")
        across, up = (f"d / d{each}" for each in found.by)
        if (across, up) != (self.x_label, self.frame.header.y_label):
            self.x_label = across
            self.frame.header.y_label = up
            self._stand()
        self.say("✚ true gradient", "ellipses: 95 %", "below: by μ alone" if alone else "")
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
