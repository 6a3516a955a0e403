"""What a reader must know first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.pages.skills.gather import Gathered

HARMFUL = "The guess is worse than none: by it a state tells less than nothing of the skill."


def banners(gathered: Gathered) -> Iterator[str]:
    """Where the bound says nothing."""
    if gathered.bound < 0.0:
        yield HARMFUL
