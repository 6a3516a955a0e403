"""Every exact number of the Densities page in d = 1, in mpmath."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
from mpmath import erfc, exp, expm1, log, mp, mpf, pi, sqrt

DIGITS = 80


def truths(scene, options, more=False):
    """Every exact readout by name; None where infinite."""
    with mp.workdps(2 * DIGITS if more else DIGITS):
        p, q = (_Line(each) for each in (scene.p, scene.q))
        found = _directed(p, q, "p", "q", options.alpha) | _directed(q, p, "q", "p", options.alpha)
        coefficient = exp(-renyi(p, q, mpf(1) / 2) / 2)
        found |= {
            "Jeffreys": kl(p, q) + kl(q, p),
            "Wasserstein-2": sqrt((p.mean - q.mean) ** 2 + (p.std - q.std) ** 2),
            "Bhattacharyya coefficient": coefficient,
            "squared Hellinger": -expm1(-renyi(p, q, mpf(1) / 2) / 2),
            "total variation": total_variation(p, q),
            "Jensen-Shannon": jensen_shannon(p, q),
        }
        return found


class _Line:
    """N(mean, v)."""

    def __init__(self, gaussian):
        self.mean, self.v = mpf(float(gaussian.mean[0])), mpf(float(gaussian.covariance[0, 0]))
        self.std = sqrt(self.v)

    def entropy(self):
        return (1 + log(2 * pi * self.v)) / 2


def _directed(p, q, a, b, alpha):
    names = f"({a}||{b})"
    log_chi = renyi(p, q, mpf(2))
    return {
        f"KL{names}": kl(p, q),
        f"Rényi{names}": renyi(p, q, mpf(alpha)),
        f"chi-square{names}": None if log_chi is None else expm1(log_chi),
        f"log(1+chi-square){names}": log_chi,
        f"λ{names}": p.v / q.v,
        f"Mahalanobis distance{names}": abs(p.mean - q.mean) / q.std,
        f"cross-entropy H({a},{b})": p.entropy() + kl(p, q),
        f"entropy of {a}": p.entropy(),
    }


def kl(p, q):
    ratio = p.v / q.v
    return (ratio - 1 - log(ratio) + (p.mean - q.mean) ** 2 / q.v) / 2


def renyi(p, q, alpha):
    if alpha == 1:
        return kl(p, q)
    mixed = alpha * q.v + (1 - alpha) * p.v
    if mixed <= 0:
        return None
    logs = log(mixed) - (1 - alpha) * log(p.v) - alpha * log(q.v)
    return alpha * (p.mean - q.mean) ** 2 / (2 * mixed) + logs / (2 * (1 - alpha))


def _below(t):
    return erfc(-t / sqrt(mpf(2))) / 2


def total_variation(p, q):
    """p(A) - q(A), A between the roots of log p = log q."""
    if p.v == q.v:
        away = abs(p.mean - q.mean) / p.std / 2
        return _below(away) - _below(-away)
    # a x^2 + 2 b x + c = 0 about the mean of q.
    m = p.mean - q.mean
    a, b = 1 / p.v - 1 / q.v, -m / p.v
    c = m * m / p.v + log(p.v / q.v)
    root = sqrt(b * b - a * c)
    low, high = sorted([(-b - root) / a, (-b + root) / a])
    inside_p = _between((low - m) / p.std, (high - m) / p.std)
    return abs(inside_p - _between(low / q.std, high / q.std))


def _between(low, high):
    return _below(high) - _below(low) if high < 0 else _below(-low) - _below(-high)


def jensen_shannon(p, q):
    """The integral over x of (p + q)/2 times (1 + t)/2 log(1 + t) + (1 - t)/2 log(1 - t), t =
    tanh(log w / 2), which is never negative; Gauss-Legendre panels around both Gaussians."""
    m = p.mean - q.mean
    edges = {m + p.std * i / 2 for i in range(-24, 25)} | {q.std * i / 2 for i in range(-24, 25)}
    total = 0.0
    for a, b in pairwise(sorted(edges)):
        half, middle = (b - a) / 2, (a + b) / 2
        y = float(middle / q.std) + float(half / q.std) * _X
        z = float((middle - m) / p.std) + float(half / p.std) * _X
        # y - z without cancellation, for near p = q.
        away = (
            float(middle / q.std - (middle - m) / p.std) + float(half / q.std - half / p.std) * _X
        )
        log_w = 0.5 * away * (y + z) + float(log(q.std / p.std))
        lost = _W * _entropy_lost(np.tanh(0.5 * log_w))
        for at, std in ((y, q.std), (z, p.std)):
            density = np.exp(-0.5 * np.square(at)) / math.sqrt(2 * math.pi)
            total += 0.5 * float(half / std) * float(lost @ density)
    return mpf(total)


_X, _W = np.polynomial.legendre.leggauss(48)


def _entropy_lost(t):
    """(1 + t)/2 log(1 + t) + (1 - t)/2 log(1 - t), about t^2 / 2."""
    small = np.abs(t) < 0.1
    s = np.where(small, t, 0.0) ** 2
    series = sum(s**n / (2 * n * (2 * n - 1)) for n in range(1, 12))
    big = np.clip(np.where(small, 0.5, t), -1 + 1e-17, 1 - 1e-17)
    with np.errstate(divide="ignore", invalid="ignore"):
        low = np.where(np.abs(big) >= 1.0, 0.0, (1 - np.abs(big)) * np.log1p(-np.abs(big)))
        plain = 0.5 * ((1 + np.abs(big)) * np.log1p(np.abs(big)) + low)
    return np.where(small, series, plain)
