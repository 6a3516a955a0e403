"""The sums over the samples of a chunk, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled
from engine.gaussian.loops import TILE
from engine.numerics.loops import exp
from engine.weights.loops import fill_gradient_weight


@compiled
def gradient_sums(
    z: Array,
    policies: Array,
    advantage: Array,
    levels: Array,
    truncates: Array,
    largest_log: float,
) -> Array:
    """Of the actions of q at normals z, (m,): the sums of each gate's gradient by mu and log sigma
    of p, (gates, 2).

    ``policies`` are mean and std of p, then of q, (4,), and ``advantage`` the coefficients of 1,
    x and x^2, (3,); for ``levels``, (gates, 4), and ``truncates``, (gates,), see
    `fill_gradient_weight`. No log w is above
    ``largest_log``.
    """
    p_mean, p_std, q_mean, q_std = policies
    constant, slope, bend = advantage
    log_stds = np.log(q_std / p_std)
    sums = np.zeros((len(levels), 2))
    tile = np.empty((5, TILE))
    for start in range(0, len(z), TILE):
        normal = z[start : start + TILE]
        size = len(normal)
        weight, value, flow = tile[0, :size], tile[1, :size], tile[2, :size]
        by_mu, by_log_std = tile[3, :size], tile[4, :size]
        for n in range(size):
            x = normal[n] * q_std
            away = (x + (q_mean - p_mean)) / p_std
            x += q_mean
            a = constant + x * (slope + x * bend)
            log_w = 0.5 * (normal[n] * normal[n] - away * away) + log_stds
            weight[n] = exp(min(log_w, largest_log))
            value[n] = a
            by_mu[n] = away * (a / p_std)
            by_log_std[n] = (away * away - 1.0) * a
        for gate in range(len(levels)):
            fill_gradient_weight(weight, value, levels[gate], truncates[gate], flow)
            first = second = 0.0
            for n in range(size):
                first += flow[n] * by_mu[n]
                second += flow[n] * by_log_std[n]
            sums[gate, 0] += first
            sums[gate, 1] += second
    return sums


@compiled
def mean_action_sums(
    z: Array,
    place: Array,
    advantage: Array,
    levels: Array,
    truncates: float,
    largest_log: float,
    about: float,
) -> tuple[Array, Array]:
    """Of the mean actions of sequences at normals z, (m,): the sums of the gate's gradient by mu
    less ``about``, and of its square, (1,) each.

    ``place`` are the mean of q, the std, that of a mean action, and the mean of q less that of p.
    """
    q_mean, std, spread, shift = place
    constant, slope, bend = advantage
    total = squares = 0.0
    tile = np.empty((4, TILE))
    for start in range(0, len(z), TILE):
        normal = z[start : start + TILE]
        size = len(normal)
        weight, value, flow, away = tile[0, :size], tile[1, :size], tile[2, :size], tile[3, :size]
        for n in range(size):
            step = normal[n] * spread
            x = step + q_mean
            weight[n] = exp(min((step + 0.5 * shift) * (-shift / std / std), largest_log))
            value[n] = constant + x * (slope + x * bend)
            away[n] = (step + shift) / std
        fill_gradient_weight(weight, value, levels, truncates, flow)
        first = second = 0.0
        for n in range(size):
            found = flow[n] * value[n] * away[n] / std - about
            first += found
            second += found * found
        total += first
        squares += second
    return np.array([total]), np.array([squares])


@compiled
def sequence_sums(
    z: Array, std: float, shift: float, cap: float, ratio: float, largest_log: float
) -> tuple[Array, Array, Array]:
    """Of the ratios w = exp(std z - shift) of sequences at normals z, (m,): the sums of w > C,
    min(w, C)^2, w and w^2, (4,), and mean and sum of squares about it, (3,) each, of min(w, C), of
    w where w <= C, and of what the effective share changes by; see `SequenceSums`.
    """
    rows = np.empty((3, len(z)))
    cut, kept, influence = rows[0], rows[1], rows[2]
    above, square, whole, whole_square = 0, 0.0, 0.0, 0.0
    for n in range(len(z)):
        w = exp(min(max(z[n] * std - shift, -largest_log), 0.5 * largest_log))
        least = min(w, cap)
        cut[n] = least
        kept[n] = w * (w <= cap)
        influence[n] = 2.0 * ratio * least - ratio * ratio * (least * least)
        above += w > cap
        square += least * least
        whole += w
        whole_square += w * w
    means, squares = np.empty(3), np.empty(3)
    for row in range(3):
        means[row], squares[row] = mean_and_squares(rows[row])
    return np.array((above, square, whole, whole_square)), means, squares


@compiled
def mean_and_squares(values: Array) -> tuple[float, float]:
    """The mean of m values, (m,), and the sum of squared deviations from it."""
    total = squares = 0.0
    for n in range(len(values)):
        total += values[n]
    mean = total / len(values)
    for n in range(len(values)):
        squares += (values[n] - mean) ** 2
    return mean, squares
