"""Estimators of the gradient of an expected reward, exact and measured."""

from engine.gradients import natural

__all__ = ["natural"]
