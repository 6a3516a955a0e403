"""What a reader must know first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.pages.guided_search.gather import Gathered
from engine.pages.guided_search.measure import few


def banners(gathered: Gathered) -> Iterator[str]:
    """Where the replay says next to nothing."""
    if few(gathered):
        size = float(gathered.weighed.effective)
        yield (
            f"Of {len(gathered.actions):,} trajectories {size:.1f} carry the weight: no guide has "
            "sampled what this policy does, and neither its estimated return nor the error is one."
        )
