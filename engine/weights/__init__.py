"""Importance weights: sums, estimates, Pareto tails, exact moments; clipping, replay, rollouts."""

from typing import TYPE_CHECKING

from engine.core.facade import importing

if TYPE_CHECKING:
    from engine.weights.replay import prioritised
    from engine.weights.rollouts.metrics import rollout_metrics
    from engine.weights.vtrace_policy import clipped_policy

__all__ = ["clipped_policy", "prioritised", "rollout_metrics"]

__getattr__ = importing(
    __name__,
    {
        "prioritised": "replay",
        "rollout_metrics": "rollouts.metrics",
        "clipped_policy": "vtrace_policy",
    },
)
