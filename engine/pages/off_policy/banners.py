"""What must be known before a number on the Off-policy page is trusted."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.core.number_format import value_text
from engine.divergence.closed_forms import log1p_chi_square
from engine.pages.off_policy.gather import Gathered

FEW = 100.0  # effective trajectories


def banners(gathered: Gathered) -> Iterator[str]:
    """Of the weights and of how much was sampled."""
    pair = gathered.pair
    log = log1p_chi_square(*pair.policies)
    if pair.offset == pair.task.c and pair.deviation == pair.task.sigma:
        yield "On-policy: μ = p, every weight is 1, and ρ̄ ≥ 1 clips nothing."
    elif math.isinf(log):
        yield (
            "Importance sampling has infinite variance: μ's tails are too light, E w² diverges. "
            "V-trace's clipped weights keep it finite."
        )
    else:
        left = gathered.trajectories * math.exp(-log * pair.task.T)
        if left < FEW:
            yield (
                f"Of {gathered.trajectories:,} trajectories the weights of whole ones leave "
                f"{value_text(left, 2)}: what is measured by them reads low."
            )
    if gathered.scene.dimension > 1:
        yield "The first coordinates of p and q are offset and noise; the others do nothing."
