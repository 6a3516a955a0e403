"""Functions of one number: rewards and test functions."""

from engine.functions.rescaling import rescaled, unrescaled

__all__ = ["rescaled", "unrescaled"]
