"""What one working array of samples adds to the pass over a squashed Gaussian's samples."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.core.arrays import Array
from engine.pages.tanh_squashing.plan import ACTION_BINS, LARGEST_LOG, Plan
from engine.squash.jacobian import LOG_2


@dataclass(frozen=True, slots=True)
class Chunk:
    """Of one working array of m samples; valid until the space is used again."""

    deviations: Array  # (names, m), less `Plan.about`
    log_jacobian: Array  # (m,)
    bins: NDArray[np.int32] | None  # (m,), the bin that the action falls into
    held: int  # samples whose ratio is above e^LARGEST_LOG


@dataclass(frozen=True, slots=True)
class Summed:
    """What is left of m samples that a compiled loop went over."""

    count: int  # m
    sums: Array  # (names,), of the deviations
    squares: Array  # (names,), sums of theirs
    actions: Array  # (ACTION_BINS,), 0 where none are counted
    held: int


def summed_chunk(plan: Plan, z: Array) -> Summed:
    """All of it that no picture shows, from the normals, (d, m)."""
    from engine.pages.tanh_squashing.loops import squash_sums

    forms, names = plan.forms, len(plan.names)
    gaussians = forms.mean, forms.cholesky, forms.ratio.curvature, forms.ratio.slope
    numbers = forms.log_constant, forms.ratio.mean, plan.log_scale, plan.about[-1], LARGEST_LOG
    ways = plan.steps == "near", plan.fits, plan.ratios
    axis, actions = -1 if plan.axis is None else plan.axis, np.zeros(ACTION_BINS)
    sums, squares, held = squash_sums(z, *gaussians, *numbers, *ways, axis, actions)
    return Summed(z.shape[1], sums[:names], squares[:names], actions, held)


def squash_chunk(plan: Plan, basis: Array, space: Array) -> Chunk:
    """All of it from the `basis_of` the normals, in space of (plan.rows, m)."""
    d, count = plan.dimension, len(plan.names)
    minus_2u, log_sampled, rows = space[:d], space[d], space[d + 1 : d + 1 + count]
    spare = space[d + 1 + count :]
    plan.forms.fill(basis, out=space[: d + 2], scratch=spare)
    bins = None if plan.axis is None else _bins(minus_2u[plan.axis])
    log_jacobian, jacobian = _jacobian(plan, minus_2u, spare)
    # log N less KL for the sampled policy, so that their difference is KL after squashing less KL.
    log_other = np.subtract(log_sampled, rows[0], out=rows[1])
    log_sampled -= log_jacobian
    log_other -= log_jacobian
    np.subtract(log_sampled, log_other, out=rows[1])
    if not plan.ratios:
        return Chunk(rows, log_jacobian, bins, 0)
    log_w = np.subtract(plan.forms.ratio.mean, rows[0], out=spare[1])
    held = _fill_ratios(plan, rows[2:5], log_w, log_jacobian, jacobian, spare[2])
    return Chunk(rows, log_jacobian, bins, held)


def _jacobian(plan: Plan, minus_2u: Array, spare: Array) -> tuple[Array, Array | None]:
    """ln d action / du, (m,), and d action / du itself where it comes first; spoils -2 u.

    With e_i = exp(-2 u_i) it is the product of 4 e_i / (1 + e_i)^2: one division, one logarithm.
    """
    if plan.steps == "near":
        tanh = np.tanh(-0.5 * minus_2u)
        return np.sum(np.log1p(-tanh * tanh), axis=0) + plan.log_scale, None
    if plan.steps == "far":
        return _far_log_jacobian(plan, minus_2u, spare[0]), None
    decay = np.exp(minus_2u, out=minus_2u)
    jacobian = _product(decay, spare[0])
    decay += 1.0
    grown = _product(decay, decay[0])
    grown *= grown
    jacobian /= grown
    jacobian *= math.exp(2.0 * len(decay) * LOG_2 + plan.log_scale)
    return np.log(jacobian, out=grown), jacobian


def _product(rows: Array, out: Array) -> Array:
    """Down the columns, (d, m) -> (m,)."""
    if len(rows) == 1:
        out[:] = rows[0]
        return out
    np.multiply(rows[0], rows[1], out=out)
    for row in rows[2:]:
        out *= row
    return out


def _far_log_jacobian(plan: Plan, minus_2u: Array, total: Array) -> Array:
    """The same for any u: 2 sum_i (ln 2 - |u_i| - log(1 + exp(-2 |u_i|)))."""
    size = np.abs(minus_2u, out=minus_2u)
    np.add.reduce(size, axis=0, out=total)
    np.negative(size, out=size)
    decay = np.exp(size, out=size)
    decay += 1.0
    grown = _product(decay, decay[0])
    np.log(grown, out=grown)
    grown *= -2.0
    grown -= total
    grown += 2.0 * len(minus_2u) * LOG_2 + plan.log_scale
    return grown


def _bins(minus_2u: Array) -> NDArray[np.int32]:
    """The bin of (1 + tanh u) / 2 = 1 / (1 + exp(-2u)), (m,)."""
    with np.errstate(over="ignore"):
        decay = np.exp(minus_2u)
    decay += 1.0
    # A hair less than the number of bins, so that the upper bound falls into the last one.
    return np.divide(ACTION_BINS * (1.0 - 2.0**-52), decay, out=decay).astype(np.int32)


def _fill_ratios(
    plan: Plan,
    rows: Array,
    log_w: Array,
    log_jacobian: Array,
    jacobian: Array | None,
    spare: Array,
) -> int:
    """RATIOS less `Plan.about` into (3, m); how many samples had one that was held."""
    about = plan.about[3]
    if plan.fits or _fits(plan, log_w, log_jacobian):
        np.expm1(log_w, out=rows[0])
        w = np.add(rows[0], 1.0, out=spare)
        factor = np.exp(log_jacobian) if jacobian is None else jacobian
        np.divide(w, factor, out=rows[1])
        np.multiply(w, factor, out=rows[2])
        if about:
            rows[1:] -= about
        return 0
    held = np.zeros(len(log_w), dtype=bool)
    for row, sign in zip(rows, (0.0, -1.0, 1.0), strict=True):
        log_ratio_here = log_w + sign * log_jacobian
        held |= log_ratio_here > LARGEST_LOG
        np.expm1(np.minimum(log_ratio_here, LARGEST_LOG), out=row)
    rows[1:] += 1.0 - about
    return int(np.count_nonzero(held))


def _fits(plan: Plan, log_w: Array, log_jacobian: Array) -> bool:
    least = float(np.min(log_jacobian))
    largest = float(np.max(log_w)) + max(plan.log_scale, 0.0) - min(least, 0.0)
    return largest < LARGEST_LOG and least > -LARGEST_LOG
