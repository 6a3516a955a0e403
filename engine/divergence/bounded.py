"""Jensen-Shannon divergence and total variation, which are bounded and have no closed form.

Both follow from the transform E_q w^s, w = p/q, which is known: one-dimensional integrals in
every dimension.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from engine.core.arrays import Array
from engine.core.late import late
from engine.core.parameter import ParameterError
from engine.core.run import Run
from engine.divergence.log_ratio_transform import log_modulus, log_transform
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import Relative, relative
from engine.numerics.contour import Numbers, Paths, best_paths, integrals
from engine.numerics.small_differences import Complex
from engine.sampling.accumulators.centred_moments import CentredMoments
from engine.sampling.gather import gather
from engine.sampling.normals import block_count, normal_chunks

erf = late("scipy.special", "erf")
ndtr = late("scipy.special", "ndtr")

DEFAULT_SAMPLES = 65_536
DEFAULT_SEED = 0
# A stream of its own, so that the answer does not share numbers with a page's samples.
STREAM = 2_003

# An inversion whose relative error may be larger gives way to samples.
LARGEST_ERROR = 1e-6
# Beyond, the transform no longer counts beside 1.
NEGLIGIBLE = 42.0

# The trapezoidal rule's error is exp(-pi / STEP), for the integrand's poles lie 1/2 off.
STEP = 0.0625
LINE = np.arange(0.0, 13.0, STEP)
HALF_LINE: Complex = np.asarray(0.5 + 1j * LINE, dtype=np.complex128)
LINE_WEIGHTS = 0.5 * STEP / ((0.25 + LINE**2) * np.cosh(math.pi * LINE))
LINE_WEIGHTS[0] *= 0.5
PANEL, PANEL_WEIGHTS = np.polynomial.legendre.leggauss(16)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A value, how it was found, and its standard error where it was estimated."""

    value: float
    standard_error: float | None  # None unless method is "Monte Carlo"
    method: str  # "closed form", "quadrature" or "Monte Carlo"


def jensen_shannon(p: Gaussian, q: Gaussian) -> float:
    """JS(p, q) = (1/2) KL(p||m) + (1/2) KL(q||m), m = (p + q)/2, in nats, from 0 to log 2.

    The divergence itself, not its square root, and not the sum without the halves. For equal
    covariances it depends on the Mahalanobis distance alone. See `jensen_shannon_evaluated`.
    Source: Lin, IEEE Trans. Information Theory 37 (1991).
    """
    return jensen_shannon_evaluated(p, q).value


def jensen_shannon_evaluated(p: Gaussian, q: Gaussian) -> Evaluation:
    """`jensen_shannon`, to full precision in every dimension, by quadrature of one integral.

    JS = log 2 - (1/2) E_p H - (1/2) E_q H, H the binary entropy of p/(p + q) in terms of log w. Its
    two-sided Laplace transform, (pi s / sin pi s)' / s, turns this (Parseval, Re s = 1/2) into

        JS = (1/2) integral over t > 0 of (1 - Re E_q w^(1/2 + i t)) / ((1/4 + t^2) cosh(pi t)),

    which the trapezoidal rule takes to double precision; the integrand is never negative.
    """
    pair = relative(p, q)
    if not (np.any(pair.excess) or np.any(pair.shift)):
        return Evaluation(0.0, None, "closed form")
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        transform = np.expm1(log_transform(pair, HALF_LINE)).real
    # A log-transform that overflowed stands for a transform of 0.
    missing = np.where(np.isfinite(transform), -transform, 1.0)
    value = min(float(np.sum(LINE_WEIGHTS * missing)), math.log(2.0))
    return Evaluation(value, None, "quadrature")


def total_variation(p: Gaussian, q: Gaussian) -> float:
    """TV(p, q) = (1/2) integral of |p - q| = sup_A |p(A) - q(A)|, from 0 to 1.

    See `total_variation_evaluated`.
    """
    return total_variation_evaluated(p, q).value


def total_variation_evaluated(
    p: Gaussian,
    q: Gaussian,
    samples: int = DEFAULT_SAMPLES,
    seed: int = DEFAULT_SEED,
    run: Run | None = None,
) -> Evaluation:
    """`total_variation` and how it was found.

    Equal covariances: 2 Phi(Mahalanobis / 2) - 1. A pair that differs along one direction (d = 1
    always): p(A) - q(A), A between the roots of log p = log q. Otherwise 1 - E_q min(w, 1) as

        TV = (1 / 2 pi i) integral of (1 - E_q w^s) / (s (1 - s)),

    upwards through s = 1/2. Should that not converge, the Monte Carlo mean of |p - q| / (p + q)
    over both with its standard error, reproducible from ``samples`` (at least 2) and ``seed``; only
    then it may raise Cancelled.
    """
    if samples < 2:
        raise ParameterError("samples", samples, "must be at least 2")
    pair = relative(p, q)
    line = _on_a_line(pair)
    if line is not None:
        return Evaluation(_total_variation_on_a_line(*line), None, "closed form")
    value, error = _total_variation_by_transform(pair)
    if error <= LARGEST_ERROR * value:
        return Evaluation(min(value, 1.0), None, "quadrature")
    return _monte_carlo(pair, samples, seed, run or Run(threads=1))


def _total_variation_by_transform(pair: Relative) -> tuple[float, float]:
    """TV and the change at the last refinement. The integrand has no pole, for E_q w^s is 1 at
    s = 0 and s = 1, and keeps its digits for nearly equal pairs, where it is small."""

    def log_size(_which: Numbers, s: Complex, _step: Complex) -> Array:
        return log_modulus(pair, s.real, s.imag)

    def integrand(_which: Numbers, s: Complex) -> Complex:
        missing: Complex = -np.expm1(log_transform(pair, 1.0 - s)) / (s * (1.0 - s))
        return missing

    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        # TV is at least 1 - BC, and BC is the transform at 1/2, NaN where it underflowed.
        if not float(log_transform(pair, np.array([0.5 + 0j]))[0].real) > -NEGLIGIBLE:
            return 1.0, 0.0
        half = np.array([0.5])
        path = best_paths(half, half, log_size, NEGLIGIBLE)
        # Where the transform is negligible, 1 / s^2 is left, which the whole path takes in.
        value, change = integrals(replace(Paths.vertical(half, half), bend=path.bend), integrand)
        return float(value[0]), float(change[0])


def _on_a_line(pair: Relative) -> tuple[float, float, float] | None:
    """(e, log lam, delta) of the one direction along which the pair differs, or None."""
    if not np.any(pair.excess):
        return 0.0, 0.0, math.hypot(*pair.shift.tolist())
    active = np.flatnonzero((pair.excess != 0.0) | (pair.shift != 0.0))
    if len(active) > 1:
        return None
    i = active[0]
    return float(pair.excess[i]), float(pair.log_eigenvalues[i]), float(pair.shift[i])


def _total_variation_on_a_line(excess: float, logarithm: float, shift: float) -> float:
    """|p(A) - q(A)| with q = N(0, 1), p = N(delta, lam), A where log p > log q.

    The log-ratio is 0 at z = (-delta +- s r) / e, s^2 = lam, r^2 = delta^2 + e log lam, where p
    has the standard coordinates y = (-delta s +- r) / e. Both ends add the probability between
    z and y, and neither z, y nor z - y = (delta +- r) / (1 + s) is computed as a difference.
    """
    shift = abs(shift)
    if excess == 0.0:
        return float(erf(shift / (2.0 * math.sqrt(2.0))))
    std = math.exp(0.5 * logarithm)
    product = excess * logarithm
    root = math.hypot(shift, math.sqrt(product))
    q_sum, p_sum = shift + std * root, shift * std + root
    near_q = shift * (shift / q_sum) + std * (std * logarithm / q_sum)
    near_p = logarithm / p_sum - shift * (shift / p_sum)
    near = _probability_between(near_p, near_q, (shift + root) / (1.0 + std))
    gap = product / ((shift + root) * (1.0 + std))
    return near + _probability_between(-q_sum / excess, -p_sum / excess, gap)


def _probability_between(low: float, high: float, gap: float) -> float:
    """P(low < Z < high), Z ~ N(0, 1), ``gap`` being high - low without rounding."""
    if gap < 0.5:
        middle = low + 0.5 * gap
        # Beyond 40 the density is 0, and its square would overflow.
        points = np.minimum(np.abs(middle + 0.5 * gap * PANEL), 40.0)
        density = np.exp(-0.5 * points**2) / math.sqrt(2.0 * math.pi)
        return 0.5 * gap * float(np.sum(PANEL_WEIGHTS * density))
    if low > 0.0:
        low, high = -high, -low
    return float(ndtr(high) - ndtr(low))


@dataclass(frozen=True, slots=True)
class _Distances:
    """|p - q| / (p + q) under p and q, halved and summed, at samples of both; a Source."""

    pair: Relative
    samples: int
    seed: int

    @property
    def blocks(self) -> int:
        return block_count(self.samples)

    def chunks(self, block: int) -> Iterator[Array]:
        """(1, m), of the standard normals of a block."""
        dimension = self.pair.dimension
        for z in normal_chunks(self.samples, block, dimension, self.seed, STREAM):
            yield self._at(z)[np.newaxis]

    def _at(self, z: Array) -> Array:
        with np.errstate(over="ignore", under="ignore"):
            pair = self.pair
            lam, std, delta = pair.eigenvalues, np.sqrt(pair.eigenvalues), pair.shift
            under_p = 0.5 * float(np.sum(delta**2 - pair.log_eigenvalues))
            under_q = -0.5 * float(np.sum(delta**2 / lam + pair.log_eigenvalues))
            half, tilt, squares = 0.5 * pair.excess, delta * std, z * z
            of_p = _distance(half @ squares + tilt @ z + under_p)
            return 0.5 * (of_p + _distance((half / lam) @ squares + (delta / lam) @ z + under_q))


def _monte_carlo(pair: Relative, samples: int, seed: int, run: Run) -> Evaluation:
    found = gather(_Distances(pair, samples, seed), lambda _: CentredMoments(), run).moments()
    return Evaluation(float(found.mean[0]), float(found.standard_error[0]), "Monte Carlo")


def _distance(log_ratio: Array) -> Array:
    """|p - q| / (p + q)."""
    distance: Array = np.tanh(0.5 * np.minimum(np.abs(log_ratio), 745.0))
    return distance
