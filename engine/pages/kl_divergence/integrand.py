"""The integrand of KL(q||p) in one dimension, and its positive and negative areas."""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.functions.test_function import by_name
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.log_ratio import log_ratio
from engine.weights.exact.line import weight_line
from engine.weights.exact.line_function import Truth
from engine.weights.exact.line_moments import LineMoments

REACH = 5.0
POINTS = 401


def integrand(p: Gaussian, q: Gaussian) -> tuple[Array, Array]:
    """x and q(x) (log q(x) - log p(x)), nats per unit of x, d = 1, (m,) each.

    The grid covers q, and p where it lies inside, so that a narrow p is not stepped over.
    """
    ratio = log_ratio(p, q)
    own = np.linspace(-REACH, REACH, POINTS)
    of_p = (p.mean[0] - q.mean[0] + p.std[0] * own) / q.std[0]
    z = np.unique(np.concatenate([own, of_p[np.abs(of_p) < REACH]]))
    density = np.exp(-0.5 * z**2) / (math.sqrt(2.0 * math.pi) * q.std[0])
    return q.mean[0] + q.std[0] * z, -density * ratio(z[np.newaxis, :])


def areas(p: Gaussian, q: Gaussian) -> tuple[float, float]:
    """The positive and the negative area under the integrand, both >= 0, in nats, d = 1.

    Positive less negative is KL(q||p); the negative one is the integral of q log w over w > 1.
    """
    line = weight_line(p, q)
    assert line is not None
    on_line = LineMoments(line, by_name("1"), Truth(1.0, 0.0), np.zeros(1))
    return float(on_line.log_area(above=False)[0]), float(on_line.log_area(above=True)[0])
