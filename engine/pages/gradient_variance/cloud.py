"""Estimates as a cloud, with the ellipses that hold 95 % of a Gaussian."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array, frozen
from engine.core.run import Run
from engine.pages.gradient_variance.gather import Gathered
from engine.pages.gradient_variance.numbers import Numbers
from engine.pages.gradient_variance.records import Cloud

DOTS = 1_600  # in the whole cloud
RADIUS = math.sqrt(-2.0 * math.log(0.05))  # of the ellipse that holds 95 %
INTERVAL = 1.959964  # half of the interval that holds 95 %, in standard deviations
CORNERS = 61


def cloud(gathered: Gathered, _: Run) -> Cloud:
    """The first estimates of each; ellipses from the variances and the correlation measured."""
    found = list(gathered.numbers.values())
    size = gathered.setting.batch_size
    drawn = max(DOTS // max(len(found), 1), 1)
    count = min(drawn, max((each.cloud.shape[1] for each in found), default=0))
    points = np.full((count, len(found), 2), np.nan)
    for index, each in enumerate(found):
        part = each.cloud[:, :count]
        points[: part.shape[1], index] = part.T
    centres = [_centre(each) for each in found]
    ellipses = [_ellipse(each, at, size) for each, at in zip(found, centres, strict=True)]
    return Cloud(
        names=gathered.names,
        points=frozen(points),
        centre=frozen(np.stack(centres)),
        ellipse=frozen(np.stack(ellipses, axis=1)),
        true=gathered.true,
        by=gathered.by,
        batch_size=size,
    )


def _centre(numbers: Numbers) -> Array:
    return np.where(np.isfinite(numbers.mean), numbers.mean, numbers.measured_mean)


def _ellipse(numbers: Numbers, centre: Array, batch_size: int) -> Array:
    """(CORNERS, 2); NaN where the variance is infinite, for then no ellipse holds 95 %."""
    std = np.sqrt(numbers.measured_variance / batch_size)
    if not np.isfinite(std[0]) or np.any(np.isinf(numbers.variance)):
        return np.full((CORNERS, 2), np.nan)
    if not np.isfinite(std[1]):
        across = centre[0] + INTERVAL * std[0] * np.linspace(-1.0, 1.0, CORNERS)
        return np.column_stack([across, np.full(CORNERS, np.nan)])
    correlation = _correlation(numbers.cloud)
    angle = np.linspace(0.0, 2.0 * math.pi, CORNERS)
    first, second = np.cos(angle), np.sin(angle)
    other = correlation * first + math.sqrt(1.0 - correlation**2) * second
    return np.asarray(centre + RADIUS * std * np.column_stack([first, other]))


def _correlation(estimates: Array) -> float:
    """Of the two rows (2, k), 0 where one is constant."""
    away = estimates - estimates.mean(axis=1, keepdims=True)
    away /= np.maximum(np.max(np.abs(away), axis=1, keepdims=True), 1e-300)
    first, second = np.vecdot(away, away)
    if first * second == 0.0:
        return 0.0
    return float(np.clip(np.vecdot(away[0], away[1]) / math.sqrt(first * second), -1.0, 1.0))
