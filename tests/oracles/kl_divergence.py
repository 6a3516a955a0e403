"""Every exact readout of the KL page in one dimension, by name."""

from __future__ import annotations

import mpmath
from mpmath import mp, mpf

from tests.oracles.importance_weights import kl, log1p_chi_square
from tests.oracles.line import FEW_DIGITS, INF, Line, Moments, polynomial_integral

INVERSION_DIGITS = 30
STEP = mpf(1) / 32
BEND = mpf(1) / 2


def truths(scene, options, digits=FEW_DIGITS):
    """The true values by the readouts' names."""
    with mp.workdps(digits):
        line = Line(scene.p, scene.q)
        forward, backward = kl(line)
        logarithm = log1p_chi_square(line)
        chi_square = mpmath.expm1(logarithm) if logarithm != INF else INF
        first, second, third, fourth = cumulants(line)
        jeffreys = forward + backward
        square_mean = first**2 + second
        square_variance = fourth + 4 * first * third + 2 * second**2 + 4 * first**2 * second
        bias = square_mean / 2 - first
        stds = {
            "k1": mpmath.sqrt(second),
            "k2": mpmath.sqrt(square_variance) / 2,
            "k3": mpmath.sqrt(abs(chi_square + second - 2 * jeffreys)),
        }
        found = {
            "KL(q||p)": backward,
            "KL(p||q)": forward,
            "chi-square(p||q)": chi_square,
            "λ": line.lam,
            "P(k1 < 0)": Moments(line, "1", 0)(0, 0, line.above(mpf(0))) if not line.same else 0,
            "P(batch mean of k1 < 0)": negative_batch(line, options.batch),
        }
        below = negative_part(line)
        stds["abs"] = mpmath.sqrt(abs(second + first**2 - (first + 2 * below) ** 2))
        biases = {"k2": bias, "abs": 2 * below}
        for name, std in stds.items():
            own = biases.get(name, mpf(0))
            found |= {f"{name} mean": backward + own, f"{name} bias": own, f"{name} std": std}
            some = backward != 0
            found[f"{name} bias/true"] = own / backward if some else None
            found[f"{name} std/true"] = std / backward if some else None
        return found | _control(line, second, chi_square, jeffreys, mpf(options.coefficient))


def _control(line, variance, chi_square, jeffreys, c):
    if line.same:
        return {"best c": mpf(1), "std at best c": mpf(0), "std at c": mpf(0)}
    if chi_square == INF:
        here = INF if c else mpmath.sqrt(variance)
        return {"best c": mpf(0), "std at best c": mpmath.sqrt(variance), "std at c": here}
    least = variance - jeffreys**2 / chi_square
    here = variance - 2 * c * jeffreys + c**2 * chi_square
    return {
        "best c": jeffreys / chi_square,
        "std at best c": mpmath.sqrt(abs(least)),
        "std at c": mpmath.sqrt(abs(here)),
    }


def _coefficients(line):
    """k1 = a y^2 + b y + c, y ~ N(0, 1)."""
    a, b, c = (zero - one for one, zero in zip(line.quadratic(1), line.quadratic(0), strict=True))
    return -a / 2, b, c


def negative_part(line):
    """E max(-k1, 0), piece by piece."""
    if line.same:
        return mpf(0)
    a, b, c = _coefficients(line)
    pieces = line.above(mpf(0))
    return mpmath.fsum(
        polynomial_integral(line.quadratic(0), [-c, -b, -a], low, high) for low, high in pieces
    )


def cumulants(line):
    """The first four of k1."""
    a, b, c = _coefficients(line)
    return (
        c + a,
        2 * a**2 + b**2,
        8 * a**3 + 6 * a * b**2,
        48 * a**4 + 48 * a**2 * b**2,
    )


def negative_batch(line, batch):
    """P(the sum of that many k1 < 0), by the inversion of their transform at many digits."""
    if line.same:
        return mpf(0)
    if line.lam == 1:
        return mpmath.erfc(mpmath.sqrt(batch * line.shift**2 / 8)) / 2
    a, b, c = _coefficients(line)

    def log_transform(s):  # E exp(s k1)
        rest = 1 - 2 * a * s
        return batch * (c * s + b * b * s * s / (2 * rest) - mpmath.log(rest) / 2)

    def curvature(s):
        rest = 1 - 2 * a * s
        return batch * (2 * a * a / rest**2 + b * b / rest**3)

    low, high = mpf(-1), mpf(0)
    for _ in range(200):
        middle = (low + high) / 2
        rest = 1 - 2 * a * middle
        slope = c + b * b * middle * (1 - a * middle) / rest**2 + a / rest
        low, high = (low, middle) if slope > 0 else (middle, high)
    saddle = (low + high) / 2
    # Off the pole at 0, and not beyond the end of the strip.
    width = 1 / mpmath.sqrt(curvature(saddle))
    start = min(saddle, -width)
    if a < 0:
        start = max(start, (saddle + 1 / (2 * a)) / 2)
    width = min(1 / mpmath.sqrt(curvature(start)), -start)
    top = log_transform(start)

    # Bent to where the transform falls off: k1 has a least value for a > 0, else a largest.
    aside = BEND if a > 0 else -BEND

    def term(u):
        s = start + width * mpmath.mpc(aside * (mpmath.cosh(u) - 1), mpmath.sinh(u))
        step = width * mpmath.mpc(aside * mpmath.sinh(u), mpmath.cosh(u))
        return (mpmath.exp(log_transform(s) - top) / -s * step).imag

    with mp.workdps(INVERSION_DIGITS + 20):
        total, u = term(mpf(0)) / 2, STEP
        while True:
            more = term(u)
            total += more
            if u > 200 or abs(more) < mpf(10) ** -INVERSION_DIGITS * abs(total):
                break
            u += STEP
        return mpmath.exp(top) * total * STEP / mp.pi
