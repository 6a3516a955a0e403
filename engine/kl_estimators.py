"""The estimators k1, k2, k3 of KL(q||p): a short name for `engine.divergence`."""

from engine.divergence.exact_moments import exact_moments
from engine.divergence.kl_estimators import estimate

__all__ = ["estimate", "exact_moments"]
