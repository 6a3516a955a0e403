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
from numpy.typing import ArrayLike, NDArray

from engine.covariance import frozen
from engine.gaussian import Gaussian
from engine.parameter import ParameterError
from engine.projection import projection
from engine.test_function import TestFunction
from engine.weight_inversion import Repair, inverted_moments
from engine.weight_line import WeightLine, weight_line
from engine.weight_moments import Centred, NotAvailable, WeightMoments, centred

Array = NDArray[np.float64]

# The least std of p beside the distance of its mean, for the nodes are rounded to 1e-16 of that.
FINEST = 1e-12


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
    else:
        _check_resolution(line)
        moments = [_line_moments(line, about, np.log(values), repair) for repair in repairs]
    return [_clipped(values, about.truth, each) for each in moments]


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
    )


def _check_resolution(line: WeightLine) -> None:
    if math.sqrt(line.eigenvalue) < FINEST * abs(line.delta):
        raise NotAvailable(
            "the exact moments of clipped weights are not available for this pair: p is so narrow "
            "for its distance from q that the numbers across it cannot be told apart"
        )


def _line_moments(line: WeightLine, g: Centred, log_c: Array, repair: Repair) -> WeightMoments:
    """All moments from the integrals over w <= c and over w > c."""
    small, large = _regions(line, log_c)
    breaks = g.breaks_on(line)

    def over(
        power: int, regions: list[tuple[Array, Array]], orders: int, scale: float, gap: bool = False
    ) -> Array:
        def factors(y: Array, log_w: Array) -> Array:
            values = g.powers_on(line, y, orders)
            if gap:
                # c - w, in units of w.
                return np.asarray(values * np.expm1(log_c[:, np.newaxis, np.newaxis] - log_w))
            return values

        parts = [
            line.integrals(power, low, high, factors, breaks, scale * log_c)
            for low, high in regions
        ]
        return np.asarray(sum(parts))

    square, square_f, square_ff = over(2, small, 3, 0.0)
    weight, _ = over(1, small, 2, 0.0)
    share = over(0, large, 1, 0.0)[0]
    if repair == "mask":
        lost = -over(1, large, 2, 0.0)
        return WeightMoments(weight, lost[0], lost[1], square, square_f, square_ff, share)
    lost = over(1, large, 2, 0.0, gap=True)
    cut = over(0, large, 3, 2.0)
    return WeightMoments(
        weight + over(0, large, 1, 1.0)[0],
        lost[0],
        lost[1],
        square + cut[0],
        square_f + cut[1],
        square_ff + cut[2],
        share,
    )


def _regions(
    line: WeightLine, log_c: Array
) -> tuple[list[tuple[Array, Array]], list[tuple[Array, Array]]]:
    """The intervals of y where w <= c, and those where w > c."""
    low, high = line.crossings(log_c)
    end = np.full_like(low, np.inf)
    between, outside = [(low, high)], [(-end, low), (high, end)]
    return (between, outside) if line.excess >= 0.0 else (outside, between)
