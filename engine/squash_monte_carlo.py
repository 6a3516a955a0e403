"""One pass over samples of a squashed Gaussian: actions, KL, the entropy term, PPO ratios.

x is drawn from ``sampled``, log w = log other - log sampled. Everything is computed from the
pre-tanh values, as a learner should.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import solve_triangular

from engine.exact_moments import exact_moments
from engine.gaussian import LOG_2PI
from engine.log_ratio import LogRatio, log_ratio
from engine.parameter import ParameterError
from engine.run import Run
from engine.sampling import block_count, normal_chunks
from engine.squash import SquashedGaussian
from engine.streaming import Bins, Moments, PowerSums, over_blocks
from engine.tanh_jacobian import LOG_2, NEAR

Array = NDArray[np.float64]

# What is averaged, in this order; KL is KL(sampled||other).
QUANTITIES = (
    "jacobian_term",  # ln d action / du, the bounds included
    "entropy",  # -ln pi(action)
    "kl_before",  # from the two Gaussians
    "kl_after",  # from the two densities over the action
    "ratio",  # other / sampled, corrected on both sides
    "ratio_other_only",  # the correction on ``other`` (the new policy) alone
    "ratio_sampled_only",  # the correction on ``sampled`` (the old policy) alone
)
PICTURE_BLOCKS = 2
ACTION_BINS = {1: 120, 2: 64}
RATIO_BINS = 120
# A ratio and its square must be finite; larger ones are counted and held at this many nats.
LARGEST_LOG = 300.0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over the samples with its standard error."""

    value: float
    standard_error: float


@dataclass(frozen=True, slots=True)
class SquashSamples:
    """What one pass over the samples finds."""

    moments: Moments  # (7,) of QUANTITIES
    actions: Array  # counts: (bins,) for d = 1, else (bins, bins) of the two axes
    ratios: Array  # (3, bins + 2), counts of the three log-ratios: below, in and beyond the bins
    ratio_samples: int  # how many samples `ratios` holds
    held: int  # samples with a log-ratio above LARGEST_LOG, held there

    def estimate(self, name: str) -> Estimate:
        """The mean of one of QUANTITIES."""
        index = QUANTITIES.index(name)
        errors = self.moments.standard_error
        return Estimate(float(self.moments.mean[index]), float(errors[index]))

    def merged(self, other: SquashSamples) -> SquashSamples:
        """Both together."""
        return SquashSamples(
            self.moments.merged(other.moments),
            self.actions + other.actions,
            self.ratios + other.ratios,
            self.ratio_samples + other.ratio_samples,
            self.held + other.held,
        )


def squash_samples(
    sampled: SquashedGaussian,
    other: SquashedGaussian,
    n: int,
    seed: int,
    run: Run,
    *,
    ratio_bins: Bins | None = None,
    axes: tuple[int, int] = (0, 1),
    action_bins: int | None = None,
) -> SquashSamples:
    """The pass over n samples of ``sampled``; both policies must have the same bounds.

    Action bins divide each axis evenly from low to high; ``axes`` are the two that are counted
    for d > 1. Raises ParameterError, Cancelled.
    """
    if sampled.dimension != other.dimension or sampled.bounds.differ(other.bounds):
        raise ParameterError("bounds", other, "must be those of the sampled policy")
    question = _Question.of(
        sampled,
        other,
        ratio_bins or log_ratio_bins(sampled, other),
        axes if sampled.dimension > 1 else (0,),
        action_bins or ACTION_BINS[min(sampled.dimension, 2)],
    )

    def summarise(block: int) -> SquashSamples:
        chunks = normal_chunks(n, block, sampled.dimension, seed)
        return _block(question, chunks, pictures=block < PICTURE_BLOCKS)

    blocks = over_blocks(block_count(n), summarise, run)
    total = next(blocks)
    for block in blocks:
        total = total.merged(block)
    if len(question.axes) > 1:
        counts = total.actions.reshape(question.action_bins, question.action_bins)
        return SquashSamples(total.moments, counts, total.ratios, total.ratio_samples, total.held)
    return total


def log_ratio_bins(sampled: SquashedGaussian, other: SquashedGaussian) -> Bins:
    """A range that holds the bulk of the log-ratio with both corrections and with either."""
    k1 = exact_moments(other.gaussian, sampled.gaussian).k1
    reach = 5.0 * k1.std + 3.0 * abs(sampled.jacobian_term()) + 1e-6
    return Bins(-k1.mean - reach, -k1.mean + reach, RATIO_BINS)


@dataclass(frozen=True, slots=True)
class _Question:
    mean: Array  # (d,)
    cholesky: Array  # (d, d)
    ratio: LogRatio
    whiten: Array  # (d, d), L_other^-1 L_sampled
    offset: Array  # (d,), L_other^-1 (mean_sampled - mean_other)
    sampled_constant: float
    other_constant: float
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
    ) -> _Question:
        p, q = other.gaussian, sampled.gaussian
        ratio = log_ratio(p, q)
        constants = [-0.5 * (each.log_determinant + q.dimension * LOG_2PI) for each in (q, p)]
        kl = -ratio.mean
        return cls(
            mean=q.mean,
            cholesky=q.cholesky,
            ratio=ratio,
            whiten=solve_triangular(p.cholesky, q.cholesky, lower=True),
            offset=solve_triangular(p.cholesky, q.mean - p.mean, lower=True),
            sampled_constant=constants[0],
            other_constant=constants[1],
            log_scale=sampled.bounds.log_scale,
            about=(sampled.jacobian_term(), sampled.entropy(), kl, kl, 1.0, 1.0, 1.0),
            ratio_bins=ratio_bins,
            axes=axes,
            action_bins=action_bins,
        )


def _block(question: _Question, chunks: Iterator[Array], pictures: bool) -> SquashSamples:
    sums = PowerSums(question.about)
    actions = np.zeros(question.action_bins ** len(question.axes))
    ratios = np.zeros((3, question.ratio_bins.count + 2))
    counted, held = 0, 0
    for z in chunks:
        log_jacobian, place = _squash(question, z)
        actions += np.bincount(place, minlength=len(actions))
        deviations, log_ratios = _deviations(question, z, log_jacobian)
        held += _add_ratios(deviations, log_ratios)
        sums.add(deviations)
        if pictures:
            ratios += [question.ratio_bins.histogram(each) for each in log_ratios]
            counted += z.shape[1]
    return SquashSamples(sums.moments(), actions, ratios, counted, held)


def _squash(question: _Question, z: Array) -> tuple[Array, NDArray[np.int32]]:
    """ln d action / du of each sample, and the bin that its action falls into, (m,) each.

    Sum_i 2 (ln 2 - |u_i| - log1p(e_i)) with e_i = exp(-2|u_i|): the d logarithms are one, of the
    product of 1 + e_i. Small u take the form that keeps their relative digits.
    """
    total = np.zeros(z.shape[1])
    grown = np.ones(z.shape[1])
    small = list[Array]()
    columns = dict[int, Array]()
    for i in range(len(z)):
        u = _affine(question.cholesky[i, : i + 1], question.mean[i], z)
        size = np.abs(u)
        total += size
        if len(small) == i and float(np.max(size)) < NEAR:
            small.append(np.tanh(u))
        size *= -2.0
        decay = np.exp(size, out=size)
        if i in question.axes:
            columns[i] = _column(u, decay, question.action_bins)
        decay += 1.0
        grown *= decay
    place = columns[question.axes[0]].astype(np.int32)
    for axis in question.axes[1:]:
        place *= question.action_bins
        place += columns[axis].astype(np.int32)
    if len(small) == len(z):
        log_jacobian = np.sum([np.log1p(-t * t) for t in small], axis=0)
    else:
        log_jacobian = np.log(grown, out=grown)
        log_jacobian += total
        log_jacobian *= -2.0
        log_jacobian += 2.0 * len(z) * LOG_2
    log_jacobian += question.log_scale
    return log_jacobian, place


def _column(u: Array, decay: Array, bins: int) -> Array:
    """The bin of (1 + tanh u) / 2 = 1 / (1 + exp(-2u)), before its digits are cut off."""
    # A hair less than the number of bins, so that the upper bound falls into the last one.
    width = bins * (1.0 - 2.0**-52)
    share = width / (1.0 + decay)
    return np.where(u < 0.0, width - share, share)


def _affine(row: Array, offset: float, z: Array) -> Array:
    """offset + row . z, (m,)."""
    if len(row) > 2:
        value: Array = row @ z[: len(row)]
    else:
        value = z[0] * row[0]
        if len(row) == 2:
            value += z[1] * row[1]
    value += offset
    return value


def _deviations(question: _Question, z: Array, log_jacobian: Array) -> tuple[Array, list[Array]]:
    """QUANTITIES less `about`, (7, m), the ratios still to come; the three log-ratios."""
    rows = np.empty((len(QUANTITIES), z.shape[1]))
    log_sampled = _log_normal(z, question.sampled_constant)
    white = (_affine(question.whiten[i, : i + 1], question.offset[i], z) for i in range(len(z)))
    log_other = _log_normal(white, question.other_constant)
    centred = question.ratio.centred(z)
    np.subtract(log_jacobian, question.about[0], out=rows[0])
    log_sampled -= log_jacobian
    log_other -= log_jacobian
    np.subtract(-question.about[1], log_sampled, out=rows[1])
    np.negative(centred, out=rows[2])
    np.subtract(log_sampled, log_other, out=rows[3])
    rows[3] -= question.about[3]
    centred += question.ratio.mean
    return rows, [centred, centred - log_jacobian, centred + log_jacobian]


def _log_normal(white: Iterable[Array], constant: float) -> Array:
    """constant - |white|^2 / 2 of d rows, (m,)."""
    total: Array | None = None
    for row in white:
        square = row * row
        if total is None:
            total = square
        else:
            total += square
    assert total is not None
    total *= -0.5
    total += constant
    return total


def _add_ratios(rows: Array, log_ratios: list[Array]) -> int:
    """Fill in the ratios less 1; how many samples had one that was held."""
    too_large = np.zeros(rows.shape[1], dtype=bool)
    for row, each in zip(rows[-3:], log_ratios, strict=True):
        limited = each
        if float(np.max(each)) > LARGEST_LOG:
            too_large |= each > LARGEST_LOG
            limited = np.minimum(each, LARGEST_LOG)
        np.expm1(limited, out=row)
    return int(np.count_nonzero(too_large))
