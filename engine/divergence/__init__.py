"""Divergences between two Gaussians, and what estimators of the KL divergence do."""

from typing import TYPE_CHECKING

from engine.core.facade import importing

if TYPE_CHECKING:
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

__getattr__ = importing(
    __name__,
    {
        "bhattacharyya_coefficient": "closed_forms",
        "chi_square": "closed_forms",
        "cross_entropy": "closed_forms",
        "hellinger_squared": "closed_forms",
        "jeffreys": "closed_forms",
        "jensen_shannon": "closed_forms",
        "kl": "closed_forms",
        "log1p_chi_square": "closed_forms",
        "renyi": "closed_forms",
        "total_variation": "closed_forms",
        "wasserstein2": "closed_forms",
        "wasserstein2_squared": "closed_forms",
        "elbo": "evidence_bound",
    },
)
