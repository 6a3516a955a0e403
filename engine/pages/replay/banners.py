"""What must be known before a number on the Replay page is trusted."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.pages.replay.gather import Gathered


def banners(gathered: Gathered) -> Iterator[str]:
    """Of the buffer and of the scene."""
    options, found = gathered.options, gathered.found
    never = int(np.count_nonzero(found.probabilities == 0.0))
    if never:
        yield (
            f"{never:,} of {len(found.probabilities):,} items have no priority and are never "
            "drawn, so that no b takes the bias away."
        )
    steps = gathered.scene.task.T
    if options.sequence > steps:
        yield f"A trajectory has {steps} steps, and so has a sequence: not {options.sequence}."
    if gathered.scene.dimension > 1:
        yield "The first coordinates of p and q are offset and noise; the others do nothing."
