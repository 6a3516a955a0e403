"""What clipping, or masking, of the importance weights costs: exact bias, variance and MSE.

Clipped weights are v = min(w, c): PPO, and the rho-bar of V-trace (Espeholt et al., arXiv
1802.01561); truncation (Ionides, J. Computational and Graphical Statistics 17, 2008) is the same
at c = sqrt(n) times the mean weight. Masked weights are v = w where w <= c, else 0.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, frozen
from engine.core.parameter import ParameterError
from engine.functions.test_function import TestFunction
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.projection import projection
from engine.weights.exact.inversion import Repair, inverted_moments
from engine.weights.exact.line import weight_line
from engine.weights.exact.line_function import truth_of
from engine.weights.exact.line_moments import LineMoments
from engine.weights.exact.moments import WeightMoments, centred

# To which share of themselves inverted moments are right, at least.
SETTLED = 1e-5


@dataclass(frozen=True, slots=True)
class Clipped:
    """Exact moments of the estimate (1/n) sum v f and of sum v f / sum v, for each c, (m,) each.

    Variances are those of one sample. Read-only.
    """

    c: Array
    truth: float  # E_p f
    bias: Array  # E[v f] - E_p f, without the subtraction
    variance: Array  # Var(v f)
    weight_mean: Array  # E v, at most 1
    weight_square: Array  # E v^2
    self_normalised_bias: Array  # E[v f] / E v - E_p f: what V-trace converges to, less the truth
    self_normalised_variance: Array  # E[v^2 (f - E[v f]/E v)^2] / (E v)^2
    share_above: Array  # P_q(w > c)
    std: Array  # the square root of the variance, which may be a double where that is none
    bias_error: Array  # a bound on the rounding error of the bias
    std_error: Array  # and of std

    @property
    def mean(self) -> Array:
        """E[v f], (m,)."""
        return self.truth + self.bias

    @property
    def fixed_point(self) -> Array:
        """E[v f] / E v, (m,)."""
        return self.truth + self.self_normalised_bias

    def mean_squared_error(self, n: float) -> Array:
        """bias^2 + variance / n of the mean of n samples, (m,)."""
        return np.asarray(self.bias**2 + self.variance / n)


class Best(NamedTuple):
    """The c of least mean squared error among those looked at, and that error."""

    c: float
    mean_squared_error: float


def clipped(
    p: Gaussian,
    q: Gaussian,
    f: TestFunction,
    c: ArrayLike,
    direction: ArrayLike | None = None,
    repair: Repair = "clip",
) -> Clipped:
    """Exact moments of the repaired estimates for each c > 0, (m,), f of x along ``direction``.

    By quadrature along the one direction that the weights depend on (always in one dimension),
    else by inversion of the transform E_q[w^s f]. Raises ParameterError for a c that is not
    greater than 0, and NotAvailable where neither settles to 1e-5.
    """
    return repaired(p, q, f, c, direction, (repair,))[0]


def repaired(
    p: Gaussian,
    q: Gaussian,
    f: TestFunction,
    c: ArrayLike,
    direction: ArrayLike | None = None,
    repairs: tuple[Repair, ...] = ("clip", "mask"),
) -> list[Clipped]:
    """`clipped` of each repair, which share most of the work."""
    values = np.array(c, dtype=float, ndmin=1)
    if values.ndim != 1 or not np.all((values > 0.0) & np.isfinite(values)):
        raise ParameterError("c", values.tolist(), "must be finite numbers greater than 0")
    along = projection(p, q, direction)
    about = centred(f, along)
    line = weight_line(p, q, direction)
    if line is None:
        moments = inverted_moments(p, q, along, about, np.log(values), repairs)
        return [_clipped(values, about.truth, each) for each in moments]
    truth = truth_of(f, along.p_mean, along.p_std)
    on_line = LineMoments(line, f, truth, np.log(values))
    return [_clipped_on_line(on_line, values, repair) for repair in repairs]


def best_clip(
    p: Gaussian,
    q: Gaussian,
    f: TestFunction,
    n: float,
    direction: ArrayLike | None = None,
    repair: Repair = "clip",
) -> Best:
    """The c in [1e-3, 1e9] with the least exact mean squared error at n samples, to about 1 %."""
    low, high = math.log(1e-3), math.log(1e9)
    for points in (57, 41):
        c = np.exp(np.linspace(low, high, points))
        error = clipped(p, q, f, c, direction, repair).mean_squared_error(n)
        place = int(np.argmin(error))
        low, high = np.log(c[max(place - 1, 0)]), np.log(c[min(place + 1, points - 1)])
    return Best(float(c[place]), float(error[place]))


def _clipped_on_line(m: LineMoments, c: Array, repair: Repair) -> Clipped:
    bias, variance = m.bias(repair), m.variance(repair)
    weight, offset = m.weight(repair, 1), m.self_normalised_bias(repair)
    spread = m.square(repair, offset)
    return Clipped(
        c=frozen(c),
        truth=m.truth.value,
        bias=frozen(bias.value),
        variance=frozen(variance.value),
        weight_mean=frozen(weight.value),
        weight_square=frozen(m.weight(repair, 2).value),
        self_normalised_bias=frozen(offset),
        self_normalised_variance=frozen(spread.over(weight).over(weight).value),
        share_above=frozen(m.share_above()),
        std=frozen(variance.root),
        bias_error=frozen(bias.value_error),
        std_error=frozen(variance.root_error),
    )


def _clipped(c: Array, truth: float, m: WeightMoments) -> Clipped:
    bias = truth * m.weight_bias + m.value
    value_variance = m.square_ff - m.value**2
    covariance = m.square_f - m.weight * m.value
    weight_variance = m.square - m.weight**2
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        variance = truth**2 * weight_variance + 2.0 * truth * covariance + value_variance
        offset = np.where(m.weight > 0.0, m.value / m.weight, 0.0)
        spread = m.square_ff - 2.0 * offset * m.square_f + offset**2 * m.square
        spread = np.where(m.weight > 0.0, spread / m.weight**2, 0.0)
        size = truth**2 * m.square + 2.0 * np.abs(truth * m.square_f) + m.square_ff
        std, error = np.sqrt(np.maximum(variance, 0.0)), SETTLED * size
    return Clipped(
        c=frozen(c),
        truth=truth,
        bias=frozen(bias),
        variance=frozen(np.maximum(variance, 0.0)),
        weight_mean=frozen(m.weight),
        weight_square=frozen(m.square),
        self_normalised_bias=frozen(offset),
        self_normalised_variance=frozen(np.maximum(spread, 0.0)),
        share_above=frozen(m.share_above),
        std=frozen(std),
        bias_error=frozen(SETTLED * (np.abs(truth * m.weight_bias) + np.abs(m.value))),
        std_error=frozen(np.divide(0.5 * error, std, out=np.sqrt(error), where=std > 0.0)),
    )
