"""Divergences between two Gaussians, and what estimators of the KL divergence do."""

from engine.divergence.closed_forms import (
    bhattacharyya_coefficient,
    chi_square,
    cross_entropy,
    hellinger_squared,
    jeffreys,
    jensen_shannon,
    kl,
    log1p_chi_square,
    renyi,
    total_variation,
    wasserstein2,
    wasserstein2_squared,
)
from engine.divergence.evidence_bound import elbo

__all__ = [
    "bhattacharyya_coefficient",
    "chi_square",
    "cross_entropy",
    "elbo",
    "hellinger_squared",
    "jeffreys",
    "jensen_shannon",
    "kl",
    "log1p_chi_square",
    "renyi",
    "total_variation",
    "wasserstein2",
    "wasserstein2_squared",
]
