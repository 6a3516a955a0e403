"""What must be known before a number on the Trajectories page is trusted."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.number_format import value_text
from engine.pages.trajectories.gather import Gathered

FEW = 100  # trajectories


def banners(gathered: Gathered) -> Iterator[str]:
    """Of the task and of how much was sampled."""
    task = gathered.task
    if abs(task.carry) > 1.0 and task.T > 1:
        yield (
            f"The policy is unstable: |A + B K| = {value_text(abs(task.carry), 3)} > 1, so states "
            "grow with every step."
        )
    if gathered.trajectories < FEW:
        yield (
            f"n counts steps: {gathered.scene.samples:,} of them make no more than "
            f"{gathered.trajectories} trajectories of {task.T} steps."
        )
    if gathered.scene.dimension > 1:
        yield "The first coordinate of p is the policy's offset and noise; the others do nothing."
