"""Effective shares: how many tokens or sequences as good as new ones, of all that there are."""

from __future__ import annotations

from engine.core.arrays import Array
from engine.weights.rollouts.cluster_table import Totals


def token_effective_share(totals: Totals) -> Array:
    """(sum w)^2 / (n sum w^2) over tokens."""
    n = totals["tokens"]
    return (n + totals["e"]) ** 2 / (n * (n + totals["w_squared"]))
