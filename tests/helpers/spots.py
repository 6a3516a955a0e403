"""Curves and names in a plot of 200 x 130 pixels."""

import numpy as np

from gui.plotkit.along import along
from gui.plotkit.clear_spot import Crowd, distance


def line(height, slope=0.0):
    x = np.linspace(0.0, 200.0, 60)
    return along(x, height + slope * x, 200.0, 130.0)


def crowd(*curves, bars=(), names=()):
    return Crowd(np.concatenate([np.empty((0, 2)), *curves]), bars, names, 200.0, 130.0)


def away(spot, wide, points):
    return distance(np.array([[spot.x, spot.y]]), points, wide).min()
