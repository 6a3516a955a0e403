"""Every exact readout of the page of importance weights in one dimension, by name."""

from __future__ import annotations

import mpmath
from mpmath import mp, mpf

from tests.oracles.line import FEW_DIGITS, INF, Line, Moments, complement

EVERYWHERE = ((-INF, INF),)


def truths(scene, options, digits=FEW_DIGITS):
    """The true values by the readouts' names; None for one that must be left out."""
    with mp.workdps(digits):
        line = Line(scene.p, scene.q)
        return {**_limits(line), **_estimates(line, scene.samples, options)}


def log1p_chi_square(line):
    """Infinite from lam = 2 on."""
    margin = 2 - line.lam
    if margin <= 0:
        return INF
    return line.shift**2 / margin - (mpmath.log(line.lam) + mpmath.log(margin)) / 2


def kl(line):
    """KL(p||q) and KL(q||p)."""
    square = line.shift**2
    forward = (line.lam - 1 - line.log_lam + square) / 2
    return forward, (1 / line.lam - 1 + line.log_lam + square / line.lam) / 2


def _limits(line):
    logarithm = log1p_chi_square(line)
    finite = logarithm != INF
    if line.lam > 1:
        index = 1 - 1 / line.lam
    else:
        index = mpf(-2) if line.lam < 1 else (-INF if line.same else mpf(0))
    forward, backward = kl(line)
    return {
        "limit of ESS/n": mpmath.exp(-logarithm) if finite else mpf(0),
        "exact k": index,
        "E w": mpf(1),
        "chi-square(p||q)": mpmath.expm1(logarithm) if finite else INF,
        "KL(p||q)": forward,
        "KL(q||p)": backward,
        # Said to be exact where there is no tail to fit.
        "k-hat": None,
    }


def mean(line, moments):
    """E_p f."""
    return moments(1, 1, EVERYWHERE)


def _second(line, moments, options, order):
    """E_q[w^2 f^order]; infinite where it does not converge."""
    a, b, _ = line.quadratic(2)
    if a > 0:
        return moments(2, order, EVERYWHERE)
    falls_right = a == 0 and b < 0
    if order and options.function == "indicator" and falls_right:
        return moments(2, order, EVERYWHERE)
    if order and options.function == "sigmoid" and falls_right:
        return moments(2, order, EVERYWHERE) if b + order * line.q_std > 0 else INF
    return INF


def _estimates(line, n, options):
    moments = Moments(line, options.function, options.point)
    truth = mean(line, moments)
    ones, firsts, squares = (_second(line, moments, options, order) for order in (0, 1, 2))
    plain = squares - truth**2
    found = {
        "E_p f": truth,
        "plain bias": mpf(0),
        "plain standard error": mpmath.sqrt(abs(plain) / n),
        "variance of w f": plain,
    }
    if options.function == "1":
        found["self-normalised bias"] = found["self-normalised standard error"] = mpf(0)
    elif ones == INF:
        found["self-normalised standard error"] = INF
        found["self-normalised bias"] = None
    else:
        sign = -1
        if options.function in ("indicator", "sigmoid") and truth > 0.5:
            rest, sign = Moments(line, options.function, options.point, flipped=True), 1
            truth = mean(line, rest)
            firsts, squares = (_second(line, rest, options, order) for order in (1, 2))
        found["self-normalised bias"] = sign * (firsts - truth * ones) / n
        square = squares - 2 * truth * firsts + truth**2 * ones
        found["self-normalised standard error"] = mpmath.sqrt(abs(square) / n)
    for repair, name in (("clip", "clipped"), ("mask", "masked")):
        bias, variance = repaired(line, moments, mpf(options.clip), repair)
        found[f"{name} bias"] = bias
        found[f"{name} standard error"] = mpmath.sqrt(abs(variance) / n)
    return found


def repaired(line, moments, c, repair):
    """Bias and variance of v f."""
    large = tuple(line.above(mpmath.log(c)))
    small = tuple(complement(large))
    weight = c if repair == "clip" else 0
    bias = weight * moments(0, 1, large) - moments(1, 1, large)
    square = moments(2, 2, small) + weight**2 * moments(0, 2, large)
    first = moments(1, 1, small) + weight * moments(0, 1, large)
    return bias, square - first**2
