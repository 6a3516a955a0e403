"""Every exact number of the Squash page, in mpmath: quadrature in many digits, and roots."""

from __future__ import annotations

import numpy as np
from mpmath import (
    acosh,
    atanh,
    cosh,
    exp,
    inf,
    log,
    log1p,
    mp,
    mpf,
    pi,
    sinh,
    sqrt,
    tanh,
)

from engine.squash.entropy import highest_entropy_std
from engine.squash.jacobian_formulas import FORMULAS
from engine.squash.sac_objective import sac_objective
from tests.oracles.tanh_moments import DIGITS, moments, nodes


def best_std(mean):
    """The root of 2 std^2 E(1 - t^2) = 1, by one secant beside a first guess in floats: a guess
    that is not a root leads elsewhere."""
    guess = mpf(highest_entropy_std(float(mean)))
    low, high = guess * (1 - mpf(10) ** -7), guess * (1 + mpf(10) ** -7)
    below, above = (2 * std * std * moments(mean, std)[3] - 1 for std in (low, high))
    return low - below * (high - low) / (above - below)


def _root(function, low, high):
    """Between two places of different signs, by halving."""
    below = function(low) > 0
    for _ in range(170):
        middle = (low + high) / 2
        value = function(middle)
        if value == 0:
            return middle
        if (value > 0) == below:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def bimodal(std):
    """The |mean| below which there are two modes."""
    x = sqrt(mpf(2)) * std
    return x * sinh(acosh(x)) - acosh(x) if x > 1 else mpf(0)


def bimodal_std(mean):
    if mean == 0:
        return sqrt(mpf(1) / 2)
    size = abs(mean)
    # cosh c sinh c - c = |mean|, from the series and from above.
    high = log(4 * size + 4) / 2 + 2
    c = _root(
        lambda c: cosh(c) * sinh(c) - c - size, min((size / 2) ** (mpf(1) / 3), mpf(1)) / 4, high
    )
    return cosh(c) / sqrt(mpf(2))


def modes(mean, std):
    """Pre-tanh values of the maxima, ascending."""

    def slope(u):
        return mean - u + 2 * std * std * tanh(u)

    reach = 2 * std * std
    low, high = mean - reach - 1, mean + reach + 1
    x = sqrt(mpf(2)) * std
    if x <= 1:
        return [_root(slope, low, high)]
    c = acosh(x)
    found = []
    if slope(-c) < 0:
        found.append(_root(slope, low, -c))
    if slope(c) > 0:
        found.append(_root(slope, c, high))
    return found


class Squashed:
    """One policy in d dimensions, from floats."""

    def __init__(self, gaussian, bounds):
        self.d = gaussian.dimension
        self.mean = [mpf(each) for each in gaussian.mean.tolist()]
        self.std = [mpf(each) for each in gaussian.std.tolist()]
        self.covariance = mp.matrix(gaussian.covariance.tolist())
        self.low = [mpf(each) for each in bounds.low.tolist()]
        self.high = [mpf(each) for each in bounds.high.tolist()]
        self.half = [(b - a) / 2 for a, b in zip(self.low, self.high, strict=True)]
        self.scale = sum(log(each) for each in self.half)
        self.moments = [moments(m, s) for m, s in zip(self.mean, self.std, strict=True)]
        self.base_entropy = (self.d * (1 + log(2 * pi)) + log(mp.det(self.covariance))) / 2
        self.term = sum(each[2] for each in self.moments) + self.scale

    def log_density(self, u):
        away = mp.matrix([each - m for each, m in zip(u, self.mean, strict=True)])
        square = (away.T * mp.lu_solve(self.covariance, away))[0]
        base = -(square + log(mp.det(self.covariance)) + self.d * log(2 * pi)) / 2
        return base - sum(_log_slope(each) for each in u) - self.scale

    def action(self, u, i):
        size = exp(-2 * abs(u))
        share = size / (1 + size)
        width = self.high[i] - self.low[i]
        return self.high[i] - width * share if u > 0 else self.low[i] + width * share


def _log_slope(u):
    return log(4) - 2 * abs(u) - 2 * log1p(exp(-2 * abs(u)))


def truths(scene, options, more=False):
    """Every exact readout by name; None where infinite."""
    # The variance of an action near its bound is exp(-4 |mean|) beside 1.
    size = max(float(np.max(np.abs(each.mean))) for each in (scene.p, scene.q))
    with mp.workdps(DIGITS + int(2.0 * min(size, 200.0))):
        return _truths(scene, options)


def _truths(scene, options):
    d = scene.dimension
    bounds = options.bounds(d)
    policies = {name: Squashed(each, bounds) for name, each in (("p", scene.p), ("q", scene.q))}
    i = min(options.coordinate, d) - 1
    found = {}
    for name, policy in policies.items():
        found |= _of_policy(name, policy, options, i)
    p, q = policies.values()
    for a, b, x, y in (("p", "q", p, q), ("q", "p", q, p)):
        found[f"KL({a}||{b})"] = kl(x, y)
    diagonal = policies["p"].covariance[0, 1] == 0 if d == 2 else True
    new = _log_mean_cosh(p) - p.scale
    ratios = {"both sides": mpf(0), "p only": new}
    if diagonal:
        ratios["q only"] = sum(log(each[3]) for each in p.moments) + p.scale
    for side, value in ratios.items():
        found[f"exact mean ratio, {side} corrected"] = exp(value)
        found[f"log of the exact mean ratio, {side} corrected"] = value
    if d == 2:
        found |= joint_modes(policies)
    found |= best_objectives(policies["p"], i, options)
    return found | precision(options.cursor)


def _of_policy(name, policy, options, i):
    mean, variance, _, _ = policy.moments[i]
    found = {
        f"base entropy of {name}": policy.base_entropy,
        f"Jacobian term of {name}": policy.term,
        f"squashed entropy of {name}": policy.base_entropy + policy.term,
        f"best std of {name}": best_std(policy.mean[i]),
        f"area of {name}": mpf(1),
        f"mean of {name}": (policy.low[i] + policy.high[i]) / 2 + policy.half[i] * mean,
        f"variance of {name}": policy.half[i] ** 2 * variance,
        f"bimodal std of {name}": bimodal_std(policy.mean[i]),
    }
    area = mpf(1)
    for half, each in zip(policy.half, policy.moments, strict=True):
        area *= half * each[3]
    found[f"area of {name} without Jacobian"] = area
    for u in ("0", "0.5"):
        key = f"log-density at u = {u}" if name == "p" else f"log-density of q at u = {u}"
        found[key] = policy.log_density([mpf(u)] * policy.d)
    at = [
        2 * (mpf(options.action) - low) / (high - low) - 1
        for low, high in zip(policy.low, policy.high, strict=True)
    ]
    if all(-1 < t < 1 for t in at):
        key = f"log-density at the action of {name}"
        found[key] = policy.log_density([atanh(t) for t in at])
    if policy.d == 1:
        places = modes(policy.mean[0], policy.std[0])
        found[f"modes of {name}"] = mpf(len(places))
        for number, u in enumerate(places, 1):
            found[f"mode {number} of {name}"] = policy.action(u, 0)
    return found


def best_objectives(policy, i, options):
    """Where E r - alpha E log pi is largest: the slope by log std is 0, by one secant beside a
    first guess in floats."""
    mean, low, high = policy.mean[i], policy.low[i], policy.high[i]
    reward, alpha = options.action_reward, mpf(options.alpha)
    edges = float(low), float(high)
    jumps = reward.jumps(*edges)
    guess = sac_objective(reward, float(mean), options.alpha, *edges, jumps=jumps)
    target = mpf(options.target)
    breaks = tuple(atanh(2 * (mpf(each) - low) / (high - low) - 1) for each in jumps)

    def slope(std, share):
        first = mpf(0)
        for u, z, w, _ in nodes(mean, std, breaks):
            away = policy.action(u, i) - target
            value = {"quadratic": -away * away, "linear": away, "step": mpf(away > 0)}
            first += w * value[reward.name] * (z * z - 1)
        return first + alpha * (1 - share * 2 * std * std * moments(mean, std)[3])

    def peak(start, share):
        below, above = start * (1 - mpf(10) ** -7), start * (1 + mpf(10) ** -7)
        first, second = slope(below, share), slope(above, share)
        return below - first * (above - below) / (second - first)

    best = guess.best_with
    peaks = guess.peaks_without
    found = {"best std with Jacobian": mpf(best.std) if best.at_edge else peak(mpf(best.std), 1)}
    found["best std without Jacobian"] = None
    if peaks:
        highest = max(peaks, key=lambda each: each.objective)
        found["best std without Jacobian"] = peak(mpf(highest.std), 0)
    return found


def joint_modes(policies):
    """Of two actions: each start runs uphill, u = mean + 2 S tanh u, and is polished by Newton."""
    found = {}
    for name, policy in policies.items():
        places = []
        for signs in [(0, 0), (-1, -1), (-1, 1), (1, -1), (1, 1)]:
            u = _polished(policy, signs)
            curved = mp.matrix([[2 / cosh(u[0]) ** 2, 0], [0, 2 / cosh(u[1]) ** 2]])
            bend = policy.covariance**-1 - curved
            is_top = bend[0, 0] > 0 and mp.det(bend) > 0
            if is_top and all(mp.norm(u - each) > mpf("1e-6") for each in places):
                places.append(u)
        places.sort(key=lambda u: -policy.log_density(list(u)))
        found[f"modes of {name}"] = mpf(len(places))
        for number, u in enumerate(places, 1):
            for axis in range(2):
                key = f"mode {number} of {name}, a{axis + 1}"
                found[key] = policy.action(u[axis], axis)
    return found


def _polished(policy, signs):
    s, mean = policy.covariance, mp.matrix(policy.mean)
    u = mean + 2 * s * mp.matrix(signs)
    for _ in range(60):
        u = mean + 2 * s * mp.matrix([tanh(each) for each in u])
    for _ in range(40):
        slopes = mp.matrix([[1 / cosh(u[0]) ** 2, 0], [0, 1 / cosh(u[1]) ** 2]])
        away = mean + 2 * s * mp.matrix([tanh(each) for each in u]) - u
        step = mp.lu_solve(mp.eye(2) - 2 * s * slopes, away)
        u += step
        if mp.norm(step) < mpf(10) ** (5 - DIGITS):
            break
    return u


def kl(p, q):
    away = mp.matrix(p.mean) - mp.matrix(q.mean)
    inverse = q.covariance**-1
    product = inverse * p.covariance
    trace = sum(product[i, i] for i in range(p.d))
    logs = log(mp.det(q.covariance) / mp.det(p.covariance))
    return (trace - p.d + (away.T * inverse * away)[0] + logs) / 2


def _log_mean_cosh(p):
    """ln E prod cosh^2 u, a sum of Gaussian moments."""
    total = mpf(0)
    for signs in np.ndindex(*[3] * p.d):
        s = mp.matrix([each - 1 for each in signs])
        weight = mpf(2) ** sum(each == 1 for each in signs) / mpf(4) ** p.d
        total += weight * exp(
            2 * sum(a * b for a, b in zip(s, p.mean, strict=True)) + 2 * (s.T * p.covariance * s)[0]
        )
    return log(total)


def precision(cursor):
    found = {}
    for formula in FORMULAS:
        for digits in ("float32", "float64"):
            u = np.array([cursor], dtype=digits)
            with np.errstate(divide="ignore", under="ignore"):
                computed = float(formula.function(u)[0])
            true = _log_slope(mpf(float(u[0])))
            found[f"{formula.name} in {digits}"] = -inf if computed == -inf else computed - true
    return found
