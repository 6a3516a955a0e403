"""The importance-weighted bound L_K and its gradients by quadrature, whatever K.

For S > 0, log S = int (exp(-e^y) - exp(-S e^y)) dy over the line, and for the sum S of K
independent weights E exp(-S t) = phi(t)^K, phi(t) = E exp(-t w): two integrals instead of K. The
derivative of log S is that of w_1 over S, K times, and 1 / S = int exp(-S t) dt.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.core.whole_number import checked_count
from engine.divergence.importance_bound import QuadraticLog

# A sum over a line, in steps that leave an error of exp(-pi^2 / STEP), of expectations that are
# sums in steps of FINE / slope, which leave exp(-pi^2 / FINE).
STEP = 0.3
FINE = 0.25
WIDEST = 0.5
REACH = 9.0  # standard deviations
NEGLIGIBLE = 40.0
ALL = 4.0  # beyond, 1 - exp(-e^x) is 1
NEAR = 4.0  # below -NEAR it is the sum of its first terms, of e^(j x)
TERMS = np.arange(1.0, 8.0)
OF_TILTED = np.cumprod(-1.0 / np.maximum(TERMS - 1.0, 1.0)) * -1.0  # (-1)^(j - 1) / (j - 1)!
OF_LESS = OF_TILTED / TERMS  # (-1)^(j - 1) / j!
ROWS = 48
MOST_STEPS = 40_000
STEEPEST = 4_000.0
MOST_NUMBERS = 2**22
MOST = 1.0 - 2.0**-53
TOO_FAR = "has no exact bound for a q so far from the posterior; measure it"


@dataclass(frozen=True, slots=True)
class _Grid:
    """Places y = log t on the line, and nodes u with log w descending; which of them matter."""

    y: Array  # (m,)
    z: Array  # (n,)
    logs: Array  # (n,), log w less its mean
    weight: Array  # (n,)
    firsts: list[int]  # by ROWS of y: those before have 1 - exp(-t w) = 1
    lasts: list[int]  # those from here on have t w below e^-NEAR

    @property
    def parts(self) -> list[tuple[slice, slice]]:
        """Rows of y with the nodes where 1 - exp(-t w) is neither 1 nor a short sum."""
        return [
            (slice(ROWS * i, ROWS * (i + 1)), slice(first, last))
            for i, (first, last) in enumerate(zip(self.firsts, self.lasts, strict=True))
        ]


@dataclass(frozen=True, slots=True)
class ExactSums:
    """Of one q, for several K at once: L_K and its gradients, right to about 1e-12.

    Made by `exact_sums`.
    """

    mean: float  # E log w
    y: Array  # (m,)
    less: Array  # 1 - phi, (m,)
    tilted: Array  # E t w exp(-t w) g for each slope g, (m, p)
    ks: tuple[int, ...]
    powers: Array  # phi^(K - 1), (len(ks), m)

    def bounds(self) -> Array:
        """L_K = E log (1/K) sum_i w_i, (len(ks),)."""
        with np.errstate(under="ignore", over="ignore"):
            whole = np.exp(-np.exp(self.y))
            sums = np.sum(whole - self.powers * (1.0 - self.less), axis=1)
        return np.asarray(self.mean + STEP * sums - np.log(self.ks))

    def gradients(self) -> Array:
        """The derivatives of L_K, (p, len(ks)): E sum_i w_i g(u_i) / sum_i w_i of each slope g."""
        with np.errstate(under="ignore"):
            return np.asarray(STEP * np.array(self.ks) * (self.powers @ self.tilted).T)


def exact_sums(
    ratio: QuadraticLog,
    gap: float,
    ks: Sequence[int],
    slopes: Sequence[Array] = (),
    fast: bool = False,
) -> ExactSums:
    """``gap`` is log E w - E log w; ``slopes`` are those of log w by a parameter as polynomials g
    of u, from the lowest coefficient; ``fast``: by compiled loops. Raises ParameterError for a K
    below 1, and where q is so far from the posterior that it would take too many points."""
    grid = _grid(ratio, gap, ks)
    values = [np.polyval(each[::-1], grid.z) * grid.weight for each in slopes]
    less, tilted = _integrals(grid, np.reshape(values, (len(slopes), len(grid.z))).T, fast)
    with np.errstate(under="ignore"):
        powers = np.exp(np.multiply.outer(np.array(ks) - 1.0, np.log1p(-less)))
    return ExactSums(ratio.mean, grid.y, less, tilted, tuple(ks), powers)


def _grid(ratio: QuadraticLog, gap: float, ks: Sequence[int]) -> _Grid:
    for k in ks:
        checked_count("k", k, "must be a whole number, at least 1", 1)
    b, c = abs(ratio.slope), ratio.bend
    steep = b + 2.0 * abs(c) * REACH
    low = -(gap + math.log(max(ks)) + NEGLIGIBLE)
    count = math.ceil((max(_high(b, c, k) for k in ks) - low) / STEP)
    if not (count <= MOST_STEPS and steep <= STEEPEST):
        raise ParameterError("k", max(ks), TOO_FAR)
    y: Array = low + STEP * np.arange(count + 1, dtype=float)
    z, weight = _nodes(steep)
    logs = ratio.centred(z)
    order = np.argsort(-logs, kind="stable")
    logs = logs[order]
    firsts = np.searchsorted(-logs, y[::ROWS] - ALL)
    lasts = np.searchsorted(-logs, np.append(y[ROWS - 1 :: ROWS], y[-1])[: len(firsts)] + NEAR)
    if ROWS * int(np.sum(lasts - firsts)) > MOST_NUMBERS:
        raise ParameterError("k", max(ks), TOO_FAR)
    return _Grid(y, z[order], logs, weight[order], firsts.tolist(), lasts.tolist())


def _high(b: float, c: float, k: int) -> float:
    """Where phi^K is next to nothing: K times of the normals lie nearer to 0 than this."""
    far = math.sqrt(2.0 * (NEGLIGIBLE / k + math.log(2.0)))
    bottom = min(far, b / (2.0 * c)) if c > 0.0 else far
    lowest = min(c * (bottom * bottom - 1.0) - b * bottom, -c)
    return max(5.0, 5.0 - lowest)


def _nodes(steep: float) -> tuple[Array, Array]:
    """Of a sum in equal steps over the normal density, fine enough for exp(-e^(steep z))."""
    step = min(WIDEST, FINE / steep) if steep > 0.0 else WIDEST
    half = step * np.arange(1, math.ceil(REACH / step) + 1)
    z = np.concatenate([-half[::-1], [0.0], half])
    with np.errstate(under="ignore"):
        return z, step / math.sqrt(2.0 * math.pi) * np.exp(-0.5 * z * z)


def _integrals(grid: _Grid, weights: Array, fast: bool) -> tuple[Array, Array]:
    """1 - phi, (m,), to its last digits where it is small, and E t w exp(-t w) g, (m, p), from g
    times the nodes' weights, (n, p)."""
    before = np.concatenate([[0.0], np.cumsum(grid.weight)])
    less, tilted = np.empty_like(grid.y), np.empty((len(grid.y), weights.shape[1]))
    columns = np.column_stack([grid.weight, weights])
    sums, near_sums = _FarSums(grid, columns), _near_sums
    if fast:
        from engine.divergence import loops

        near_sums = loops.near_sums
    with np.errstate(under="ignore"):
        for rows, nodes in reversed(grid.parts):
            y = grid.y[rows]
            # Of -t w, in two factors that are far from the ends of the doubles.
            factors = np.exp(y - y[0]), -np.exp(grid.logs[nodes] + y[0])
            near = near_sums(*factors, np.ascontiguousarray(columns[nodes].T))
            far = sums.down_to(y, nodes.stop)
            less[rows] = before[nodes.start] - near[:, 0] + far @ sums.of_less
            tilted[rows] = far @ sums.of_tilted - near[:, 1:]
    return np.minimum(less, MOST), tilted


def _near_sums(by_row: Array, by_node: Array, columns: Array) -> Array:
    """Of a = ``by_row`` ``by_node`` the sums over the nodes of e^a - 1, times the first column, and
    of a e^a, times the others, (rows, 1 + p), from columns (1 + p, n)."""
    power = np.multiply.outer(by_row, by_node)
    some = np.expm1(power)
    found = np.empty((len(by_row), len(columns)))
    found[:, 0] = some @ columns[0]
    some += 1.0
    some *= power
    found[:, 1:] = some @ columns[1:].T
    return found


class _FarSums:
    """Sums of (t w)^j over the nodes where t w is below e^-NEAR, for one t after the other."""

    def __init__(self, grid: _Grid, columns: Array) -> None:
        self._logs, self._columns = grid.logs, columns  # (n,), (n, 1 + p): to be weighted by
        self._sums = np.zeros((len(TERMS), columns.shape[1]))  # of (t w)^j at y = `_last`
        self._first, self._last = len(grid.logs), float(grid.y[-1])

    def down_to(self, y: Array, first: int) -> Array:
        """Take in the nodes from ``first`` on; the powers (t / t of the last row)^j, (rows, j)."""
        last = float(y[-1])
        self._sums *= np.exp(TERMS * (last - self._last))[:, np.newaxis]
        share = np.exp(self._logs[first : self._first] + last)
        powers = np.empty((len(TERMS), len(share)))
        powers[0] = share
        for before, power in pairwise(powers):
            np.multiply(before, share, out=power)
        self._sums += powers @ self._columns[first : self._first]
        self._first, self._last = first, last
        return np.asarray(np.exp(np.multiply.outer(y - last, TERMS)))

    @property
    def of_less(self) -> Array:
        """What the powers are to be multiplied by for 1 - phi, (j,)."""
        return np.asarray(OF_LESS * self._sums[:, 0])

    @property
    def of_tilted(self) -> Array:
        """And for E t w exp(-t w) g, (j, p)."""
        return np.asarray(OF_TILTED[:, np.newaxis] * self._sums[:, 1:])
