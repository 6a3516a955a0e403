"""Steps that are measured between distributions: Fisher's metric and balls of KL divergence."""

from engine.gradients.natural.ball import best_in_ball, best_move
from engine.gradients.natural.fisher import fisher, fisher_rao_distance
from engine.gradients.natural.geodesic import geodesic
from engine.gradients.natural.steps import (
    gradient_step,
    mirror_step,
    natural_gradient,
    natural_step,
)

__all__ = [
    "best_in_ball",
    "best_move",
    "fisher",
    "fisher_rao_distance",
    "geodesic",
    "gradient_step",
    "mirror_step",
    "natural_gradient",
    "natural_step",
]
