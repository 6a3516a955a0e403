"""f of one direction and its mean under p, in forms that keep their digits where f varies little
or is next to nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.core.arrays import Array
from engine.core.late import late
from engine.functions.test_function import TestFunction
from engine.weights.exact.line import WeightLine
from engine.weights.exact.line_nodes import LEVEL, FineLine, Tilt, fine_line, nodes

expit = late("scipy.special", "expit")
log_ndtr = late("scipy.special", "log_ndtr")
ndtr = late("scipy.special", "ndtr")

# In units of t: the sigmoid has its poles at pi from the real axis, and panels grow with the
# distance from there.
SIGMOID_BREAKS = np.array([-54.0, -18.0, -6.0, -2.0, 0.0, 2.0, 6.0, 18.0, 54.0])

# Where p and q are narrower than this, what the sigmoid adds stays on their own panels.
NARROW = 1.5


@dataclass(frozen=True, slots=True)
class Truth:
    """E_p f = f(m) + shift, m being the mean of f's argument under p."""

    value: float
    shift: float
    log_shift: float = -math.inf  # of the indicator, whose shift may be below all doubles


@dataclass(frozen=True, slots=True)
class Values:
    """f on some nodes, averaged over what is independent of the line, (n,) each."""

    log_size: Array  # log |f|
    sign: Array
    centred: Array  # f - E_p f
    log_centred: Array  # the logarithm of its size
    centred_sign: Array
    spread: Array | float  # the variance of f that is independent of the line


def breaks_on(fine: FineLine, f: TestFunction) -> tuple[Array, Array, tuple[Tilt, ...]]:
    """Where f jumps or bends, between which places it is smooth enough for one panel, and at
    which rates it grows on one side, all in z."""
    line = fine.line
    if line.noise > 0.0 or fine.slope == 0.0 or f.name in ("1", "x", "x^2"):
        return np.empty(0), np.empty(0), (LEVEL,)
    place = np.array([(f.point - fine.origin) / fine.slope])
    if f.name != "sigmoid":
        return place, place, (LEVEL,)
    breaks = np.sort(place + SIGMOID_BREAKS / fine.slope)
    # Left of the point f, right of it 1 - f is an exponential: each power of it moves the peak by
    # the square of the std.
    moved = abs(fine.slope) * math.sqrt(max(line.eigenvalue, 1.0 / line.eigenvalue)) > NARROW
    if not moved:
        return place, breaks, (LEVEL,)
    below, above = (-math.inf, float(place[0])), (float(place[0]), math.inf)
    if fine.slope < 0.0:
        below, above = above, below
    left = (Tilt(power * fine.slope, *below) for power in (1, 2))
    right = (Tilt(-power * fine.slope, *above) for power in (1, 2))
    return place, breaks, (LEVEL, *left, *right)


def truth_of(f: TestFunction, mean: float, std: float) -> Truth:
    """E f(T), T ~ N(mean, std^2)."""
    if f.name == "sigmoid":
        return _sigmoid_truth(f, mean, std)
    value = float(f.mean(mean, std))
    away = mean - f.point
    if f.name == "x^2":
        return Truth(value, std * std)
    if f.name == "distance":
        ratio = abs(away) / std
        density = math.exp(-0.5 * ratio * ratio) / math.sqrt(2.0 * math.pi)
        return Truth(value, 2.0 * std * (density - ratio * float(ndtr(-ratio))))
    if f.name == "indicator":
        shift = float(ndtr(-abs(away) / std))
        logarithm = float(log_ndtr(-abs(away) / std))
        return Truth(value, shift if away <= 0.0 else -shift, logarithm)
    return Truth(value, 0.0)


def _sigmoid_truth(f: TestFunction, mean: float, std: float) -> Truth:
    line = WeightLine(0.0, 1.0, 0.0, 1.0, 0.0, start=mean, end=mean, slope=std, noise=0.0)
    fine = fine_line(line)
    on = nodes(fine, np.array([np.inf]), *breaks_on(fine, f), (0,))
    with np.errstate(under="ignore"):
        weight = on.rule * np.exp(fine.log_q(on.z))
        value = float(np.sum(weight * expit(mean - f.point + std * on.z)))
        shift = float(np.sum(weight * difference(f, std * on.z, mean)))
    return Truth(value, shift)


def difference(f: TestFunction, e: Array, mean: float) -> Array:
    """f(mean + e) - f(mean), of the shape of e."""
    away = mean - f.point
    if f.name == "1":
        return np.zeros_like(e)
    if f.name == "x":
        return e
    if f.name == "x^2":
        return np.asarray(e * (e + 2.0 * mean))
    if f.name == "indicator":
        return np.asarray((e > -away).astype(float) - float(away > 0.0))
    if f.name == "distance":
        side = math.copysign(1.0, away)
        same = side * (away + e) >= 0.0
        return np.asarray(np.where(same, side * e, np.abs(away + e) - abs(away)))
    upwards = expit(away + np.abs(e)) * expit(-away) * -np.expm1(-np.abs(e))
    downwards = -expit(away) * expit(np.abs(e) - away) * -np.expm1(-np.abs(e))
    return np.asarray(np.where(e >= 0.0, upwards, downwards))


def values_on(fine: FineLine, f: TestFunction, z: Array, truth: Truth) -> Values:
    """f at the nodes z."""
    line = fine.line
    t = fine.origin + fine.slope * z
    if line.noise > 0.0:
        first, second = f.moments(t, line.noise, 0.0)
        centred, _ = f.moments(t, line.noise, truth.value)
        spread = np.maximum(second - first**2, 0.0)
        return Values(_log(first), np.sign(first), centred, _log(centred), np.sign(centred), spread)
    centred = difference(f, fine.slope * (z - fine.p_centre), line.end) - truth.shift
    log_centred, sign = _log(centred), np.sign(centred)
    from_point = fine.slope * (z - (f.point - fine.origin) / fine.slope) if fine.slope else t
    if f.name == "sigmoid":
        log_f = -np.logaddexp(0.0, -from_point)
        return Values(log_f, np.ones_like(z), centred, log_centred, sign, 0.0)
    values = np.abs(from_point) if f.name == "distance" and fine.slope else f(t)
    if f.name == "indicator":
        # E_p f may be nearer to 0 or to 1 than a double can tell.
        same = (values > 0.0) == (line.end > f.point)
        log_centred = np.where(same, truth.log_shift, log_centred)
        sign = np.where(values > 0.0, 1.0, -1.0)
    return Values(_log(values), np.sign(values), centred, log_centred, sign, 0.0)


def _log(values: Array) -> Array:
    """The logarithm of their size."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(np.abs(values)))
