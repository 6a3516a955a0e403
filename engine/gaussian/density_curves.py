"""Densities along one coordinate, on grids that miss neither of two Gaussians."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.gaussian.gaussian import LOG_2PI, Gaussian

# A natural view of a Gaussian reaches this many standard deviations to either side.
REACH = 4.0
# Nodes in standard deviations: dense where the density bends, sparse out to where it is 0.
BODY = np.linspace(-5.0, 5.0, 161)
TAIL = np.array([5.5, 6.0, 6.5, 7.0, 8.0, 10.0, 13.0, 18.0, 26.0, 39.0])
NODES = np.concatenate([-TAIL[::-1], BODY, TAIL])
# Nodes over the whole view and as much again on either side, for panning.
ACROSS = 301


@dataclass(frozen=True, slots=True)
class Curves:
    """Both densities and their logarithms at the same x; d = 1."""

    x: Array  # (m,)
    p_density: Array  # (m,), per unit of x
    q_density: Array
    p_log_density: Array  # (m,), nats
    q_log_density: Array
    log_ratio: Array  # (m,), log p - log q in nats


@dataclass(frozen=True, slots=True)
class Marginals:
    """The densities of both along the two axes shown, each axis on its own grid."""

    x: Array  # (m,)
    p_along_x: Array  # (m,), per unit of x
    q_along_x: Array
    y: Array  # (m,)
    p_along_y: Array  # (m,), per unit of y
    q_along_y: Array


def density_curves(p: Gaussian, q: Gaussian) -> Curves:
    """p, q, log p, log q and log p - log q along x, d = 1.

    The log-ratio is (1/2) (v - u) (v + u) + log(sigma_q / sigma_p), u and v being x in standard
    deviations of p and q from their means, and v - u = (v (sigma_p - sigma_q) + mu_p - mu_q) /
    sigma_p: near p = q it keeps the digits that log p less log q loses.
    """
    (p_mean, p_std), (q_mean, q_std) = ((float(g.mean[0]), float(g.std[0])) for g in (p, q))
    x = union_grid((p_mean, p_std), (q_mean, q_std))
    u, v = (x - p_mean) / p_std, (x - q_mean) / q_std
    p_log, q_log = log_normal(u, p_std), log_normal(v, q_std)
    difference = (v * (p_std - q_std) + (p_mean - q_mean)) / p_std
    # log1p would lose the digits of a ratio near 0.
    logs = math.log(q_std / p_std) if p_std > 2.0 * q_std else math.log1p((q_std - p_std) / p_std)
    with np.errstate(under="ignore"):
        return Curves(
            x=_read_only(x),
            p_density=_read_only(np.exp(p_log)),
            q_density=_read_only(np.exp(q_log)),
            p_log_density=_read_only(p_log),
            q_log_density=_read_only(q_log),
            log_ratio=_read_only(0.5 * difference * (v + u) + logs),
        )


def marginals(p: Gaussian, q: Gaussian, axes: tuple[int, int]) -> Marginals:
    """The one-dimensional marginals over two coordinates, counted from 0."""
    columns = []
    for axis in axes:
        pair = [(float(g.mean[axis]), float(g.std[axis])) for g in (p, q)]
        x = union_grid(*pair)
        with np.errstate(under="ignore"):
            heights = [np.exp(log_normal((x - mean) / std, std)) for mean, std in pair]
        columns += [_read_only(array) for array in (x, *heights)]
    return Marginals(*columns)


def natural_range(*gaussians: tuple[float, float], reach: float = REACH) -> tuple[float, float]:
    """[low, high] that shows every (mean, std) to ``reach`` standard deviations."""
    low = min(mean - reach * std for mean, std in gaussians)
    high = max(mean + reach * std for mean, std in gaussians)
    # Far from 0 a tiny std is less than the spacing of doubles.
    least = max(64.0 * float(np.spacing(max(abs(low), abs(high)))), 1e-300)
    missing = max(least - (high - low), 0.0)
    return low - 0.5 * missing, high + 0.5 * missing


def union_grid(p: tuple[float, float], q: tuple[float, float]) -> Array:
    """Nodes (m,) in ascending order around both (mean, std); m is always the same.

    A narrow peak beside a wide one is met at its top: both means are nodes.
    """
    low, high = natural_range(p, q)
    length = high - low
    across = np.linspace(low - length, high + length, ACROSS)
    return np.sort(np.concatenate([across, *(mean + std * NODES for mean, std in (p, q))]))


def log_normal(u: Array, std: float) -> Array:
    """The log density, in nats, at u standard deviations from the mean."""
    value: Array = -0.5 * (u * u + LOG_2PI) - math.log(std)
    return value


def _read_only(array: Array) -> Array:
    array.flags.writeable = False
    return array
