"""The exact distribution of log w = log p(x) - log q(x), x ~ q: its density and its tail."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr

from engine.core.arrays import Array
from engine.core.parameter import ParameterError
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import relative
from engine.numerics.small_differences import Complex
from engine.weights.exact.line import WeightLine, weight_line
from engine.weights.exact.moments import NotAvailable
from engine.weights.exact.paths import Paths, paths, quick_paths
from engine.weights.exact.tilted_transform import TiltedTransform

# The logarithm of a bound on what may be left out.
NEGLIGIBLE = -35.0
# Below every log w.
LOWEST = -1e300
HALF_LOG_2PI = 0.5 * math.log(2.0 * math.pi)


def log_weight_density(p: Gaussian, q: Gaussian, log_w: ArrayLike) -> Array:
    """The density of log w under q at each of ``log_w``, (m,) -> (m,).

    For pairs that differ along one direction (d = 1 always) a shifted and scaled noncentral
    chi-square with one degree of freedom, or a normal for equal covariances; it is infinite at
    its end, the largest or the smallest log w there is. Otherwise by inversion of the transform
    E_q w^s. 0 beyond the ends. Raises ParameterError for p = q, where log w is 0 always, and
    NotAvailable where the inversion does not settle.
    """
    values = np.array(log_w, dtype=float, ndmin=1)
    line = _line(p, q)
    if line is not None:
        return _density_on_line(line, values)
    transform = TiltedTransform(relative(p, q), None, None)
    inside = _inside(transform, values)
    density = np.zeros_like(values)
    if np.any(inside):
        found, _ = _inverted(transform, values[inside], 0)
        density[inside] = np.maximum(found, 0.0)
    return density


def log_weight_above(p: Gaussian, q: Gaussian, log_w: ArrayLike) -> Array:
    """P(log w > l) under q at each l of ``log_w``, (m,) -> (m,); differences of it are the exact
    shares of a histogram's bins, which are finite where the density is not.

    Raises NotAvailable where the inversion of the transform does not settle.
    """
    values = np.array(log_w, dtype=float, ndmin=1)
    if _same(p, q):
        return (values < 0.0).astype(float)
    line = _line(p, q)
    if line is not None:
        low, high = line.crossings(values)
        return _outside(low, high) if line.excess >= 0.0 else _between(low, high)
    transform = TiltedTransform(relative(p, q), None, None)
    share = (values < transform.bounds()[0]).astype(float)
    inside = _inside(transform, values)
    if np.any(inside):
        found, start = _inverted(transform, values[inside], 1)
        share[inside] = np.clip(np.where(start < 0.0, 1.0 + found, found), 0.0, 1.0)
    return share


def log_weight_below(p: Gaussian, q: Gaussian, log_w: ArrayLike) -> Array:
    """P(log w <= l) under q at each l of ``log_w``, (m,) -> (m,), for pairs that differ along one
    direction; also where it is next to nothing."""
    values = np.array(log_w, dtype=float, ndmin=1)
    if _same(p, q):
        return (values >= 0.0).astype(float)
    line = _line(p, q)
    assert line is not None
    low, high = line.crossings(values)
    return _between(low, high) if line.excess >= 0.0 else _outside(low, high)


def log_weight_shares(p: Gaussian, q: Gaussian, edges: ArrayLike) -> Array:
    """P(l_i < log w <= l_(i+1)) under q for ascending ``edges``, (b + 1,) -> (b,), the first of
    which may be -inf: for pairs that differ along one direction the sum of both sides', which
    keeps the digits of small shares.

    Raises NotAvailable where the inversion of the transform does not settle.
    """
    values = np.array(edges, dtype=float)
    line = None if _same(p, q) else _line(p, q)
    if line is None:
        above, some = np.ones_like(values), np.isfinite(values)
        above[some] = log_weight_above(p, q, values[some])
        return np.asarray(np.maximum(above[:-1] - above[1:], 0.0))
    low, high = line.crossings(np.maximum(values, LOWEST))
    # Ascending in both cases, whichever way the crossings move.
    sides = [np.sort(np.stack([y[:-1], y[1:]]), axis=0) for y in (low, high)]
    return np.asarray(sum(_between(*side) for side in sides))


def _outside(low: Array, high: Array) -> Array:
    return np.asarray(ndtr(low) + ndtr(-high))


def _between(low: Array, high: Array) -> Array:
    # From whichever side is nearer, so that small differences keep their digits.
    return np.where(low > 0.0, ndtr(-low) - ndtr(-high), ndtr(high) - ndtr(low))


def log_weight_bounds(p: Gaussian, q: Gaussian) -> tuple[float, float]:
    """The least and the largest log w there is; -inf, inf where there is none; 0, 0 for p = q."""
    if _same(p, q):
        return 0.0, 0.0
    return TiltedTransform(relative(p, q), None, None).bounds()


def _same(p: Gaussian, q: Gaussian) -> bool:
    pair = relative(p, q)
    return not (np.any(pair.excess) or np.any(pair.shift))


def _line(p: Gaussian, q: Gaussian) -> WeightLine | None:
    if _same(p, q):
        raise ParameterError("p", p, "must differ from q: every weight is 1")
    return weight_line(p, q)


def _density_on_line(line: WeightLine, values: Array) -> Array:
    """The sum over both y with this log w of phi(y) / |d log w / dy|."""
    low, high = line.crossings(values)
    total = np.zeros_like(values)
    apart = low < high
    for y in (low, high):
        there = apart & np.isfinite(y)
        steepness = np.abs(line.excess * y[there] + line.delta) / line.eigenvalue
        with np.errstate(under="ignore", divide="ignore"):
            total[there] += np.exp(-0.5 * y[there] ** 2 - HALF_LOG_2PI) / steepness
    return total


def _inverted(transform: TiltedTransform, log_w: Array, power: int) -> tuple[Array, Array]:
    """(1 / 2 pi i) times the integral of exp(K(s) - s log w) / s^power, and where each path starts,
    (m,) each. Raises NotAvailable where it does not settle."""
    poles = (0.0,) if power else ()
    for make in (quick_paths, paths):
        path = make(transform, log_w, poles)
        found, good = path.integral(_integrand(path, power), np.zeros(len(log_w)))
        if good.all():
            break
    _check(transform, path, good)
    return found, path.start


def _integrand(path: Paths, power: int) -> Complex:
    """exp(K(s) - s log w) / s^power; where it overflows the integral does not settle."""
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        return np.asarray(np.exp(path.exponent) / path.s**power)


def _inside(transform: TiltedTransform, values: Array) -> NDArray[np.bool_]:
    low, high = transform.bounds()
    return np.asarray((values > low) & (values < high))


def _check(transform: TiltedTransform, path: Paths, good: NDArray[np.bool_]) -> None:
    """Raises NotAvailable unless what did not settle is next to nothing (and was set to 0)."""
    start = path.start[~good].astype(complex)
    size = transform.logarithm(start).real - path.start[~good] * path.log_c[~good]
    if not np.all(size < NEGLIGIBLE):
        raise NotAvailable(
            "the exact density of log w is not available for this pair: "
            "the inversion of its transform does not settle"
        )
