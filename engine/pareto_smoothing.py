"""Pareto-smoothed importance sampling: a short name for `engine.weights.pareto`."""

from engine.weights.pareto.smoothing import pareto_smooth

__all__ = ["pareto_smooth"]
