"""The integrand of KL(q||p) in one dimension, and its positive and negative areas."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from engine.gaussian import Gaussian
from engine.log_ratio import LogRatio, log_ratio

Array = NDArray[np.float64]

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

    Positive less negative is KL(q||p). With log w = c + g z + h z^2, z ~ N(0, 1), the
    negative one is the integral of log w over {log w > 0}, in closed form between its roots.
    """
    ratio = log_ratio(p, q)
    ends = np.concatenate([[-np.inf], _roots(ratio), [np.inf]])
    pieces = np.array([_piece(ratio, a, b) for a, b in pairwise(ends.tolist())])
    return float(-np.sum(pieces[pieces < 0.0])) + 0.0, float(np.sum(pieces[pieces > 0.0]))


def _roots(ratio: LogRatio) -> list[float]:
    """Where log w changes its sign, ascending."""
    h, g, c = float(ratio.curvature[0, 0]), float(ratio.slope[0]), ratio.constant
    if h == 0.0:
        return [] if g == 0.0 else [-c / g]
    discriminant = g * g - 4.0 * h * c
    if discriminant <= 0.0:
        return []
    # The sum that does not cancel gives one root, the product of the roots the other.
    larger = -0.5 * (g + math.copysign(math.sqrt(discriminant), g))
    return sorted({larger / h, c / larger} if larger != 0.0 else {0.0})


def _piece(ratio: LogRatio, a: float, b: float) -> float:
    """The integral of (c + g z + h z^2) phi(z) from a to b."""
    h, g, c = float(ratio.curvature[0, 0]), float(ratio.slope[0]), ratio.constant
    mass = float(ndtr(b) - ndtr(a) if a < 0.0 else ndtr(-a) - ndtr(-b))
    first = _density(a) - _density(b)
    second = mass + _moment(a) - _moment(b)
    return c * mass + g * first + h * second


def _density(z: float) -> float:
    return math.exp(-0.5 * z * z) / math.sqrt(2.0 * math.pi) if abs(z) < 40.0 else 0.0


def _moment(z: float) -> float:
    return z * _density(z) if abs(z) < 40.0 else 0.0
