"""The values of the densities page's quantities, in words where one is infinite."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from engine.core.number_format import apart, value_text
from engine.core.quantity import Quantity, Readout
from engine.divergence import closed_forms as divergence
from engine.divergence.bounded import Evaluation
from engine.gaussian.gaussian import Gaussian
from engine.gaussian.relative import EPSILON, relative
from engine.pages.densities import quantities as q
from engine.pages.densities.gather import Gathered
from engine.pages.densities.group_measure import measure_groups

OVERFLOW = "too large for a number; its logarithm is in the next row"
UNDERFLOW = "too small for a number, not 0"
SUM = "the sum of both directions"


def measure(gathered: Gathered) -> Iterator[Readout]:
    """All values: those of own samples, those with a direction, the symmetric ones."""
    scene = gathered.scene
    if gathered.own is not None:
        yield from measure_groups(gathered.own)
    directions = [
        list(_directed(first, second, a, b, gathered.options.alpha))
        for a, b, first, second in (("p", "q", scene.p, scene.q), ("q", "p", scene.q, scene.p))
    ]
    (kl, reverse), *others = zip(*directions, strict=True)
    yield from (kl, reverse, q.JEFFREYS.exact(divergence.jeffreys(scene.p, scene.q), SUM))
    for pair in others:
        yield from pair
    yield from _symmetric(scene.p, scene.q)
    yield _evaluated(q.JENSEN_SHANNON, gathered.jensen_shannon, gathered.samples)
    yield _evaluated(q.TOTAL_VARIATION, gathered.total_variation, gathered.samples)


def _directed(p: Gaussian, r: Gaussian, a: str, b: str, alpha: float) -> Iterator[Readout]:
    """What p and r, named a and b, give in one direction."""
    infinite = _why_infinite(p, r, a, b, 2.0)
    chi_square = divergence.chi_square(p, r)
    overflow = OVERFLOW if math.isinf(chi_square) else ""
    note = _why_infinite(p, r, a, b, alpha) or _near_edge(p, r, alpha)
    yield q.KL[a].exact(divergence.kl(p, r))
    yield q.RENYI[a].exact(divergence.renyi(p, r, alpha), note)
    yield q.CHI_SQUARE[a].exact(chi_square, infinite or overflow)
    yield q.LOG_CHI_SQUARE[a].exact(divergence.log1p_chi_square(p, r), infinite)
    yield q.LAM[a].exact(relative(p, r).largest)
    yield q.MAHALANOBIS[a].exact(divergence.mahalanobis(p, r))
    yield q.CROSS_ENTROPY[a].exact(divergence.cross_entropy(p, r))
    yield q.ENTROPY[a].exact(p.entropy())


def _symmetric(p: Gaussian, r: Gaussian) -> Iterator[Readout]:
    """Closed forms that stay the same when p and q change places."""
    overlap = divergence.bhattacharyya_coefficient(p, r)
    yield q.WASSERSTEIN.exact(divergence.wasserstein2(p, r))
    yield q.OVERLAP.exact(overlap, UNDERFLOW if overlap == 0.0 else "")
    yield q.HELLINGER.exact(divergence.hellinger_squared(p, r))


def _evaluated(quantity: Quantity, found: Evaluation, samples: int) -> Readout:
    if found.standard_error is None:
        return quantity.exact(found.value, found.method)
    note = f"Monte Carlo from {samples:,} samples"
    return quantity.estimated(found.value, found.standard_error, note)


def _near_edge(p: Gaussian, r: Gaussian, alpha: float) -> str:
    """How many digits hold where E_b[(a/b)^alpha] is only just finite: alpha S_b + (1 - alpha) S_a
    is then a difference that rounding reaches. Empty where all do."""
    pair = relative(p, r)
    if alpha <= 1.0 or alpha == 2.0 or pair.diverges(alpha):
        return ""
    weights = pair.weights(alpha)
    error = 8.0 * EPSILON * (1.0 + (alpha - 1.0) * pair.largest) / float(np.min(weights))
    return "" if error < 1e-10 else f"next to infinite: about {-math.log10(error):.0f} digits hold"


def _why_infinite(p: Gaussian, r: Gaussian, a: str, b: str, alpha: float) -> str:
    """Why E_b[(a/b)^alpha] is infinite, in words; empty where it is finite."""
    pair = relative(p, r)
    if not pair.diverges(alpha):
        return ""
    lam, limit = apart(pair.largest, alpha / (alpha - 1.0), 4)
    if alpha == 2.0:
        matrix = f"2 S{b} - S{a}"
    else:
        matrix = f"{value_text(alpha)} S{b} - {value_text(alpha - 1.0)} S{a}"
        limit = f"alpha/(alpha - 1) = {limit}"
    return f"infinite: {matrix} is not positive definite, λ = {lam} and it must be below {limit}"
