"""Every exact number of the Skills page, by quadrature in 80-bit numbers on finer panels."""

from __future__ import annotations

import math

import numpy as np
from mpmath import mp, mpf
from mpmath.calculus.quadrature import GaussLegendre

from engine.core.run import Run
from engine.page.page import page_named

LONG = np.longdouble
REACH, WIDTH = 13.0, 0.125  # of the panels around each skill, in its deviations
BENDS = [0.0, *(sign * 2.0**k for k in range(-2, 7) for sign in (-1, 1))]


def truths(scene, options, more=False):
    """Every exact readout by name, from the discriminator that the page has."""
    guess = page_named("skills").gather(scene, options, Run(threads=1)).guess
    return _Skills(options, guess).readouts()


class _Skills:
    def __init__(self, options, guess):
        means, stds = options.acting
        self.m, self.s = np.array(means, dtype=LONG), np.array(stds, dtype=LONG)
        self.K, self.guess = len(means), guess
        if hasattr(guess, "means"):
            self.lines = self._quadratics(guess.means.astype(LONG), guess.stds.astype(LONG))
        else:
            slopes, offsets = guess.slopes.astype(LONG), guess.offsets.astype(LONG)
            self.lines = np.zeros(self.K, dtype=LONG), slopes, offsets
        self.nodes, self.weights = _rule()

    @staticmethod
    def _quadratics(m, s):
        return -1 / (2 * s**2), m / s**2, -(m**2) / (2 * s**2) - np.log(s)

    def readouts(self):
        parts = [self._of_skill(z) for z in range(self.K)]
        information = sum(part[0] for part in parts) / self.K
        rewards = [part[1] + math_log(self.K) for part in parts]
        # Only over all skills together the mean of q(z|s) / p(z|s) - 1 is 0.
        mass, away = (np.concatenate(each) for each in zip(*(p[2] for p in parts), strict=True))
        gap = _mean(mass, away) / self.K
        own = np.mean(np.log(self.s)) + (1 + np.log(2 * LONG(_pi()))) / 2
        found = {
            "I(S;Z)": information,
            "log K": math_log(self.K),
            "I(S;Z) / log K": information / math_log(self.K),
            "H(S)": own + information,
            "H(S|Z)": own,
            "discriminator bound": sum(rewards) / self.K,
            "discriminator gap": gap,
        } | {f"reward of skill {z}": paid for z, paid in enumerate(rewards, 1)}
        return {name: _exactly(value) for name, value in found.items()}

    def _of_skill(self, z):
        """KL(skill||mixture), E log q(z|s), and log(q / p) of z given s with its nodes' mass."""
        y, weight = self._panels(z)
        mass = weight * np.exp(-(y**2) / 2) / np.sqrt(2 * LONG(_pi()))
        true = self._true_logs(z, y)  # less that of this skill
        log_m = np.log1p(np.mean(np.expm1(np.minimum(true, 11_000)), axis=0))
        guess = self._guess_logs(z, y)
        top = guess.max(axis=0)
        log_q = guess[z] - top - np.log(np.sum(np.exp(guess - top), axis=0))
        log_p = -(log_m + math_log(self.K))
        away = log_q - log_p
        return _mean(mass, log_m), np.sum(mass * log_q), (mass, away)

    def _true_logs(self, z, y):
        """log p(s|j) - log p(s|z) at s = m_z + s_z y, (K, n), without cancellation."""
        found = []
        for m, s in zip(self.m, self.s, strict=True):
            ratio, apart = (self.s[z] - s) / s, (self.m[z] - m) / s
            step = ratio * y + apart  # (s - m_j) / s_j - y
            found.append(-step * (2 * y + step) / 2 + np.log1p(ratio))
        return np.array(found)

    def _guess_logs(self, z, y):
        if hasattr(self.guess, "means"):
            m, s = self.guess.means.astype(LONG), self.guess.stds.astype(LONG)
            away = [(self.m[z] - a + self.s[z] * y) / b for a, b in zip(m, s, strict=True)]
            return np.array([-(x**2) / 2 - np.log(b) for x, b in zip(away, s, strict=True)])
        at = self.m[z] + self.s[z] * y
        return np.array([b * at + c for b, c in zip(*self.lines[1:], strict=True)])

    def _panels(self, z):
        """Nodes in deviations from the mean and their weights: finer where anything bends."""
        edges = [np.arange(-REACH, REACH + WIDTH, WIDTH, dtype=LONG)]
        for m, s in zip(self.m, self.s, strict=True):
            edges.append((m - self.m[z] + s * edges[0]) / self.s[z])
        a, b, c = self.lines
        for i in range(self.K):
            for j in range(i):
                edges += self._bends(z, a[i] - a[j], b[i] - b[j], c[i] - c[j])
        edges = np.unique(np.concatenate(edges))
        edges = edges[(edges >= -REACH) & (edges <= REACH)]
        half, middle = np.diff(edges) / 2, (edges[1:] + edges[:-1]) / 2
        y = middle[:, np.newaxis] + half[:, np.newaxis] * self.nodes
        return y.ravel(), (half[:, np.newaxis] * self.weights).ravel()

    def _bends(self, z, a, b, c):
        inside = b * b - 4 * a * c
        if inside <= 0:
            return []
        steepness = np.sqrt(inside)
        larger = -(b + np.copysign(steepness, b)) / 2
        roots = ([larger / a] if a else []) + ([c / larger] if larger else [])
        around = np.array(BENDS, dtype=LONG) / steepness
        return [(root + around - self.m[z]) / self.s[z] for root in roots if np.isfinite(root)]


def _mean(mass, log_ratio):
    """E -log(m / p), or of m / p - 1 - log(m / p), whose mean it is too if p is wherever m is."""
    direct = np.sum(mass * -log_ratio)
    if np.any(np.abs(log_ratio) > 0.5):
        return direct
    near = np.sum(mass * _excess(log_ratio))
    alike = abs(near - direct) < 1e-3 * abs(direct) or abs(direct) < 1e-17
    return near if alike else direct


def _excess(x):
    """exp(x) - 1 - x."""
    small = np.where(np.abs(x) < 0.01, x, 0)
    series = sum(small**k / math.factorial(k) for k in range(2, 12))
    large = np.expm1(np.minimum(x, 11_000)) - x
    return np.where(np.abs(x) < 0.01, series, large)


def _rule():
    with mp.workdps(30):
        pairs = GaussLegendre(mp).get_nodes(mpf(-1), mpf(1), 3, mp.prec)
        return [np.array([LONG(mp.nstr(each[i], 25)) for each in pairs]) for i in (0, 1)]


def _pi():
    return mp.nstr(+mp.pi, 25) if mp.dps >= 25 else "3.14159265358979323846264338"


def math_log(k):
    return np.log(LONG(k))


def _exactly(value):
    return mpf(np.format_float_scientific(LONG(value), 25, unique=False)) if value else mpf(0)
