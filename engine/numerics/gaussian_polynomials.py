"""Polynomials in a state and two standard normals, and their expectations over a linear step.

A polynomial in (y, e, n) is an array (..., i, j, k) of the coefficients of y^i e^j n^k; one in y
alone is an array (..., i). Leading axes broadcast.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array, sealed


def normal_moment(power: int) -> float:
    """E z^power for z ~ N(0, 1)."""
    return 0.0 if power % 2 else float(math.prod(range(1, power, 2)))


def times(first: Array, second: Array) -> Array:
    """The product of two polynomials in (y, e, n)."""
    a, b = first.shape[-3:], second.shape[-3:]
    leading = np.broadcast_shapes(first.shape[:-3], second.shape[:-3])
    product = np.zeros((*leading, *(x + y - 1 for x, y in zip(a, b, strict=True))))
    used = first.any(axis=tuple(range(first.ndim - 3)))
    for i, j, k in np.argwhere(used):
        part = product[..., i : i + b[0], j : j + b[1], k : k + b[2]]
        part += first[..., i, j, k, np.newaxis, np.newaxis, np.newaxis] * second
    return product


def state_times(first: Array, second: Array) -> Array:
    """The product of two polynomials in y."""
    return times(first[..., np.newaxis, np.newaxis], second[..., np.newaxis, np.newaxis])[..., 0, 0]


def expected(polynomial: Array, mean: float, std: float) -> Array:
    """E f(y) of polynomials in y, (..., i) -> (...), for y ~ N(mean, std^2)."""
    return np.asarray(polynomial @ normal_powers(polynomial.shape[-1], mean, std))


@lru_cache(maxsize=64)
def normal_powers(count: int, mean: float, std: float) -> Array:
    """E y^i for i = 0 .. count - 1 and y ~ N(mean, std^2), (count,)."""
    found = [1.0, mean]
    for i in range(2, count):
        found.append(mean * found[-1] + (i - 1.0) * std * std * found[-2])
    return sealed(np.array(found[:count]))


def sizes(moments: Array) -> Array:
    """At least E w |e|^j of moments E w e^j, (..., degree + 1), the degree even: what each is the
    sum of. E w |e|^j of an odd j is at most the root of those beside it."""
    found = np.abs(moments)
    with np.errstate(over="ignore", invalid="ignore"):
        found[..., 1::2] = np.sqrt(found[..., :-1:2]) * np.sqrt(found[..., 2::2])
    return np.asarray(found)


class LinearStep:
    """y' = carry y + action e + noise n, with n a standard normal, and e one too.

    ``moments`` (..., degree + 1) may hold E[w e^j] of weights w(e) instead: then every expectation
    is one of w times what it is of, for each of the weights.
    """

    def __init__(
        self, carry: float, action: float, noise: float, moments: Array | None = None
    ) -> None:
        self.carry, self.action, self.noise = carry, action, noise
        self._of_e = moments

    @property
    def weights(self) -> Array:
        """The moments of the weights, (..., degree + 1)."""
        assert self._of_e is not None
        return self._of_e

    def size(self) -> LinearStep:
        """The step with every number taken as positive: of the terms that `expect` adds up."""
        moments = None if self._of_e is None else sizes(self._of_e)
        return LinearStep(abs(self.carry), abs(self.action), abs(self.noise), moments)

    def expect(self, polynomial: Array, then: Array | None = None) -> Array:
        """E[f(y, e, n) g(y') | y], polynomials in y; g = ``then``, or 1.

        The axes of the weights, then those of the polynomials.
        """
        following = np.ones(1) if then is None else then
        leading, (i, j, k) = polynomial.shape[:-3], polynomial.shape[-3:]
        m = following.shape[-1]
        moments = self._moments(j, k, m)  # (..., j, k, m, a)
        weights = moments.shape[:-4]
        over = polynomial.reshape(-1, j * k) @ moments.reshape(*weights, j * k, m * m)
        over = over.reshape(*weights, *leading, i, m, m)  # (..., i, m, a)
        after = np.einsum("...ima,...m->...ia", over, following)
        found = np.zeros((*after.shape[:-2], i + m - 1))
        for power in range(i):
            found[..., power : power + m] += after[..., power, :]
        return found

    def after(self, degree: int) -> Array:
        """(..., degree + 1, degree + 1): row m holds the coefficients of E[y'^m | y]."""
        moments: Array = self._moments(1, 1, degree + 1)[..., 0, 0, :, :]
        return moments

    def _moments(self, j: int, k: int, m: int) -> Array:
        """(..., j, k, m, m): the coefficient of y^a in E[e^j n^k y'^m | y]."""
        table = _table(j, k, m, 1 if self._of_e is not None else 2)
        of_e = self._of_e
        if of_e is None:
            of_e = np.array([normal_moment(power) for power in range(j + m)])
        powers, (a, b, c) = np.arange(float(m)), table.powers
        factors = table.factors * (self.carry**powers)[a] * (self.action**powers)[b]
        values = factors * (self.noise**powers)[c] * of_e[..., table.of_e]
        flat = np.zeros((*of_e.shape[:-1], j * k * m * m))
        flat[..., table.places] = np.add.reduceat(values, table.firsts, axis=-1)
        return flat.reshape(*of_e.shape[:-1], j, k, m, m)


class _Table(NamedTuple):
    """The terms of E[e^j n^k (carry y + action e + noise n)^m | y]."""

    places: NDArray[np.intp]  # in (j, k, m, a), that have terms
    firsts: NDArray[np.intp]  # the first term of each place
    of_e: NDArray[np.intp]  # the power of e whose moment is taken
    factors: Array  # multinomial, times the moment of n
    powers: NDArray[np.intp]  # of carry, action and noise, (3, terms)


@lru_cache(maxsize=64)
def _table(j: int, k: int, m: int, every: int) -> _Table:
    # With every = 2 odd powers of e are left out, whose moments are 0.
    rows = [
        (
            ((e * k + n) * m + power) * m + a,
            e + b,
            math.comb(power, a) * math.comb(power - a, b) * moment,
            (a, b, power - a - b),
        )
        for e in range(j)
        for n in range(k)
        for power in range(m)
        for a in range(power + 1)
        for b in range(e % every, power - a + 1, every)
        if (moment := normal_moment(n + power - a - b))
    ]
    places, of_e, factors, powers = zip(*rows, strict=True)
    found, firsts = np.unique(np.array(places, dtype=np.intp), return_index=True)
    return _Table(
        found,
        firsts,
        np.array(of_e, dtype=np.intp),
        np.array(factors, dtype=float),
        np.array(powers, dtype=np.intp).T,
    )
