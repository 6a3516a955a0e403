"""The exact probability that the mean of a batch of k1 = -log w is negative, x ~ q, and how far
below 0 one k1 lies on average.

k1 estimates KL(q||p) >= 0 without bias, yet its mean over a batch may be negative. Under q it is
a quadratic form in standard normals, whose cumulant generating function K is known in closed
form; the probability is an integral of exp(B K(s)) / (-s) along a path in the complex plane.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.core.arrays import Array
from engine.core.late import late
from engine.core.parameter import ParameterError
from engine.divergence.log_ratio_transform import log_modulus, log_transform
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import NEAR, Relative, relative
from engine.numerics.contour import Numbers, best_paths, integrals
from engine.numerics.small_differences import Complex

_ndtr = late("scipy.special", "ndtr")

# What is left below exp(-NEGLIGIBLE) of the integrand's start is not integrated.
NEGLIGIBLE = 42.0
SMALLEST = 5e-324  # of the positive doubles
# An interval is cut into so many at once, so often at most.
SECTIONS, SECTIONINGS = 64, 34
FLAT = 1e-9
INNER = np.arange(1.0, SECTIONS)


@dataclass(frozen=True, slots=True)
class NegativeBatch:
    """P(mean of a batch of k1 < 0), an estimate of its absolute error, and how it was found."""

    batch: int
    probability: float
    error: float
    method: str  # "closed form", "inversion" or "bound"


def negative_batch_probability(p: Gaussian, q: Gaussian, batch: int) -> NegativeBatch:
    """P((1/B) sum_j k1(x_j) < 0) for B = ``batch`` independent samples of q.

    Equal covariances: Phi(-sqrt(B KL / 2)). Otherwise (1 / 2 pi i) times the integral of
    exp(B K(s)) / (-s), K(s) = log E_q exp(s k1), upwards through the saddle point between
    -1 and 0 (K is 0 at both, since E_q w = 1), so that also tiny probabilities keep their
    digits; the path bends to where the integrand decays fastest and the trapezoidal rule is
    refined until two answers agree. 0 for p = q, where k1 is 0 itself, and, by Chernoff's
    bound exp(B min K), where the probability is below 1e-323. Raises ParameterError unless
    ``batch`` is a whole number of at least 1, and when the dimensions differ.
    Sources: Imhof, Biometrika 48 (1961); Rice, SIAM J. Sci. Stat. Comput. 1 (1980), for the
    inversion through the saddle point.
    """
    return negative_batch_probabilities(p, q, [batch])[0]


def negative_batch_probabilities(
    p: Gaussian, q: Gaussian, batches: Iterable[int], negligible: float = SMALLEST
) -> tuple[NegativeBatch, ...]:
    """`negative_batch_probability` for each batch size; where Chernoff's bound is below
    ``negligible`` the bound is the error of a probability of 0."""
    return _found(p, q, batches, negligible, part=False)[0]


def mean_negative_part(p: Gaussian, q: Gaussian) -> tuple[float, float]:
    """E_q max(-k1, 0) in nats, and an estimate of its absolute error.

    By it E_q |k1| = KL(q||p) + 2 E_q max(-k1, 0), a sum without cancellation. The same inversion as
    of `negative_batch_probability`, of exp(K(s)) / s^2; with equal covariances k1 ~ N(m^2/2, m^2),
    and it is m phi(m/2) - (m^2/2) Phi(-m/2). Raises ParameterError when the dimensions differ.
    """
    return _found(p, q, (), SMALLEST, part=True)[1]


def negative_batches_and_part(
    p: Gaussian, q: Gaussian, batches: Iterable[int]
) -> tuple[tuple[NegativeBatch, ...], tuple[float, float]]:
    """`negative_batch_probabilities` and `mean_negative_part`, inverted together."""
    return _found(p, q, batches, SMALLEST, part=True)


def _found(
    p: Gaussian, q: Gaussian, batches: Iterable[int], negligible: float, *, part: bool
) -> tuple[tuple[NegativeBatch, ...], tuple[float, float]]:
    """The probability for each batch size and, where it is asked for, the mean negative part."""
    sizes, pair = [_checked(batch) for batch in batches], relative(q, p)
    with np.errstate(over="ignore", under="ignore"):
        if not np.any(pair.excess):
            m = math.hypot(*pair.shift.tolist())
            return tuple(_normal(m, size) for size in sizes), _normal_part(m)
        if not _finite(pair):
            bounds = tuple(NegativeBatch(size, 0.0, 0.0, "bound") for size in sizes)
            return bounds, (0.0, 1.0)  # max(log w, 0) <= w, whose mean is 1
        saddle = _saddle(p, q)
        lowest = np.array(sizes) * _exponent(pair, np.array([saddle + 0j])).real
        counting = np.flatnonzero(lowest >= math.log(negligible))
        size = np.append(np.array(sizes, dtype=float)[counting], np.ones(int(part)))
        order = np.append(np.ones(len(counting)), np.full(int(part), 2.0))
        values, errors = _inverted(pair, saddle, size, order)
    found = [
        NegativeBatch(b, 0.0, math.exp(e), "bound") for b, e in zip(sizes, lowest, strict=True)
    ]
    for place, value, error in zip(counting, values.tolist(), errors.tolist(), strict=False):
        found[place] = NegativeBatch(sizes[place], min(max(value, 0.0), 1.0), error, "inversion")
    return tuple(found), (max(float(values[-1]), 0.0), float(errors[-1])) if part else (0.0, 0.0)


def _normal_part(m: float) -> tuple[float, float]:
    """The mean negative part of N(m^2/2, m^2), and its error."""
    density = math.exp(-0.125 * m**2) / math.sqrt(2.0 * math.pi)
    return max(m * (density - 0.5 * m * _below(-0.5 * m)), 0.0), 1e-15 * m * density


def _normal(mahalanobis: float, batch: int) -> NegativeBatch:
    if mahalanobis == 0.0:
        return NegativeBatch(batch, 0.0, 0.0, "closed form")
    x = -0.5 * math.sqrt(batch) * mahalanobis
    value = _below(x)
    # A rounding of x changes the logarithm of the tail by x^2 of it.
    error = (1e-15 + 4e-16 * min(x * x, 1e5)) * value
    return NegativeBatch(batch, value, error, "closed form")


def _below(x: float) -> float:
    """The standard normal's probability below x."""
    return float(_ndtr(x))


def _inverted(pair: Relative, saddle: float, size: Array, order: Array) -> tuple[Array, Array]:
    """(1 / 2 pi i) times the integral of exp(size K(s)) / (-s)^order, an order of 1 or 2, and its
    error, (k,) each."""
    start, width = _start(pair, saddle, size)
    twice, times = order == 2.0, size[:, np.newaxis]

    def log_size(which: Numbers, s: Complex, step: Complex) -> Array:
        distance = np.abs(s)
        log: Array = times[which] * _log_modulus(pair, s) + np.log(np.abs(step) / distance)
        log[twice[which]] -= np.log(distance[twice[which]])
        return log

    def integrand(which: Numbers, s: Complex) -> Complex:
        value: Complex = np.exp(times[which] * _exponent(pair, s)) / -s
        value[twice[which]] /= -s[twice[which]]
        return value

    paths = best_paths(start, width, log_size, NEGLIGIBLE)
    values, changes = integrals(paths, integrand)
    lowest = size * _exponent(pair, np.where(twice, start, saddle).astype(complex)).real
    rounding = 1e-12 * np.exp(lowest) * (1.0 + np.abs(lowest))
    return values, changes + rounding * np.where(twice, width / start**2, 1.0)


def _exponent(pair: Relative, s: Complex) -> Complex:
    """K(s) = log E_q exp(s k1) = log E_q w^(-s), elementwise."""
    return log_transform(pair, -s)


def _log_modulus(pair: Relative, s: Complex) -> Array:
    """Re K(s), elementwise, to rounding of its terms."""
    return log_modulus(pair, 1.0 + s.real, s.imag)


def _slope(pair: Relative, s: Array) -> Array:
    """K'(s), (m,)."""
    e, s = pair.excess, s[:, np.newaxis]
    rest = 1.0 - e * s
    spread = np.where(
        np.abs(e) < NEAR, pair.excess_cost + e**2 * s / rest, e / rest - pair.log_eigenvalues
    )
    shifts = pair.shift**2 * (1.0 + s * (2.0 - e * s)) / rest**2
    return np.asarray(0.5 * np.sum(spread + shifts, axis=1))


def _curvature(pair: Relative, s: Array) -> Array:
    """K''(s), (m,)."""
    rest = 1.0 - pair.excess * s[:, np.newaxis]
    square = pair.shift**2 * pair.eigenvalues
    return np.asarray(0.5 * np.sum((pair.excess / rest) ** 2 + 2.0 * square / rest**3, axis=1))


def _finite(pair: Relative) -> bool:
    """Whether K can be computed in doubles."""
    return bool(np.all(np.isfinite(pair.excess)) and np.isfinite(_curvature(pair, np.zeros(1))[0]))


@lru_cache(maxsize=8)
def _saddle(p: Gaussian, q: Gaussian) -> float:
    """Where K is lowest, to a billionth of the way to the nearer end, for there it is flat: K' is
    -KL(p||q) at -1 and KL(q||p) at 0. Many places at once cost little more than one."""
    pair, low, high = relative(q, p), -1.0, 0.0
    for _ in range(SECTIONINGS):
        places = low + INNER * ((high - low) / SECTIONS)
        rising = _slope(pair, places) > 0.0
        first = int(np.argmax(rising)) if rising[-1] else len(places)
        between = [low, *places.tolist(), high][first : first + 2]
        if between == [low, high]:
            break
        low, high = between
        if high - low <= FLAT * min(-high, 1.0 + low):
            break
    return low


def _start(pair: Relative, saddle: float, batch: Array) -> tuple[Array, Array]:
    """Where the paths cross the real axis, and their widths there, (k,) each."""
    width = 1.0 / np.sqrt(batch * _curvature(pair, np.array([saddle])))
    smallest = float(np.min(pair.excess))
    half_way = 0.5 / smallest if smallest < 0.0 else -math.inf
    # Near p = q the pole at 0 lies close to the saddle point; the path keeps off it.
    start = np.minimum(saddle, np.maximum(-1.5 * width, half_way))
    return start, 1.0 / np.sqrt(batch * _curvature(pair, start))


def _checked(batch: int) -> int:
    if not isinstance(batch, int | np.integer) or isinstance(batch, bool) or batch < 1:
        raise ParameterError("batch", batch, "must be a whole number of at least 1")
    return int(batch)
