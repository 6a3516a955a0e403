"""The best steps in two directions up the mean of a polynomial, compiled.

A place is a mean z and a std s in the units of the Gaussian that the polynomial
f = sum_n t_n He_n(u), n = 1 to 4, is given about: of N(z, s^2) it has the mean sum_n t_n e_n with
e_n = E He_n, and by the heat equation the slopes d/dz = sum_n n t_n e_(n-1) and d/ds = s d^2/dz^2.
"""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.gradients.natural.edge import MOST_STEPS, NEAR, SERIES
from engine.gradients.natural.stationary import DIFFERENCE, LARGEST, QUICK, STEPS
from engine.numerics.loops import exp, expm1, log1p
from engine.numerics.small_differences import EXP_TERMS, SMALL

ROOT_2 = math.sqrt(2.0)
S1, S2, S3, S4, S5, S6, S7, S8 = SERIES
TERMS = np.array(EXP_TERMS[::-1])


@compiled_part
def mean_of(terms: Array, z: float, s: float) -> float:
    """Of f under N(z, s^2)."""
    square, c = z * z, (s - 1.0) * (s + 1.0)
    third, fourth = z * (square + 3.0 * c), square * (square + 6.0 * c) + 3.0 * c * c
    found: float = terms[0] * z + terms[1] * (square + c) + terms[2] * third + terms[3] * fourth
    return found


@compiled_part
def slopes_at(terms: Array, z: float, s: float) -> tuple[float, float]:
    """Its derivatives by z and by s."""
    second = z * z + (s - 1.0) * (s + 1.0)
    third = z * (second + 2.0 * (s - 1.0) * (s + 1.0))
    by_z = terms[0] + 2.0 * terms[1] * z + 3.0 * terms[2] * second + 4.0 * terms[3] * third
    return by_z, s * (2.0 * terms[1] + 6.0 * terms[2] * z + 12.0 * terms[3] * second)


@compiled_part
def expm1_less_x(x: float) -> float:
    """e^x - 1 - x, as `expm1_minus_x`."""
    if abs(x) >= SMALL:
        return expm1(x) - x
    found = 0.0
    for term in TERMS:
        found = found * x + term
    return found * x * x


@compiled_part
def inverse_of(rise: float) -> float:
    """`edge.signed_inverse`."""
    c = rise * rise
    if abs(rise) < 1e-100:
        return ROOT_2 * rise
    if abs(rise) < NEAR:
        x = ROOT_2 * rise
        y = (((S1 * x + S2) * x + S3) * x + S4) * x
        y = ((((y + S5) * x + S6) * x + S7) * x + S8) * x
    elif rise > 0.0:
        size = math.sqrt(2.0 * c)
        y = min(size, log1p(c + size))
    else:
        y = -c - min(1.0, math.sqrt(2.0 * c))
    for _ in range(MOST_STEPS):
        slope = expm1(y)
        if slope == 0.0:
            break
        step = (expm1_less_x(y) - c) / slope
        step /= 1.0 - 0.5 * (step + step / slope)
        y -= step
        if abs(step) <= 3e-6 * abs(y):
            break
    return y


@compiled_part
def growth_at(rise: float, new_old: bool) -> float:
    """v of `Edge.move`; m is across, times e^v for old_new."""
    return 0.5 * inverse_of(rise) if new_old else -0.5 * inverse_of(-rise)


@compiled_part
def edge_slopes(
    terms: Array, z: float, s: float, across: float, rise: float, new_old: bool
) -> tuple[float, float]:
    """`Edge.gradient` of f about a place, by across and by rise."""
    growth = growth_at(rise, new_old)
    grown, sign = exp(growth), 1.0 if new_old else -1.0
    shift = across if new_old else across * grown
    by_z, by_s = slopes_at(terms, z + s * shift, s * grown)
    by_shift, by_growth = s * by_z, s * grown * by_s
    bend = sign * expm1(2.0 * sign * growth)
    turn = math.sqrt(0.5) if abs(bend) < 1e-150 else rise / bend
    if new_old:
        return by_shift, by_growth * turn
    return by_shift * grown, (by_growth + by_shift * shift) * turn


@compiled_part
def solved(matrix: Array, right: Array) -> bool:
    """Of a system (n, n), (n,), into ``right``; whether there is a solution."""
    n = len(right)
    for k in range(n):
        best = k
        for i in range(k + 1, n):
            if abs(matrix[i, k]) > abs(matrix[best, k]):
                best = i
        if not abs(matrix[best, k]) > 0.0:
            return False
        for j in range(n):
            matrix[k, j], matrix[best, j] = matrix[best, j], matrix[k, j]
        right[k], right[best] = right[best], right[k]
        for i in range(k + 1, n):
            factor = matrix[i, k] / matrix[k, k]
            for j in range(k, n):
                matrix[i, j] -= factor * matrix[k, j]
            right[i] -= factor * right[k]
    for k in range(n - 1, -1, -1):
        for j in range(k + 1, n):
            right[k] -= matrix[k, j] * right[j]
        right[k] /= matrix[k, k]
    return bool(np.all(np.isfinite(right)))


@compiled_part
def slopes_and_bend(
    terms: Array, z: float, s: float, place: Array, h: float, new_old: bool
) -> tuple[tuple[float, float], tuple[float, float, float]]:
    """`edge_slopes` at across and rise, (2,), and the second derivatives by both, by across and
    rise, and by rise, from differences in steps h."""
    across, rise = place[0], place[1]
    left = edge_slopes(terms, z, s, across - h, rise, new_old)
    right = edge_slopes(terms, z, s, across + h, rise, new_old)
    down = edge_slopes(terms, z, s, across, rise - h, new_old)
    up = edge_slopes(terms, z, s, across, rise + h, new_old)
    mixed = 0.25 * ((right[1] - left[1]) + (up[0] - down[0])) / h
    bend = 0.5 * (right[0] - left[0]) / h, mixed, 0.5 * (up[1] - down[1]) / h
    return edge_slopes(terms, z, s, across, rise, new_old), bend


@compiled_part
def newton_step(
    terms: Array, there: Array, place: Array, radius: float, new_old: bool, step: Array
) -> bool:
    """`stationary`'s step from ``place``, (2, 2), into ``step``, (5,); whether there is one."""
    h, matrix, multiplier = DIFFERENCE * radius, np.zeros((5, 5)), 0.0
    for i in range(2):
        slopes, bend = slopes_and_bend(terms[i], there[0, i], there[1, i], place[i], h, new_old)
        k = 2 * i
        matrix[k, k], matrix[k + 1, k + 1] = bend[0], bend[2]
        matrix[k, k + 1] = matrix[k + 1, k] = bend[1]
        step[k], step[k + 1] = -slopes[0], -slopes[1]
        multiplier += (slopes[0] * place[i, 0] + slopes[1] * place[i, 1]) / (radius * radius)
    for k in range(4):
        at = place[k // 2, k % 2]
        matrix[k, k] -= multiplier
        matrix[k, 4] = matrix[4, k] = at
        step[k] += multiplier * at
    step[4] = 0.0
    return solved(matrix, step)


@compiled_part
def settle(terms: Array, there: Array, place: Array, radius: float, new_old: bool) -> bool:
    """Moves ``place``, (2, 2), to where `stationary` comes to rest, quick; whether it does."""
    step = np.empty(5)
    for _ in range(STEPS):
        if not newton_step(terms, there, place, radius, new_old, step):
            return False
        size = math.sqrt(np.sum(step[:4] * step[:4])) / radius
        shorter = min(1.0, LARGEST / size) if size > 0.0 else 1.0
        for k in range(4):
            place[k // 2, k % 2] += shorter * step[k]
        place *= radius / math.sqrt(np.sum(place * place))
        if size < QUICK:
            return True
    return False


@compiled_part
def fill_means(terms: Array, z: float, s: float, shift: Array, grown: Array, out: Array) -> None:
    """`mean_of` at moves whose m and e^v these are, (angles,)."""
    for k in range(len(out)):
        out[k] = mean_of(terms, z + s * shift[k], s * grown[k])


@compiled_part
def start_into(terms: Array, there: Array, grid: tuple[Array, ...], place: Array) -> int:
    """The best place of ``grid`` (across, rise, m, e^v), (2, shares, angles) each, into ``place``,
    (2, 2): 1; 0 where f is level everywhere, -1 where doubles do not hold it."""
    across, rise, shift, grown = grid
    _, shares, angles = across.shape
    best, top, level = np.zeros((2, shares), np.int64), np.empty((2, shares)), True
    value = np.empty(angles)
    for i in range(2):
        lowest = math.inf
        for j in range(shares):
            fill_means(terms[i], there[0, i], there[1, i], shift[i, j], grown[i, j], value)
            top[i, j] = -math.inf
            for k in range(angles):
                if not abs(value[k]) < math.inf:
                    return -1
                lowest = min(lowest, value[k])
                if value[k] > top[i, j]:
                    top[i, j], best[i, j] = value[k], k
        level = level and np.max(top[i]) == lowest
    if level:
        return 0
    share = np.argmax(top[0] + top[1])
    for i in range(2):
        angle = best[i, share]
        place[i, 0], place[i, 1] = across[i, share, angle], rise[i, share, angle]
    return 1


@compiled_part
def best_into(
    terms: Array, there: Array, grid: tuple[Array, ...], radius: float, new_old: bool, move: Array
) -> bool:
    """m and v of the best step from z and s, (2, 2) each, into ``move``; whether there is one that
    doubles hold."""
    place = np.empty((2, 2))
    state = start_into(terms, there, grid, place)
    if state == 1:
        start = place.copy()
        if not settle(terms, there, place, radius, new_old):
            place[:] = start
        for i in range(2):
            growth = growth_at(place[i, 1], new_old)
            move[0, i] = place[i, 0] if new_old else place[i, 0] * exp(growth)
            move[1, i] = growth
    return state >= 0


@compiled
def best_steps(
    terms: Array, grids: tuple[Array, ...], radii: Array, new_old: bool, repeated: int
) -> tuple[Array, int]:
    """`best_pair`, quick, of a polynomial given by ``terms``, (2, 4): m and v, (b, 2, 2), of each
    of b radii and grids, (b, 2, shares, angles); or with ``repeated`` above 0 the places z and s
    after each of so many steps of the first, (b, 2, 2). And how many of them doubles hold."""
    count = repeated if repeated else len(radii)
    found, there = np.zeros((count, 2, 2)), np.zeros((2, 2))
    there[1] = 1.0
    for n in range(count):
        k = 0 if repeated else n
        grid = grids[0][k], grids[1][k], grids[2][k], grids[3][k]
        if not best_into(terms, there, grid, radii[k], new_old, found[n]):
            return found, n
        if repeated:
            there[0] += there[1] * found[n, 0]
            for i in range(2):
                there[1, i] *= exp(found[n, 1, i])
            found[n] = there
    return found, count
