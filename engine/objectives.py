"""Reward functions by name: a short name for `engine.functions`."""

from engine.functions.objectives import by_name

__all__ = ["by_name"]
