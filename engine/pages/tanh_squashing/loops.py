"""The sums over the samples of a chunk for one plan, compiled."""

from __future__ import annotations

import numpy as np

from engine.core.arrays import Array
from engine.core.compiled import compiled, compiled_part
from engine.gaussian.loops import TILE, fill_centred
from engine.numerics.loops import exp, expm1, log1p

LOG_4 = 2.0 * np.log(2.0)


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
    far: bool,
    fits: bool,
    ratios: bool,
    axis: int,
    bins: Array,
) -> tuple[Array, Array, int]:
    """Of the samples u = mean + L z, z (d, m): the sums of the deviations of `Chunk` and of their
    squares, (5,) each, and how many samples had a ratio above e^``largest_log``.

    Log w is quadratic in z with the mean ``log_mean``, log N at z = 0 ``log_constant``; ``about``
    is that of the one-sided ratios. For ``far``, ``fits`` and ``ratios`` see `Plan`. Of the
    actions along an ``axis`` of 0 or more as many as fall into each of the ``bins`` are counted.
    """
    sums, squares = np.zeros(5), np.zeros(5)
    tile, held = np.empty((6, TILE)), 0
    for start in range(0, z.shape[1], TILE):
        size = min(TILE, z.shape[1] - start)
        centred, log_jacobian, jacobian = tile[0, :size], tile[1, :size], tile[2, :size]
        log_density, u, place = tile[3, :size], tile[4, :size], tile[5, :size]
        fill_centred(z, start, curvature, slope, centred)
        log_density[:] = log_constant
        log_jacobian[:] = 0.0
        for i in range(len(z)):
            first, factor = z[0, start : start + size], cholesky[i, 0]
            for n in range(size):
                u[n] = mean[i] + factor * first[n]
            for j in range(1, i + 1):
                normal, factor = z[j, start : start + size], cholesky[i, j]
                for n in range(size):
                    u[n] += factor * normal[n]
            normal = z[i, start : start + size]
            for n in range(size):
                log_density[n] -= 0.5 * normal[n] * normal[n]
            if far:
                add_far_log_jacobian(u, log_jacobian)
            else:
                multiply_cosh_square(u, log_jacobian)
            if i == axis:
                count_actions(u, place, bins)
        finish_jacobian(log_jacobian, jacobian, log_scale, far)
        add_divergences(centred, log_density, log_jacobian, sums, squares)
        if not ratios:
            continue
        # What was needed for the divergences makes room for the ratios.
        both, other, sampled = log_density, u, place
        if fits:
            fill_ratios(centred, jacobian, log_mean, about, both, other, sampled)
        else:
            limits = log_mean, about, largest_log
            held += fill_held_ratios(centred, log_jacobian, limits, both, other, sampled)
        for row, values in enumerate((both, other, sampled)):
            add_squares(values, sums[2 + row :], squares[2 + row :])
    return sums, squares, held


@compiled
def multiply_cosh_square(u: Array, less_1: Array) -> None:
    """1 + ``less_1``, (m,), times cosh^2 u, from sinh^2 u = (e^2|u| - 1)^2 / (4 e^2|u|)."""
    for n in range(len(u)):
        grown = expm1(2.0 * abs(u[n]))
        square = grown * grown / (4.0 + 4.0 * grown)
        less_1[n] += square + less_1[n] * square


@compiled
def add_far_log_jacobian(u: Array, total: Array) -> None:
    """Adds log(1 - tanh^2 u) = 2 (ln 2 - |u| - log(1 + e^-2|u|)), for any u, (m,)."""
    for n in range(len(u)):
        size = abs(u[n])
        total[n] += LOG_4 - 2.0 * (size + log1p(exp(-2.0 * size)))


@compiled
def finish_jacobian(log_jacobian: Array, jacobian: Array, log_scale: float, far: bool) -> None:
    """ln d action / du and d action / du, (m,) each, from the sums of ``add_far_log_jacobian`` or
    the products of ``multiply_cosh_square`` in place of the former."""
    if far:
        for n in range(len(jacobian)):
            log_jacobian[n] += log_scale
            jacobian[n] = exp(log_jacobian[n])
        return
    scale = exp(log_scale)
    for n in range(len(jacobian)):
        jacobian[n] = scale / (1.0 + log_jacobian[n])
        log_jacobian[n] = log_scale - log1p(log_jacobian[n])


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


@compiled_part
def fill_ratios(
    centred: Array,
    jacobian: Array,
    log_mean: float,
    about: float,
    both: Array,
    other: Array,
    sampled: Array,
) -> None:
    """The ratio less 1, and the one-sided ratios less ``about``, into the last three, (m,)."""
    for n in range(len(centred)):
        less_1 = expm1(log_mean + centred[n])
        other[n] = (less_1 + 1.0) / jacobian[n] - about
        sampled[n] = (less_1 + 1.0) * jacobian[n] - about
        both[n] = less_1


@compiled
def fill_held_ratios(
    centred: Array,
    log_jacobian: Array,
    limits: tuple[float, float, float],
    both: Array,
    other: Array,
    sampled: Array,
) -> int:
    """The same, none above e^``largest_log``, the last of ``limits``; how many were."""
    log_mean, about, largest_log = limits
    held = 0
    for n in range(len(centred)):
        log_w, correction = log_mean + centred[n], log_jacobian[n]
        other[n] = expm1(min(log_w - correction, largest_log)) + (1.0 - about)
        sampled[n] = expm1(min(log_w + correction, largest_log)) + (1.0 - about)
        held += log_w + abs(correction) > largest_log
        both[n] = expm1(min(log_w, largest_log))
    return held


@compiled
def add_squares(values: Array, total: Array, squares: Array) -> None:
    """Values, (m,), to the first of ``total``, and their squares to that of ``squares``."""
    first = second = 0.0
    for n in range(len(values)):
        first += values[n]
        second += values[n] * values[n]
    total[0] += first
    squares[0] += second
