"""Moments of V-trace's target backwards in time, compiled: `vtrace_moments` says of what."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part

RHO, C, RHO_RHO, RHO_C, C_C, ABOVE_RHO, ABOVE_C = range(7)  # of the weights' moments
SECOND, FIRST, BIAS, SIZE = slice(0, 5), slice(5, 8), slice(8, 11), slice(11, 14)
MOST = slice(14, 19)


@compiled
def vtrace_rows(
    ends: NDArray[np.int64],
    moments: Array,
    step: tuple[float, float, float],
    trace: tuple[float, float],
    delta: Array,
    squares: Array,
    parts: Array,
    wrong: Array,
    differ: NDArray[np.bool_],
) -> Array:
    """Of m targets that look ahead to ``ends``: polynomials in y_0, E D^2 (5), E D (3), the bias
    (3), and the sizes of what it (3) and E D^2 (5) are the sum of, in the columns SECOND to MOST
    of (m, 19).

    ``moments``, (2, 7, m, 9): E x e^j of the weights x of `RHO` and so on, and their sizes;
    ``step``: what multiplies y, e and n; ``trace``: gamma, and lambda; ``delta``, (2, n, 3, 3, 3),
    and its ``squares``, (2, n, 5, 5, 5): of each step, in (y, e, n), and its size; ``parts``,
    (2, n, 3, 3, 3): less that of the true value, and the size of its terms; ``wrong``,
    (n + 1, 3): the critic less the value; ``differ``, (m,): whether the clips of rho and c do.
    """
    found, coefficients = np.empty((len(ends), 19)), _coefficients(step)
    positive = np.abs(coefficients)
    mixed, carried = np.empty((3, 3, 3, 3)), np.empty((3, 3))
    square, above = np.empty((5, 5)), np.empty((2, 3, 3))
    for r in range(len(ends)):
        own, large = moments[0, :, r], moments[1, :, r]
        _fill_table(coefficients, own[RHO_C], mixed)
        _fill_after(coefficients, own[C], carried)
        _fill_after(coefficients, own[C_C], square)
        _fill_after(coefficients, own[ABOVE_RHO], above[0])
        _fill_after(coefficients, own[ABOVE_C], above[1])
        apart = (1.0 - trace[1]) * carried
        if differ[r]:
            apart += above[1] - above[0]
        kernels = mixed, carried, square
        two = found[r, SECOND], found[r, FIRST]
        _fill_moments(ends[r], own, trace, delta[0], squares[0], kernels, two)
        bias, size = found[r, BIAS], found[r, SIZE]
        _fill_bias(ends[r], own[ABOVE_RHO], trace, parts[0], wrong, carried, apart, bias)
        _fill_table(positive, large[RHO_C], mixed)
        _fill_after(positive, large[C], carried)
        _fill_after(positive, large[C_C], square)
        most = found[r, MOST], np.empty(3)
        _fill_moments(ends[r], large, trace, delta[1], squares[1], kernels, most)
        _fill_bias(
            ends[r], large[ABOVE_RHO], trace, parts[1], np.abs(wrong), carried, np.abs(apart), size
        )
    return found


@compiled
def _coefficients(step: tuple[float, float, float]) -> Array:
    """Of y^a e^b in E_n[n^k (carry y + action e + noise n)^m], (k, m, a, b)."""
    found = np.zeros((3, 5, 5, 5))
    for k in range(3):
        for m in range(5):
            for a in range(m + 1):
                for b in range(m - a + 1):
                    c = m - a - b
                    if (k + c) % 2 == 0:
                        many = math.gamma(m + 1.0) / math.gamma(a + 1.0)
                        many = np.rint(many / (math.gamma(b + 1.0) * math.gamma(c + 1.0)))
                        factor = many * _normal_moment(k + c)
                        found[k, m, a, b] = factor * step[0] ** a * step[1] ** b * step[2] ** c
    return found


@compiled_part
def _normal_moment(power: int) -> float:
    """E n^power of an even power."""
    found = 1.0
    for odd in range(1, power, 2):
        found *= odd
    return found


@compiled
def _fill_table(coefficients: Array, of_e: Array, table: Array) -> None:
    """E[x e^j n^k y'^m | y] by powers of y, (j, k, m, a)."""
    js, ks, ms = table.shape[0], table.shape[1], table.shape[2]
    for j in range(js):
        for k in range(ks):
            for m in range(ms):
                for a in range(ms):
                    total = 0.0
                    for b in range(m - a + 1):
                        if (k + m - a - b) % 2 == 0:
                            total += coefficients[k, m, a, b] * of_e[j + b]
                    table[j, k, m, a] = total


@compiled
def _fill_after(coefficients: Array, of_e: Array, table: Array) -> None:
    """E[x y'^m | y] by powers of y, (m, a)."""
    for m in range(len(table)):
        for a in range(len(table)):
            total = 0.0
            for b in range(m - a + 1):
                if (m - a - b) % 2 == 0:
                    total += coefficients[0, m, a, b] * of_e[b]
            table[m, a] = total


@compiled
def _fill_moments(
    end: int,
    own: Array,
    trace: tuple[float, float],
    delta: Array,
    squares: Array,
    kernels: tuple[Array, Array, Array],
    out: tuple[Array, Array],
) -> None:
    """E D^2 and E D given y_0, into ``out``."""
    mixed, carried, square = kernels
    fade = trace[0] * trace[1]
    first, second = np.zeros(3), np.zeros(5)
    source, cross, later = np.empty(5), np.empty(5), np.empty((3, 3, 3))
    for t in range(end - 1, -1, -1):
        _fill_expected(squares[t], own[RHO_RHO], source)
        _fill_mixed(delta[t], first, mixed, later, cross)
        for a in range(5):
            source[a] += 2.0 * fade * cross[a]
        _carry(source, second, fade * fade, square)
        _fill_expected(delta[t], own[RHO], source[:3])
        _carry(source[:3], first, fade, carried)
    out[0][:], out[1][:] = second, first


@compiled
def _fill_expected(polynomial: Array, of_e: Array, out: Array) -> None:
    """E[x f(y, e, n) | y] by powers of y, of f in (y, e, n)."""
    js, ks = polynomial.shape[1], polynomial.shape[2]
    for i in range(len(out)):
        total = 0.0
        for j in range(js):
            for k in range(0, ks, 2):
                total += polynomial[i, j, k] * of_e[j] * _normal_moment(k)
        out[i] = total


@compiled
def _fill_mixed(delta: Array, then: Array, mixed: Array, later: Array, out: Array) -> None:
    """E[x f(y, e, n) g(y') | y] by powers of y, g = ``then`` in y'; works in ``later``."""
    for j in range(3):
        for k in range(3):
            for a in range(3):
                total = 0.0
                for m in range(3):
                    total += then[m] * mixed[j, k, m, a]
                later[j, k, a] = total
    out[:] = 0.0
    for i in range(3):
        for j in range(3):
            for k in range(3):
                for a in range(3):
                    out[i + a] += delta[i, j, k] * later[j, k, a]


@compiled
def _carry(source: Array, found: Array, factor: float, table: Array) -> None:
    """found = source + factor found table."""
    for a in range(len(found)):
        total = 0.0
        for m in range(a, len(found)):
            total += found[m] * table[m, a]
        source[a] += factor * total
    found[:] = source


@compiled
def _fill_bias(
    end: int,
    above: Array,
    trace: tuple[float, float],
    parts: Array,
    wrong: Array,
    carried: Array,
    apart: Array,
    found: Array,
) -> None:
    """`vtrace_moments._bias` of one target, or with sizes in the place of all the size of it."""
    found[:], source = wrong[end], np.empty(3)
    for t in range(end - 1, -1, -1):
        _fill_expected(parts[t], above, source)
        for a in range(3):
            source[a] += above[0] * wrong[t, a]
            for m in range(a, 3):
                source[a] += trace[0] * wrong[t + 1, m] * apart[m, a]
        _carry(source, found, trace[0] * trace[1], carried)
