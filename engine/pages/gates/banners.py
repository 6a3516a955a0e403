"""What a reader must know first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.pages.gates.gather import Gathered

SMALL, LARGE = 0.1, 0.5


def banners(gathered: Gathered) -> Iterator[str]:
    """Where the logged effective share hides what is lost."""
    sequence, cap = gathered.sequence, gathered.options.cap
    if sequence.effective_share < SMALL and sequence.logged_share(cap) > LARGE:
        yield (
            f"Of these sequences {sequence.effective_share:.3g} is the effective share; after "
            f"truncation a log shows {sequence.logged_share(cap):.3g}."
        )
