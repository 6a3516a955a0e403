"""What one working array of samples adds to the pass over a squashed Gaussian's samples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.gaussian import LOG_2PI
from engine.log_ratio import LogRatio, log_ratio
from engine.squash import SquashedGaussian
from engine.streaming import Bins
from engine.tanh_jacobian import LOG_2, NEAR

Array = NDArray[np.float64]

# What is averaged, in this order; KL is KL(sampled||other).
QUANTITIES = (
    "jacobian_term",  # ln d action / du, the bounds included
    "entropy",  # -ln pi(action)
    "kl_before",  # from the two Gaussians
    "kl_after",  # from the two densities over the action, each with its own correction
    "ratio",  # other / sampled, corrected on both sides
    "ratio_other_only",  # the correction on ``other`` (the new policy) alone
    "ratio_sampled_only",  # the correction on ``sampled`` (the old policy) alone
)
# A ratio and its square must be finite; larger ones are counted and held at this many nats.
LARGEST_LOG = 300.0


@dataclass(frozen=True, slots=True)
class Question:
    """What every working array needs, worked out once."""

    mean: Array  # (d,)
    cholesky: Array  # (d, d)
    ratio: LogRatio
    sampled_constant: float  # ln of the sampled Gaussian's density at its mean
    log_scale: float
    about: tuple[float, ...]
    ratio_bins: Bins
    axes: tuple[int, ...]
    action_bins: int

    @classmethod
    def of(
        cls,
        sampled: SquashedGaussian,
        other: SquashedGaussian,
        ratio_bins: Bins,
        axes: tuple[int, ...],
        action_bins: int,
    ) -> Question:
        p, q = other.gaussian, sampled.gaussian
        ratio = log_ratio(p, q)
        kl = -ratio.mean
        return cls(
            mean=q.mean,
            cholesky=q.cholesky,
            ratio=ratio,
            sampled_constant=-0.5 * (q.log_determinant + q.dimension * LOG_2PI),
            log_scale=sampled.bounds.log_scale,
            about=(sampled.jacobian_term(), sampled.entropy(), kl, kl, 1.0, 1.0, 1.0),
            ratio_bins=ratio_bins,
            axes=axes,
            action_bins=action_bins,
        )


def squash_chunk(question: Question, z: Array) -> tuple[Array, NDArray[np.int32]]:
    """ln d action / du of each sample, and the bin that its action falls into, (m,) each.

    Sum_i 2 (ln 2 - |u_i| - log1p(e_i)) with e_i = exp(-2|u_i|): the d logarithms are one, of the
    product of 1 + e_i. Small u take the form that keeps their relative digits.
    """
    total = np.zeros(z.shape[1])
    grown = np.ones(z.shape[1])
    small = list[Array]()
    columns = dict[int, NDArray[np.int32]]()
    for i, u in enumerate(_pre_tanh(question, z)):
        size = np.abs(u)
        total += size
        if len(small) == i and float(np.max(size)) < NEAR:
            small.append(np.tanh(u))
        size *= -2.0
        decay = np.exp(size, out=size)
        decay += 1.0
        grown *= decay
        if i in question.axes:
            columns[i] = _column(u, decay, question.action_bins)
    place = columns[question.axes[0]]
    for axis in question.axes[1:]:
        place *= question.action_bins
        place += columns[axis]
    if len(small) == len(z):
        log_jacobian = np.sum([np.log1p(-t * t) for t in small], axis=0)
    else:
        log_jacobian = np.log(grown, out=grown)
        log_jacobian += total - len(z) * LOG_2
        log_jacobian *= -2.0
    log_jacobian += question.log_scale
    return log_jacobian, place


def _column(u: Array, divisor: Array, bins: int) -> NDArray[np.int32]:
    """The bin of (1 + tanh u) / 2, which is 1 / (1 + exp(-2|u|)) on the side of u."""
    # A hair less than the number of bins, so that the upper bound falls into the last one.
    width = bins * (1.0 - 2.0**-52)
    share = width / divisor
    share -= 0.5 * width
    share = np.copysign(share, u, out=share)
    share += 0.5 * width
    return share.astype(np.int32)


def _pre_tanh(question: Question, z: Array) -> Iterator[Array]:
    """u_i = mean_i + L_i z, (m,) each; each may be overwritten."""
    L, mean = question.cholesky, question.mean
    if len(z) > 2:
        yield from L @ z + mean[:, np.newaxis]
        return
    for i in range(len(z)):
        u = z[i] * L[i, i]
        if i == 1:
            u += z[0] * L[1, 0]
        u += mean[i]
        yield u


def deviations(question: Question, z: Array, log_jacobian: Array) -> tuple[Array, Array]:
    """QUANTITIES less `about`, (7, m), the ratios still to come; and log w, (m,)."""
    rows = np.empty((len(QUANTITIES), z.shape[1]))
    log_sampled = _log_sampled(question, z)
    log_w = question.ratio.centred(z)
    np.subtract(log_jacobian, question.about[0], out=rows[0])
    np.negative(log_w, out=rows[2])
    log_w += question.ratio.mean
    log_other = log_sampled + log_w
    log_sampled -= log_jacobian
    log_other -= log_jacobian
    np.subtract(-question.about[1], log_sampled, out=rows[1])
    np.subtract(log_sampled, log_other, out=rows[3])
    rows[3] -= question.about[3]
    return rows, log_w


def _log_sampled(question: Question, z: Array) -> Array:
    """ln of the sampled Gaussian's density at its own samples, (m,)."""
    value: Array = z[0] * z[0]
    for row in z[1:]:
        value += row * row
    value *= -0.5
    value += question.sampled_constant
    return value


def fill_ratios(question: Question, rows: Array, log_w: Array, log_jacobian: Array) -> int:
    """The last three rows, ratios less 1; how many samples had one that was held."""
    least = float(np.min(log_jacobian))
    largest = float(np.max(log_w)) + max(question.log_scale, 0.0) - min(least, 0.0)
    if largest < LARGEST_LOG and least > -LARGEST_LOG:
        np.expm1(log_w, out=rows[4])
        w, jacobian = rows[4] + 1.0, np.exp(log_jacobian)
        np.divide(w, jacobian, out=rows[5])
        np.multiply(w, jacobian, out=rows[6])
        rows[5:] -= 1.0
        return 0
    held = np.zeros(len(log_w), dtype=bool)
    for row, sign in zip(rows[4:], (0.0, -1.0, 1.0), strict=True):
        log_ratio_here = log_w + sign * log_jacobian
        held |= log_ratio_here > LARGEST_LOG
        np.expm1(np.minimum(log_ratio_here, LARGEST_LOG), out=row)
    return int(np.count_nonzero(held))
