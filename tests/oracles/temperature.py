"""Every exact number of the Temperature page, in mpmath.

Between bounds the best policy is a truncated Gaussian; the best actor is where the slopes of
KL(actor||best), integrals of tanh under a Gaussian, are 0.
"""

from __future__ import annotations

from itertools import pairwise

from mpmath import cosh, e, erf, erfc, exp, findroot, log, mp, mpf, pi, sqrt, tanh
from mpmath.calculus.quadrature import GaussLegendre

from engine.pages.temperature.gather import meeting
from engine.policies.best_tanh_gaussian import best_tanh_gaussian

DIGITS = 50
NODES = 3  # of mpmath's degrees: 12 nodes
RULES = {"alpha": "α", "log_alpha": "log α", "log_alpha_plain": "log α without α"}
LARGEST = 690


def truths(scene, options, more=False):
    """Every exact readout by name; None where infinite."""
    with mp.workdps(2 * DIGITS if more else DIGITS):
        return _truths(options)


def _truths(options):
    c, k, alpha = mpf(options.curvature), mpf(options.centre), mpf(options.alpha)
    best = _bounded if options.bounded else _plain
    reward, entropy = best(c, k, alpha)
    actor = (_actor if options.bounded else _own)(options, c, k, alpha)
    found = {
        "soft value": reward + alpha * entropy,
        "E r": reward,
        "entropy": entropy,
        "actor's E r": actor["reward"],
        "actor's entropy": actor["entropy"],
        "actor's soft value": actor["reward"] + alpha * actor["entropy"],
        "KL(actor||best)": actor["kl"],
        "actor's mean": actor["mean"],
        "actor's std": actor["std"],
        "largest entropy": log(mpf(2)) if options.bounded else None,
        "α that meets the target": _meeting(options, c, k),
    }
    for rule, words in RULES.items():
        found[f"α after the steps, {words}"] = _after(rule, options, lambda a: best(c, k, a)[1])
    return found


def _plain(c, k, alpha):
    """E r and entropy of N(k, alpha / (2 c))."""
    return -alpha / 2, log(pi * e * alpha / c) / 2


def _own(options, c, k, alpha):
    reward, entropy = _plain(c, k, alpha)
    return {
        "reward": reward, "entropy": entropy, "kl": mpf(0), "mean": k, "std": sqrt(alpha / c / 2)
    }  # fmt: skip


def _bounded(c, k, alpha):
    """E r and entropy of exp(-c (a - k)^2 / alpha) / Z on (-1, 1)."""
    with mp.workdps(3 * mp.dps):
        rate = c / alpha
        low, high = (sqrt(rate) * (end - k) for end in (-1, 1))
        if low > 0:
            mass = erfc(low) - erfc(high)
        elif high < 0:
            mass = erfc(-high) - erfc(-low)
        else:
            mass = erf(high) - erf(low)
        mass *= sqrt(pi / rate) / 2  # of exp(-rate (a - k)^2)
        # E (a - k)^2 by parts
        edges = (high * exp(-(high**2)) - low * exp(-(low**2))) / sqrt(rate)
        square = (mass - edges) / (2 * rate) / mass
        return -c * square, log(mass) + rate * square


def _meeting(options, c, k):
    target = mpf(options.target)
    if not options.bounded:
        return c * exp(2 * target - 1) / pi
    if target >= log(mpf(2)):
        return None
    start = log(mpf(meeting(options)))
    return exp(findroot(lambda x: _bounded(c, k, exp(x))[1] - target, start))


def _after(rule, options, entropy_at):
    alpha, rate, target = mpf(options.alpha), mpf(options.rate), mpf(options.target)
    for _ in range(options.steps):
        if alpha <= 0:
            return mpf(0)
        excess = entropy_at(alpha) - target
        if rule == "alpha":
            alpha = max(alpha - rate * excess, mpf(0))
        else:
            step = rate * excess * (alpha if rule == "log_alpha" else 1)
            alpha = exp(min(max(log(alpha) - step, -LARGEST), LARGEST))
    return alpha


def _actor(options, c, k, alpha):
    """From where a search found it; that no other is better is tested on its own."""
    start = best_tanh_gaussian(options.curvature, options.centre, options.alpha)
    rate = c / alpha
    top = min(max(k, mpf(-1)), mpf(1))

    def surprise(u):
        """r / alpha, from its largest, less log(1 - a^2)."""
        away = tanh(u) - top
        return rate * away * (away + 2 * (top - k)) + 2 * log(cosh(u))

    def slopes(mean, log_std):
        std = exp(log_std)
        one, two = _means(
            mean, std, lambda z, u: surprise(u) * z, lambda z, u: surprise(u) * (z * z - 1)
        )
        return [one, two - 1]

    with mp.workdps(30):
        place = findroot(slopes, (mpf(start.mean), log(mpf(start.std))), tol=mpf(10) ** -40)
    mean, std = place[0], exp(place[1])
    away, narrow = _means(
        mean,
        std,
        lambda z, u: (tanh(u) - k) ** 2,
        lambda z, u: 2 * log(cosh(u)),
    )
    entropy = log(2 * pi * e) / 2 + log(std) - narrow
    reward = -c * away
    best_reward, best_entropy = _bounded(c, k, alpha)
    kl = (best_reward + alpha * best_entropy - reward - alpha * entropy) / alpha
    return {"reward": reward, "entropy": entropy, "kl": kl, "mean": mean, "std": std}


def _means(mean, std, *functions):
    """Of f(z, u), u = mean + std z: panels of a deviation, finer where tanh bends."""
    reach = mpf(13)
    edges = {reach * i / 13 for i in range(-13, 14)}
    for sign in (-1, 1):
        edges |= {z for i in range(1, 20) if abs(z := (sign * mpf(i) - mean) / std) < reach}
    edges = sorted(edges | ({-mean / std} if abs(mean / std) < reach else set()))
    nodes = GaussLegendre(mp).get_nodes(mpf(-1), mpf(1), NODES, mp.prec)
    totals = [mpf(0)] * len(functions)
    for low, high in pairwise(edges):
        half, middle = (high - low) / 2, (high + low) / 2
        for x, w in nodes:
            z = middle + half * x
            mass = half * w * exp(-z * z / 2)
            totals = [
                t + mass * f(z, mean + std * z) for t, f in zip(totals, functions, strict=True)
            ]
    return [each / sqrt(2 * pi) for each in totals]
