"""E_q[w^s g^j] for complex s: the transform of the weights together with f of one direction.

Under the density proportional to w^s q, t = u . x is normal with a mean M and a variance V that
are rational in s: V = sum a^2 lam / (1 + b e), M = E_q t + sum a s delta / (1 + b e), b = 1 - s,
in the eigenbasis of `engine.gaussian.relative`, where u has the slopes a.
"""

from __future__ import annotations

import math

import numpy as np
from scipy.special import wofz

from engine.core.arrays import Array
from engine.divergence.log_ratio_transform import log_modulus, log_transform
from engine.functions import smooth_sigmoid
from engine.gaussian.projection import Projection
from engine.gaussian.relative import EPSILON, Relative
from engine.numerics.small_differences import Complex
from engine.weights.exact.moments import Centred

# Saddle points are bracketed by one of so many parts at a time, to this share of the way from
# the nearer end of the strip.
PARTS = 32
ROUNDS = 14
BRACKET = 1e-8
# In a share of itself: an s so much nearer to 0 than an end of the strip is inside for certain.
NEAREST = 4.0 * EPSILON
FARTHEST = 1e16
# How far off a saddle point may be, squared, in widths of the integrand.
CLOSE = 0.01


class TiltedTransform:
    """K(s) = log E_q w^s, its derivatives on the real axis, and E g^j under the tilted density."""

    def __init__(self, pair: Relative, along: Projection | None, g: Centred | None) -> None:
        self.pair, self.along, self.g = pair, along, g
        first = int(np.argmin(pair.excess))
        least, most = float(pair.excess[first]), float(np.max(pair.excess))
        # K is finite between these, and analytic off the real axis beyond them.
        self.low = float(pair.eigenvalues[first]) / least if least < 0.0 else -math.inf
        self.high = 1.0 + 1.0 / most if most > 0.0 else math.inf
        # 1 + (1 - s) e is constant + (one - s) e, of the form that keeps the digits of small lam.
        self.constant = np.where(pair.excess < 0.0, pair.eigenvalues, 1.0)
        self.one = np.where(pair.excess < 0.0, 0.0, 1.0)

    def bounds(self) -> tuple[float, float]:
        """The least and the largest log w there is; -inf, inf where there is none."""
        pair = self.pair
        flat, shifted = pair.excess == 0.0, pair.shift != 0.0
        if np.any(flat & shifted) or (self.low > -math.inf and self.high < math.inf):
            curved = pair.excess[~flat]
            if np.any(flat & shifted) or (np.any(curved > 0.0) and np.any(curved < 0.0)):
                return -math.inf, math.inf
        e, delta = pair.excess[~flat], pair.shift[~flat]
        extreme = -0.5 * float(np.sum(delta**2 / e + pair.log_eigenvalues[~flat]))
        return (extreme, math.inf) if np.all(e > 0.0) else (-math.inf, extreme)

    def logarithm(self, s: Complex) -> Complex:
        """K(s), of any shape."""
        return log_transform(self.pair, 1.0 - s.ravel(), s.ravel()).reshape(s.shape)

    def log_modulus(self, real: Array, imaginary: Array) -> Array:
        """Re K(s) at s = real + i imaginary, of any shape, to rounding of its terms."""
        return log_modulus(self.pair, real, imaginary)

    def slope(self, s: Array) -> Array:
        """K'(s), the mean of log w under the tilted density, of the shape of s."""
        pair, total = self.pair, np.zeros(s.shape)
        columns = pair.excess, pair.eigenvalues, pair.shift, pair.log_eigenvalues
        bases = self.constant, self.one
        for e, lam, delta, log, constant, one in zip(
            *(column.tolist() for column in (*columns, *bases)), strict=True
        ):
            rest = constant + (one - s) * e
            total += e / rest + (delta / rest) ** 2 * (s**2 - lam * (1.0 - s) ** 2) - log
        return 0.5 * total

    def curvature(self, s: Array) -> Array:
        """K''(s), the variance of log w under the tilted density, (m,)."""
        e, lam, delta = self.pair.excess, self.pair.eigenvalues, self.pair.shift
        rest = self.constant + (self.one - s[:, np.newaxis]) * e
        return np.asarray(np.sum(0.5 * (e / rest) ** 2 + lam / rest * (delta / rest) ** 2, axis=1))

    def saddle(self, log_c: Array) -> Array:
        """Where K'(s) = log c, (m,), bracketed ever closer; near an end of the strip if
        nowhere."""
        low, high = np.zeros_like(log_c), np.ones_like(log_c)
        inner = np.arange(1, PARTS) / PARTS
        for _ in range(ROUNDS):
            width = high - low
            if np.all(width <= BRACKET * np.minimum(low, 1.0 - high)):
                break
            s = self._strip(low[:, np.newaxis] + width[:, np.newaxis] * inner)
            below = np.count_nonzero(self.slope(s) < log_c[:, np.newaxis], axis=1)
            low, high = low + width * (below / PARTS), low + width * ((below + 1) / PARTS)
            if self._close(self._strip(low), self._strip(high)):
                break
        return self._closer(log_c, self._strip(low), self._strip(high), inner)

    def _close(self, left: Array, right: Array) -> bool:
        """Whether each bracket is a small share of the width of the integrand anywhere in it: K''
        is convex, and largest at one of the ends."""
        most = np.maximum(self.curvature(left), self.curvature(right))
        return bool(np.all((right - left) ** 2 * most <= CLOSE))

    def _closer(self, log_c: Array, left: Array, right: Array, inner: Array) -> Array:
        """The saddle point between the two, to a share of the width of the integrand there: at
        once, unless p and q are so far from each other that this is tiny beside the strip."""
        for _ in range(ROUNDS):
            middle, width = 0.5 * (left + right), right - left
            if np.all(width**2 * self.curvature(middle) <= CLOSE):
                break
            s = left[:, np.newaxis] + width[:, np.newaxis] * inner
            below = np.count_nonzero(self.slope(s) < log_c[:, np.newaxis], axis=1)
            left, right = left + width * (below / PARTS), left + width * ((below + 1) / PARTS)
        return np.asarray(0.5 * (left + right))

    def _strip(self, place: Array) -> Array:
        """Maps (0, 1) onto the strip (low, high), a few roundings within its ends."""
        least = self.low + NEAREST * abs(self.low) if math.isfinite(self.low) else -FARTHEST
        most = self.high - NEAREST * abs(self.high) if math.isfinite(self.high) else FARTHEST
        with np.errstate(divide="ignore"):
            return np.clip(self._onto(place), least, most)

    def _onto(self, place: Array) -> Array:
        if math.isfinite(self.low) and math.isfinite(self.high):
            return self.low + place * (self.high - self.low)
        if math.isfinite(self.low):
            return self.low + place / (1.0 - place)
        if math.isfinite(self.high):
            return self.high - (1.0 - place) / place
        return (place - 0.5) / (place * (1.0 - place))

    def tilted(self, s: Complex) -> tuple[Complex, Complex]:
        """M and V, of the shape of s. Re V > 0 wherever the density falls off along t."""
        assert self.along is not None
        a = self.along.relative_slopes
        mean = np.full(s.shape, self.along.q_mean, dtype=complex)
        variance = np.zeros(s.shape, dtype=complex)
        for i in np.flatnonzero(a):
            rest = self.constant[i] + (self.one[i] - s) * self.pair.excess[i]
            mean += a[i] * self.pair.shift[i] * s / rest
            variance += a[i] ** 2 * self.pair.eigenvalues[i] / rest
        return mean, variance

    def mass(self, s: float) -> float:
        """E_q w^s for a real s within the strip."""
        logarithm = float(self.logarithm(np.array([complex(s)]))[0].real)
        return math.exp(logarithm) if logarithm < 709.7 else math.inf

    def tilted_mean(self, s: float, order: int) -> float:
        """The mean of g^order under the density proportional to w^s q, s real."""
        if order == 0:
            return 1.0
        assert self.g is not None
        mean, variance = self.tilted(np.array([complex(s)]))
        std = math.sqrt(float(variance[0].real))
        return float(self.g.f.moments(float(mean[0].real), std, self.g.truth)[order - 1])

    def log_size(self, s: Complex) -> Array:
        """About the logarithm of the largest of 1, |E g| and |E g^2|, of the shape of s, without
        overflow; infinite where the density does not fall off along t."""
        if self.g is None or self.g.f.name == "1":
            return np.zeros(s.shape)
        mean, variance = self.tilted(s)
        size = np.log(1.0 + np.abs(mean) ** 2 + np.abs(variance))
        if self.g.f.name == "x":
            return np.asarray(size)
        if self.g.f.name == "x^2":
            return np.asarray(2.0 * size)
        if self.g.f.name == "sigmoid":
            variance = variance + smooth_sigmoid.WIDTH**2
        falls = variance.real > 0.0
        z = (self.g.f.point - mean) / np.sqrt(2.0 * np.where(falls, variance, 1.0))
        # erfc(z) = exp(-z^2) w(iz), and erfc(-z) = 2 - erfc(z).
        scaled = np.abs(wofz(1j * np.where(z.real < 0.0, -z, z)))
        size += np.maximum(-(z**2).real + np.log(np.maximum(scaled, 1e-300)), 0.0)
        return np.where(falls, size, np.inf)

    def moments(self, s: Complex, exponent: Complex) -> tuple[Complex, Complex, Complex]:
        """exp(exponent) times 1, E g and E g^2 under the tilted density, of the shape of s; NaN
        where the density does not fall off along t. Where the exponential underflows and the
        means overflow, their product does neither."""
        whole = np.exp(exponent)
        if self.g is None or self.g.f.name == "1":
            return whole, np.zeros_like(whole), np.zeros_like(whole)
        f, truth = self.g.f, self.g.truth
        mean, variance = self.tilted(s)
        if f.name == "x":
            first = mean - truth
            return whole, whole * first, whole * (first**2 + variance)
        if f.name == "x^2":
            first = mean**2 + variance - truth
            square = first**2 + 4.0 * mean**2 * variance + 2.0 * variance**2
            return whole, whole * first, whole * square
        if f.name == "sigmoid":
            level, square = _sigmoid(mean - f.point, variance, exponent)
            return whole, level - truth * whole, square - truth * (2.0 * level - truth * whole)
        root = np.sqrt(2.0 * np.where(variance.real > 0.0, variance, np.nan))
        above, density = _above((f.point - mean) / root, exponent)
        if f.name == "indicator":
            square = above * (1.0 - truth) ** 2 + (whole - above) * truth**2
            return whole, above - truth * whole, square
        distance = mean - f.point
        absolute = distance * (2.0 * above - whole) + root / math.sqrt(math.pi) * density
        square = whole * (distance**2 + variance) - truth * (2.0 * absolute - truth * whole)
        return whole, absolute - truth * whole, square


def _above(z: Complex, exponent: Complex) -> tuple[Complex, Complex]:
    """exp(exponent) erfc(z) / 2 and exp(exponent - z^2), by erfc(z) = exp(-z^2) w(iz)."""
    density = np.exp(exponent - z**2)
    left = z.real < 0.0
    tail = 0.5 * density * wofz(1j * np.where(left, -z, z))
    return np.where(left, np.exp(exponent) - tail, tail), density


def _sigmoid(mean: Complex, variance: Complex, exponent: Complex) -> tuple[Complex, Complex]:
    wider = variance + smooth_sigmoid.WIDTH**2
    root = np.sqrt(2.0 * np.where(wider.real > 0.0, wider, np.nan))
    first, second = np.zeros_like(mean), np.zeros_like(mean)
    for theta, weight, square in zip(
        smooth_sigmoid.THETA, smooth_sigmoid.WEIGHTS, smooth_sigmoid.SQUARE_WEIGHTS, strict=True
    ):
        if abs(weight) + abs(square) > 1e-14:
            above, _ = _above((theta - mean) / root, exponent)
            first += weight * above
            second += square * above
    return first, second
