"""Steps up a gradient in one or more principal directions, by what each measures length with.

``by_shift`` and ``by_growth`` are sigma dJ/dmu and sigma dJ/dsigma, (d,) each: the derivatives by
the m and v of a `Move`, whose Fisher information is diag(1, 2), so that |g|^2 = g' F^-1 g is the
sum of by_shift^2 + by_growth^2 / 2. A delta or rate may be a column of several, (n, 1): then a move
is (n, d), and NaN where sigma would not stay above 0, where one alone is an error.
"""

from __future__ import annotations

import math
from typing import Literal, get_args

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gradients.natural.move import Move

Chart = Literal["sigma", "log_sigma"]
Size = float | Array
NO_STD = "must stay above 0: take a smaller step"


def natural_length(by_shift: Array, by_growth: Array) -> float:
    """sqrt(g' F^-1 g); 0 where there is no gradient."""
    return math.hypot(*by_shift.tolist(), *(by_growth / math.sqrt(2.0)).tolist())


def natural_move(by_shift: Array, by_growth: Array, delta: Size, chart: Chart = "sigma") -> Move:
    """TRPO's step sqrt(2 delta / g' F^-1 g) F^-1 g, whose KL is delta nats to second order.

    In (mu, sigma) and in (mu, log sigma) it ends elsewhere. Raises ParameterError where sigma
    would not stay above 0. A zero gradient moves nothing.
    """
    length = natural_length(by_shift, by_growth)
    radius = np.sqrt(2.0 * delta)
    if length == 0.0:
        return Move(radius * 0.0 * by_shift, radius * 0.0 * by_growth)
    rise = radius * (by_growth / length) / 2.0
    growth = rise if checked_chart(chart) == "log_sigma" else _growth(rise)
    return Move(radius * (by_shift / length), growth)


def mirror_move(by_shift: Array, by_growth: Array, rate: Size) -> Move:
    """Mirror descent: the natural parameters move by the gradient in the mean parameters.

    With the mean parameters (E x, E x^2), J has the gradient (J_mu - mu J_sigma / sigma,
    J_sigma / (2 sigma)), and the natural parameters are (mu / sigma^2, -1 / (2 sigma^2)): the
    natural gradient, exactly, in these (Raskutti, Mukherjee 2015). Raises ParameterError where no
    positive variance is left.
    """
    fall = -rate * by_growth
    if not np.all(left := fall > -1.0):
        if not isinstance(rate, np.ndarray):
            raise ParameterError("rate", rate, "must be smaller: the step leaves no variance")
        fall = np.where(left, fall, np.nan)
    return Move(rate * by_shift / (1.0 + fall), -0.5 * np.log1p(fall))


def gradient_move(
    by_shift: Array, by_growth: Array, std: Array, rate: Size, chart: Chart = "sigma"
) -> Move:
    """The plain gradient times the rate, in (mu, sigma) or (mu, log sigma)."""
    shift = rate * (by_shift / std) / std
    if checked_chart(chart) == "log_sigma":
        return Move(shift, rate * by_growth)
    return Move(shift, _growth(rate * (by_growth / std) / std))


def mirror_rate(by_shift: Array, by_growth: Array, delta: Size) -> Size:
    """With which the mirror step is as long as the natural one, to first order; 0 for none."""
    length = natural_length(by_shift, by_growth)
    return np.sqrt(2.0 * delta) / length if length > 0.0 else 0.0 * delta


def gradient_rate(by_shift: Array, by_growth: Array, std: Array, delta: Size) -> Size:
    """With which the KL of the plain gradient step in (mu, sigma) is delta to second order."""
    least = float(np.min(std))
    share = np.square(least / std)
    length = math.hypot(
        *(share * by_shift).tolist(), *(math.sqrt(2.0) * share * by_growth).tolist()
    )
    if length == 0.0:
        return 0.0 * delta
    return np.sqrt(2.0 * delta) * least / length * least


def checked_chart(chart: Chart) -> Chart:
    """Raises ParameterError for another name."""
    if chart not in get_args(Chart):
        raise ParameterError("chart", chart, "must be sigma or log_sigma")
    return chart


def _growth(rise: Array) -> Array:
    """v of sigma (1 + rise)."""
    if not np.all(left := rise > -1.0):
        if rise.ndim == 1:
            raise ParameterError("std", float(np.min(rise)), NO_STD)
        rise = np.where(left, rise, np.nan)
    return np.log1p(rise)
