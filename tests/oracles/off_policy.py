"""Every exact number of the Off-policy page, in mpmath.

Weights clipped in any way are integrated piece by piece over the noise of an action; with nodes
chosen so that polynomials against them are exact, all moments are sums over a grid.
"""

from __future__ import annotations

from functools import cached_property, partial

import numpy as np
from mpmath import exp, expm1, fsum, log, lu_solve, matrix, mp, mpf, pi, sqrt

from engine.pages.off_policy.gather import pair_of
from tests.oracles.pieces import hermite, inside, integrals, truncated, weights_at

DIGITS = 160  # of biases that are next to nothing too
DEGREE = 8  # of polynomials in one normal


def truths(scene, options, more=False):
    """Every exact readout by name; None where infinite."""
    with mp.workdps(2 * DIGITS if more else DIGITS):
        return _Pair(scene, options).readouts()


class _Pair:
    def __init__(self, scene, options):
        self.options, task = options, scene.task_of("p")
        self.T, self.steps = task.T, min(options.steps, task.T)
        names = ("A", "B", "K", "c", "sigma", "tau", "m0", "v0", "q", "r", "g", "gamma")
        for name in names:
            setattr(self, name, mpf(getattr(task, name)))
        behaviour = pair_of(scene, options.distance)  # its doubles are what is given
        self.offset, self.std = mpf(behaviour.offset), mpf(behaviour.deviation)
        # log w = a z^2 + b z + e in the noise z of the behaviour
        ratio, shift = self.std / self.sigma, (self.offset - self.c) / self.sigma
        self.log_w = ((1 - ratio**2) / 2, -ratio * shift, log(ratio) - shift**2 / 2)
        self.ratio, self.shift = ratio, shift

    def readouts(self):
        clip = mpf(self.options.clip_rho)
        mean, variance, mass = self._clipped(clip)
        J = self.returned(self.c, self.sigma**2)
        clipped = self.returned(mean, variance)
        chi = self._chi_square()
        found = {
            "KL(μ||p) exact": self._kl(),
            "χ²(p||μ) exact": chi,
            "effective share exact": mpf(0) if chi is None else (1 + chi) ** -self.T,
            "return of p exact": J,
            "return of μ exact": self.returned(self.offset, self.std**2),
            "return of πᵨ exact": clipped,
            "return of πᵨ bias": clipped - J,
            "mean of πᵨ exact": mean,
            "std of πᵨ exact": sqrt(variance),
            "E min(ρ̄, w) exact": mass,
        }
        lam_ = mpf(self.options.lam)
        vtrace = self.target(self.steps, clip, mpf(self.options.clip_c), lam_)
        each = self.target(self.T, None, None, mpf(1), weights_of_return=False)
        whole = self.target(self.T, None, None, mpf(1), weights_of_return=True)
        for name, moments in (
            ("V-trace", vtrace),
            ("per decision", each),
            ("whole trajectory", whole),
        ):
            value, spread = moments
            found[f"{name} mean"], found[f"{name} variance"] = value, spread
            found[f"{name} bias"] = value - J
        for name in ("per decision", "whole trajectory"):
            if self.q == self.r == 0:
                found[f"{name} variance"] = mpf(0)
            # The mean is that of p, as tests/trajectories shows; here the nodes may lie too far
            # from p for the digits.
            found[f"{name} mean"], found[f"{name} bias"] = J, mpf(0)
        return found

    def _variances(self):
        """Of p and of the behaviour, as the Gaussians hold them."""
        return [mpf(float(np.float64(each) ** 2)) for each in (self.sigma, self.std)]

    def _kl(self):
        own, other = self._variances()
        return (other / own - 1 + (self.offset - self.c) ** 2 / own - log(other / own)) / 2

    def _chi_square(self):
        own, other = self._variances()
        mixed = 2 * other - own
        if mixed <= 0:
            return None
        away = (self.offset - self.c) ** 2 / mixed
        return expm1(away + log(other) - log(own * mixed) / 2)

    # The task

    def reward(self, s, a_less):
        a = self.K * s + a_less
        return -(self.q * (s - self.g) ** 2 + self.r * a**2)

    @cached_property
    def values(self):
        """V_t(s) of p for t = 0 .. T by their coefficients, with three nodes for all noise."""
        spread = sqrt((self.B * self.sigma) ** 2 + self.tau**2)
        root = sqrt(mpf(3))
        noises = (-root, mpf(1) / 6), (mpf(0), mpf(2) / 3), (root, mpf(1) / 6)
        at, found = _places(3), [[mpf(0)] * 3]
        for _ in range(self.T):
            cost = self.q * (at - self.g) ** 2
            cost = cost + self.r * ((self.K * at + self.c) ** 2 + self.sigma**2)
            middle = self.A * at + self.B * (self.K * at + self.c)
            later = sum(w * _at(found[0], middle + x * spread) for x, w in noises)
            found.insert(0, _through(at, self.gamma * later - cost))
        return found

    def returned(self, offset, variance):
        """J with this offset and variance of the action."""
        mean, spread, total = self.m0, self.v0**2, mpf(0)
        for t in range(self.T):
            cost = self.q * ((mean - self.g) ** 2 + spread)
            cost += self.r * ((self.K * mean + offset) ** 2 + self.K**2 * spread + variance)
            total -= self.gamma**t * cost
            carry = self.A + self.B * self.K
            mean, spread = (
                carry * mean + self.B * offset,
                carry**2 * spread + self.B**2 * variance + self.tau**2,
            )
        return total

    # Weights of an action

    def moments(self, clips, degree=DEGREE):
        """E prod min(clip, w) z^j for j up to the degree; None where infinite."""
        a, b, e = self.log_w
        levels = [None if clip is None else log(clip) for clip in clips]
        ends = sorted({x for level in levels if level is not None for x in self._roots(level)})
        total = [mpf(0)] * (degree + 1)
        for low, high in zip([-mp.inf, *ends], [*ends, mp.inf], strict=True):
            z = inside(low, high)
            here = (a * z + b) * z + e
            free = sum(level is None or level >= here for level in levels)
            scale = fsum(level for level in levels if level is not None and level < here)
            precision = 1 - 2 * free * a
            if precision <= 0:
                if mp.isinf(low) or mp.isinf(high):
                    return None
                part = integrals(partial(self._density, free, scale), low, high, degree)
            else:
                middle, std = free * b / precision, 1 / sqrt(precision)
                height = free * e + scale + middle**2 * precision / 2
                part = truncated(middle, std, low, high, degree)
                part = [exp(height) * std * each for each in part]
            total = [x + y for x, y in zip(total, part, strict=True)]
        return total

    def _density(self, power, log_scale, z):
        a, b, e = self.log_w
        return exp(power * ((a * z + b) * z + e) + log_scale - z**2 / 2) / sqrt(2 * pi)

    def _roots(self, level):
        a, b, e = self.log_w
        e = e - level
        if a == 0:
            return [-e / b] if b else []
        rest = b**2 - 4 * a * e
        return [] if rest <= 0 else [(-b - sqrt(rest)) / (2 * a), (-b + sqrt(rest)) / (2 * a)]

    def _clipped(self, clip):
        zero, one, two = self.moments((clip,), 2)
        mean = one / zero
        return self.offset + self.std * mean, self.std**2 * (two / zero - mean**2), zero

    def target(self, steps, clip_rho, clip_c, lam, weights_of_return=None):
        """Mean, and variance given s_0 on average over s_0; None where infinite."""
        z = np.array([mpf(2 * i - DEGREE) / 2 for i in range(DEGREE + 1)], dtype=object)
        kinds = {
            "r": (clip_rho,), "c": (clip_c,), "rr": (clip_rho, clip_rho),
            "rc": (clip_rho, clip_c), "cc": (clip_c, clip_c),
        }  # fmt: skip
        moments = {kind: self.moments(clips) for kind, clips in kinds.items()}
        finite = None not in moments.values()
        weights = {
            kind: np.array(weights_at(z, found or moments["r"]), dtype=object)
            for kind, found in moments.items()
        }
        critics = self._critics(weights_of_return is not None)
        first, second = [mpf(0)] * 3, [mpf(0)] * 5
        mixed = first  # E[W^2 R], of the weights and the return of all later steps
        for t in reversed(range(steps)):
            before = _Step(self, critics[t : t + 2], z, weights)
            if weights_of_return:
                left = fsum(weights["rr"]) ** (steps - 1 - t)
                first, mixed, second = before.whole(first, mixed, second, left)
            else:
                first, second = before.traced(first, second, self.gamma * lam)
        x, h = hermite()
        s = self.m0 + self.v0 * x
        given = _at(first, s)
        mean = fsum(h * (_at(critics[0], s) + given))
        return mean, fsum(h * (_at(second, s) - given**2)) if finite else None

    def _critics(self, none):
        """By their coefficients; V is 0 after the last step."""
        factor, shift = mpf(self.options.factor), mpf(self.options.shift)
        nothing = [mpf(0)] * 3
        if none:
            return [nothing] * (self.T + 1)
        scaled = [[factor * each for each in value] for value in self.values[:-1]]
        return [[a + shift, b, c] for a, b, c in scaled] + [nothing]


class _Step:
    """One step back of E D and E D^2 given the state, by the values at some states."""

    def __init__(self, pair, critics, z, weights):
        x, h = hermite()
        self.gamma, self.s = pair.gamma, _places(5)
        s, u = self.s[:, None, None], (pair.offset + pair.std * z)[:, None]
        self.after = pair.A * s + pair.B * (pair.K * s + u) + pair.tau * x
        self.paid = pair.reward(s, u) + pair.gamma * _at(critics[1], self.after)
        self.paid = self.paid - _at(critics[0], s)
        self.mass = {kind: each[:, None] * h for kind, each in weights.items()}

    def traced(self, first, second, fade):
        later = _at(first, self.after)
        one = self._mean("r", self.paid, 3, fade * self._sums("c", later))
        two = self._sums("rr", self.paid**2) + 2 * fade * self._sums("rc", self.paid * later)
        return one, self._mean("cc", fade**2 * _at(second, self.after), 5, two)

    def whole(self, first, mixed, second, left):
        gamma, paid, later = self.gamma, self.paid, _at(mixed, self.after)
        square = left * paid**2 + gamma * (2 * paid * later + gamma * _at(second, self.after))
        return (
            self._mean("r", paid + gamma * _at(first, self.after), 3),
            self._mean("rr", left * paid + gamma * later, 3),
            self._mean("rr", square, 5),
        )

    def _sums(self, kind, each):
        return (self.mass[kind] * each).sum(axis=(1, 2))

    def _mean(self, kind, each, count, more=0):
        return _through(self.s[:count], (self._sums(kind, each) + more)[:count])


def _places(count):
    return np.array([mpf(i) for i in range(count)], dtype=object)


def _through(at, values):
    """The coefficients of the polynomial with these values."""
    rows = matrix([[x**j for j in range(len(at))] for x in at])
    return list(lu_solve(rows, matrix(list(values))))


def _at(coefficients, x):
    total = 0 * x
    for each in reversed(coefficients):
        total = total * x + each
    return total
