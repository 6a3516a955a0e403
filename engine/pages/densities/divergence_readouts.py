"""Every divergence between p and q as readouts, in words where one is infinite."""

from __future__ import annotations

import math

import numpy as np

from engine.core.number_format import apart, value_text
from engine.core.quantity import Readout, undeclared
from engine.core.run import Run
from engine.divergence import closed_forms as divergence
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import EPSILON, relative

P_TO_Q, Q_TO_P, SYMMETRIC = "p to q", "q to p", "symmetric"
# Normals drawn for one estimated divergence: a moving handle waits for them.
NORMALS = 200_000
FEWEST_SAMPLES = 2_000

KL_HELP = (
    "Kullback-Leibler divergence KL({a}||{b}) = E_{a}[log {a} - log {b}]: how many nats samples "
    "of {a} cost when they are coded with {b}. Not symmetric; 0 only for equal Gaussians."
)
CROSS_HELP = (
    "Cross-entropy H({a},{b}) = -E_{a}[log {b}] = entropy of {a} + KL({a}||{b}). It may be "
    "negative, for {b} is a density."
)
ENTROPY_HELP = (
    "Differential entropy of {a}: (1/2) log |2 pi e S{a}|. It may be negative and changes with "
    "the unit of x."
)
RENYI_HELP = (
    "Rényi divergence of order alpha = {alpha}: log E_{b}[({a}/{b})^alpha] / (alpha - 1). "
    "KL({a}||{b}) at alpha = 1, log(1 + chi-square) at alpha = 2, -2 log BC at alpha = 1/2."
)
CHI_HELP = (
    "chi-square({a}||{b}) = E_{b}[({a}/{b})^2] - 1: the variance of the importance weights "
    "{a}/{b} with samples of {b}. Finite only if 2 S{b} - S{a} is positive definite."
)
LOG_CHI_HELP = (
    "log(1 + chi-square({a}||{b})), in nats: the effective sample size of n samples of {b} "
    "weighted towards {a} tends to n exp(-this). It stays finite where chi-square overflows."
)
LAM_HELP = (
    "lam({a}||{b}): the largest eigenvalue of S{b}^-1 S{a}, the most that the variance of {a} "
    "exceeds that of {b} in any direction. From 2 on, chi-square({a}||{b}) is infinite; below 1 "
    "the weights {a}/{b} are bounded."
)
MAHALANOBIS_HELP = (
    "Mahalanobis distance sqrt(D' S{b}^-1 D), D the difference of the means: how many standard "
    "deviations of {b} lie between them."
)
JEFFREYS_HELP = "Jeffreys divergence: the SUM KL(p||q) + KL(q||p); some libraries give half of it."
BC_HELP = (
    "Bhattacharyya coefficient: the integral of sqrt(p q). 1 for equal Gaussians, towards 0 for "
    "Gaussians that do not overlap. The Bhattacharyya distance is -log of it."
)
HELLINGER_HELP = (
    "Squared Hellinger distance 1 - BC = (1/2) times the integral of (sqrt p - sqrt q)^2, from 0 "
    "to 1; some libraries leave out the half or give the root."
)
W2_HELP = (
    "Wasserstein-2 distance, in the units of x: the root of the least mean squared distance over "
    "which the mass of p can be carried to q. Always finite."
)
JS_HELP = (
    "Jensen-Shannon divergence (1/2) KL(p||m) + (1/2) KL(q||m), m = (p + q)/2, from 0 to log 2 = "
    "0.693; the divergence itself, where some libraries give its root."
)
TV_HELP = (
    "Total variation distance (1/2) integral of |p - q|, from 0 to 1: the largest difference in "
    "the probability that p and q give to any event."
)


def divergence_readouts(
    p: Gaussian, q: Gaussian, alpha: float, samples: int, seed: int, run: Run
) -> tuple[Readout, ...]:
    """The readouts of the densities page, row by row."""
    found: list[Readout] = []
    for a, b, column in (("p", "q", P_TO_Q), ("q", "p", Q_TO_P)):
        first, second = (p, q) if a == "p" else (q, p)
        found += _directed(first, second, a, b, column, alpha)
    run.step(0.3)
    found += _symmetric(p, q)
    found += _evaluated(p, q, samples, seed, run)
    order = list(dict.fromkeys(readout.place[0] for readout in found))
    return tuple(sorted(found, key=lambda readout: order.index(readout.place[0])))


def _directed(p: Gaussian, q: Gaussian, a: str, b: str, column: str, alpha: float) -> list[Readout]:
    """What p and q, named a and b, give in one direction."""

    def one(
        name: str, row: str, value: float, text: str, unit: str = "nats", note: str = ""
    ) -> Readout:
        words = text.format(a=a, b=b, alpha=value_text(alpha))
        return undeclared(name, value, note=note, unit=unit, help=words, place=(row, column))

    pair, names = relative(p, q), f"({a}||{b})"
    order = value_text(alpha)
    infinite = why_infinite(p, q, a, b, 2.0)
    chi_square = divergence.chi_square(p, q)
    log_chi_square = divergence.log1p_chi_square(p, q)
    overflow = "too large for a number; its logarithm is in the next row"
    chi_note = infinite or (overflow if math.isinf(chi_square) else "")
    return [
        one(f"KL{names}", "KL", divergence.kl(p, q), KL_HELP),
        one(
            f"Rényi{names}",
            f"Rényi, α = {order}",
            divergence.renyi(p, q, alpha),
            RENYI_HELP,
            note=why_infinite(p, q, a, b, alpha) or near_edge(p, q, alpha),
        ),
        one(f"chi-square{names}", "chi-square", chi_square, CHI_HELP, "", chi_note),
        one(
            f"log(1+chi-square){names}",
            "log(1 + chi-square)",
            log_chi_square,
            LOG_CHI_HELP,
            note=infinite,
        ),
        one(f"lam{names}", "lam", pair.largest, LAM_HELP, ""),
        one(
            f"Mahalanobis distance{names}",
            "Mahalanobis distance",
            divergence.mahalanobis(p, q),
            MAHALANOBIS_HELP,
            f"std of {b}",
        ),
        one(
            f"cross-entropy H({a},{b})", "cross-entropy", divergence.cross_entropy(p, q), CROSS_HELP
        ),
        one(f"entropy of {a}", "entropy", p.entropy(), ENTROPY_HELP),
    ]


def _symmetric(p: Gaussian, q: Gaussian) -> list[Readout]:
    """Closed forms that do not change when p and q are turned round."""
    coefficient = divergence.bhattacharyya_coefficient(p, q)
    small = "too small for a number, not 0" if coefficient == 0.0 else ""
    return [
        undeclared(
            "Jeffreys",
            divergence.jeffreys(p, q),
            help=JEFFREYS_HELP,
            place=("KL", SYMMETRIC),
            note="the sum of both directions",
        ),
        undeclared(
            "Wasserstein-2",
            divergence.wasserstein2(p, q),
            unit="x",
            help=W2_HELP,
            place=("Wasserstein-2", SYMMETRIC),
        ),
        undeclared(
            "Bhattacharyya coefficient",
            coefficient,
            unit="",
            help=BC_HELP,
            place=("Bhattacharyya coefficient", SYMMETRIC),
            note=small,
        ),
        undeclared(
            "squared Hellinger",
            divergence.hellinger_squared(p, q),
            unit="",
            help=HELLINGER_HELP,
            place=("squared Hellinger", SYMMETRIC),
        ),
    ]


def _evaluated(p: Gaussian, q: Gaussian, samples: int, seed: int, run: Run) -> list[Readout]:
    """Jensen-Shannon and total variation: closed form, quadrature or Monte Carlo."""
    js = divergence.jensen_shannon_evaluated(p, q)
    run.step(0.6)
    used = min(samples, max(NORMALS // p.dimension, FEWEST_SAMPLES))
    tv = divergence.total_variation_evaluated(p, q, samples=used, seed=seed)
    run.step(0.9)
    return [
        _evaluated_readout("Jensen-Shannon", js, "nats", JS_HELP, used),
        _evaluated_readout("total variation", tv, "", TV_HELP, used),
    ]


def _evaluated_readout(
    name: str, answer: divergence.Evaluation, unit: str, words: str, samples: int
) -> Readout:
    estimated = answer.standard_error is not None
    return undeclared(
        name,
        answer.value,
        answer.standard_error,
        "estimated" if estimated else "exact",
        f"Monte Carlo from {samples:,} samples" if estimated else answer.method,
        unit,
        words,
        (name, SYMMETRIC),
    )


def near_edge(p: Gaussian, q: Gaussian, alpha: float) -> str:
    """How many digits hold where E_b[(a/b)^alpha] is only just finite: alpha S_b + (1 - alpha) S_a
    is then a difference that rounding reaches. Empty where all do."""
    pair = relative(p, q)
    if alpha <= 1.0 or alpha == 2.0 or pair.diverges(alpha):
        return ""
    weights = pair.weights(alpha)
    error = 8.0 * EPSILON * (1.0 + (alpha - 1.0) * pair.largest) / float(np.min(weights))
    return "" if error < 1e-10 else f"next to infinite: about {-math.log10(error):.0f} digits hold"


def why_infinite(p: Gaussian, q: Gaussian, a: str, b: str, alpha: float) -> str:
    """Why E_b[(a/b)^alpha] is infinite, in words; empty where it is finite."""
    pair = relative(p, q)
    if not pair.diverges(alpha):
        return ""
    lam, limit = apart(pair.largest, alpha / (alpha - 1.0), 4)
    if alpha == 2.0:
        matrix = f"2 S{b} - S{a}"
    else:
        matrix = f"{value_text(alpha)} S{b} - {value_text(alpha - 1.0)} S{a}"
        limit = f"alpha/(alpha - 1) = {limit}"
    return f"infinite: {matrix} is not positive definite, lam = {lam} and it must be below {limit}"
