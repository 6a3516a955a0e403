"""Integrals of w^k q f^j over intervals, w = p/q, in one dimension, to about 50 digits.

For polynomials by the error function and its kin, at so many digits that nothing is lost where they
cancel; for the sigmoid by Gauss and Legendre's rule.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import mpmath
import numpy as np
from mpmath import mp, mpf

# Enough where little cancels, and enough wherever a double can hold what is left.
FEW_DIGITS, MANY_DIGITS = 140, 700
SIGMOID_DIGITS = 60
# What lies so many nats below the largest part of an integrand is left out.
NEGLIGIBLE = 140
SIGMOID_BREAKS = (0, 1, 2, 4, 8, 16, 32, 64)
PANELS, NODES = 8, 32
INF = mpf("inf")


class Line:
    """x = mean_q + std_q y: q is N(0, 1) in y and p is N(shift, lam)."""

    def __init__(self, p, q) -> None:
        self.p_mean, self.q_mean = mpf(p.mean[0]), mpf(q.mean[0])
        p_variance, q_variance = mpf(p.covariance[0, 0]), mpf(q.covariance[0, 0])
        self.q_std = mpmath.sqrt(q_variance)
        self.lam = p_variance / q_variance
        self.shift = (self.p_mean - self.q_mean) / self.q_std
        self.log_lam = mpmath.log(self.lam)
        self.same = self.lam == 1 and self.shift == 0

    def quadratic(self, power):
        """a, b, c of log(w^power q) = -a y^2 / 2 + b y + c."""
        a = power / self.lam + 1 - power
        b = power * self.shift / self.lam
        c = -power * (self.shift**2 / self.lam + self.log_lam) / 2 - mpmath.log(2 * mp.pi) / 2
        return a, b, c

    def to_line(self, x):
        return (x - self.q_mean) / self.q_std

    def above(self, log_c):
        """The intervals of y where log w > log c."""
        a, b, c = (
            one - zero for one, zero in zip(self.quadratic(1), self.quadratic(0), strict=True)
        )
        a, c = -a / 2, c - log_c  # a y^2 + b y + c > 0
        if a == 0:
            if b == 0:
                return [(-INF, INF)] if c > 0 else []
            return [(-c / b, INF)] if b > 0 else [(-INF, -c / b)]
        square = b * b - 4 * a * c
        if square <= 0:
            return [(-INF, INF)] if a > 0 else []
        larger = -(b + (1 if b >= 0 else -1) * mpmath.sqrt(square)) / 2
        low, high = sorted([larger / a, c / larger])
        return [(low, high)] if a < 0 else [(-INF, low), (high, INF)]


def complement(intervals):
    edges = [-INF, *(edge for each in intervals for edge in each), INF]
    return [each for each in zip(edges[::2], edges[1::2], strict=True) if each[0] < each[1]]


class Moments:
    """The integral of w^k q f^j over a union of intervals of y."""

    def __init__(self, line: Line, name: str, point: float, flipped: bool = False) -> None:
        """Flipped, the indicator and the sigmoid are 1 - f."""
        self.line, self.name, self.point = line, name, mpf(point)
        self.flipped = flipped
        self._known = {}

    def __call__(self, power, order, intervals):
        key = power, order, tuple(intervals)
        if key not in self._known:
            parts = [self._part(power, order, low, high) for low, high in intervals]
            self._known[key] = mpmath.fsum(parts)
        return self._known[key]

    def _part(self, power, order, low, high):
        if self.name == "sigmoid" and order:
            return _sigmoid_integral(self, power, order, low, high)
        y = self.line.to_line(self.point)
        linear = [self.line.q_mean, self.line.q_std]
        from_point = [self.line.q_mean - self.point, self.line.q_std]
        quadratic = self.line.quadratic(power)

        def over(polynomial, a, b):
            a, b = max(a, low), min(b, high)
            return polynomial_integral(quadratic, polynomial, a, b) if a < b else mpf(0)

        if self.name == "1" or not order:
            return over([mpf(1)], -INF, INF)
        if self.name in ("x", "x^2"):
            return over(_power(linear, order * (2 if self.name == "x^2" else 1)), -INF, INF)
        if self.name == "indicator":
            return over([mpf(1)], -INF, y) if self.flipped else over([mpf(1)], y, INF)
        right = _power(from_point, order)
        return over(right, y, INF) + (-1) ** order * over(right, -INF, y)


def _power(linear, exponent):
    answer = [mpf(1)]
    for _ in range(exponent):
        answer = [
            (answer[i] * linear[0] if i < len(answer) else 0)
            + (answer[i - 1] * linear[1] if i else 0)
            for i in range(len(answer) + 1)
        ]
    return answer


def polynomial_integral(quadratic, polynomial, low, high):
    a, b, c = quadratic
    moments = _moments(a, b, c, low, high, len(polynomial))
    return mpmath.fsum(factor * m for factor, m in zip(polynomial, moments, strict=True))


def _moments(a, b, c, low, high, count):
    """The integrals of y^j exp(-a y^2/2 + b y + c), j = 0 ... count - 1, by parts:
    a I(j + 1) = b I(j) + j I(j - 1) - [y^j e]."""

    def edge(y, j):
        return mpf(0) if mpmath.isinf(y) else y**j * mpmath.exp(-a * y * y / 2 + b * y + c)

    if a == 0:
        return _exponential_moments(b, c, low, high, count)
    found = [_mass(a, b, c, low, high)]
    for j in range(count - 1):
        less = j * found[j - 1] if j else 0
        found.append((b * found[j] + less - (edge(high, j) - edge(low, j))) / a)
    return found


def _mass(a, b, c, low, high):
    middle, root = b / a, mpmath.sqrt(abs(a) / 2)
    low, high = (low - middle) * root, (high - middle) * root
    scale = mpmath.exp(c + b * b / (2 * a)) * mpmath.sqrt(mp.pi) / (2 * root)
    if a < 0:
        return scale * (mpmath.erfi(high) - mpmath.erfi(low))
    if low > 0:
        return scale * (mpmath.erfc(low) - mpmath.erfc(high))
    if high < 0:
        return scale * (mpmath.erfc(-high) - mpmath.erfc(-low))
    return scale * (mpmath.erf(high) - mpmath.erf(low))


def _exponential_moments(b, c, low, high, count):
    if b == 0:
        return [mpmath.exp(c) * (high ** (j + 1) - low ** (j + 1)) / (j + 1) for j in range(count)]

    def edge(y, j):
        return mpf(0) if mpmath.isinf(y) else y**j * mpmath.exp(b * y + c)

    found = [(edge(high, 0) - edge(low, 0)) / b]
    for j in range(1, count):
        found.append((edge(high, j) - edge(low, j) - j * found[-1]) / b)
    return found


@cache
def _rule():
    """Nodes and weights of Gauss and Legendre's rule to the digits that the sigmoid takes."""
    nodes = []
    with mp.workdps(SIGMOID_DIGITS + 10):
        for first in np.polynomial.legendre.leggauss(NODES)[0]:
            x = mpmath.findroot(lambda t: mpmath.legendre(NODES, t), mpf(first))
            slope = NODES * mpmath.legendre(NODES - 1, x) / (1 - x * x)
            nodes.append((x, 2 / ((1 - x * x) * slope**2)))
    return nodes


def _sigmoid_integral(moments, power, order, low, high):
    """Left of the point f^j is exp(j (x - a)) times what is smooth, which moves the peak."""
    line = moments.line
    with mp.workdps(SIGMOID_DIGITS):
        y, slope = line.to_line(moments.point), line.q_std
        a, b, c = line.quadratic(power)
        rate = -order * slope if moments.flipped else order * slope
        exponents = [(a, b + rate, c - rate * y), (a, b, c)]
        if moments.flipped:
            exponents.reverse()
        breaks = [y + side * each / slope for each in SIGMOID_BREAKS for side in (-1, 1)]
        pieces = []
        for side, (a, b, c) in enumerate(exponents):
            ends = (low, min(high, y)) if side == 0 else (max(low, y), high)
            if not ends[0] < ends[1]:
                continue
            inner = [*breaks, *([b / a] if a else [])]
            edges = [ends[0], *sorted({e for e in inner if ends[0] < e < ends[1]}), ends[1]]
            for left, right in pairwise(edges):
                pieces.append(_piece(a, b, c, left, right, side))
        if not pieces:
            return mpf(0)
        top = max(each[0] for each in pieces)
        if top == INF:
            return INF
        total = mpf(0)
        for size, start, step, (a, b, c), side in pieces:
            if size < top - NEGLIGIBLE:
                continue
            for panel in range(PANELS):
                for node, weight in _rule():
                    at = start + step * (panel + (1 + node) / 2) / PANELS
                    away = (at - y) * slope
                    f = 1 / (1 + mpmath.exp(away if side == 0 else -away)) ** order
                    value = f * mpmath.exp(-a * at * at / 2 + b * at + c)
                    total += abs(step) * weight / (2 * PANELS) * value
        return total


def _piece(a, b, c, left, right, side):
    """The logarithm of about the largest contribution, start, signed length, exponent."""

    def exponent(y):
        if mpmath.isinf(y):
            rate = a if a else (b if y < 0 else -b)
            return -INF if rate > 0 else INF
        return -a * y * y / 2 + b * y + c

    start = left if exponent(left) >= exponent(right) else right
    if exponent(start) == INF:
        return INF, 0, 0, (a, b, c), side
    slope = abs(b - a * start)
    inside = slope**2 + 2 * NEGLIGIBLE * a
    root = mpmath.sqrt(inside) if inside > 0 else mpf(0)
    length = right - left
    if inside >= 0 and slope + root > 0:
        length = min(length, 2 * NEGLIGIBLE / (slope + root))
    step = length if start == left else -length
    return exponent(start) + mpmath.log(length), start, step, (a, b, c), side
