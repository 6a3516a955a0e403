"""The shortest path between two Gaussians on the line, in Fisher's metric."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import check_dimensions


def geodesic(p: Gaussian, q: Gaussian, points: int = 65) -> tuple[Array, Array]:
    """(points,) means and standard deviations, equally far from each other, from p to q.

    In (mu / sqrt 2, sigma) the metric is twice that of the hyperbolic half-plane, so that the path
    is an arc of a circle about the line sigma = 0, or a half-line for equal means: with
    t the length along it from the top, mu = centre + sqrt 2 radius tanh t and
    sigma = radius / cosh t. Raises ParameterError for more than one dimension.
    """
    check_dimensions(p, q)
    if p.dimension != 1:
        raise ParameterError("p", p.dimension, "must have 1 dimension")
    (x0, y0), (x1, y1) = ((float(g.mean[0]) / 2**0.5, float(g.std[0])) for g in (p, q))
    share = np.linspace(0.0, 1.0, points)
    chord = np.hypot(x1 - x0, y1 - y0) / (2.0 * np.sqrt(y0) * np.sqrt(y1))
    length = 2.0 * float(np.arcsinh(chord))
    if length == 0.0:
        return np.full(points, x0 * 2**0.5), np.full(points, y0)
    # The weights of both ends on the hyperboloid, which need no centre that may be infinite.
    first, last = np.sinh((1.0 - share) * length), np.sinh(share * length)
    a, b = first / y0, last / y1
    std = np.sinh(length) / (a + b)
    mean = (a * x0 + b * x1) / (a + b) * 2**0.5
    return np.asarray(mean), np.asarray(std)
