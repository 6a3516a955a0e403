"""Importance weights: sums, estimates, Pareto tails, exact moments; clipping and replay."""

from engine.weights.replay import prioritised
from engine.weights.vtrace_policy import clipped_policy

__all__ = ["clipped_policy", "prioritised"]
