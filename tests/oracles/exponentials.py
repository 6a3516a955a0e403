"""Sums of polynomials times exp(-a z^2 / 2 + b z), and their expectations, in mpmath."""

from __future__ import annotations

from mpmath import erfc, exp, mpf, pi, sqrt


class Sum:
    """sum of poly(z) exp(-a z^2 / 2 + b z); terms are (coefficients by power, a, b)."""

    def __init__(self, terms):
        self.terms = terms

    def __add__(self, other):
        return Sum([*self.terms, *other.terms])

    def __sub__(self, other):
        return self + constant(-1) * other

    def __mul__(self, other):
        return Sum(
            [(_product(c, e), a + d, b + f) for c, a, b in self.terms for e, d, f in other.terms]
        )

    def reflected(self):
        """At -z."""
        return Sum([([(-1) ** n * c for n, c in enumerate(cs)], a, -b) for cs, a, b in self.terms])

    def derivative(self):
        return Sum([(_slope(cs, a, b), a, b) for cs, a, b in self.terms])

    def mean(self):
        """E over z ~ N(0, 1); None where it diverges."""
        total = mpf(0)
        for cs, a, b in self.terms:
            if a <= -1:
                return None
            v = 1 / (1 + a)
            total += exp(b * b * v / 2) * sqrt(v) * _over(cs, [mpf(1), b * v], b * v, v)
        return total.real

    def upper(self):
        """The part of `mean` from z > 0."""
        total = mpf(0)
        for cs, a, b in self.terms:
            v = 1 / (1 + a)
            mass = exp(b * b * v / 2) * sqrt(v) * erfc(-b * sqrt(v / 2)) / 2
            total += _over(cs, [mass, v * (b * mass + 1 / sqrt(2 * pi))], b * v, v)
        return total.real


def constant(value):
    return Sum([([mpf(value)], mpf(0), mpf(0))])


def polynomial(*coefficients):
    return Sum([([c * mpf(1) for c in coefficients], mpf(0), mpf(0))])


def exponential(coefficient, a, b):
    return Sum([([coefficient], a, b)])


def _product(first, second):
    found = [0] * (len(first) + len(second) - 1)
    for i, x in enumerate(first):
        for j, y in enumerate(second):
            found[i + j] += x * y
    return found


def _slope(cs, a, b):
    found = [mpf(0)] * (len(cs) + 1)
    for n, c in enumerate(cs):
        if n:
            found[n - 1] += n * c
        found[n] += b * c
        found[n + 1] -= a * c
    return found


def _over(cs, moments, shift, v):
    """sum c_n m_n, m_n = shift m_(n-1) + (n - 1) v m_(n-2)."""
    for n in range(2, len(cs)):
        moments.append(shift * moments[n - 1] + (n - 1) * v * moments[n - 2])
    return sum(c * m for c, m in zip(cs, moments, strict=False))
