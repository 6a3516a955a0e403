"""Standard errors of what a sample says of its own weights: ESS, shares, variance.

A Lorenz curve holds all that the first two need: between its points (samples, weight), (k + 1,)
each from 0 to 1, lie groups of the share dp of the samples whose weight is r = dw / dp times the
mean.
"""

from __future__ import annotations

import math

import numpy as np

from engine.core.arrays import Array
from engine.weights.largest import LargestWeights


def ess_error(samples: Array, weight: Array, n: int) -> float:
    """Standard error of ESS / n = 1 / E r^2 by the delta method, for n samples."""
    share, ratio = _groups(samples, weight)
    fraction = 1.0 / float(share @ ratio**2)
    influence = fraction * (2.0 * ratio - fraction * ratio**2 - 1.0)
    return math.sqrt(float(share @ influence**2) / n)


def top_share_error(samples: Array, weight: Array, top: float, n: int) -> float:
    """Standard error of T, the weight that the share ``top`` of the samples carries, by the delta
    method: the influence of a sample is max(r - t, 0) + top t - T r, where t is the r that the
    share ``top`` of the samples exceeds."""
    share, ratio = _groups(samples, weight)
    found = float(np.interp(top, samples, weight))
    place = min(int(np.searchsorted(samples[1:], top)), len(ratio) - 1)
    least = float(ratio[place])
    influence = np.maximum(ratio - least, 0.0) + top * least - found * ratio
    return math.sqrt(float(share @ influence**2) / n)


def largest_share_error(largest: LargestWeights, share: float, ess: float, n: int) -> float:
    """Jackknife standard error of the share T of the largest weight; a maximum does not settle,
    so that it is right to its order of magnitude only.

    Without that sample the share is T', without another one it changes by T times the share of
    that one: (T - T')^2 + T^2 (1/ESS - T^2 - (1 - T)^2 / (n - 1)), the sum over the others of
    how far these shares are from their mean.
    """
    logs = np.sort(largest.log_weights)[::-1]
    with np.errstate(under="ignore"):
        others = np.exp(logs[1:] - logs[1])
        # 1 - T is what rounding leaves where one sample carries nearly all.
        rest = max((1.0 - share) / share * math.exp(min(logs[0] - logs[1], 700.0)), np.sum(others))
    change = share - 1.0 / float(rest)
    others_spread = max(1.0 / ess - share**2 - (1.0 - share) ** 2 / (n - 1.0), 0.0)
    return math.sqrt(change**2 + share**2 * others_spread)


def kurtosis(log_weights: Array, values: Array) -> float:
    """E (y - E y)^4 / Var(y)^2 of the samples y = w f, (n,); the most that n samples can show
    where they do not vary."""
    with np.errstate(under="ignore"):
        y = np.exp(log_weights - np.max(log_weights)) * values
        y -= np.mean(y)
        y /= max(float(np.max(np.abs(y))), 1e-300)
        squares = y * y
        square = float(np.mean(squares))
        return float(np.mean(squares * squares)) / square**2 if square > 0.0 else float(len(y))


def variance_error(variance: float, kurtosis: float, n: int) -> float:
    """Standard error of a variance from n samples: variance sqrt((kurtosis - 1) / n)."""
    if math.isinf(variance):
        return math.inf
    return variance * math.sqrt(max(kurtosis - 1.0, 0.0) / n)


def _groups(samples: Array, weight: Array) -> tuple[Array, Array]:
    """dp and r of each group, (k,) each, the largest r first."""
    share = np.diff(samples)
    there = share > 0.0
    return share[there], np.diff(weight)[there] / share[there]
