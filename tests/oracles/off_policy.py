"""Every exact number of the Off-policy page, for tasks of one or two steps, in mpmath.

Weights clipped in any way are integrated piece by piece over the noise of an action; with nodes
chosen so that polynomials against them are exact, all moments are sums over a grid.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from mpmath import exp, expm1, fsum, log, mp, mpf, pi, sqrt

from engine.pages.off_policy.gather import pair_of
from tests.oracles.pieces import hermite, inside, integrals, truncated, weights_at

DIGITS = 60
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

    def value(self, t, s):
        """V_t(s) of p, by three nodes for each noise."""
        if t == self.T:
            return s * 0
        now = -(self.q * (s - self.g) ** 2 + self.r * ((self.K * s + self.c) ** 2 + self.sigma**2))
        if t + 1 == self.T:
            return now
        middle = self.A * s + self.B * (self.K * s + self.c)
        spread = sqrt((self.B * self.sigma) ** 2 + self.tau**2)
        root = sqrt(mpf(3))
        later = sum(
            w * self.value(t + 1, middle + x * spread)
            for x, w in ((-root, mpf(1) / 6), (mpf(0), mpf(2) / 3), (root, mpf(1) / 6))
        )
        return now + self.gamma * later

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
        plain = weights_of_return is not None
        z = [mpf(2 * i - DEGREE) / 2 for i in range(DEGREE + 1)]
        kinds = {
            "r": (clip_rho,), "c": (clip_c,), "rr": (clip_rho, clip_rho),
            "rc": (clip_rho, clip_c), "cc": (clip_c, clip_c),
        }  # fmt: skip
        weights = {}
        for kind, clips in kinds.items():
            found = self.moments(clips)
            weights[kind] = None if found is None else weights_at(z, found)
        x, h = hermite()
        mean, square, known, before = mpf(0), mpf(0), mpf(0), mpf(0)
        for s0, w0 in zip(x, h, strict=True):
            s = self.m0 + self.v0 * s0
            first, second = self._given(s, steps, lam, plain, weights_of_return, z, weights, x, h)
            base = mpf(0) if plain else self.critic(0, s)
            mean += w0 * (base + first)
            known += w0 * first**2
            square = None if second is None or square is None else square + w0 * second
            before += w0
        return mean, None if square is None else square - known

    def critic(self, t, s):
        if t == self.T:
            return s * 0
        return mpf(self.options.factor) * self.value(t, s) + mpf(self.options.shift)

    def _given(self, s, steps, lam, plain, whole, z, weights, x, h):
        """E D and E D^2 given s_0, D = rho_0 d_0 + gamma lam c_0 rho_1 d_1 (or of a return)."""
        gamma = self.gamma
        parts = {"rd0": mpf(0), "rd0^2": mpf(0), "crd1": mpf(0), "cross": mpf(0), "cr^2": mpf(0)}
        finite = all(weights[kind] is not None for kind in weights)
        for i, zi in enumerate(z):
            u = self.offset + self.std * zi
            for n, wn in zip(x, h, strict=True):
                after = self.A * s + self.B * (self.K * s + u) + self.tau * n
                d0 = self._delta(0, s, u, after, plain)
                one, two = self._second(after, steps, plain, z, weights, x, h)
                wr, wc = weights["r"][i], weights["c"][i]
                parts["rd0"] += wn * wr * d0
                parts["crd1"] += wn * wc * one
                if finite:
                    parts["rd0^2"] += wn * weights["rr"][i] * d0**2
                    parts["cross"] += wn * weights["rc"][i] * d0 * one
                    parts["cr^2"] += wn * weights["cc"][i] * two
        if whole:
            return self._whole(s, z, weights, x, h, finite)
        later = gamma * lam
        first = parts["rd0"] + later * parts["crd1"]
        second = parts["rd0^2"] + 2 * later * parts["cross"] + later**2 * parts["cr^2"]
        return first, second if finite else None

    def _delta(self, t, s, u, after, plain):
        reward = self.reward(s, u)
        if plain:
            return reward
        return reward + self.gamma * self.critic(t + 1, after) - self.critic(t, s)

    def _second(self, s, steps, plain, z, weights, x, h):
        """E rho_1 d_1 and E rho_1^2 d_1^2 given s_1."""
        if steps < 2:
            return mpf(0), mpf(0)
        one, two = mpf(0), mpf(0)
        for i, zi in enumerate(z):
            u = self.offset + self.std * zi
            noises = [(mpf(0), mpf(1))] if plain else zip(x, h, strict=True)
            for n, wn in noises:
                after = self.A * s + self.B * (self.K * s + u) + self.tau * n
                d1 = self._delta(1, s, u, after, plain)
                one += wn * weights["r"][i] * d1
                if weights["rr"] is not None:
                    two += wn * weights["rr"][i] * d1**2
        return one, two

    def _whole(self, s, z, weights, x, h, finite):
        """E W R and E W^2 R^2 of the product W of all weights."""
        gamma, first, second = self.gamma, mpf(0), mpf(0)
        for i, zi in enumerate(z):
            u = self.offset + self.std * zi
            r0 = self.reward(s, u)
            if self.T == 1:
                first += weights["r"][i] * r0
                second += weights["rr"][i] * r0**2 if finite else 0
                continue
            for n, wn in zip(x, h, strict=True):
                after = self.A * s + self.B * (self.K * s + u) + self.tau * n
                for j, zj in enumerate(z):
                    R = r0 + gamma * self.reward(after, self.offset + self.std * zj)
                    first += wn * weights["r"][i] * weights["r"][j] * R
                    if finite:
                        second += wn * weights["rr"][i] * weights["rr"][j] * R**2
        return first, second if finite else None
