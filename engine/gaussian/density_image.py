"""A two-dimensional density on a lattice along its own principal axes."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.ellipse import plane_frame
from engine.gaussian.gaussian import Gaussian

# The lattice reaches this many standard deviations along either axis.
REACH = 4.0
NODES = 97
U = np.linspace(-REACH, REACH, NODES)


@dataclass(frozen=True, slots=True)
class Image:
    """The density at mean + u_i a_1 + u_j a_2, a_1 and a_2 the axes of the 1-sigma ellipse."""

    u: Array  # (n,), in standard deviations
    x: Array  # (n, n)
    y: Array  # (n, n)
    density: Array  # (n, n), per unit of area


def density_image(gaussian: Gaussian, axes: tuple[int, int]) -> Image:
    """The marginal density over two coordinates.

    Along the principal axes it is the outer product of two standard normal densities over the
    area of the axes, whatever the correlation: a thin ellipse has as many nodes as a circle.
    """
    mean, frame = plane_frame(gaussian, axes)
    x, y = (m + row[0] * U[:, np.newaxis] + row[1] * U for m, row in zip(mean, frame, strict=True))
    area = math.hypot(*frame[:, 0]) * math.hypot(*frame[:, 1])
    density = relative_density() / (2.0 * math.pi * area)
    for array in (x, y, density):
        array.flags.writeable = False
    return Image(_u(), x, y, density)


def relative_density() -> Array:
    """Every Gaussian's image over its peak, (n, n): exp(-u_i^2/2) exp(-u_j^2/2)."""
    bell = np.exp(-0.5 * U * U)
    return np.outer(bell, bell)


def _u() -> Array:
    u = U.copy()
    u.flags.writeable = False
    return u
