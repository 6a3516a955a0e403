"""Standard errors of the measured means and variances of gradient estimates, from their law.

The variance of r estimates of variance s^2 and kurtosis kappa has the standard error
s^2 sqrt([kappa - (r - 3) / (r - 1)] / r). A sample of skewed estimates shows too small a kurtosis
whenever it shows too small a variance, so both are taken from the law: s^2 is exact, and kappa,
which needs two digits only, is a sum over summands drawn with a normal z0 twice as wide, each
weighted back. A mean of N summands has kappa - 3 of one over N.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from scipy.special import ndtri

from engine.core.arrays import Array
from engine.gradients.estimators.batches import NORMALS, Batches
from engine.gradients.estimators.catalogue import BY_NAME
from engine.gradients.estimators.estimator import Exact
from engine.gradients.estimators.others import OtherRewards
from engine.gradients.estimators.setting import Setting
from engine.gradients.exact import unavailable
from engine.gradients.noise import expected_reward, noise, policy_moments
from engine.sampling.normals import standard_normals

POINTS = 8_192
WIDTH = 2.0  # of z0
BATCH_ROWS = 16_384  # samples in batches of more than one
BATCH_WIDTH = 0.8  # over N, plus 1: of every z0 of a batch
SEED = 0
# Estimators that are no mean over their summands, but the covariance of f and the score: their
# linear part is the estimator with the mean baseline.
COVARIANCES = ("score_function/batch_mean", "score_function/leave_one_out")
LINEAR_PART = "score_function/mean"
SMALL_BATCH = 8  # up to which whole batches are drawn
NEGLIGIBLE = 0.1  # excess kurtosis
# Of the excess kurtosis over the repetitions: from here on no error bar describes a usual run.
RARE = 0.4


@dataclass(frozen=True, slots=True)
class LawErrors:
    """Of r estimates from batches of N, by coordinate, (c,) each; infinite where they are."""

    mean: Array  # of their mean
    variance: Array  # of their variance
    rare: bool  # a few rare estimates carry most of the variance


def law_errors(
    setting: Setting, name: str, exact: dict[str, Exact], repetitions: int
) -> LawErrors | None:
    """Of an estimator with these exact moments; None where its kurtosis is not known."""
    n, r = setting.batch_size, repetitions
    variance = np.array([each.variance for each in exact.values()]) / n
    mean = np.sqrt(variance / r)
    if not np.all(np.isfinite(variance)):
        return LawErrors(mean, np.full_like(mean, math.inf), True)
    if BY_NAME[name].off_policy and fourth_moment_diverges(setting):
        return LawErrors(mean, np.full_like(mean, math.inf), True)
    if name in COVARIANCES and n == 1:
        return LawErrors(mean, np.zeros_like(mean), False)
    excess = _covariance_excess(setting) if name in COVARIANCES else _excess(setting, name, 1)
    if excess is None:
        return None
    spread = np.maximum(excess + 3.0 - (r - 3.0) / (r - 1.0), 0.0)
    rounding = np.array(_rounding(setting)[: len(mean)])
    with np.errstate(over="ignore", under="ignore"):
        error = variance * np.sqrt(spread / r) + np.square(rounding)
    return LawErrors(mean + rounding, error, bool(np.any(excess > RARE * r)))


def _rounding(setting: Setting) -> list[float]:
    """How far rounding alone may move an estimate: of estimates that are all equal, too."""
    moments = policy_moments(setting).values()
    sizes = [math.hypot(math.sqrt(one.mean_variance), one.gradient) for one in moments]
    return [float(np.finfo(float).eps) * size for size in sizes]


def fourth_moment_diverges(setting: Setting) -> bool:
    """Whether E_q [w (f - b) s]^4 is infinite: 4 / sigma_p^2 - 3 / sigma_q^2 is not positive along
    some coordinate. (An f that falls like exp(-k x^2) may still make it finite.)"""
    pairs = [((setting.mean, setting.std), setting.behaviour)]
    pairs += zip(setting.others, setting.others_behaviour, strict=True)
    return any(4.0 * (q[1] / p[1]) ** 2 <= 3.0 for p, q in pairs)


@lru_cache(maxsize=256)
def excess_kurtosis(setting: Setting, name: str) -> tuple[float, ...] | None:
    """Of the estimate from one batch, by coordinate; 0 where it does not vary, None where it
    overflows or does not exist."""
    if unavailable(BY_NAME[name], setting):
        return None
    batches, weight = _wide_batches(setting)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        away = BY_NAME[name].estimate(batches)
        away = away - (away @ weight)[:, np.newaxis]
        squares = np.square(away)
        second, fourth = squares @ weight, np.square(squares) @ weight
        found = np.where(second > 0.0, fourth / np.square(second) - 3.0, 0.0)
    return tuple(found.tolist()) if np.all(np.isfinite(found)) else None


def _excess(setting: Setting, name: str, size: int) -> Array | None:
    """Excess kurtosis of one batch's estimate, (c,), from batches of this size, as 1 / N."""
    found = excess_kurtosis(replace(setting, batch_size=size), name)
    return None if found is None else np.array(found) * (size / setting.batch_size)


def _covariance_excess(setting: Setting) -> Array | None:
    """Of a sample covariance, (2,): that of its linear part, by the square of its share of the
    variance, times 1 + c / N, with the c that holds for batches of SMALL_BATCH."""
    n, name = setting.batch_size, COVARIANCES[1]
    if n <= SMALL_BATCH:
        return _excess(setting, name, n)
    linear = _excess(setting, LINEAR_PART, 1)
    small = replace(setting, batch_size=SMALL_BATCH)
    whole, part = _excess(small, name, SMALL_BATCH), _excess(small, LINEAR_PART, 1)
    if linear is None or whole is None or part is None:
        return None
    part *= _linear_share(small) ** 2
    ratio = np.divide(whole, part, out=np.ones_like(part), where=np.abs(part) > NEGLIGIBLE)
    rest = np.clip(1.0 + (ratio - 1.0) * (SMALL_BATCH / n), 0.0, 2.0)
    return np.asarray(linear * _linear_share(setting) ** 2 * rest)


def _linear_share(setting: Setting) -> Array:
    """Of the variance of a sample covariance, that of its linear part, (2,)."""
    variances = []
    for name in (LINEAR_PART, COVARIANCES[1]):
        exact = BY_NAME[name].exact
        assert exact is not None
        variances.append([each.variance for each in exact(setting).values()])
    part, whole = np.array(variances)
    share: Array = np.divide(part, whole, out=np.ones_like(part), where=whole > 0.0)
    return share


@lru_cache(maxsize=2)
def _wide_batches(setting: Setting) -> tuple[Batches, Array]:
    """Batches, and their weights, (r,); the same for all estimators."""
    size = setting.batch_size
    z, weight, *others = _normals() if size == 1 else _batch_normals(size)
    normals = tuple(each.reshape(-1, size) for each in (z, *others))
    shape = normals[0].shape
    rewards: OtherRewards | None = None
    if setting.others:
        count = len(setting.others)

        def pieces(stream: int) -> Iterator[Array]:
            return iter([_standard(shape[0] * size, count, NORMALS + stream)])

        rewards = OtherRewards(setting, shape, noise(setting).mean, pieces)
    return Batches(setting, normals, expected_reward(setting), rewards), weight


@lru_cache(maxsize=1)
def _normals() -> tuple[Array, ...]:
    """z0, at equal steps of probability and WIDTH times as wide; its weights, which add up to 1;
    the other normals of a batch, as they are."""
    z = WIDTH * ndtri((np.arange(POINTS) + 0.5) / POINTS)
    weight = np.exp(-0.5 * z * z * (1.0 - WIDTH**-2))
    others = [_standard(POINTS, 1, stream)[0] for stream in range(1, NORMALS)]
    return z, weight / weight.sum(), *others


@lru_cache(maxsize=1)
def _batch_normals(size: int) -> tuple[Array, ...]:
    """The same for batches of this size, every z0 1 + BATCH_WIDTH / N times as wide."""
    rows = BATCH_ROWS // size * size
    z, *others = [_standard(rows, 1, stream)[0] for stream in range(NORMALS)]
    width = 1.0 + BATCH_WIDTH / size
    z = width * z
    squares = np.sum(np.square(z).reshape(-1, size), axis=1)
    weight = np.exp(-0.5 * squares * (1.0 - width**-2))
    return z, weight / weight.sum(), *others


def _standard(count: int, dimension: int, stream: int) -> Array:
    """Standard normals, (dimension, count)."""
    return standard_normals(count, dimension, SEED, stream).T
