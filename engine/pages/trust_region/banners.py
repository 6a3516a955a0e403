"""What must be known before a number on the Trust region page is read."""

from __future__ import annotations

from collections.abc import Iterator

from engine.pages.trust_region.gather import Gathered
from engine.pages.trust_region.options import MOST_DIRECTIONS
from engine.pages.trust_region.steps import METHODS


def banners(gathered: Gathered) -> Iterator[str]:
    """Of steps that cannot be made, gradients that are none, and directions that are left out."""
    start = gathered.start
    if not (start.by_shift.any() or start.by_growth.any()):
        yield "The gradient is 0 here: no step but the best in the ball has a direction."
    lost = [METHODS[name] for name, move in gathered.steps.items() if move is None]
    if lost:
        yield (
            f"delta is too large for {', '.join(lost)}: σ would not stay above 0. A chart that "
            "cannot leave its range, as log σ, has a step of any size."
        )
    if gathered.scene.dimension > MOST_DIRECTIONS:
        yield (
            "The reward is that of the two principal directions of q with the largest variances; "
            "along the others nothing pulls."
        )
