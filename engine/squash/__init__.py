"""Gaussians squashed by tanh into a box of actions."""

from engine.squash.jacobian import log_det_jacobian
from engine.squash.squashed_gaussian import SquashedGaussian

__all__ = ["SquashedGaussian", "log_det_jacobian"]
