"""What must be known before a number on the Evidence page is read."""

from __future__ import annotations

import math
from collections.abc import Iterator

from engine.pages.evidence_bound.gather import Gathered


def banners(gathered: Gathered) -> Iterator[str]:
    """Of a q that is too narrow or too far away, and of coordinates that are left out."""
    bound, options = gathered.bound, gathered.options
    if math.isinf(bound.log1p_chi_square):
        yield (
            f"chi-square(posterior||q) is infinite: q's variance is {bound.rho:.3g} of the "
            "posterior's, no more than half. L_K closes its gap more slowly than 1/K."
        )
    if gathered.set_means is None:
        yield (
            f"L_K at K = {options.k} has no exact value here: q is too far from the posterior. "
            "What is measured stands beside it."
        )
    if gathered.scene.dimension > 1:
        yield (
            "The bound is that of the first coordinate of q; the KL of the encoder counts all "
            f"{gathered.scene.dimension}."
        )
