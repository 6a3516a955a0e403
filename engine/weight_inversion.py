"""Moments of repaired weights in any dimension, from the transform E_q[w^s g^j].

With G(s) = E_q[w^s g], K(s) = log E_q w^s and l = log c, integrals upwards in the complex plane
(Mellin's inversion) give

    E min(w, c)^k g = (1 / 2 pi i) integral of k c^(k - s) G(s) / (s (k - s)),   0 < Re s < k,
    E w^k 1[w <= c] g = (1 / 2 pi i) integral of c^(k - s) G(s) / (k - s),           Re s < k,

and left or right of the poles what is missing: E (w - c)+ g for Re s > 1, P(w > c) for Re s > 0.
G(s) = exp(K(s)) E g(T_s), T_s a normal variable of complex mean and variance. The paths cross the
real axis near the saddle point of c^-s exp(K(s)) and bend to where the integrand falls off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import wofz

from engine.gaussian import Gaussian
from engine.projection import Projection
from engine.relative import Relative, relative
from engine.small_differences import Complex
from engine.test_function import WIDE_DENSITY, WIDE_LEVEL, WIDE_NODES
from engine.transform import log_transform
from engine.weight_moments import Centred, NotAvailable, WeightMoments

Array = NDArray[np.float64]

BENDS = np.radians([0.0, 12.0, -12.0, 25.0, -25.0, 38.0, -38.0])
SCAN = np.linspace(0.0, 30.0, 121)
NODES = 256
# What has fallen by so many nats counts no more; rises of more than this on the way cost digits.
NEGLIGIBLE, RISE = 40.0, 3.0
LARGEST_ERROR = 1e-6
# Narrower than this, the sigmoid cannot be summed from indicators at the nodes at hand.
NARROWEST_SIGMOID = 0.6


@dataclass(frozen=True, slots=True)
class Paths:
    """A path for each clipping point: nodes s and the weights of the rule, (m, nodes) each."""

    s: Complex
    weights: Complex  # of the trapezoidal rule, with 1 / pi


def inverted_moments(
    p: Gaussian, q: Gaussian, along: Projection, g: Centred, log_c: Array, repair: str
) -> WeightMoments:
    """As in `engine.weight_clipping`, for weights that depend on more than one direction.

    Raises NotAvailable where the sums do not settle to 1e-6, and for a sigmoid along a direction
    in which p or q is narrower than 0.6.
    """
    transform = Transform(relative(p, q), along, g)
    mass, first_mass = transform.excess(log_c, repair)
    raise NotAvailable("todo")
