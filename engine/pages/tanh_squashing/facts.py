"""What every number and plot of the squash page starts from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.page.scene import Scene
from engine.pages.tanh_squashing.area import area_without_jacobian
from engine.pages.tanh_squashing.monte_carlo import Estimate, SquashSamples
from engine.pages.tanh_squashing.options import Options
from engine.squash.ratio import log_mean_new_only, log_mean_old_only
from engine.squash.squashed_gaussian import SquashedGaussian


@dataclass(frozen=True, slots=True)
class Facts:
    """The policies, and one pass over the samples of either."""

    scene: Scene
    options: Options
    coordinate: int  # from 0, of the curves over one action
    p: SquashedGaussian
    q: SquashedGaussian
    p_one: SquashedGaussian  # of the coordinate alone
    q_one: SquashedGaussian
    p_samples: SquashSamples  # of p against q
    q_samples: SquashSamples  # of q against p

    @property
    def policies(self) -> tuple[tuple[str, SquashedGaussian, SquashedGaussian], ...]:
        """Name, policy, and that of the coordinate alone."""
        return ("p", self.p, self.p_one), ("q", self.q, self.q_one)

    @property
    def action_name(self) -> str:
        """Of the coordinate: a, or one of a1, a2, ..."""
        return "a" if self.scene.dimension == 1 else f"a{self.coordinate + 1}"

    @property
    def shown_bounds(self) -> tuple[float, float]:
        """Of the coordinate's action, low and high."""
        return float(self.p_one.low[0]), float(self.p_one.high[0])

    @property
    def has_action(self) -> bool:
        """Whether the action lies within all bounds; 0, which nobody may have chosen, need not."""
        action = self.options.action
        return bool(np.all((self.p.low <= action) & (action <= self.p.high)))

    @property
    def log_mean_ratios(self) -> tuple[float | None, float | None, float | None]:
        """ln E_q[p / q] corrected on both sides, on p's and on q's alone, exact or None."""
        return 0.0, log_mean_new_only(self.p), log_mean_old_only(self.p)

    def area_without(self, name: str) -> Estimate:
        """What p or q encloses over all coordinates without its Jacobian."""
        return area_without_jacobian(self.p if name == "p" else self.q, self.scene.seed)

    def shown_area(self, name: str) -> Estimate:
        """The area of what the page draws of p or q: of a plane, or of one coordinate."""
        if self.options.jacobian:
            return Estimate(1.0, 0.0)
        if self.scene.dimension == 2:
            return self.area_without(name)
        one = self.p_one if name == "p" else self.q_one
        return Estimate(one.area_without_jacobian(), 0.0)
