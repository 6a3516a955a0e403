"""What a reader must know first."""

from __future__ import annotations

from collections.abc import Iterator

from engine.pages.temperature.gather import Gathered

RUNS_AWAY = (
    "The target entropy cannot be met: between -1 and 1 no policy has more than log 2 = 0.693 "
    "nats, and a temperature that is adjusted towards it grows without end."
)


def banners(gathered: Gathered) -> Iterator[str]:
    """Why alpha runs away."""
    if not gathered.met:
        yield RUNS_AWAY
