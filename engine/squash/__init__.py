"""Gaussians squashed by tanh into a box of actions."""

from typing import TYPE_CHECKING

from engine.core.facade import importing

if TYPE_CHECKING:
    from engine.squash.jacobian import log_det_jacobian
    from engine.squash.squashed_gaussian import SquashedGaussian

__all__ = ["SquashedGaussian", "log_det_jacobian"]

__getattr__ = importing(
    __name__,
    {
        "log_det_jacobian": "jacobian",
        "SquashedGaussian": "squashed_gaussian",
    },
)
