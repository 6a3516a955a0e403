"""Importance weights: sums, estimates, Pareto tails, exact moments; clipping, replay, rollouts."""

from engine.weights.replay import prioritised
from engine.weights.rollouts.metrics import rollout_metrics
from engine.weights.vtrace_policy import clipped_policy

__all__ = ["clipped_policy", "prioritised", "rollout_metrics"]
