"""Prioritised replay: which items are drawn, how they are weighted, and what that does."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from engine.core.arrays import Array, sealed
from engine.core.parameter import ParameterError

ETA = 0.9
EPSILON = 2.0**-52
LARGE = 300.0  # of log w, above which its square may be none


@dataclass(frozen=True, slots=True)
class Prioritised:
    """What drawing one of n items by priority does, exactly; an update is w_i d_i."""

    probabilities: Array  # (n,), P_i
    weights: Array  # (n,), over the largest of those that can be drawn
    raw_weights: Array  # (n,), (n P_i)^-b; inf for an item that is never drawn, where b > 0
    mean_update: float  # E w d = sum_i P_i w_i d_i, with raw weights
    variance_update: float  # of one draw
    fourth_update: float  # E (w d - mean)^4 of one draw
    uniform_mean: float  # sum_i d_i / n, what b = 1 estimates
    bias: float  # E w d less the mean over the buffer, sum_i d_i [(n P_i)^(1 - b) - 1] / n
    bias_rounding: float  # a bound on that of the bias
    rounding: float  # a bound on that of both means


def prioritised(
    td_errors: ArrayLike,
    priority_exponent: float,
    weight_exponent: float,
    priorities: ArrayLike | None = None,
) -> Prioritised:
    """P_i = |d_i|^a / sum_j |d_j|^a and weights (n P_i)^-b, for a buffer of n errors d, (n,).

    ``priorities`` (n,) stand in the place of |d| where items are sequences, whose priorities are
    `sequence_priority` and whose d are what they update by. An item of priority 0 is never
    drawn, so where it has a share in the mean the update is biased at every b. Raises
    ParameterError for errors that are not finite, for a buffer that is empty or has no item that
    can be drawn, for exponents below 0 and for priorities that do not fit.
    Source: Schaul et al. 2016 (arXiv 1511.05952); R2D2 has a = 0.9, b = 0.6.
    """
    errors = _checked(td_errors)
    a = _exponent("priority_exponent", priority_exponent)
    b = _exponent("weight_exponent", weight_exponent)
    n = errors.size
    sizes = np.abs(errors) if priorities is None else _checked(priorities, "priorities")
    if sizes.size != n or np.any(sizes < 0.0):
        raise ParameterError("priorities", sizes.size, f"must be {n} numbers, 0 or more")
    if a > 0.0 and not sizes.any():
        raise ParameterError("td_errors", 0.0, "are all 0, so that no item can be drawn")
    relative = a * _logs_below_largest(sizes) if a > 0.0 else np.zeros(n)
    # log n P, which keeps its digits where all items are nearly alike.
    often = relative - math.log1p(float(np.mean(np.expm1(relative))))
    log_p = often - math.log(n)
    sizes = np.exp(relative)
    probabilities = sizes / float(sizes.sum())
    drawn = log_p > -math.inf
    log_w = -b * often if b > 0.0 else np.zeros(n)
    with np.errstate(over="ignore"):
        raw = np.exp(log_w)
        weights = np.exp(log_w - float(log_w[drawn].max()))
    mean, *moments = _update(errors[drawn], log_p[drawn], log_w[drawn])
    bias, bias_rounding, rounding = _bias(errors, often, b)
    return Prioritised(
        probabilities=sealed(probabilities),
        weights=sealed(weights),
        raw_weights=sealed(raw),
        mean_update=mean,
        variance_update=moments[0],
        fourth_update=moments[1],
        uniform_mean=math.fsum(errors / n),
        bias=bias,
        bias_rounding=bias_rounding,
        rounding=rounding,
    )


def _logs_below_largest(sizes: Array) -> Array:
    """log(size / largest size), (n,), -inf for a size of 0."""
    largest = float(sizes.max())
    away = (sizes - largest) / largest
    with np.errstate(divide="ignore"):
        return np.where(away > -0.5, np.log1p(np.maximum(away, -0.5)), np.log(sizes / largest))


def _update(errors: Array, log_p: Array, log_w: Array) -> tuple[float, float, float]:
    """Moments of w d for one draw; the exponents add before they are taken."""
    with np.errstate(over="ignore", invalid="ignore"):
        mean = math.fsum(np.exp(log_p + log_w) * errors)
        # From the likeliest update, which may be nearly the mean.
        first = int(np.argmax(log_p))
        likely = math.exp(log_w[first]) * float(errors[first])
        plain = np.exp(np.minimum(log_w, LARGE)) * errors - likely

        def apart(own: Array) -> Array:
            """Updates less the likeliest, times exp(own)."""
            far = np.exp(own + log_w) * errors - np.exp(own) * likely
            return np.where(log_w < LARGE, np.exp(own) * plain, far)

        shift = math.fsum(apart(log_p))
        found = []
        for power in (2, 4):
            own = log_p / power
            away = apart(own) - np.exp(own) * shift
            found.append(float(np.sum(away**power)))
    variance, fourth = (math.inf if math.isnan(each) else each for each in found)
    return mean, variance, fourth


def _bias(errors: Array, log_relative: Array, b: float) -> tuple[float, float, float]:
    """The bias by items of log n P_i, and bounds on its rounding and on that of the means.

    How much more often than it should be each item is drawn, not a difference of two means,
    which would cancel as b nears 1: there is nothing left of it at 1.
    """
    drawn = log_relative > -math.inf
    logs = np.where(drawn, log_relative, 0.0)
    share, apart = errors / errors.size, 1.0 - b
    with np.errstate(over="ignore"):
        terms = share * np.where(drawn, np.expm1(apart * logs), -1.0)
        size = float(np.sum(np.abs(share) * np.exp(np.maximum(apart * logs, 0.0))))
    reach = math.log(errors.size) + float(np.max(np.abs(logs)))
    own = EPSILON * (4.0 * float(np.sum(np.abs(terms))) + abs(apart) * reach * size)
    whole = EPSILON * (4.0 + abs(apart) * reach) * size
    return math.fsum(terms), _bound(own), _bound(whole)


def _bound(value: float) -> float:
    return value if math.isfinite(value) else math.inf


def sequence_priority(td_errors: ArrayLike, eta: float = ETA) -> float:
    """eta max_t |d_t| + (1 - eta) mean_t |d_t| of one sequence, (T,); R2D2 has eta = 0.9.

    Raises ParameterError for an eta outside 0 to 1 and for errors that are not finite.
    """
    sizes = np.abs(_checked(td_errors))
    if not 0.0 <= eta <= 1.0:
        raise ParameterError("eta", eta, "must be from 0 to 1")
    return float(eta * sizes.max() + (1.0 - eta) * sizes.mean())


def _checked(td_errors: ArrayLike, field: str = "td_errors") -> Array:
    errors = np.array(td_errors, dtype=float)
    if errors.ndim != 1 or errors.size == 0:
        raise ParameterError(field, errors.shape, "must be a list of one number or more")
    for i in np.flatnonzero(~np.isfinite(errors)):
        raise ParameterError(f"{field}[{i}]", float(errors[i]), "must be a finite number")
    return errors


def _exponent(field: str, value: float) -> float:
    if not (value >= 0.0 and math.isfinite(value)):
        raise ParameterError(field, value, "must be a finite number, at least 0")
    return float(value)
