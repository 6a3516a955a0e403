"""Every exact number of the Gates page, in mpmath: polynomials over pieces of a line."""

from __future__ import annotations

from itertools import pairwise

import mpmath
from mpmath import erfc, exp, fsum, hypot, log, mp, mpf, sqrt

from engine.gaussian.gaussian import Gaussian
from tests.oracles.line import INF, Line, polynomial_integral
from tests.oracles.polynomials import inside, product, roots

TITLES = {
    "none": "no gate",
    "ppo": "PPO",
    "clip_higher": "clip-higher",
    "dual_clip": "dual clip",
    "cispo": "CISPO",
    "tis": "TIS",
    "icepop": "IcePop",
}
DIGITS = 100, 250, 700
SYMBOLS = {"mu": "μ", "log_sigma": "log σ"}
ALL = 0, INF


class _Lost(Exception):
    """More cancels than there are digits."""


def truths(scene, options, more=False):
    """Every exact readout by name; None where infinite."""
    for digits in DIGITS[1:] if more else DIGITS:
        try:
            return _truths(scene, options, digits)
        except _Lost:
            continue
    raise AssertionError("the last digits end without a word")


def _truths(scene, options, digits):
    with mp.workdps(digits):
        p, q = (Gaussian.from_std(each.mean[:1], each.std[:1]) for each in (scene.p, scene.q))
        line = _Actions(p, q, options)
        true = line.true_gradient()
        found = {f"true ∂ {SYMBOLS[name]}": value for name, value in true.items()}
        for name, title in TITLES.items():
            found |= _gate(line, *_rules(options)[name], title, true, options.batch)
        if line.p_variance == line.q_variance:
            sequences = _Sequences(p, q, options)
            rule = "hold", (0, mpf(1.0 + 4e-4)), (mpf(1.0 - 3e-4), INF)
            mean = _gate(sequences, *rule, "GSPO", sequences.true_gradient(), options.batch)
            found |= {name: mean[name] for name in mean if "log" not in name and "Var" not in name}
        return found | _sequence(options)


def _rules(options):
    """What is done outside of the levels, and these for A above 0 and below."""
    low, high = 1.0 - options.low, 1.0 + options.high
    return {
        "none": ("hold", ALL, ALL),
        "ppo": ("hold", (0, 1.0 + options.low), (low, INF)),
        "clip_higher": ("hold", (0, high), (low, INF)),
        "dual_clip": ("hold", (0, 1.0 + options.low), (low, options.dual)),
        "cispo": ("truncate", (0, high), (0, high)),
        "tis": ("truncate", (0, options.cap), (0, options.cap)),
        "icepop": ("mask", *[(options.mask_low, options.mask_high)] * 2),
    }


class _Actions:
    """x = start + slope y, y ~ N(0, 1) under q; w is its weight, away (x - mean of p) / std."""

    kept_square = 0
    is_weight = True

    def __init__(self, p, q, options):
        self.line = Line(p, q)
        self.p_variance, self.q_variance = mpf(p.covariance[0, 0]), mpf(q.covariance[0, 0])
        self.std = sqrt(self.p_variance)
        self.start, self.slope = self.line.q_mean, self.line.q_std
        self.level = mpf(1)
        self.a = [mpf(each) for each in (options.constant, options.slope, options.bend)]
        self.quadratics = [self.line.quadratic(power) for power in (0, 1, 2)]

    def true_gradient(self):
        _, slope, bend = self.a
        return {
            "mu": slope + 2 * bend * self.line.p_mean,
            "log_sigma": 2 * bend * self.p_variance,
        }

    def log_weight(self, y):
        (a, b, c), (d, e, f) = self.quadratics[1], self.quadratics[0]
        return ((d - a) * y / 2 + b - e) * y + c - f

    def crossings(self, level):
        (a, b, c), (d, e, f) = self.quadratics[1], self.quadratics[0]
        return roots((d - a) / 2, b - e, c - f - log(mpf(level)))

    def advantage(self):
        """As a polynomial of y."""
        constant, slope, bend = self.a
        start, step = self.start, self.slope
        return [
            constant + start * (slope + bend * start),
            step * (slope + 2 * bend * start),
            bend * step**2,
        ]

    def scores(self):
        away = [(self.start - self.line.p_mean) / self.std, self.slope / self.std]
        square = product(away, away)
        square[0] -= self.level
        return {"mu": [each / self.std for each in away], "log_sigma": square}

    def integral(self, power, polynomial, low, high):
        a, b, c = self.quadratics[power]
        while polynomial and polynomial[-1] == 0:
            polynomial = polynomial[:-1]
        if not polynomial:
            return mpf(0)
        if mpmath.isinf(low) and (a < 0 or (a == 0 and b <= 0)):
            return INF
        if mpmath.isinf(high) and (a < 0 or (a == 0 and b >= 0)):
            return INF
        return polynomial_integral((a, b, c), polynomial, low, high)

    def pieces(self, outside, positive, negative):
        """(low, high, what stands before the score; None is w, whether w is left)."""
        levels = {each for each in (*positive, *negative) if 0 < each < INF}
        edges = [y for each in levels for y in self.crossings(each)]
        constant, slope, bend = self.advantage()
        edges += roots(bend, slope, constant)
        # Where a score is 0, so that what cancels is seen.
        away = [(self.start - self.line.p_mean) / self.std, self.slope / self.std]
        edges += [(each - away[0]) / away[1] for each in (0, sqrt(self.level), -sqrt(self.level))]
        for low, high in pairwise([-INF, *sorted(edges), INF]):
            if low == high:
                continue
            y = inside(low, high)
            least, most = positive if (bend * y + slope) * y + constant > 0 else negative
            log_w = self.log_weight(y)
            below, above = least > 0 and log_w < log(mpf(least)), most < INF
            above = above and log_w > log(mpf(most))
            if not (below or above):
                yield low, high, None
            else:
                level = mpf(least if below else most)
                yield low, high, level if outside == "truncate" else mpf(0)


class _Sequences(_Actions):
    """Of T tokens, by their mean action."""

    def __init__(self, p, q, options):
        super().__init__(p, q, options)
        self.tokens = mpf(options.tokens)
        self.slope /= sqrt(self.tokens)
        self.is_weight = self.tokens == 1 or self.line.shift == 0
        self.level = 1 / self.tokens
        self.kept_square = 2 * (self.tokens - 1) / self.tokens**2
        shift = self.line.shift
        norm = -log(2 * mp.pi) / 2
        # log s = mean log w, linear in the mean action
        b, c = shift / sqrt(self.tokens), -(shift**2) / 2
        self.quadratics = [(mpf(1), k * b, k * c + norm) for k in (0, 1, 2)]

    def true_gradient(self):
        _, slope, bend = self.a
        return {
            "mu": (slope + 2 * bend * self.line.p_mean) / self.tokens,
            "log_sigma": 2 * bend * self.p_variance / self.tokens**2,
        }


def _gate(line, outside, positive, negative, title, true, batch):
    pieces = list(line.pieces(outside, positive, negative))
    advantage, gradient, variance, away = line.advantage(), {}, {}, {}
    for name, score in line.scores().items():
        along = product(advantage, score)
        if line.is_weight:
            away[name] = fsum(_lost(line, pieces, along))
            gradient[name] = _sum([true[name], away[name]])
        else:
            gradient[name] = _mean(line, pieces, along, 1)
            away[name] = gradient[name] - true[name]
        square = _mean(line, pieces, product(along, along), 2)
        variance[name] = INF if square == INF else max(_sum([square, -(gradient[name] ** 2)]), 0)
    if line.kept_square:
        variance["log_sigma"] += line.kept_square * _mean(
            line, pieces, product(advantage, advantage), 2
        )
    found = {}
    for name, symbol in SYMBOLS.items():
        found[f"{title}: ∂ {symbol}"] = gradient[name]
        spread = variance[name]
        found[f"{title}: Var {symbol}"] = None if mpmath.isinf(spread) else spread
    kept = fsum(line.integral(0, [mpf(1)], a, b) for a, b, flow in pieces if flow is None)
    found[f"{title}: kept"] = kept
    return found | _against(line, title, gradient, true, away, variance, batch)


def _mean(line, pieces, polynomial, power):
    """Of the polynomial times so high a power of what stands before the score."""
    parts = []
    for low, high, flow in pieces:
        if flow is None:
            parts.append(line.integral(power, polynomial, low, high))
        elif flow:
            parts.append(flow**power * line.integral(0, polynomial, low, high))
    return INF if INF in parts else _sum(parts)


def _lost(line, pieces, polynomial):
    """What a gate takes from the true gradient, less."""
    for low, high, flow in pieces:
        if flow is not None:
            yield flow * line.integral(0, polynomial, low, high) if flow else mpf(0)
            yield -line.integral(1, polynomial, low, high)


def _sum(parts):
    """0 where the digits end; raises _Lost where more digits may show something."""
    total, size = fsum(parts), fsum(parts, absolute=True)
    if abs(total) > size * mpf(10) ** (30 - mp.dps):
        return total
    if size and mp.dps < DIGITS[-1]:
        raise _Lost
    return mpf(0)


def _against(line, title, gradient, true, away, variance, batch):
    def units(g):
        return line.std * g["mu"], g["log_sigma"] / sqrt(mpf(2))

    own, other = units(gradient), units(true)
    size, whole = hypot(*own), hypot(*other)
    away, along = units(away), own[0] * other[0] + own[1] * other[1]
    across = away[0] * other[1] - away[1] * other[0]
    noise = line.std**2 * variance["mu"] + variance["log_sigma"] / 2
    rms = (
        None
        if mpmath.isinf(noise) or not whole
        else sqrt(away[0] ** 2 + away[1] ** 2 + noise / batch) / whole
    )
    return {
        f"{title}: length": size / whole if whole else (None if size else mpf(1)),
        f"{title}: angle, rad": abs(mpmath.atan2(across, along)) if size and whole else mpf(0),
        f"{title}: error": rms,
    }


def _sequence(options):
    square, c = options.tokens * mpf(options.token_variance), mpf(options.cap)
    s = sqrt(square)

    def below(shift):
        """P(log w < log c), the mean of log w being -shift s^2."""
        if not s:
            return mpf(c >= 1)
        return erfc(-(log(c) + shift * square) / s / sqrt(mpf(2))) / 2

    def above(shift):
        if not s:
            return mpf(c < 1)
        return erfc((log(c) + shift * square) / s / sqrt(mpf(2))) / 2

    share, half = above(mpf(1) / 2), mpf(1) / 2
    truncated = below(-half) + c * share
    second = exp(square) * below(-3 * half) + c**2 * share
    return {
        "s² = T v": square,
        "effective share of sequences": exp(-square),
        "logged effective share": truncated**2 / second,
        "share above C": share,
        "mean of min(w, C)": truncated,
        "mean of w where w ≤ C": below(-half),
    }
