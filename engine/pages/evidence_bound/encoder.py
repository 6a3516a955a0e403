"""The KL term of a diagonal encoder against the prior, coordinate by coordinate."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import Gaussian
from engine.numerics.small_differences import expm1_minus_x

IN_USE = 0.01  # nats


def coordinate_costs(q: Gaussian, tau: float) -> Array:
    """KL(N(mean_i, std_i^2) || N(0, tau^2)) = [h(2 log(std_i / tau)) + (mean_i / tau)^2] / 2, (d,),
    h(y) = e^y - 1 - y, in nats."""
    with np.errstate(over="ignore"):
        spread = expm1_minus_x(2.0 * np.log(q.std / tau))
        return np.asarray(0.5 * (spread + np.square(q.mean / tau)))
