"""Those of own groups, and the divergences between p and q; those with a direction by its first
Gaussian, "p" or "q"."""

from __future__ import annotations

from engine.core.quantity import Known, Quantity
from engine.pages.densities.group_quantities import GROUP_QUANTITIES

DIRECTIONS = (("p", "q"), ("q", "p"))
EITHER: tuple[Known, ...] = ("exact", "estimated")


def _directed(key: str, name: str, row: str, help: str, unit: str = "nats") -> dict[str, Quantity]:
    """Of (p||q) and of (q||p); {a} and {b} stand for the two."""
    return {
        a: Quantity(
            key.format(a=a, b=b),
            row,
            f"{a} to {b}",
            unit.format(b=b),
            help.format(a=a, b=b),
            name=name.format(a=a, b=b),
        )
        for a, b in DIRECTIONS
    }


def _symmetric(
    key: str, name: str, help: str, unit: str = "", row: str = "", known: tuple[Known, ...] = ()
) -> Quantity:
    return Quantity(key, row or name, "symmetric", unit, help, known or ("exact",), name)


KL = _directed(
    "kl.{a}_{b}",
    "KL({a}||{b})",
    "KL",
    "Kullback-Leibler divergence KL({a}||{b}) = E_{a}[log {a} - log {b}]: how many nats samples "
    "of {a} cost when they are coded with {b}. Not symmetric; 0 only for equal Gaussians.",
)
JEFFREYS = _symmetric(
    "jeffreys",
    "Jeffreys",
    "Jeffreys divergence: the SUM KL(p||q) + KL(q||p); some libraries give half of it.",
    "nats",
    "KL",
)
RENYI = _directed(
    "renyi.{a}_{b}",
    "Rényi({a}||{b})",
    "Rényi, order α",
    "Rényi divergence of order α: log E_{b}[({a}/{b})^α] / (α - 1). "
    "KL({a}||{b}) at α = 1, log(1 + chi-square) at α = 2, -2 log BC at α = 1/2.",
)
CHI_SQUARE = _directed(
    "chi_square.{a}_{b}",
    "chi-square({a}||{b})",
    "chi-square",
    "chi-square({a}||{b}) = E_{b}[({a}/{b})^2] - 1: the variance of the importance weights "
    "{a}/{b} with samples of {b}. Finite only if 2 S{b} - S{a} is positive definite.",
    "",
)
LOG_CHI_SQUARE = _directed(
    "log_chi_square.{a}_{b}",
    "log(1+chi-square)({a}||{b})",
    "log(1 + chi-square)",
    "log(1 + chi-square({a}||{b})), in nats: the effective sample size of n samples of {b} "
    "weighted towards {a} tends to n exp(-this). It stays finite where chi-square overflows.",
)
LAM = _directed(
    "lam.{a}_{b}",
    "λ({a}||{b})",
    "largest variance ratio λ",
    "λ({a}||{b}): the largest eigenvalue of S{b}^-1 S{a}, the most that the variance of {a} "
    "exceeds that of {b} in any direction. From 2 on, chi-square({a}||{b}) is infinite; below 1 "
    "the weights {a}/{b} are bounded.",
    "",
)
MAHALANOBIS = _directed(
    "mahalanobis.{a}_{b}",
    "Mahalanobis distance({a}||{b})",
    "Mahalanobis distance",
    "Mahalanobis distance sqrt(D' S{b}^-1 D), D the difference of the means: how many standard "
    "deviations of {b} lie between them.",
    "std of {b}",
)
CROSS_ENTROPY = _directed(
    "cross_entropy.{a}_{b}",
    "cross-entropy H({a},{b})",
    "cross-entropy",
    "Cross-entropy H({a},{b}) = -E_{a}[log {b}] = entropy of {a} + KL({a}||{b}). It may be "
    "negative, for {b} is a density.",
)
ENTROPY = _directed(
    "entropy.{a}",
    "entropy of {a}",
    "entropy",
    "Differential entropy of {a}: (1/2) log |2 pi e S{a}|. It may be negative and changes with "
    "the unit of x.",
)
WASSERSTEIN = _symmetric(
    "wasserstein_2",
    "Wasserstein-2",
    "Wasserstein-2 distance, in the units of x: the root of the least mean squared distance over "
    "which the mass of p can be carried to q. Always finite.",
    "x",
)
OVERLAP = _symmetric(
    "bhattacharyya",
    "Bhattacharyya coefficient",
    "Bhattacharyya coefficient: the integral of sqrt(p q). 1 for equal Gaussians, towards 0 for "
    "Gaussians that do not overlap. The Bhattacharyya distance is -log of it.",
)
HELLINGER = _symmetric(
    "hellinger_squared",
    "squared Hellinger",
    "Squared Hellinger distance 1 - BC = (1/2) times the integral of (sqrt p - sqrt q)^2, from 0 "
    "to 1; some libraries leave out the half or give the root.",
)
JENSEN_SHANNON = _symmetric(
    "jensen_shannon",
    "Jensen-Shannon",
    "Jensen-Shannon divergence (1/2) KL(p||m) + (1/2) KL(q||m), m = (p + q)/2, from 0 to log 2 = "
    "0.693; the divergence itself, where some libraries give its root.",
    "nats",
    known=EITHER,
)
TOTAL_VARIATION = _symmetric(
    "total_variation",
    "total variation",
    "Total variation distance (1/2) integral of |p - q|, from 0 to 1: the largest difference in "
    "the probability that p and q give to any event.",
    known=EITHER,
)

DIVERGENCES = (
    *KL.values(),
    JEFFREYS,
    *(
        quantity
        for pair in (
            RENYI,
            CHI_SQUARE,
            LOG_CHI_SQUARE,
            LAM,
            MAHALANOBIS,
            CROSS_ENTROPY,
            ENTROPY,
        )
        for quantity in pair.values()
    ),
    WASSERSTEIN,
    OVERLAP,
    HELLINGER,
    JENSEN_SHANNON,
    TOTAL_VARIATION,
)

QUANTITIES = (*GROUP_QUANTITIES, *DIVERGENCES)
