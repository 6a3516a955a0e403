"""What the numbers of the squash page ask for, and what is kept when it is known."""

from __future__ import annotations

from engine.gaussian.relative import relative
from engine.pages.tanh_squashing.area import area_without_jacobian
from engine.pages.tanh_squashing.modes import plane_modes
from engine.pages.tanh_squashing.plan import RATIOS
from engine.pages.tanh_squashing.ratio_errors import ORDERS, log_moment
from engine.squash.entropy import highest_entropy_std
from engine.squash.squashed_gaussian import SquashedGaussian


def make_ready(p: SquashedGaussian, q: SquashedGaussian, coordinate: int, seed: int) -> None:
    """All of it that no sample is needed for and that takes a while."""
    for policy in (p, q):
        policy.entropy()
        area_without_jacobian(policy, seed)
        if policy.dimension == 2:
            plane_modes(policy.gaussian)
        highest_entropy_std(float(policy.gaussian.mean[coordinate]))
    if relative(p.gaussian, q.gaussian).diverges(2.0):
        return
    for power in RATIOS.values():
        for order in ORDERS:
            log_moment(p, q, power, order)
