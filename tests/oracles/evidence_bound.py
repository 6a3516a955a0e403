"""Every exact readout of the Evidence page, in mpmath; L_K of one and two samples on a lattice."""

from __future__ import annotations

import numpy as np
from mpmath import inf, log, mp, mpf, pi, sqrt

from tests.oracles.exponentials import exponential, polynomial
from tests.oracles.line import FEW_DIGITS

HALF = mpf(1) / 2
NAMES = {
    "score function": "score",
    "pathwise": "pathwise",
    "pathwise, exact entropy": "pathwise",
    "sticking the landing": "landing",
    "doubly reparameterised": "landing",
    "exact KL": "usual",
}
# Between the nodes of the lattice, over the steepest slope of log w.
FINE = 0.12


def truths(scene, options, digits=FEW_DIGITS):
    """The true values by the readouts' names; None for what is not computed here."""
    with mp.workdps(digits):
        model = Model(scene, options)
        found = model.parts() | model.estimators() | model.encoder(scene.q)
        return found | model.importance(options.k) | model.limits(options.k)


class Model:
    """z ~ N(0, tau^2), x | z ~ N(z, s^2), z = mu + sigma u."""

    def __init__(self, scene, options):
        self.tau, self.s, self.x = mpf(options.tau), mpf(options.s), mpf(options.x)
        self.mu, self.sigma = mpf(float(scene.q.mean[0])), mpf(float(scene.q.std[0]))
        precision = 1 / self.tau**2 + 1 / self.s**2
        self.std = 1 / sqrt(precision)
        self.mean = self.x / self.s**2 / precision
        self.rho = self.sigma**2 * precision
        spread = self.tau**2 + self.s**2
        self.evidence = -log(2 * pi * spread) / 2 - self.x**2 / (2 * spread)
        # log p(x, z) - log q(z) by powers of u.
        m, d = self.mu, self.x - self.mu
        self.log_w = [
            log(self.sigma / (self.tau * self.s)) - log(2 * pi) / 2
            - m**2 / (2 * self.tau**2) - d**2 / (2 * self.s**2),
            self.sigma * (d / self.s**2 - m / self.tau**2),
            (1 - self.rho) / 2,
        ]  # fmt: skip
        self.elbo = self.log_w[0] + self.log_w[2]

    def parts(self):
        away = (self.x - self.mu) ** 2 + self.sigma**2
        fit = -log(2 * pi * self.s**2) / 2 - away / (2 * self.s**2)
        cost = _kl(self.mu, self.sigma, 0, self.tau)
        chi_square = self.chi_square()
        return {
            "log evidence": self.evidence,
            "KL(q||posterior)": _kl(self.mu, self.sigma, self.mean, self.std),
            "reconstruction": fit,
            "KL(q||prior)": cost,
            "ELBO": fit - cost,
            "chi-square(posterior||q)": chi_square,
            "posterior mean": self.mean,
            "posterior std": self.std,
            "tail index k": self.index(),
            "k-hat": None,
        }

    def index(self):
        if self.rho < 1:
            return 1 - self.rho
        if self.rho > 1:
            return mpf(-2)
        return mpf(0) if self.log_w[1] else -inf

    def chi_square(self):
        square = self.power(2).mean()
        return inf if square is None else square - 1

    def power(self, a):
        """(w / p(x))^a as a function of u."""
        level = self.log_w[0] - self.evidence
        return exponential(mp.exp(a * level), -2 * a * self.log_w[2], a * self.log_w[1])

    def estimators(self):
        """Means and variances from the polynomials in u that the estimators are."""
        u, one = polynomial(0, 1), polynomial(1)
        z = polynomial(self.mu, self.sigma)
        by_z = polynomial(self.x / self.s**2) - polynomial(1 / self.s**2 + 1 / self.tau**2) * z
        log_w, score_z = polynomial(*self.log_w), polynomial(0, 1 / self.sigma)
        found = {}
        for parameter, through, score in (
            ("μ", one, score_z),
            ("log σ", polynomial(0, self.sigma), u * u - one),
        ):
            landing = (by_z + score_z) * through
            prior = {"μ": -self.mu / self.tau**2, "log σ": 1 - self.sigma**2 / self.tau**2}
            fit = polynomial(self.x / self.s**2) - polynomial(1 / self.s**2) * z
            ways = {
                "score": log_w * score,
                "landing": landing,
                "pathwise": landing - score,
                "usual": fit * through + polynomial(prior[parameter]),
            }
            for name, way in NAMES.items():
                mean = ways[way].mean()
                away = ways[way] - polynomial(mean)
                found[f"{name} {parameter} mean"] = mean
                found[f"{name} {parameter} variance"] = _settled((away * away).mean())
        return found

    def importance(self, k):
        """L_K and its gradient for K = 1 and 2; None for more."""
        names = [f"L_K {way} {p}" for way in ("pathwise", "doubly reparameterised")
                 for p in ("μ", "log σ")]  # fmt: skip
        names += ["L_K model, mean of the prior"]
        chi_square = self.chi_square()
        predicted = None if chi_square == inf else self.evidence - chi_square / (2 * k)
        if k > 2:
            return {f"{name} mean": None for name in names} | {
                "L_K": None,
                "L_K predicted": predicted,
            }
        level, *by = self.one() if k == 1 else self.two()
        means = [by[0], by[1], by[0], by[1], by[2]]
        return {f"{name} mean": each for name, each in zip(names, means, strict=True)} | {
            "L_K": level,
            "L_K predicted": predicted,
        }

    def one(self):
        by_log_sigma = 1 - self.rho
        return self.elbo, self.log_w[1] / self.sigma, by_log_sigma, self.mu / self.tau**2

    def two(self):
        """By the trapezoidal rule over both normals."""
        a, b, c = (float(each) for each in self.log_w)
        steep = abs(b) + 2.0 * abs(c) * 8.0
        step = min(0.25, FINE * np.pi / max(steep, 1e-9))
        u = np.arange(-9.0, 9.0 + step, step)
        weight = step * np.exp(-0.5 * u * u) / np.sqrt(2.0 * np.pi)
        log_w = b * u + c * u * u
        both = np.logaddexp(log_w[:, np.newaxis], log_w)
        level = weight @ both @ weight + a - np.log(2.0)
        share = np.exp(log_w[:, np.newaxis] - both)  # of the first
        over = 2.0 * (weight[:, np.newaxis] * share) @ weight
        sigma, rho = float(self.sigma), float(self.rho)
        slopes = (
            (b - rho * u) / sigma,
            b * u - rho * u * u + 1.0,
            (float(self.mu) + sigma * u) / float(self.tau) ** 2,
        )
        return [mpf(float(level)), *(mpf(float(over @ each)) for each in slopes)]

    def limits(self, k):
        """Of the signal to noise for large K, from moments of the weights."""
        b, c, sigma, k = self.log_w[1], self.log_w[2], self.sigma, mpf(k)
        found = {}
        second, third, fourth = (self.power(a) for a in (2, 3, 4))
        for parameter, g, h in (
            ("μ", polynomial(b / sigma, -self.rho / sigma), polynomial(b / sigma, 2 * c / sigma)),
            ("log σ", polynomial(1, b, -self.rho), polynomial(0, b, 2 * c)),
        ):
            square = (second * g * g).mean()
            known = None if square is None else abs((second * g).mean()) / sqrt(square)
            found[f"L_K pathwise {parameter} for large K"] = _over(known, sqrt(k))
            known = _doubly(second, third, fourth, h)
            found[f"L_K doubly reparameterised {parameter} for large K"] = _times(known, sqrt(k))
        away = polynomial(self.mu - self.mean, sigma)
        square = (second * away * away).mean()
        known = None if square is None else abs(self.mean) / sqrt(square)
        found["L_K model, mean of the prior for large K"] = _times(known, sqrt(k))
        return found

    def encoder(self, q):
        means, stds = ([mpf(float(v)) for v in each] for each in (q.mean, q.std))
        costs = [_kl(m, s, 0, self.tau) for m, s in zip(means, stds, strict=True)]
        covariance = mp.matrix([[mpf(float(v)) for v in row] for row in q.covariance])
        full = sum((s / self.tau) ** 2 + (m / self.tau) ** 2 - 1
                   for m, s in zip(means, stds, strict=True)) / 2  # fmt: skip
        full += len(means) * log(self.tau) - log(mp.det(covariance)) / 2
        return {
            "KL of the encoder diagonal": sum(costs),
            "KL of the encoder full": full,
            "KL of the encoder coordinates in use": mpf(sum(each > mpf("0.01") for each in costs)),
        }


def _kl(m, s, mean, std):
    return log(std / s) + (s**2 + (m - mean) ** 2) / (2 * std**2) - HALF


def _doubly(second, third, fourth, h):
    square = (fourth * h * h).mean()
    if square is None:
        return None
    mean = (second * h).mean()
    cross = (third * h).mean() - mean
    variance = square - mean**2 - 4 * mean * cross + 4 * mean**2 * (second.mean() - 1)
    return abs(mean) / sqrt(abs(variance)) if variance else None


def _settled(variance):
    return mpf(0) if abs(variance) < mpf(10) ** (-mp.dps // 2) else variance


def _over(value, k):
    return None if value is None else value / k


def _times(value, k):
    return None if value is None else value * k
