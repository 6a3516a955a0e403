"""The sums over the samples of a chunk for one plan, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.gaussian.loops import fill_centred
from engine.numerics.loops import exp, expm1, log, log1p

LOG_4 = 2.0 * np.log(2.0)
TILE = 512  # samples, whose numbers stay beside the core


@compiled
def squash_sums(
    z: Array,
    mean: Array,
    cholesky: Array,
    curvature: Array,
    slope: Array,
    log_constant: float,
    log_mean: float,
    log_scale: float,
    about: float,
    largest_log: float,
    near: bool,
    fits: bool,
    ratios: bool,
    axis: int,
    bins: Array,
) -> tuple[Array, Array, int]:
    """Of the samples u = mean + L z, z (d, m): the sums of the deviations of `Chunk` and of their
    squares, (5,) each, and how many samples had a ratio above e^``largest_log``.

    Log w is quadratic in z with the mean ``log_mean``, log N at z = 0 ``log_constant``; ``about``
    is that of the one-sided ratios. For ``near``, ``fits`` and ``ratios`` see `Plan`. Of the
    actions along an ``axis`` of 0 or more as many as fall into each of the ``bins`` are counted.
    """
    sums, squares = np.zeros(5), np.zeros(5)
    tile, held = np.empty((7, TILE)), 0
    for start in range(0, z.shape[1], TILE):
        size = min(TILE, z.shape[1] - start)
        centred, log_density, u = tile[0, :size], tile[1, :size], tile[2, :size]
        # Of near samples the first alone: cosh^2 u less 1.
        grown, decay, total = tile[3, :size], tile[4, :size], tile[5, :size]
        fill_centred(z, start, curvature, slope, centred)
        log_density[:] = log_constant
        grown[:] = 0.0 if near else 1.0
        decay[:] = 1.0
        total[:] = 0.0
        for i in range(len(z)):
            normal, factor, middle = z[i, start : start + size], cholesky[i, i], mean[i]
            for n in range(size):
                u[n] = middle + factor * normal[n]
                log_density[n] -= 0.5 * normal[n] * normal[n]
            for j in range(i):
                normal, factor = z[j, start : start + size], cholesky[i, j]
                for n in range(size):
                    u[n] += factor * normal[n]
            if near:
                multiply_cosh_square(u, grown)
            else:
                multiply_decay(u, grown, decay, total)
            if i == axis:
                count_actions(u, tile[6, :size], bins)
        log_jacobian = u  # which is not needed any more
        if near:
            finish_near(grown, log_jacobian, decay, log_scale)
        else:
            finish(grown, total, log_jacobian, log_scale + len(z) * LOG_4)
        add_divergences(centred, log_density, log_jacobian, sums, squares)
        if not ratios:
            continue
        if not fits:
            limits = log_mean, about, largest_log
            held += add_held_ratios(centred, log_jacobian, limits, sums, squares)
            continue
        if not near:
            finish_jacobian(grown, decay, log_scale + len(z) * LOG_4)
        add_ratios(centred, decay, grown, log_mean, about, sums, squares)
    return sums, squares, held


@compiled
def multiply_cosh_square(u: Array, less_1: Array) -> None:
    """1 + ``less_1``, (m,), times cosh^2 u, from sinh^2 u = (e^2|u| - 1)^2 / (4 e^2|u|)."""
    for n in range(len(u)):
        grown = expm1(2.0 * abs(u[n]))
        square = grown * grown / (4.0 + 4.0 * grown)
        less_1[n] += square + less_1[n] * square


@compiled
def multiply_decay(u: Array, grown: Array, decay: Array, total: Array) -> None:
    """``grown`` times 1 + e^-2|u|, ``decay`` times e^-2|u|, ``total`` and |u|, (m,) each: of these
    1 - tanh^2 u = 4 e^-2|u| / (1 + e^-2|u|)^2 and its logarithm take one division for all u."""
    for n in range(len(u)):
        size = abs(u[n])
        down = exp(-2.0 * size)
        grown[n] += grown[n] * down
        decay[n] *= down
        total[n] += size


@compiled
def finish_near(less_1: Array, log_jacobian: Array, jacobian: Array, log_scale: float) -> None:
    """ln d action / du, d action / du and, in place of cosh^2 u less 1, its inverse, (m,) each."""
    scale = exp(log_scale)
    inverse = 1.0 / scale
    for n in range(len(less_1)):
        log_jacobian[n] = log_scale - log1p(less_1[n])
        jacobian[n] = scale / (1.0 + less_1[n])
        less_1[n] = inverse + inverse * less_1[n]


@compiled
def finish(grown: Array, total: Array, log_jacobian: Array, constant: float) -> None:
    """ln d action / du, (m,), from what `multiply_decay` makes."""
    for n in range(len(grown)):
        log_jacobian[n] = constant - 2.0 * (total[n] + log(grown[n]))


@compiled_part
def finish_jacobian(grown: Array, decay: Array, constant: float) -> None:
    """1 / (d action / du) in place of ``grown``, and d action / du in place of ``decay``, (m,)."""
    scale = exp(constant)
    inverse = 1.0 / scale
    for n in range(len(grown)):
        square = grown[n] * grown[n]
        # One division for both; in this order nothing leaves the doubles.
        both = 1.0 / (decay[n] * square)
        grown[n] = square * (square * both) * inverse
        decay[n] = decay[n] * (decay[n] * both) * scale


@compiled
def count_actions(u: Array, place: Array, bins: Array) -> None:
    """Counts each (1 + tanh u) / 2 = 1 / (1 + e^-2u) in its bin, (m,); ``place`` is spoilt."""
    # A hair less than the number of bins, so that the upper bound falls into the last one.
    most = len(bins) * (1.0 - 2.0**-52)
    for n in range(len(u)):
        place[n] = most / (1.0 + exp(-2.0 * u[n]))
    for n in range(len(u)):
        bins[int(place[n])] += 1.0


@compiled
def add_divergences(
    centred: Array, log_density: Array, log_jacobian: Array, sums: Array, squares: Array
) -> None:
    """The first two: KL from the two Gaussians, and from the two densities over the action."""
    before = after = before_2 = after_2 = 0.0
    for n in range(len(centred)):
        left = -centred[n]
        squashed = squashed_difference(log_density[n], left, log_jacobian[n])
        before += left
        after += squashed
        before_2 += left * left
        after_2 += squashed * squashed
    sums[:2] += np.array((before, after))
    squares[:2] += np.array((before_2, after_2))


@compiled_part
def squashed_difference(log_density: float, left: float, log_jacobian: float) -> float:
    """One log-density over the action less the other, each with its own correction."""
    return (log_density - log_jacobian) - ((log_density - left) - log_jacobian)


@compiled
def add_ratios(
    centred: Array,
    jacobian: Array,
    inverse: Array,
    log_mean: float,
    about: float,
    sums: Array,
    squares: Array,
) -> None:
    """The last three: the ratio less 1, and the one-sided ratios less ``about``."""
    both = other = sampled = both_2 = other_2 = sampled_2 = 0.0
    for n in range(len(centred)):
        less_1, over, times = ratios_of(log_mean + centred[n], inverse[n], jacobian[n], about)
        both += less_1
        other += over
        sampled += times
        both_2 += less_1 * less_1
        other_2 += over * over
        sampled_2 += times * times
    sums[2:] += np.array((both, other, sampled))
    squares[2:] += np.array((both_2, other_2, sampled_2))


@compiled_part
def ratios_of(
    log_w: float, inverse: float, jacobian: float, about: float
) -> tuple[float, float, float]:
    """w less 1, and w / J and w J less ``about``."""
    less_1 = expm1(log_w)
    w = less_1 + 1.0
    return less_1, w * inverse - about, w * jacobian - about


@compiled
def add_held_ratios(
    centred: Array,
    log_jacobian: Array,
    limits: tuple[float, float, float],
    sums: Array,
    squares: Array,
) -> int:
    """The same, none above e^``largest_log``, the last of ``limits``; how many were."""
    log_mean, about, largest_log = limits
    both = other = sampled = both_2 = other_2 = sampled_2 = 0.0
    held = 0
    for n in range(len(centred)):
        log_w, correction = log_mean + centred[n], log_jacobian[n]
        less_1 = expm1(min(log_w, largest_log))
        over = expm1(min(log_w - correction, largest_log)) + (1.0 - about)
        times = expm1(min(log_w + correction, largest_log)) + (1.0 - about)
        held += log_w + abs(correction) > largest_log
        both += less_1
        other += over
        sampled += times
        both_2 += less_1 * less_1
        other_2 += over * over
        sampled_2 += times * times
    sums[2:] += np.array((both, other, sampled))
    squares[2:] += np.array((both_2, other_2, sampled_2))
    return held
